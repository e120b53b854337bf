"""Staff and gift cards of a shop file: PINs become verifiers, balances are opened once."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, func, insert, select

from sync.ledger import card_homes
from sync.ledger.feed import Put, all_bodies
from sync.ledger.keys import LedgerKeys
from sync.ledger.tables import balance, posting
from sync.ledger.upsert import add_up
from sync.protocol.ids import card_id
from sync.protocol.pins import check_pin, make_verifier
from sync.protocol.records import GiftCard, Staff
from sync.rules.postings import GIFT_CARDS
from sync.shopfile import ShopFile, StaffEntry

IMPORT_EPOCH = "import"
OPENING_ACCOUNT = "opening"

Opening = tuple[str, str, int]
"""Account, unit and amount that a store starts with."""


def staff_puts(connection: Connection, keys: LedgerKeys, store: str, staff: Sequence[StaffEntry]) -> Iterator[Put]:
    """Give each person a verifier; one whose PIN is as before keeps the old one, as a new salt would look like a change."""
    secret = keys.make_store_secret(store)
    known = {key: msgspec.json.decode(body, type=Staff) for key, body in all_bodies(connection, store, "staff").items()}
    for person in staff:
        old = known.get(person.id)
        kept = old is not None and check_pin(old.verifier, secret, person.pin)
        verifier = old.verifier if old is not None and kept else make_verifier(secret, person.pin)
        found = Staff(id=person.id, name=person.name, role=person.role, verifier=verifier)
        yield Put("staff", person.id, msgspec.json.encode(found))


def card_puts(connection: Connection, store: str, file: ShopFile) -> list[Put]:
    """Return the gift cards that no store has heard of, from now on at home in this one: what is on them is owed once, here."""
    named = {card.code: card for card in map(nameless, file.gift_cards)}
    fresh = [named[id] for id in sorted(card_homes.unheard(connection, named))]
    card_homes.settle(connection, store, [card.code for card in fresh], store)
    money = ((f"gift_card:{card.code}", f"GIFT:{file.shop.currency}", card.balance_minor) for card in fresh)
    owed = (GIFT_CARDS, file.shop.currency, sum(card.balance_minor for card in fresh))
    post_openings(connection, store, [*money, owed])
    return [Put("gift_card", card.code, msgspec.json.encode(card)) for card in fresh]


def nameless(card: GiftCard) -> GiftCard:
    """Return a card under its id: its code is as good as money and stays in the shop file."""
    return msgspec.structs.replace(card, code=card_id(card.code))


def post_openings(connection: Connection, store: str, openings: Iterable[Opening]) -> None:
    """Post what members and card holders are owed from the start, each against the opening account."""
    found = [opening for opening in openings if opening[2]]
    if not found:
        return
    where = (posting.c.store == store, posting.c.terminal == "", posting.c.epoch == IMPORT_EPOCH)
    seq = (connection.execute(select(func.max(posting.c.seq)).where(*where)).scalar_one_or_none() or 0) + 1
    key = {"store": store, "terminal": "", "epoch": IMPORT_EPOCH}
    rows, totals = [], []
    for number, (account, unit, amount) in enumerate(found):
        for line, (side, signed) in enumerate(((account, -amount), (OPENING_ACCOUNT, amount)), start=1):
            rows.append({**key, "seq": seq + number, "line": line, "account": side, "unit": unit, "amount": signed})
            totals.append({"store": store, "account": side, "unit": unit, "amount": signed})
    connection.execute(insert(posting), rows)
    add_up(connection, balance, totals)
