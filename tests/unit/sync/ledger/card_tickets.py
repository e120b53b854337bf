"""Tickets that sell gift cards and pay with them, and what the ledger then says of a card."""

import msgspec

from sync.ledger.feed import all_bodies
from sync.ledger.tables import balance
from sync.protocol.facts import Sale, SoldLine, Tender
from sync.protocol.ids import card_id
from sync.protocol.records import GiftCard
from tests.unit.sync.ledger.worlds import World

G1 = card_id("G1")
"""The shop file's card, 50.00 at its first store."""

NEW = card_id("NEW")


def ticket(number: str, lines: list[SoldLine], *tenders: Tender) -> Sale:
    gross = sum(line.gross_minor for line in lines)
    return Sale(
        basket=f"b{number}", number=number, lines=lines, taxes=[], net_minor=gross, tax_minor=0, gross_minor=gross, tenders=[*tenders]
    )  # fmt: skip


def line(amount: int, card: str = "", until: str = "") -> SoldLine:
    return SoldLine(
        line=1,
        sku="gift_card" if card else "P1",
        name="",
        department="",
        quantity=1 if amount > 0 else -1,
        unit_price_minor=abs(amount),
        amount_minor=amount,
        net_minor=amount,
        tax_minor=0,
        gross_minor=amount,
        kind="gift_card" if card else "",
        card=card,
        valid_until=until,
    )


def sold(number: str, amount: int, card: str = NEW, until: str = "2027-11-22") -> Sale:
    return ticket(number, [line(amount, card, until)], Tender(kind="cash", amount_minor=amount))


def spent(number: str, amount: int, card: str = G1) -> Sale:
    return ticket(number, [line(amount)], Tender(kind="gift_card", amount_minor=amount, card=card))


def card_of(world: World, id: str, store: str = "S1") -> GiftCard:
    """What a store's feed says of a card."""
    return msgspec.json.decode(world.context.read(lambda connection: all_bodies(connection, store, "gift_card"))[id], type=GiftCard)


def owed(world: World, store: str = "S1") -> tuple[int, int]:
    """The debt in the currency, and the sum of the cards' own accounts."""
    rows = world.rows(balance, store=store)
    in_money = sum(row["amount"] for row in rows if row["account"] == "gift_cards")
    return -in_money, -sum(row["amount"] for row in rows if row["account"].startswith("gift_card:"))
