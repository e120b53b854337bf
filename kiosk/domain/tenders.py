"""Paying: what is due, what comes back, cash rounding and its limits. Tenders never change what was sold, nor its tax (law 1).

All figures are signed from the till's side: on a negative total (goods given back) due and paid are negative, and tenders are `out`.
"""

from collections.abc import Iterable, Sequence

import msgspec

from kiosk.domain.denominations import denominations_of
from sync.protocol.errors import Refusal
from sync.protocol.facts import Tender
from sync.protocol.money import MINOR_LIMIT, divide_half_up
from sync.protocol.records import CashRounding, Shop
from sync.rules.figures import CASH

CASH_BACK_KINDS = frozenset({"card", "card_standalone"})
"""Only a card may be charged more than is due, the rest being handed out in cash."""
CASH_BACK_LIMIT_UNITS = 60
"""Cash back in whole currency units unless `legal.cash_back_limit_minor` says otherwise (France: decree 2018-1224, 60 euros)."""
CHANGE_LIMIT_NOTES = 10
"""Change of ten of the largest notes and more is a typing error."""

PAYS_OUT = frozenset({"cash", "card", "card_standalone", "gift_card", "store_credit", "points", "cashback"})
"""What a shop pays out in: nobody writes a cheque at a till, and the law forbids to turn a meal voucher into money."""

_QUICK_LIMIT = 5
_QUICK_COIN = 100
"""Nobody hands over a single smaller coin that is worth a button."""


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """What a tender is made with. `most_minor` bounds what it may pay (refused as `most_code`); `card` is the id of a card it moves,
    `valid_until` that card's last day where it is loaded, `intent` a card payment's durable intent. `unit_minor` is what one unit of
    `programme` is worth, where its units pay.
    """

    kind: str
    most_minor: int | None = None
    most_code: str = "overpaid"
    card: str = ""
    valid_until: str = ""
    intent: str | None = None
    programme: str = ""
    unit_minor: int = 1


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """How a total stands: once complete, paid less change is gross plus rounding, and due is 0."""

    due_minor: int
    paid_minor: int
    change_minor: int
    rounding_minor: int
    complete: bool


def settle(gross_minor: int, tenders: Sequence[Tender], cash_rounding: CashRounding | None, *, cash_last: bool = False) -> Settlement:
    """Settle a total with its tenders.

    Only the part that cash settles is rounded: what the other tenders leave, or what they paid too much. It is rounded once a cash tender
    is made, or beforehand when `cash_last` asks what cash would have to bring.
    """
    paid = sum(signed(tender) for tender in tenders)
    others = sum(signed(tender) for tender in tenders if tender.kind != CASH)
    for_cash = gross_minor - others
    sign = -1 if gross_minor < 0 else 1
    cash_moves = cash_last or any(tender.kind == CASH for tender in tenders) or sign * for_cash < 0
    rounding = round_cash(for_cash, cash_rounding) - for_cash if cash_moves else 0
    due = gross_minor + rounding - paid
    if sign * due > 0:
        return Settlement(due_minor=due, paid_minor=paid, change_minor=0, rounding_minor=rounding, complete=False)
    return Settlement(due_minor=0, paid_minor=paid, change_minor=-due, rounding_minor=rounding, complete=True)


def signed(tender: Tender) -> int:
    """Return the tender as the till sees it: paid out is negative."""
    return -tender.amount_minor if tender.out else tender.amount_minor


def round_cash(amount_minor: int, rule: CashRounding | None) -> int:
    """Round to a multiple of the smallest coin, symmetrically in sign: `up` is away from zero, `down` towards it."""
    if rule is None:
        return amount_minor
    sign, size = (-1, -amount_minor) if amount_minor < 0 else (1, amount_minor)
    if rule.mode == "half_up":
        steps = divide_half_up(size, rule.step_minor)
    else:
        steps = size // rule.step_minor if rule.mode == "down" else -(-size // rule.step_minor)
    return sign * steps * rule.step_minor


