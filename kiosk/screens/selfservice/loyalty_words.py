"""Loyalty in the customer's words: balances with their worth, tiers, what an offer asks for, and why a line costs what it costs."""

from collections.abc import Callable

from kiosk.screens.selfservice.kit import Kit
from kiosk.services.answers import LineView, MovementView, TraceView
from kiosk.services.wallet_views import BalanceRow, RewardRow, TierRow
from kiosk.viewmodels.member_balances import POINTS
from kiosk.viewmodels.selfservice_wallet import for_members, nearest, own_offer

Say = Callable[[Kit, str, TraceView], str]

_NOT_NOW = frozenset({"since", "until", "weekdays", "hours", "holidays"})
_NOT_YOURS = frozenset({"member", "tiers", "segments", "not_segments", "first_purchase", "birthday", "anniversary", "bought", "consent"})
_USED = frozenset({"per_member", "per_basket", "most_minor"})


def units(kit: Kit, kind: str, amount: int) -> str:
    """Return an amount of a programme: points and stamps counted, cashback as money that nobody takes for a price."""
    if kind == POINTS:
        return kit.words.tr_n("{n} point", "{n} points", amount)
    if kind == "punch":
        return kit.words.tr_n("{n} stamp", "{n} stamps", amount)
    return kit.tr("{amount} of cashback", amount=kit.words.money(amount))


def worth(kit: Kit, row: BalanceRow) -> str:
    """Say what a balance of points is worth; cashback says it by itself."""
    return kit.tr("worth {amount}", amount=kit.words.money(row.worth_minor)) if row.kind == POINTS and row.worth_minor else ""


def pending(kit: Kit, row: BalanceRow) -> str:
    """Say what comes later."""
    return kit.tr("{amount} pending", amount=units(kit, row.kind, row.pending)) if row.pending else ""


def expiring(kit: Kit, row: BalanceRow) -> str:
    """Say what ends next."""
    if not row.expires or not row.expiring:
        return ""
    day = kit.words.date(row.expires, "medium")
    return kit.tr("{amount} to use by {day}", amount=units(kit, row.kind, row.expiring), day=day)


def tier_left(kit: Kit, row: TierRow) -> str:
    """Say how far the next tier is; nothing where none is above."""
    if not row.next_name or row.need <= row.have:
        return ""
    left = row.need - row.have
    name = kit.name(row.next_name)
    if row.by == "spend":
        return kit.tr("{amount} to {tier}", amount=kit.words.money(left), tier=name)
    if row.by == "visits":
        return kit.words.tr_n("{n} visit to {tier}", "{n} visits to {tier}", left, tier=name)
    return kit.words.tr_n("{n} point to {tier}", "{n} points to {tier}", left, tier=name)


