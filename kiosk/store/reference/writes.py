"""Turns changes of a scope into the statements that apply them. Within one run of changes the last word on a key counts."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from kiosk.store.session import Session, Statement
from sync.protocol.errors import EnvironmentFault
from sync.protocol.records import Member, Product, Profile
from sync.protocol.text import Text
from sync.rules.contacts import written
from sync.rules.gtin import canonical

Bodies = Mapping[str, bytes | None]
"""Record bodies by key; None erases."""

_product = msgspec.json.Decoder(Product)
_member = msgspec.json.Decoder(Member)
_profile = msgspec.json.Decoder(Profile)

_KNOWN_PRODUCTS = "SELECT sku, id, department, sellable FROM product WHERE sku IN (SELECT value FROM json_each(?))"
_PUT_PRODUCT = """INSERT INTO product (id, sku, department, sellable, sort, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET department = excluded.department, sellable = excluded.sellable,
    sort = excluded.sort, body = excluded.body"""
_PUT_WORDS = "INSERT INTO product_search (rowid, words) VALUES (?, ?)"
_PUT_CODE = """INSERT INTO code (code, sku, quantity) VALUES (?, ?, ?)
    ON CONFLICT (code) DO UPDATE SET sku = excluded.sku, quantity = excluded.quantity"""
_PUT_PLU = "INSERT INTO plu (sku, plu) VALUES (?, ?) ON CONFLICT (sku) DO UPDATE SET plu = excluded.plu"
_PUT_COUNT = """INSERT INTO department_count (department, products) VALUES (?, ?)
    ON CONFLICT (department) DO UPDATE SET products = products + excluded.products"""
_PUT_RECORD = "INSERT INTO record (scope, key, body) VALUES (?, ?, ?) ON CONFLICT (scope, key) DO UPDATE SET body = excluded.body"
_PUT_MEMBER = """INSERT INTO member (id, code, body) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET code = excluded.code, body = excluded.body"""
_KNOWN_PROFILES = "SELECT member, id FROM profile WHERE member IN (SELECT value FROM json_each(?))"
_PUT_CURSOR = "INSERT INTO cursor (scope, cursor) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET cursor = excluded.cursor"


def applying(session: Session, scope: str, bodies: Bodies) -> list[Statement]:
    """Return the statements that apply changes; EnvironmentFault("feed_not_understood") for a body that is no record of the scope."""
    try:
        return _WRITERS.get(scope, _records)(session, scope, bodies)
    except msgspec.DecodeError as error:
        raise EnvironmentFault("feed_not_understood", scope=scope) from error


def keys_of(session: Session, scope: str) -> list[str]:
    """Return the keys that a scope holds now."""
    tables = {"product": ("product", "sku"), "member": ("member", "id"), "profile": ("profile", "member")}
    if scope not in tables:
        return [row[0] for row in session.rows("SELECT key FROM record WHERE scope = ?", (scope,))]
    table, key = tables[scope]
    return [row[0] for row in session.rows(f"SELECT {key} FROM {table}")]  # noqa: S608 - names from above


def keeping_cursor(scope: str, cursor: int) -> Statement:
    """Return the statement that notes how far a scope was pulled."""
    return _PUT_CURSOR, [(scope, cursor)]


def folded(text: str) -> str:
    """Return a text as search and order see it: no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def all_languages(text: Text) -> str:
    """Return a text in every language it has."""
    return text if isinstance(text, str) else " ".join(text.values())


def _records(_: Session, scope: str, bodies: Bodies) -> list[Statement]:
    for body in bodies.values():
        if body is not None:
            msgspec.json.decode(body)
    return keeping(scope, bodies)


def keeping(scope: str, bodies: Bodies) -> list[Statement]:
    """Return the statements that keep records of a small scope as they are."""
    return _some(
        ("DELETE FROM record WHERE scope = ? AND key = ?", [(scope, key) for key, body in bodies.items() if body is None]),
        (_PUT_RECORD, [(scope, key, body) for key, body in bodies.items() if body is not None]),
    )


def _products(session: Session, _: str, bodies: Bodies) -> list[Statement]:
    known = {row[0]: row[1:] for row in session.rows(_KNOWN_PRODUCTS, (_keys(bodies),))}
    products = {key: _product.decode(body) for key, body in bodies.items() if body is not None}
    ids = _ids(session, "product", {sku: row[0] for sku, row in known.items()}, products)
    counts = Counter({product.department: 0 for product in products.values()})
    counts.update(product.department for product in products.values() if product.sellable)
    counts.subtract(department for _id, department, sellable in known.values() if sellable)
    return _some(
        ("DELETE FROM code WHERE sku = ?", [(sku,) for sku in known]),
        ("DELETE FROM plu WHERE sku = ?", [(sku,) for sku in known]),
        ("DELETE FROM product_search WHERE rowid = ?", [(row[0],) for row in known.values()]),
        ("DELETE FROM product WHERE sku = ?", [(sku,) for sku in known if sku not in products]),
        (_PUT_PRODUCT, [_product_row(ids[sku], product, bodies[sku]) for sku, product in products.items()]),
        (_PUT_WORDS, [(ids[sku], _words(product)) for sku, product in products.items() if product.sellable]),
        (_PUT_CODE, [row for product in products.values() for row in _codes(product)]),
        (_PUT_PLU, [(product.sku, product.plu) for product in products.values() if product.plu]),
        (_PUT_COUNT, [(department, count) for department, count in counts.items() if count]),
    )


def _product_row(number: int, product: Product, body: bytes | None) -> tuple[Any, ...]:
    return number, product.sku, product.department, int(product.sellable), folded(all_languages(product.name)), body


def _words(product: Product) -> str:
    return f"{all_languages(product.name)} {product.sku} {product.plu}".rstrip()


def _codes(product: Product) -> list[tuple[str, str, int]]:
    pieces = [(canonical(code), product.sku, 1) for code in product.barcodes]
    return pieces + [(canonical(pack.barcode), product.sku, pack.quantity) for pack in product.packs]


def _members(_: Session, __: str, bodies: Bodies) -> list[Statement]:
    members = {key: _member.decode(body) for key, body in bodies.items() if body is not None}
    return _some(
        ("DELETE FROM member WHERE id = ?", [(key,) for key, body in bodies.items() if body is None]),
        (_PUT_MEMBER, [(key, member.code, bodies[key]) for key, member in members.items()]),
    )


def _profiles(session: Session, _: str, bodies: Bodies) -> list[Statement]:
    known: dict[str, int] = {row[0]: row[1] for row in session.rows(_KNOWN_PROFILES, (_keys(bodies),))}
    profiles = {key: _profile.decode(body) for key, body in bodies.items() if body is not None}
    ids = _ids(session, "profile", known, profiles)
    return _some(
        ("DELETE FROM profile_search WHERE rowid = ?", [(number,) for number in known.values()]),
        ("DELETE FROM profile WHERE member = ?", [(key,) for key in known]),
        ("DELETE FROM contact WHERE member = ?", [(key,) for key in known]),
        ("INSERT INTO profile (id, member, body) VALUES (?, ?, ?)", [(ids[key], key, bodies[key]) for key in profiles]),
        (
            "INSERT INTO profile_search (rowid, words) VALUES (?, ?)",
            [(ids[key], " ".join(profile.fields.values())) for key, profile in profiles.items()],
        ),
        (
            "INSERT INTO contact (value, member) VALUES (?, ?)",
            [(value, key) for key, profile in profiles.items() for value in written(profile.fields)],
        ),
    )


_WRITERS: dict[str, Callable[[Session, str, Bodies], list[Statement]]] = {
    "product": _products,
    "member": _members,
    "profile": _profiles,
}


def _ids(session: Session, table: str, known: Mapping[str, int], wanted: Mapping[str, Any]) -> dict[str, int]:
    """Return row numbers: a known key keeps its own, new keys follow the greatest."""
    row = session.row(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - a table's name of ours
    following = row[0] if row else 0
    ids = {}
    for key in wanted:
        if key in known:
            ids[key] = known[key]
        else:
            following += 1
            ids[key] = following
    return ids


def _keys(bodies: Bodies) -> str:
    return msgspec.json.encode(list(bodies)).decode()


def _some(*statements: tuple[str, Sequence[Sequence[Any]]]) -> list[Statement]:
    return [(sql, rows) for sql, rows in statements if rows]
