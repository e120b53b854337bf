"""Double entry (DESIGN section 6): the postings of a fact, which sum to zero in every unit. Debits are positive.

Accounts in the currency: `tender:<kind>`, `sales`, `returns`, `discount`, `tax:<id>`, `rounding`, `float`, `safe`, `over_short`, `paid_in`,
`paid_out`, `drop`, `unsettled`, and `gift_cards`, what is owed to the holders of gift cards and store credit. The same debt stands card by
card in `GIFT:<currency>`: `gift_card:<id>` against `gift_cards_issued` and `gift_cards_redeemed`; what was given away on one is in
`rewards:<programme>` or `recovery:<programme>`. In a programme's unit: `points_expense:<programme>`, `points_redeemed:<programme>`,
`member:<id>`; the ledger alone adds `member_pending:<id>`, `points_expired:<programme>`, `points_forgiven:<programme>` and
`points_forfeited:<programme>`. In
`COUPON:<offer>`, counted in pieces: `coupons_issued`, `coupons_open`, `coupons_redeemed`, `coupons_revoked`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sync.protocol.envelope import Body
from sync.protocol.facts import BasketCancelled, CashMoved, DayClosed, DayOpened, PointsMovement, RecoveryGiven, Sale, SoldLine, Tender
from sync.rules.figures import CASH, gives_back
from sync.rules.gift_cards import CARD_KINDS, GIFT_CARD, moves
from sync.rules.tax import by_id

GIFT_CARDS = "gift_cards"
"""The liability for all gift cards and store credit, in the currency."""


class Posting(NamedTuple):
    """An amount on an account, in one unit: minor units of a currency, points, or pieces of a coupon."""

    account: str
    unit: str
    amount: int


Lines = Iterator[Posting]


def postings(body: Body, currency: str) -> list[Posting]:
    """Return the postings of an entry, none of them zero; raises ValueError for a fact whose parts contradict each other."""
    of = _OF.get(type(body.fact))
    return [line for line in of(body.fact, currency) if line.amount] if of else []


def _pair(debit: str, credit: str, unit: str, amount: int) -> Lines:
    yield Posting(debit, unit, amount)
    yield Posting(credit, unit, -amount)


def _of_sale(sale: Sale, currency: str) -> Lines:
    yield from _tenders(sale.tenders, currency)
    yield Posting(f"tender:{CASH}", currency, -sale.change_minor)
    goods = [line for line in sale.lines if line.kind != GIFT_CARD]
    yield from _revenue("sales", [line for line in goods if not gives_back(line)], currency)
    yield from _revenue("returns", [line for line in goods if gives_back(line)], currency)
    yield from _gift_cards(sale, currency)
    for share in by_id(share for line in sale.lines for share in line.taxes):
        yield Posting(f"tax:{share.id}", currency, -share.tax_minor)
    yield Posting("rounding", currency, -sale.rounding_minor)
    yield from _points(sale)
    yield from _given_away(sale, currency)
    for issued in sale.issued:
        yield from _pair("coupons_issued", "coupons_open", f"COUPON:{issued.offer}", 1)
    for redeemed in sale.redeemed:
        yield from _pair("coupons_open", "coupons_redeemed", f"COUPON:{redeemed.offer}", 1)
    for revoked in sale.revoked:
        yield from _pair("coupons_open", "coupons_revoked", f"COUPON:{revoked.offer}", 1)
    for restored in sale.restored:
        yield from _pair("coupons_redeemed", "coupons_open", f"COUPON:{restored.offer}", 1)


def _tenders(tenders: Iterable[Tender], currency: str) -> Lines:
    for tender in tenders:
        account = GIFT_CARDS if tender.kind in CARD_KINDS else f"tender:{tender.kind}"
        yield Posting(account, currency, -tender.amount_minor if tender.out else tender.amount_minor)


def _gift_cards(sale: Sale, currency: str) -> Lines:
    """A card sold is owed, not earned; a card used is a debt paid. Each card's own account says the same in its unit."""
    yield Posting(GIFT_CARDS, currency, -sum(line.gross_minor for line in sale.lines if line.kind == GIFT_CARD))
    for move in moves(sale):
        other = "gift_cards_issued" if move.issued else "gift_cards_redeemed"
        yield from _pair(other, f"gift_card:{move.card}", f"GIFT:{currency}", move.amount_minor)


