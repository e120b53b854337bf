"""Look-ups in reference.db: one indexed statement each, as fast over 200,000 products as over 1,000."""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import msgspec

from kiosk.store.reference.writes import folded
from kiosk.store.session import Session
from sync.protocol.offers import Offer
from sync.protocol.programmes import Programme
from sync.protocol.records import Department, IssuerKey, Member, Product, Profile, Staff
from sync.protocol.text import in_language
from sync.rules.gtin import canonical

SEARCH_WORDS_LIMIT = 8
SEARCH_CHARS_LIMIT = 100

_Record = TypeVar("_Record")
_offer: msgspec.json.Decoder[Offer] = msgspec.json.Decoder(Offer)
_programme: msgspec.json.Decoder[Programme] = msgspec.json.Decoder(Programme)
_product = msgspec.json.Decoder(Product)
_member = msgspec.json.Decoder(Member)
_profile = msgspec.json.Decoder(Profile)
_word = re.compile(r"\w+")


class DepartmentCount(NamedTuple):
    """A department and how many sellable products it has."""

    department: Department
    products: int


class ReferenceReads:
    """What services may ask of the shop's reference data."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def product(self, sku: str) -> Product | None:
        """Return a product by its sku."""
        row = self.session.row("SELECT body FROM product WHERE sku = ?", (sku,))
        return _product.decode(row[0]) if row else None

    def product_by_code(self, code: str) -> tuple[Product, int] | None:
        """Return the product a barcode stands for in any of its lengths, and how many pieces of it (more than 1 for a pack)."""
        row = self.session.row(
            "SELECT product.body, code.quantity FROM code JOIN product USING (sku) WHERE code.code = ?", (canonical(code),)
        )
        return (_product.decode(row[0]), row[1]) if row else None

    def product_by_plu(self, plu: str) -> Product | None:
        """Return the product of a short number of the pad."""
        row = self.session.row("SELECT product.body FROM plu JOIN product USING (sku) WHERE plu.plu = ? LIMIT 1", (plu,))
        return _product.decode(row[0]) if row else None

    def search(self, text: str, limit: int = 30, language: str = "") -> list[Product]:
        """Return up to `limit` sellable products that have words beginning with each word of `text`, in the order of `language`."""
        query = _query(text)
        if not query:
            return []
        rows = self.session.rows(
            """SELECT product.body FROM product_search JOIN product ON product.id = product_search.rowid
               WHERE product_search MATCH ? ORDER BY product_search.rowid LIMIT ?""",
            (query, limit),
        )
        return sorted((_product.decode(row[0]) for row in rows), key=lambda product: folded(in_language(product.name, language)))

    def by_department(self, department: str, limit: int = 60, offset: int = 0) -> list[Product]:
        """Return a page of a department's sellable products by name."""
        rows = self.session.rows(
            "SELECT body FROM product WHERE department = ? AND sellable = 1 ORDER BY sort, id LIMIT ? OFFSET ?", (department, limit, offset)
        )
        return [_product.decode(row[0]) for row in rows]

    def departments(self) -> list[DepartmentCount]:
        """Return the departments in the order of their ids, with their numbers of products."""
        rows = self.session.rows(
            """SELECT record.body, coalesce(products, 0) FROM record LEFT JOIN department_count ON department = record.key
               WHERE scope = 'department' ORDER BY record.key"""
        )
        return [DepartmentCount(msgspec.json.decode(body, type=Department), count) for body, count in rows]

    def member(self, id: str) -> Member | None:
        """Return a member by random id."""
        row = self.session.row("SELECT body FROM member WHERE id = ?", (id,))
        return _member.decode(row[0]) if row else None

    def member_by_code(self, code: str) -> Member | None:
        """Return the member whose card bears `code`."""
        row = self.session.row("SELECT body FROM member WHERE code = ? AND code <> '' LIMIT 1", (code,))
        return _member.decode(row[0]) if row else None

    def profile(self, id: str) -> Profile | None:
        """Return a member's contact data, None on a terminal that holds none or after it was erased."""
        row = self.session.row("SELECT body FROM profile WHERE member = ?", (id,))
        return _profile.decode(row[0]) if row else None

    def search_members(self, text: str, limit: int = 20) -> list[tuple[Member, Profile]]:
        """Return members whose profile has words beginning with each word of `text`."""
        query = _query(text)
        if not query:
            return []
        rows = self.session.rows(
            """SELECT member.body, profile.body FROM profile_search JOIN profile ON profile.id = profile_search.rowid
               JOIN member ON member.id = profile.member WHERE profile_search MATCH ? ORDER BY profile_search.rowid LIMIT ?""",
            (query, limit),
        )
        return [(_member.decode(member), _profile.decode(profile)) for member, profile in rows]

    def members_by_contact(self, values: Sequence[str]) -> list[str]:
        """Return the ids of members whose phone or e-mail is one of `values`, written as `contacts.spellings` gives them."""
        marks = ", ".join("?" * len(values))
        rows = self.session.rows(f"SELECT DISTINCT member FROM contact WHERE value IN ({marks}) ORDER BY member LIMIT 20", values)  # noqa: S608
        return [row[0] for row in rows]

    def staff(self, id: str) -> Staff | None:
        """Return a person who may log in."""
        return self.record("staff", id, Staff)

    def staff_list(self) -> list[Staff]:
        """Return everybody who may log in, by id."""
        return self.records("staff", Staff)

    def issuer(self, key_id: bytes) -> IssuerKey | None:
        """Return the public key that a token names by `key_id`; its record's id is the hexadecimal of that."""
        return self.record("issuer_key", key_id.hex(), IssuerKey)

    def records(self, scope: str, type: type[_Record]) -> list[_Record]:
        """Return all records of a small scope, by key."""
        rows = self.session.rows("SELECT body FROM record WHERE scope = ? ORDER BY key", (scope,))
        return [msgspec.json.decode(row[0], type=type) for row in rows]

    def record(self, scope: str, key: str, type: type[_Record]) -> _Record | None:
        """Return one record of a small scope."""
        row = self.session.row("SELECT body FROM record WHERE scope = ? AND key = ?", (scope, key))
        return msgspec.json.decode(row[0], type=type) if row else None

    def kept(self, scope: str, key: str) -> bytes | None:
        """Return one record of a small scope as it is stored."""
        row = self.session.row("SELECT body FROM record WHERE scope = ? AND key = ?", (scope, key))
        return row[0] if row else None

    def offers(self) -> list[Offer]:
        """Return all offers, by id."""
        return [_offer.decode(row[0]) for row in self.session.rows("SELECT body FROM record WHERE scope = 'offer' ORDER BY key")]

    def programmes(self) -> list[Programme]:
        """Return all programmes, by id."""
        return [_programme.decode(row[0]) for row in self.session.rows("SELECT body FROM record WHERE scope = 'programme' ORDER BY key")]

    def cursors(self) -> dict[str, int]:
        """Return how far each scope was pulled; empty for a file that has to be filled."""
        return dict(self.session.rows("SELECT scope, cursor FROM cursor"))


def _query(text: str) -> str:
    """Return an FTS query of prefixes that nothing typed can break out of; empty when there is no word in it."""
    words = _word.findall(text[:SEARCH_CHARS_LIMIT])[:SEARCH_WORDS_LIMIT]
    return " ".join(f'"{word}"*' for word in words)
