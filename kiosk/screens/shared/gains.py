"""What a customer gains by a ticket, in words for the customer: points, cashback, the coupon that is near or printed, what to try."""

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.trace_words import to_go
from kiosk.services.answers import BasketView, CouponView
from kiosk.viewmodels.why_model import nearest


def points_earned(look: Look, basket: BasketView) -> str:
    """Return the points that the ticket brings, and the cashback, a line each: an amount is not parted from what it is of."""
    words = look.words
    said = [words.tr_n("+{n} point", "+{n} points", basket.points_earned)] if basket.points_earned > 0 else []
    cashback = sum(row.earned for row in basket.movements if row.kind == "cashback")
    return "\n".join([*said, words.tr("+{amount} of cashback", amount=words.money(cashback))] if cashback > 0 else said)


def coming_coupon(look: Look, basket: BasketView) -> str:
    """Return what is nearly reached, else that a coupon comes with the receipt; empty where neither is so, or money goes back."""
    if basket.totals.gross_minor < 0:
        return ""
    near, offers = nearest(basket.offers), basket.offers
    if near is not None:
        return to_go(look.words, near, look.text(near.names))
    coming = any(item.kind == "receipt_coupon" and item.status == "applied" and not item.coupon for item in offers)
    return look.words.tr("A coupon is printed on the receipt.") if coming else ""


def what_was_gained(look: Look, basket: BasketView) -> str:
    """Return what a finished sale brought, and the coupons that its receipt bears, a line each."""
    parts = (points_earned(look, basket), *(_coupon(look, each) for each in basket.coupons_issued))
    return "\n".join(part for part in parts if part)


def what_to_try(look: Look, basket: BasketView) -> str:
    """Return what the receipt suggests, an article a line; empty where it suggests nothing."""
    names = [look.text(each.names) for each in basket.suggestions]
    return "\n".join([look.words.tr("You may also like"), *names]) if names else ""


def coupon_worth(look: Look, coupon: CouponView) -> str:
    """Return what a coupon takes off; empty where it gives something else."""
    if coupon.amount_minor:
        return look.words.money(coupon.amount_minor)
    return look.words.percent(coupon.percent_bp) if coupon.percent_bp else ""


def _coupon(look: Look, coupon: CouponView) -> str:
    # A day is read as one: no line ends within it.
    words, until = look.words, look.words.date(coupon.valid_until, "medium").replace(" ", "\N{NO-BREAK SPACE}")
    worth = coupon_worth(look, coupon)
    return words.tr("A coupon of {amount} until {day}", amount=worth, day=until) if worth else words.tr("A coupon until {day}", day=until)