def _revenue(account: str, lines: list[SoldLine], currency: str) -> Lines:
    """Revenue is credited before discounts, which have an account of their own, as the customer saw them; their sum is the net."""
    discount = sum(line.discount_minor for line in lines)
    yield Posting(account, currency, -sum(line.net_minor for line in lines) - discount)
    yield Posting("discount", currency, discount)


def _points(sale: Sale) -> Lines:
    paid = paid_units(sale)
    if not sale.points and not paid:
        return
    if sale.member is None:
        raise ValueError("points without a member")
    account = member_account(sale.member.id)
    for movement in sale.points:
        yield from moved(movement, account)
    for unit, amount in paid.items():
        yield from _pair(account, f"points_redeemed:{unit}", unit, amount)


def member_account(member: str) -> str:
    """Return the account of what a member is owed, in each programme's unit."""
    return f"member:{member}"


def moved(movement: PointsMovement, member: str) -> Lines:
    """Return the postings of a movement. Earned, spent, taken back and given back stay gross: four movements, not one difference."""
    unit = movement.programme
    yield from _pair(f"points_expense:{unit}", member, unit, movement.earned)
    yield from _pair(member, f"points_redeemed:{unit}", unit, movement.spent)
    yield from _pair(member, f"points_expense:{unit}", unit, movement.reversed)
    yield from _pair(f"points_redeemed:{unit}", member, unit, movement.restored)


def paid_units(sale: Sale) -> dict[str, int]:
    """Return the units of programmes that a sale was paid with as tenders, less those paid out, by programme."""
    found: dict[str, int] = {}
    for tender in sale.tenders:
        if tender.programme:
            found[tender.programme] = found.get(tender.programme, 0) + (-tender.points if tender.out else tender.points)
    return found


def _given_away(sale: Sale, currency: str) -> Lines:
    """A reward that is a gift card costs its worth when it is given; the debt to its holder is one like any other."""
    for reward in sale.rewards:
        if reward.card:
            yield from _pair(f"rewards:{reward.programme}", GIFT_CARDS, currency, reward.amount_minor)


def _of_recovery(fact: RecoveryGiven, currency: str) -> Lines:
    if fact.coupon is not None:
        yield from _pair("coupons_issued", "coupons_open", f"COUPON:{fact.coupon.offer}", 1)
    if fact.card:
        yield from _pair(f"recovery:{fact.programme}", GIFT_CARDS, currency, fact.amount_minor)
        yield from _pair("gift_cards_issued", f"gift_card:{fact.card}", f"GIFT:{currency}", fact.amount_minor)


def _of_cancelled(fact: BasketCancelled, currency: str) -> Lines:
    """Money that a cancelled basket could not give back is owed, not earned."""
    kept = list(_tenders(fact.kept_tenders, currency))
    yield from kept
    yield Posting("unsettled", currency, -sum(line.amount for line in kept))


def _of_opening(fact: DayOpened, currency: str) -> Lines:
    """The float comes out of the safe; what the drawer has lost since the last count is a loss of its own, so takings are not touched."""
    yield from _pair("float", "safe", currency, fact.float_minor)
    yield from _pair("safe", "over_short", currency, fact.opening_over_short_minor)


def _of_closing(fact: DayClosed, currency: str) -> Lines:
    yield from _pair("safe", "float", currency, fact.float_minor)
    yield from _pair(f"tender:{CASH}", "over_short", currency, fact.over_short_minor)


def _of_movement(fact: CashMoved, currency: str) -> Lines:
    match fact.kind:
        case "paid_in":
            return _pair(f"tender:{CASH}", "paid_in", currency, fact.amount_minor)
        case "paid_out" | "drop":
            return _pair(fact.kind, f"tender:{CASH}", currency, fact.amount_minor)
        case _:
            raise ValueError("unknown cash movement")


_OF: dict[type, Callable[[Any, str], Lines]] = {
    Sale: _of_sale,
    BasketCancelled: _of_cancelled,
    DayOpened: _of_opening,
    DayClosed: _of_closing,
    CashMoved: _of_movement,
    RecoveryGiven: _of_recovery,
}