def tier_permille(row: TierRow) -> int:
    """Return how far the way to the next tier is gone, in thousandths; all of it at the top."""
    return max(0, min(1_000, row.have * 1_000 // row.need)) if row.need else 1_000


def to_earn(kit: Kit) -> str:
    """Say what the ticket brings so far; nothing while that is nothing."""
    earning, earned = kit.model.loyalty.wallet.earning, kit.model.ticket.basket.points_earned
    if not earning and earned <= 0:
        return ""
    if not earning:
        return kit.words.tr_n("This purchase brings you {n} point.", "This purchase brings you {n} points.", earned)
    return kit.tr("This purchase brings you {amounts}.", amounts=_listed(kit, earning))


def earned(kit: Kit, points: int, *, whole: bool) -> str:
    """Say what the finished purchase brought, if anything: in points, or with `whole` in every programme."""
    earning = kit.model.loyalty.wallet.earning if whole else []
    if not earning and points <= 0:
        return ""
    if not earning:
        return kit.words.tr_n("You earned {n} point.", "You earned {n} points.", points)
    return kit.tr("You earned {amounts}.", amounts=_listed(kit, earning))


def nudge(kit: Kit) -> str:
    """Say what waits for the card, which offer is nearly had, or what our card would bring; empty when nothing is near."""
    basket = kit.model.ticket.basket
    own = own_offer(basket.offers)
    if own is not None:
        return kit.tr("Your card may also bring you: {offer}", offer=kit.name(own.names))
    near = nearest(basket.offers)
    if near is not None:
        return short(kit, near)
    wanted = for_members(basket.offers) if basket.member is None else None
    return kit.tr("With our card you would have: {offer}", offer=kit.name(wanted.names)) if wanted is not None else ""


def short(kit: Kit, item: TraceView) -> str:
    """Say what is missing for an offer."""
    name = kit.name(item.names)
    if item.short_minor:
        return kit.tr("{amount} more and you have: {offer}", amount=kit.words.money(item.short_minor), offer=name)
    return kit.words.tr_n(
        "{n} article more and you have: {offer}", "{n} articles more and you have: {offer}", item.short_pieces or 0, offer=name
    )


def reward_note(kit: Kit, row: RewardRow) -> tuple[str, str]:
    """Return what is to be said of a reward, and its tone: taken, to be had, or what is missing."""
    wallet = kit.model.loyalty.wallet
    laid = wallet.laid(row)
    if laid is not None and laid.amount_minor:
        return kit.tr("Taken: you save {amount}. Touch to give it back.", amount=kit.words.money(laid.amount_minor)), "accent"
    if laid is not None and not laid.points:
        return kit.tr("Taken, but nothing in your basket fits it yet: it costs nothing so far. Touch to give it back."), "warn"
    if laid is not None:
        return kit.tr("Taken. Touch to give it back."), "accent"
    if row.cause:
        return _reward_cause(kit, row.cause), "ink2"
    lacks = wallet.lacks(row)
    if lacks:
        return kit.words.tr_n("{n} point is missing.", "{n} points are missing.", lacks), "ink2"
    return kit.tr("Touch to take it."), "member"


def _reward_cause(kit: Kit, cause: str) -> str:
    said = {
        "tiers": lambda: kit.tr("For members of a higher tier."),
        "stock": lambda: kit.tr("None is left for now."),
        "stopped": lambda: kit.tr("Not offered any more."),
        "ledger": lambda: kit.tr("Not to be had while we are offline."),
    }
    return said[cause]() if cause in said else kit.tr("Not to be had now.")


def coupon_worth(kit: Kit, amount_minor: int, percent_bp: int) -> str:
    """Return what a coupon takes off; empty for one that gives an offer, which has a name."""
    if amount_minor:
        return kit.words.money(amount_minor)
    return kit.words.percent(percent_bp) if percent_bp else ""


def why(kit: Kit, line: LineView) -> list[tuple[str, str]]:
    """Return why a line costs what it costs, as sentences with their tones: its price, what came off, what it brings, what is near."""
    basket = kit.model.ticket.basket
    had = {share.id for share in line.offers}
    said = [(_price(kit, line), "ink2")]
    said += [(_share(kit, line, number), "accent") for number in range(len(line.offers))]
    for item in basket.offers:
        if item.id in had or not item.names or (item.lines and line.line not in item.lines):
            continue
        sentence = _reason(kit, item)
        if sentence:
            said.append((sentence, "member" if item.status == "applied" else "ink2"))
    return said


def _price(kit: Kit, line: LineView) -> str:
    price = kit.words.money(line.unit_price_minor)
    if line.weight_g is not None:
        return kit.tr("{weight} at {price} a kg.", weight=kit.words.weight(line.weight_g), price=price)
    return kit.words.tr_n("{n} piece at {price}.", "{n} pieces at {price} each.", line.quantity or 1, price=price)


def _share(kit: Kit, line: LineView, number: int) -> str:
    share = line.offers[number]
    amount = kit.words.money(share.amount_minor)
    name = kit.name(share.names)
    return kit.tr("{offer}: you save {amount}.", offer=name, amount=amount) if name else kit.tr("You save {amount}", amount=amount)


def _reason(kit: Kit, item: TraceView) -> str:
    name = kit.name(item.names)
    match item.status:
        case "applied":
            brings = units(kit, item.kind if item.kind in ("cashback", "punch") else POINTS, item.points or 0)
            return kit.tr("{offer}: {amount}.", offer=name, amount=brings) if item.points else ""
        case "beaten":
            return _beaten(kit, name, item)
        case "spent":
            return kit.tr("{offer}: all of it has been given away.", offer=name)
        case "stopped":
            return kit.tr("{offer}: has ended.", offer=name)
        case _:
            return _unmet(kit, name, item)


def _beaten(kit: Kit, name: str, item: TraceView) -> str:
    by = next((kit.name(each.names) for each in kit.model.ticket.basket.offers if each.id == item.by and each.names), "")
    if by:
        return kit.tr("{offer}: you have this instead: {other}.", offer=name, other=by)
    return kit.tr("{offer}: does not count here, another offer is better for you.", offer=name)


def _unmet(kit: Kit, name: str, item: TraceView) -> str:
    condition = item.condition or ""
    if item.short_minor or item.short_pieces:
        return short(kit, item)
    ways = {
        "proven": kit.tr("{offer}: scan your card, it may be yours.", offer=name),
        "member": kit.tr("{offer}: for members. Show your card.", offer=name) if item.need else "",
        "tenders": kit.tr("{offer}: counts when you pay another way.", offer=name),
    }
    if ways.get(condition):
        return ways[condition]
    if condition in _NOT_NOW:
        return kit.tr("{offer}: not at this time.", offer=name)
    if condition in _NOT_YOURS:
        return kit.tr("{offer}: for other customers.", offer=name)
    return kit.tr("{offer}: you have had all that one may have.", offer=name) if condition in _USED else ""


def _listed(kit: Kit, earning: list[MovementView]) -> str:
    return ", ".join(units(kit, each.kind, each.earned) for each in earning)
