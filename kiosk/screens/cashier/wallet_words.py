"""What a member holds, in words: the tier and how far the next one is, balances, punch cards, coupons, memberships."""

from kiosk.screens.shared.look import Look
from kiosk.services.wallet_views import BalanceRow, HeldCouponRow, MembershipRow, PunchRow, RewardRow, TierRow, WalletView
from kiosk.viewmodels.member_model import CASHBACK

_PERMILLE = 1_000


def tier_name(look: Look, wallet: WalletView | None, tier: str) -> str:
    """Return what a tier is called; the id where the shop has no name for it."""
    rows = wallet.tiers if wallet is not None else ()
    return next((look.text(row.name) for row in rows if row.tier == tier and row.name), tier)


def progress(look: Look, row: TierRow) -> str:
    """Return how far the next tier is: 38.00 to Gold; empty at the top."""
    words = look.words
    left = max(0, row.need - row.have)
    if not row.need or not left:
        return ""
    name = look.text(row.next_name)
    if row.by == "spend":
        return words.tr("{amount} to {tier}", amount=words.money(left), tier=name)
    if row.by == "visits":
        return words.tr_n("{n} visit to {tier}", "{n} visits to {tier}", left, tier=name)
    return words.tr_n("{n} point to {tier}", "{n} points to {tier}", left, tier=name)


def share(row: TierRow) -> int:
    """Return how far the next tier is reached, in parts of a thousand; all of it at the top."""
    return min(_PERMILLE, row.have * _PERMILLE // row.need) if row.need else _PERMILLE


def balance(look: Look, row: BalanceRow) -> str:
    """Return a balance: points by number, cashback as money."""
    words = look.words
    return words.money(row.amount) if row.kind == CASHBACK else words.tr_n("{n} pt", "{n} pts", row.amount)


def balance_said(look: Look, row: BalanceRow) -> str:
    """Return a balance among others, so that nobody takes cashback for a price."""
    return look.words.tr("{amount} of cashback", amount=balance(look, row)) if row.kind == CASHBACK else balance(look, row)


def balance_note(look: Look, row: BalanceRow) -> str:
    """Return what else is to be said of a balance: what it is worth, what waits, what ends and when."""
    words, parts = look.words, []
    if row.kind != CASHBACK and row.worth_minor:
        parts.append(words.tr("worth {amount}", amount=words.money(row.worth_minor)))
    if row.pending:
        parts.append(words.tr("{amount} not yet usable", amount=_amount(look, row, row.pending)))
    if row.expiring and row.expires:
        parts.append(words.tr("{amount} end on {day}", amount=_amount(look, row, row.expiring), day=words.date(row.expires, "medium")))
    return " · ".join(parts)


def _amount(look: Look, row: BalanceRow, amount: int) -> str:
    return look.words.money(amount) if row.kind == CASHBACK else look.words.number(amount)


def punches(look: Look, row: PunchRow) -> str:
    """Return a punch card with its punches: Coffee 7/10."""
    return f"{look.text(row.name)} {punched(look, row)}"


def punched(look: Look, row: PunchRow) -> str:
    """Return how many punches a card has, of how many: 7/10."""
    return f"{look.words.number(row.have)}/{look.words.number(row.needs)}"


def membership(look: Look, row: MembershipRow) -> str:
    """Return a membership with its last day."""
    return look.words.tr("{name} until {day}", name=look.text(row.name), day=look.words.date(row.until, "medium"))


def coupon_worth(look: Look, row: HeldCouponRow) -> str:
    """Return what a coupon takes off; nothing where it gives an offer."""
    if row.amount_minor:
        return look.words.money(-row.amount_minor, symbol=False)
    return f"\N{MINUS SIGN}{look.words.percent(row.percent_bp)}" if row.percent_bp else ""


def coupon_note(look: Look, row: HeldCouponRow) -> str:
    """Return until when a coupon is good, and from which ticket on."""
    words = look.words
    said = words.tr("until {day}", day=words.date(row.valid_until, "medium"))
    return f"{said} · {words.tr('from {amount}', amount=words.money(row.needs_minor))}" if row.needs_minor else said


def reward_note(look: Look, row: RewardRow) -> tuple[str, str]:
    """Return what is to be said of a reward, and its tone."""
    words = look.words
    causes = {
        "tiers": words.tr("for members of another tier"),
        "stock": words.tr("none is left"),
        "stopped": words.tr("the shop has stopped it"),
        "ledger": words.tr("not to be had while offline"),
    }
    if row.taken:
        return words.tr("on this ticket: tap to give it back"), "accent"
    if row.cause:
        return causes.get(row.cause, words.tr("cannot be had now")), "ink3"
    if row.lacks:
        return words.tr_n("{n} point to go", "{n} points to go", row.lacks), "ink2"
    return words.tr("can be had now"), "member"


def holdings(look: Look, wallet: WalletView, *, at_ease: bool = False) -> list[str]:
    """Return what the member holds besides points, the most useful first: coupons, cashback, punch cards, a membership that ends."""
    money = balance_said if at_ease else balance
    found = [look.words.tr_n("{n} coupon", "{n} coupons", len(wallet.coupons))] if wallet.coupons else []
    found += [money(look, row) for row in wallet.balances if row.kind == CASHBACK and row.amount]
    found += [membership(look, row) for row in wallet.memberships if row.remind]
    return found + [punches(look, row) for row in wallet.punches if row.have]