def offer(gross_minor: int, tenders: Sequence[Tender], shop: Shop, means: Means, amount_minor: int | None = None) -> Tender:
    """Return the tender made with `means` towards a total: paid in, or out when the total is negative; without an amount, what is due.

    Refuses `nothing_due`; `tender_not_out`; `amount_limit`; more than `means` may pay; paying out more than is due or over-paying with what
    gives no change (`overpaid`); cash back beyond its limit (`cash_back_limit`); absurd change (`change_limit`); more cash than the law
    allows (`cash_limit`).
    """
    out = gross_minor < 0
    if settle(gross_minor, tenders, shop.cash_rounding).complete:
        raise Refusal("nothing_due")
    if out and means.kind not in PAYS_OUT:
        raise Refusal("tender_not_out", field="kind")
    amount = _amount(gross_minor, tenders, shop, means) if amount_minor is None else amount_minor
    if not 0 <= amount < MINOR_LIMIT or (amount == 0 and means.kind != CASH):
        raise Refusal("amount_limit", field="amount_minor")
    if means.most_minor is not None and amount > means.most_minor:
        raise Refusal(means.most_code, field="amount_minor", most=means.most_minor)
    tender = Tender(
        kind=means.kind,
        amount_minor=amount,
        out=out,
        intent=means.intent,
        card=means.card,
        valid_until=means.valid_until,
        programme=means.programme,
        points=amount // means.unit_minor if means.programme else 0,
    )
    after = settle(gross_minor, [*tenders, tender], shop.cash_rounding)
    _require_change_lawful(tender, after, shop)
    _require_cash_lawful([*tenders, tender], after, shop)
    return tender


def _amount(gross_minor: int, tenders: Sequence[Tender], shop: Shop, means: Means) -> int:
    due = abs(settle(gross_minor, tenders, shop.cash_rounding, cash_last=means.kind == CASH).due_minor)
    return due if means.most_minor is None else min(due, means.most_minor)


def quick_amounts(due_minor: int, currency: str) -> list[int]:
    """Return the amounts a customer is likely to hand over, ascending: exact, then rounded up to notes; none when nothing is due."""
    if due_minor <= 0:
        return []
    notes, coins = denominations_of(currency)
    rounded = {-(-due_minor // note) * note for note in notes}
    return sorted({due_minor, *rounded, *(coin for coin in coins if due_minor <= coin and coin >= _QUICK_COIN)})[:_QUICK_LIMIT]


def change_coins(change_minor: int, currency: str) -> list[tuple[int, int]]:
    """Return notes and coins that make up the change, greatest first, as (denomination, count); what no coin can pay is left out."""
    coins: list[tuple[int, int]] = []
    notes, small = denominations_of(currency)
    for denomination in (*notes, *small):
        count, change_minor = divmod(change_minor, denomination)
        if count:
            coins.append((denomination, count))
    return coins


def _require_change_lawful(tender: Tender, after: Settlement, shop: Shop) -> None:
    """Change is given in cash: freely on cash, as bounded cash back on a card, and on nothing else."""
    if after.change_minor == 0:
        return
    if tender.out or (tender.kind != CASH and tender.kind not in CASH_BACK_KINDS):
        raise Refusal("overpaid", field="amount_minor", most=tender.amount_minor - abs(after.change_minor))
    if tender.kind == CASH:
        most = CHANGE_LIMIT_NOTES * denominations_of(shop.currency).notes[0]
        if after.change_minor >= most:
            raise Refusal("change_limit", field="amount_minor", most=most)
        return
    limit = _legal_minor(shop, "cash_back_limit_minor")
    most = CASH_BACK_LIMIT_UNITS * 10**shop.minor_digits if limit is None else limit
    if after.change_minor > most:
        raise Refusal("cash_back_limit", field="amount_minor", most=most)


def _require_cash_lawful(tenders: Iterable[Tender], after: Settlement, shop: Shop) -> None:
    """The law bounds the cash that stays, not the notes shown: change is taken off first. It bounds paying out alike."""
    limit = _legal_minor(shop, "cash_limit_minor")
    kept = sum(signed(tender) for tender in tenders if tender.kind == CASH) - after.change_minor
    if limit is not None and abs(kept) > limit:
        raise Refusal("cash_limit", field="amount_minor", most=limit)


def _legal_minor(shop: Shop, name: str) -> int | None:
    value = shop.legal.get(name)
    return value if isinstance(value, int) else None
