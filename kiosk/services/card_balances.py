"""What is left on a gift card or a store credit, as far as this till knows, and which codes are one's.

A balance is the ledger's last figure and what this till moved since, so that nothing is spent twice here without the network.
"""

from typing import NamedTuple

from kiosk.services.work import Terminal, Work
from sync.protocol.errors import Refusal
from sync.protocol.ids import card_id
from sync.protocol.records import GiftCard
from sync.rules import gift_cards as rules
from sync.rules.gift_cards import GIFT_CARD, STORE_CREDIT

_BEFORE_ALL = -(2**62)


class Held(NamedTuple):
    """What this till knows of a card: its id, what is left on it, and its last local day, empty when it has none."""

    id: str
    balance_minor: int
    valid_until: str


def find(terminal: Terminal, card: str) -> Held | None:
    """Return what this till knows of the card with this id; None when it never heard of it."""
    store = terminal.store
    # Without a ledger no figure of its is ever pulled: all that this till moved counts, also what an earlier file left.
    since = store.settled if terminal.rights is not None else _BEFORE_ALL
    known, moved = terminal.reference.record("gift_card", card, GiftCard), store.card_moves(card, since)
    if known is None and moved is None:
        return None
    balance_minor = (known.balance_minor if known else 0) + (moved.amount_minor if moved else 0)
    until = max((known.valid_until or rules.FOR_EVER) if known else "", moved.valid_until if moved else "")
    return Held(card, balance_minor, "" if until == rules.FOR_EVER else until)


def is_known(terminal: Terminal, code: str) -> bool:
    """Tell whether a code that no rule of the shop takes is a store credit's by its shape, or a card's that this till knows."""
    return rules.is_credit_code(code) or find(terminal, card_id(code)) is not None


def require_known(terminal: Terminal, code: str) -> Held:
    """Return what is known of a card by its code; refuses (`gift_card_unknown`) one that this till never heard of."""
    held = find(terminal, card_id(code))
    if held is None:
        raise Refusal("gift_card_unknown", field="code")
    return held


def tell(work: Work, code: str) -> None:
    """Tell what is left on a card that was scanned; nothing changes."""
    held = require_known(work.terminal, code)
    work.extra["gift_card"] = {
        "balance_minor": held.balance_minor,
        "valid_until": held.valid_until or None,
        "kind": STORE_CREDIT if rules.is_credit_code(code) else GIFT_CARD,
    }
