"""Coupons on the ticket: signature, date, home and first use are proven before one is laid down; the sale's commit redeems it."""

from kiosk.domain import basket as baskets
from kiosk.domain.basket import HeldCoupon
from kiosk.services import resolve
from kiosk.services.commands import Coupon
from kiosk.services.pricing import judged_now
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Terminal, Work
from sync.protocol import tokens
from sync.protocol.errors import Refusal


def present_coupon(work: Work, command: Coupon) -> None:
    """Lay a coupon on the ticket by its code."""
    work.require_day()
    if tokens.kind_of(command.code) != "coupon":
        raise Refusal("unknown_coupon", field="code")
    token = resolve.read_token(work.terminal, command.code)
    if not isinstance(token, tokens.CouponToken):
        raise Refusal("unknown_coupon", field="code")
    lay(work, token)


def lay(work: Work, token: tokens.CouponToken) -> None:
    """Lay a proven token on the ticket; refused when used, expired, or at home elsewhere (DESIGN section 7)."""
    terminal = work.terminal
    identity = token.id.hex()
    used = terminal.store.right_used(identity)
    if used is not None:
        raise Refusal(_why_spent(terminal, identity, used.receipt), field="code", at=used.at, receipt=used.receipt)
    if judged_now(terminal).date().isoformat() > token.valid_until:
        raise Refusal("coupon_expired", field="code", until=token.valid_until)
    if token.home != terminal.identity.register:
        raise Refusal("coupon_home", field="code", home=token.home)
    held = HeldCoupon(
        id=identity,
        offer=token.offer,
        amount_minor=token.amount_minor,
        min_gross_minor=token.min_gross_minor,
        valid_until=token.valid_until,
        home=token.home,
    )
    put_basket(work, baskets.add_coupon(current(work), held))


def _why_spent(terminal: Terminal, identity: str, receipt: str) -> str:
    """Tell a coupon that was used from one that went back with the goods that earned it."""
    found = terminal.store.sale(receipt)
    revoked = found is not None and any(coupon.id == identity for coupon in found[1].revoked)
    return "coupon_revoked" if revoked else "coupon_used"
