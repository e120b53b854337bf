"""Coupons on the ticket: signature, date, home, owner and first use are proven before one is laid down; the sale's commit redeems it.

Online the ledger reserves it first. Offline, and where it does not answer, a coupon is good at its home alone (DESIGN section 7).
"""

from contextlib import suppress
from typing import Final

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket, HeldCoupon
from kiosk.services import holds, resolve
from kiosk.services.commands import Coupon
from kiosk.services.holds import Outcome, Wanted
from kiosk.services.pricing import judged_now
from kiosk.services.right_refused import RightRefused
from kiosk.services.stops import require_running
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Terminal, Work
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.loyalty_wire import HoldAnswer

_COUPON: Final = "coupon"


def present_coupon(work: Work, command: Coupon) -> None:
    """Lay a coupon on the ticket by its code: a signed one, or a public one that stands in the shop's offers."""
    work.require_day()
    if tokens.kind_of(command.code) == _COUPON:
        lay(work, read(work.terminal, command.code), command.code)
    else:
        name_code(work, command.code.strip().upper())  # a code that is heard or read off a poster is keyed in any case


def read(terminal: Terminal, code: str) -> tokens.CouponToken:
    """Return the token of a signed coupon; one that is not ours leaves a trace."""
    try:
        token = resolve.read_token(terminal, code)
    except Refusal as refusal:
        raise RightRefused(_COUPON, code, refusal) from refusal
    if not isinstance(token, tokens.CouponToken):
        raise RightRefused(_COUPON, code, Refusal("unknown_coupon", field="code"))
    return token


def name_code(work: Work, code: str) -> None:
    """Put a public code on the ticket; its offers' own conditions and caps decide what it is worth."""
    offers = offers_of(work.terminal, code)
    if not offers:
        raise RightRefused(_COUPON, code, Refusal("unknown_coupon", field="code"))
    _require_any_running(work.terminal, offers)
    put_basket(work, baskets.add_code(current(work), code))


def _require_any_running(terminal: Terminal, offers: list[str]) -> None:
    """A code is good as long as one of its offers is; which of them are stopped, evaluation tells."""
    for offer in offers[:-1]:
        with suppress(Refusal):
            require_running(terminal, offer)
            return
    require_running(terminal, offers[-1])


def offers_of(terminal: Terminal, code: str) -> list[str]:
    """Return the offers that a public code gives."""
    return [offer.id for offer in terminal.policy.offers if code in offer.when.codes]


def lay(work: Work, token: tokens.CouponToken, code: str) -> None:
    """Lay a proven token on the ticket; refused when used, expired, stopped, another member's, or at home elsewhere."""
    try:
        _lay(work, token, code)
    except Refusal as refusal:
        raise RightRefused(_COUPON, code, refusal, right=token.id.hex()) from refusal


def _lay(work: Work, token: tokens.CouponToken, code: str) -> None:
    open_basket = current(work)
    held = _held(work.terminal, open_basket, token)
    baskets.add_coupon(open_basket, held)
    if not holds.can_ask(work):
        _require_home(work.terminal, token)
        put_basket(work, baskets.add_coupon(open_basket, held))
        return
    if not token.online:
        _require_home(work.terminal, token)
    work.change(basket=open_basket)
    holds.ask(
        work,
        Wanted(_COUPON, held.id, 1, held.member, made_here=token.home == work.terminal.identity.register),
        open_basket,
        lambda following, outcome: _take(following, token, code, outcome),
        selling_goes_on=True,
    )


def _take(work: Work, token: tokens.CouponToken, code: str, outcome: Outcome) -> None:
    """Lay it down with its hold; without one as its home may."""
    try:
        if not outcome.hold:
            _require_free(work.terminal, token, outcome)
        held = _held(work.terminal, current(work), token, outcome.hold)
        put_basket(work, baskets.add_coupon(current(work), held))
    except Refusal as refusal:
        raise RightRefused(_COUPON, code, refusal, right=token.id.hex()) from refusal


def _require_free(terminal: Terminal, token: tokens.CouponToken, outcome: Outcome) -> None:
    """At home a coupon that the ledger has not heard of yet is good, as when nobody answered."""
    at_home = token.home == terminal.identity.register
    if outcome.answer is None:
        _require_home(terminal, token)
    elif outcome.cause != "unknown" or not at_home:
        raise _not_held(outcome.answer, token)


_TAKEN = {
    "used": ("coupon_used_elsewhere", "coupon_used_before"),
    "revoked": ("coupon_revoked_elsewhere", "coupon_revoked_before"),
}
"""What a coupon that was taken once is refused with: where that was known, and where it is not."""
_NOT_HELD = {"held": "coupon_held", "unknown": "coupon_unheard", "stopped": "offer_stopped", "not_yours": "coupon_other_member"}


def _not_held(answer: HoldAnswer, token: tokens.CouponToken) -> Refusal:
    """Say of a coupon that the ledger would not hold why, with when and where it was used if that is known."""
    if answer.cause in _TAKEN:
        elsewhere, before = _TAKEN[answer.cause]
        return Refusal(elsewhere if answer.at and answer.where else before, field="code", at=answer.at, where=answer.where)
    return Refusal(_NOT_HELD.get(answer.cause, "coupon_not_held"), field="code", home=token.home)


def _require_home(terminal: Terminal, token: tokens.CouponToken) -> None:
    if token.home != terminal.identity.register:
        raise Refusal("coupon_needs_ledger" if token.online else "coupon_home", field="code", home=token.home)


def _held(terminal: Terminal, open_basket: Basket, token: tokens.CouponToken, hold: str = "") -> HeldCoupon:
    """Return the token as the ticket keeps it, having refused what this till knows against it."""
    identity = token.id.hex()
    used = terminal.store.right_used(identity)
    if used is not None:
        raise Refusal(_why_spent(terminal, identity, used.receipt), field="code", at=used.at, receipt=used.receipt)
    if judged_now(terminal).date().isoformat() > token.valid_until:
        raise Refusal("coupon_expired", field="code", until=token.valid_until)
    require_running(terminal, token.offer)
    return HeldCoupon(
        id=identity,
        offer=token.offer,
        amount_minor=token.amount_minor,
        min_gross_minor=token.min_gross_minor,
        valid_until=token.valid_until,
        home=token.home,
        percent_bp=token.percent_bp,
        gives=token.gives,
        member=_owner(open_basket, token),
        hold=hold,
    )


def _owner(open_basket: Basket, token: tokens.CouponToken) -> str:
    """Return the member that a coupon is tied to, empty for anybody's."""
    if not token.tied:
        return ""
    if open_basket.member is None:
        raise Refusal("coupon_member_first", field="code")
    if tokens.member_tie(open_basket.member.id) != token.tied:
        raise Refusal("coupon_other_member", field="code")
    return open_basket.member.id


def _why_spent(terminal: Terminal, identity: str, receipt: str) -> str:
    """Tell a coupon that was used from one that went back with the goods that earned it."""
    found = terminal.store.sale(receipt)
    revoked = found is not None and any(coupon.id == identity for coupon in found[1].revoked)
    return "coupon_revoked" if revoked else "coupon_used"
