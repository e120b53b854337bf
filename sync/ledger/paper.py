"""A receipt as the ledger can show it to whoever holds its signed code: on a page, or in an e-mail. No name of a member is on either."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.base.words import LANGUAGES, Words
from sync.ledger.cases import Source
from sync.ledger.feed import all_bodies, bodies
from sync.ledger.receipts import sale_in
from sync.ledger.tables import entry, receipt, terminal
from sync.protocol import tokens
from sync.protocol.envelope import decode_envelope
from sync.protocol.facts import Sale
from sync.protocol.ids import ReceiptNumber
from sync.protocol.offers import Offer, ReceiptCouponOffer
from sync.protocol.programmes import Programme
from sync.protocol.records import Product, Shop, Staff, Store, Tax
from sync.protocol.text import Text
from sync.rules.receipt import sale_receipt
from sync.rules.receipt.context import ReceiptContext
from sync.rules.receipt.elements import Cut, DrawerKick, Element

SOFTWARE = "Comptoir"
_HASH_SHOWN = 8


class Shown(NamedTuple):
    """A receipt ready to be rendered."""

    number: str
    shop: Shop
    words: Words
    elements: list[Element]


@dataclass(frozen=True)
class Missing:
    """No receipt to show: the code is none of ours, or its entry has not arrived yet; `shop` speaks where it is known."""

    cause: Literal["unknown", "not_yet"]
    shop: Shop | None = None


class _Entry(NamedTuple):
    sale: Sale
    at: str
    staff: str
    seq: int
    hash: bytes


def show(connection: Connection, code: str, language: str = "") -> Shown | Missing:
    """Return the receipt that a signed code names, in the language it was printed in unless another is asked for."""
    claimed = _proven(connection, code)
    if claimed is None:
        return Missing("unknown")
    store, token = claimed
    shop = msgspec.json.decode(bodies(connection, store, "shop", ["shop"])["shop"], type=Shop)
    found = _entry(connection, store, token.number)
    if found is None:
        return Missing("not_yet", shop)
    words = Words(
        language if language in LANGUAGES else found.sale.language, currency=shop.currency, digits=shop.minor_digits, timezone=shop.timezone
    )
    context = _context(connection, store, shop, token, code, found)
    paper: list[Element] = [element for element in sale_receipt(found.sale, context, words) if not isinstance(element, Cut | DrawerKick)]
    return Shown(token.number, shop, words, paper)


def _proven(connection: Connection, code: str) -> tuple[str, tokens.ReceiptToken] | None:
    """Return the store and the token of a code that a terminal of the very register it names has signed."""
    if tokens.kind_of(code) != "receipt":
        return None
    signers = {
        tokens.key_id(row.public_key): row
        for row in connection.execute(select(terminal.c.store, terminal.c.register, terminal.c.public_key))
    }
    signed_by: list[bytes] = []

    def issuer(key_id: bytes) -> bytes | None:
        signed_by.append(key_id)
        return bytes(signers[key_id].public_key) if key_id in signers else None

    try:
        token = tokens.verify(code, issuer)
    except tokens.TokenError:
        return None
    number = ReceiptNumber.parse(token.number) if isinstance(token, tokens.ReceiptToken) else None
    row = signers[signed_by[0]]
    return (row.store, token) if isinstance(token, tokens.ReceiptToken) and number and number.register == row.register else None


def _entry(connection: Connection, store: str, number: str) -> _Entry | None:
    place = connection.execute(select(receipt).where(receipt.c.store == store, receipt.c.number == number)).one_or_none()
    if place is None:
        return None
    source = Source(store, place.terminal, place.epoch, place.seq)
    where = (entry.c.store == store, entry.c.terminal == source.terminal, entry.c.epoch == source.epoch, entry.c.seq == source.seq)
    row = connection.execute(select(entry.c.body, entry.c.hash).where(*where)).one()
    sale, envelope = sale_in(bytes(row.body)), decode_envelope(bytes(row.body))
    return _Entry(sale, envelope.at, envelope.staff, source.seq, bytes(row.hash)) if sale is not None else None


def _context(connection: Connection, store: str, shop: Shop, token: tokens.ReceiptToken, code: str, found: _Entry) -> ReceiptContext:
    """Return the paper's surroundings; the member stays the number on it, for a link may be passed on."""
    number = ReceiptNumber.parse(token.number)
    stored = bodies(connection, store, "store", [store]).get(store)
    person = bodies(connection, store, "staff", [found.staff]).get(found.staff) if found.staff else None
    offers = (msgspec.json.decode(body, type=Offer) for body in all_bodies(connection, store, "offer").values())
    return ReceiptContext(
        shop=shop,
        store=msgspec.json.decode(stored, type=Store) if stored else Store(id=store, name=store),
        register=number.register if number else "",
        at=found.at,
        cashier=msgspec.json.decode(person, type=Staff).name.split(" ")[0] if person else "",
        software=SOFTWARE,
        entry_hash=found.hash.hex()[:_HASH_SHOWN],
        seq=found.seq,
        logo=False,
        taxes=[msgspec.json.decode(body, type=Tax) for body in all_bodies(connection, store, "tax").values()],
        code=code,
        offers={offer.id: offer.name for offer in offers if not isinstance(offer, ReceiptCouponOffer)},
        products=_products(connection, store, found.sale.suggested),
        programmes=[msgspec.json.decode(body, type=Programme) for body in all_bodies(connection, store, "programme").values()],
    )


def _products(connection: Connection, store: str, skus: list[str]) -> dict[str, Text]:
    """Return the names of suggested goods that may be sold today."""
    found = (msgspec.json.decode(body, type=Product) for body in bodies(connection, store, "product", skus).values()) if skus else ()
    return {product.sku: product.name for product in found if product.sellable and not product.blocked}
