"""Gift cards and store credit, which till and ledger must count alike: what a sale moves on which card, and the codes of store credit.

Both are one liability, known everywhere by `ids.card_id` of their code alone. A gift card's code is the shop's own, printed on it. A store
credit's is made by the till from the store's secret and the ticket it was paid out on, so that its paper can be printed again at any till
of the store although no file holds the code: 16 characters of a keyed hash and a check character, 80 bits, too many to guess or to try out
against the id.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sync.protocol.facts import AnyFact, RecoveryGiven, Sale
from sync.rules.calendar import months_on

GIFT_CARD = "gift_card"
STORE_CREDIT = "store_credit"
CARD_KINDS = frozenset({GIFT_CARD, STORE_CREDIT})
"""The tenders that move a card's balance; GIFT_CARD is also the kind of line that sells one."""

VOUCHER = "voucher"
"""A meal voucher: eligible goods only, no change."""

FOR_EVER = "9999-12-31"
"""The last day of what never ends, where days are compared."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to be misread."""
_PREFIX = "SC"
_BODY_CHARS = 16
_CODE = re.compile(f"{_PREFIX}[{_LETTERS}]{{{_BODY_CHARS + 1}}}")


class CardMove(NamedTuple):
    """What a sale moves on one card: positive when more is owed to its holder. `issued` is money put on it, else it is used or given back.

    `valid_until` is the last local day of a card that was loaded, empty where nothing about it changes.
    """

    card: str
    amount_minor: int
    issued: bool
    valid_until: str = ""


def moves(sale: Sale) -> list[CardMove]:
    """Return the movements of a sale: cards sold, topped up, returned or had as rewards, credit issued, and cards used or paid back to."""
    found = [
        CardMove(line.card, line.gross_minor, issued=True, valid_until=_ends(line.valid_until) if line.gross_minor > 0 else "")
        for line in sale.lines
        if line.kind == GIFT_CARD
    ]
    for tender in sale.tenders:
        if tender.kind in CARD_KINDS and tender.card:
            issued = tender.out and tender.kind == STORE_CREDIT
            amount = tender.amount_minor if tender.out else -tender.amount_minor
            found.append(CardMove(tender.card, amount, issued, _ends(tender.valid_until) if tender.out else ""))
    # A card that was had for points never ends: the points were earned.
    found += [CardMove(reward.card, reward.amount_minor, issued=True, valid_until=FOR_EVER) for reward in sale.rewards if reward.card]
    return found


def moves_of(fact: AnyFact) -> list[CardMove]:
    """Return the movements of any fact: a sale's, or the store credit that staff gave to make good."""
    if isinstance(fact, RecoveryGiven) and fact.card:
        return [CardMove(fact.card, fact.amount_minor, issued=True, valid_until=_ends(fact.valid_until))]
    return moves(fact) if isinstance(fact, Sale) else []


def vouchers(sale: Sale) -> list[tuple[str, int]]:
    """Return the meal vouchers that were keyed with their codes, as (id, amount): each may pay once."""
    return [(tender.card, tender.amount_minor) for tender in sale.tenders if tender.kind == VOUCHER and tender.card]


def sums(found: Iterable[CardMove]) -> dict[str, tuple[int, str]]:
    """Return what each card moved by in all, with its last day where it was loaded."""
    by_card: dict[str, tuple[int, str]] = {}
    for move in found:
        amount, until = by_card.get(move.card, (0, ""))
        by_card[move.card] = (amount + move.amount_minor, max(until, move.valid_until))
    return by_card


def last_day(loaded_on: date, months: int | None) -> str:
    """Return the last local day of a card loaded on a day, ISO 8601; empty for one that never ends."""
    return "" if months is None else months_on(loaded_on, months).isoformat()


def credit_code(store_secret: bytes, basket: str) -> str:
    """Return the code of the store credit that a ticket paid out."""
    digest = hmac.digest(store_secret, b"comptoir store credit\0" + basket.encode(), hashlib.sha256)
    number = int.from_bytes(digest[: _BODY_CHARS * 5 // 8])
    body = "".join(_LETTERS[number >> 5 * place & 31] for place in range(_BODY_CHARS))
    return f"{_PREFIX}{body}{_check_letter(body)}"


def is_credit_code(code: str) -> bool:
    """Tell whether a code is a store credit's, its check character right."""
    return _CODE.fullmatch(code) is not None and _check_letter(code[len(_PREFIX) : -1]) == code[-1]


def _check_letter(body: str) -> str:
    """Luhn's sum over 32 letters: it finds every single letter that is wrong, and nearly every two that changed places."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        doubled, rest = divmod(_LETTERS.index(letter) * (2 if place % 2 == 0 else 1), len(_LETTERS))
        total += doubled + rest
    return _LETTERS[-total % len(_LETTERS)]


def _ends(valid_until: str) -> str:
    return valid_until or FOR_EVER
