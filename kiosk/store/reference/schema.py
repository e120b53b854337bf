"""The schema that this code expects of a reference.db. All of it can be thrown away and pulled again.

Codes and members' codes are not unique by constraint where the feed may move one from a record to another in two pages.
"""

VERSION = 3
MIGRATIONS = "kiosk.store.reference.migrations"

TABLES = (
    "CREATE TABLE cursor (scope TEXT PRIMARY KEY, cursor INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE record (scope TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID",
    """CREATE TABLE product (
        id INTEGER PRIMARY KEY,
        sku TEXT NOT NULL UNIQUE,
        department TEXT NOT NULL,
        sellable INTEGER NOT NULL,
        sort TEXT NOT NULL,
        body BLOB NOT NULL
    )""",
    "CREATE INDEX product_tiles ON product (department, sellable, sort, id)",
    "CREATE TABLE code (code TEXT PRIMARY KEY, sku TEXT NOT NULL, quantity INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX code_of_product ON code (sku)",
    "CREATE TABLE department_count (department TEXT PRIMARY KEY, products INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE VIRTUAL TABLE product_search USING fts5(
        words, content='', contentless_delete=1, prefix='1 2 3 4 5 6 7 8', tokenize='unicode61 remove_diacritics 2'
    )""",
    # Few segments and a prefix index for nearly every beginning typed: without them a search reads all matches before its first row.
    "INSERT INTO product_search (product_search, rank) VALUES ('automerge', 2)",
    "CREATE TABLE member (id TEXT PRIMARY KEY, code TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX member_code ON member (code) WHERE code <> ''",
    "CREATE TABLE profile (id INTEGER PRIMARY KEY, member TEXT NOT NULL UNIQUE, body BLOB NOT NULL)",
    "CREATE VIRTUAL TABLE profile_search USING fts5(words, prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
    # A deleted name must leave the index itself, not only be marked (law 13).
    "INSERT INTO profile_search (profile_search, rank) VALUES ('secure-delete', 1)",
)

PLU = (
    "CREATE TABLE plu (sku TEXT PRIMARY KEY, plu TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX plu_number ON plu (plu)",
)
"""Short numbers of the pad, since version 2; apart from barcodes, for a scanner must not find goods by them."""

CONTACT = (
    "CREATE TABLE contact (value TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (value, member)) WITHOUT ROWID",
    "CREATE INDEX contact_of_member ON contact (member)",
)
"""Phones and e-mails as `contacts.written` has them, since version 3: exact, where the words of a profile only begin alike."""
