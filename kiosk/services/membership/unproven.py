"""Whether the customer at a kiosk has shown to be the member on the ticket: by the card that was scanned, or by an attendant's word.

Who keyed a phone number, an address, a name or an id has not: they earn for that member, and nothing of the member's is spent or told.
A person stands at every other till and looks, so there whoever is on the ticket counts as proven.
"""

import msgspec

from kiosk.domain.basket import Basket
from kiosk.services import points
from kiosk.services.authority import ApprovalNeeded
from kiosk.services.commands import Command, Consent, Coupon, Reward, Scan, ShowWallet, TenderMoney
from kiosk.services.membership.lookup import KIOSK
from kiosk.services.pricing import evaluated
from kiosk.services.right_refused import RightRefused
from kiosk.services.session import Session
from kiosk.services.staff import Traced
from kiosk.services.work import Terminal, Work
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.records import Role

_COUPON, _REWARD, _POINTS, _PRIVATE = "coupon", "reward", "points", "private"


class MemberUnproven(ApprovalNeeded, Traced):
    """What is a member's own was asked for by somebody who only named the member; trying to spend it leaves a trace (law 14)."""

    def __init__(self, role: Role, asked: str, member: str) -> None:
        super().__init__(role, "member_unproven")
        self._asked, self._member = asked, member

    def trace(self, work: Work) -> None:
        """Journal it, once for each kind of right and ticket."""
        if self._asked != _PRIVATE:
            RightRefused(self._asked, self._member, self, self._member).trace(work)


def judged(terminal: Terminal, known: Basket | None, member: MemberRef, *, shown: bool = False) -> MemberRef:
    """Return a member as the ticket takes them: proven where the card was `shown`, or was before on this very ticket."""
    before = known.member if known is not None else None
    same = before is not None and before.id == member.id and before.proven
    return msgspec.structs.replace(member, proven=shown or same or terminal.identity.kind != KIOSK)


def vouch(work: Work, command: Command) -> None:
    """Take an attendant's word for the member of this ticket; for the one request alone where it is about somebody else, and once money
    lies on the ticket, whose price holds then.
    """
    basket = work.session.basket
    if isinstance(command, ShowWallet | Consent) and command.id is not None:
        return
    if basket is not None and basket.member is not None and not work.session.money_moved:
        proven = msgspec.structs.replace(basket.member, proven=True)
        work.change("basket", "member", basket=msgspec.structs.replace(basket, member=proven))


def asked_of(terminal: Terminal, session: Session, command: Command) -> str:
    """Return what of a member's own a request asks for though nobody proved to be them, empty where it asks for nothing such."""
    if terminal.identity.kind != KIOSK:
        return ""
    if isinstance(command, ShowWallet | Consent):
        return _PRIVATE if _is_unproven(session.basket, command.id) else ""
    if not _is_unproven(session.basket, None):
        return ""
    if isinstance(command, Reward):
        return _REWARD
    if isinstance(command, TenderMoney):
        return _POINTS if command.kind in (points.POINTS, points.CASHBACK) and _is_due(terminal, session) else ""
    return _COUPON if isinstance(command, Coupon | Scan) and _is_tied(terminal, session.basket, command.code) else ""


def refusal(session: Session, asked: str, role: Role) -> MemberUnproven:
    """Return the refusal of what was asked for."""
    basket = session.basket
    return MemberUnproven(role, asked, basket.member.id if basket is not None and basket.member is not None else "")


def _is_unproven(basket: Basket | None, id: str | None) -> bool:
    """Tell whether the member whom a request is about, by default the ticket's, is there and not proven."""
    member = basket.member if basket is not None else None
    if member is None or (id is not None and id != member.id):
        return id is not None
    return not member.proven


def _is_due(terminal: Terminal, session: Session) -> bool:
    """What is paid back to points is spent by nobody."""
    basket = session.basket
    return basket is not None and evaluated(terminal, session, basket).result.gross_minor >= 0


def _is_tied(terminal: Terminal, basket: Basket | None, code: str) -> bool:
    """Tell whether a code is a coupon of ours that the ticket's member alone may use."""
    if basket is None or basket.member is None or tokens.kind_of(code) != "coupon":
        return False
    try:
        token = tokens.verify(code, terminal.issuer)
    except (tokens.TokenError, Refusal):
        return False
    return isinstance(token, tokens.CouponToken) and token.tied == tokens.member_tie(basket.member.id)
