"""Making good (P13): a coupon or store credit that staff give the ticket's member, within what their role may give and so often a day.

A greater amount asks for somebody who may. What is given is tied to the member, and journalled with who gave it and why (law 14).
"""

import secrets
from typing import Any

from kiosk.services import gift_cards, paper_queue, reasons
from kiosk.services.authority import ApprovalNeeded
from kiosk.services.commands import Recovery
from kiosk.services.points import require_member
from kiosk.services.present import coupon_view
from kiosk.services.pricing import judged_now
from kiosk.services.revocation import COUPON_ID_BYTES
from kiosk.services.spooler import PrintJob
from kiosk.services.ticket import current
from kiosk.services.work import Terminal, Work
from sync.protocol import facts, tokens
from sync.protocol.errors import Refusal
from sync.protocol.ids import card_id
from sync.protocol.programmes import RecoveryProgramme
from sync.protocol.records import DISCOUNT_LIMITS_BP
from sync.rules.calendar import valid_until

ROLES = tuple(DISCOUNT_LIMITS_BP)
"""Least first."""


def give(work: Work, command: Recovery) -> None:
    """Give the ticket's member something to make good; beyond the role's limit it asks for approval."""
    work.require_day()
    programme = _programme(work.terminal, command.programme)
    member = require_member(current(work)).id
    if not command.amount_minor:
        raise Refusal("amount_limit", field="amount_minor")
    _require_allowed(work, programme, command.amount_minor)
    _require_room(work, programme)
    given = _given(work, programme, member, command)
    seq = work.unit.append(given)
    work.extra["recovery"] = _shown(work, given, seq)
    gift_cards.tell_recovery(work, given, seq)
    paper_queue.put(work, PrintJob(kind="recovery", number=str(seq), seq=seq), seq=seq)


def _programme(terminal: Terminal, id: str) -> RecoveryProgramme:
    for programme in terminal.policy.programmes:
        if isinstance(programme, RecoveryProgramme) and programme.id == id:
            return programme
    raise Refusal("unknown_recovery", field="programme")


def _require_allowed(work: Work, programme: RecoveryProgramme, amount_minor: int) -> None:
    """A role may give what any lesser one may."""
    if amount_minor <= _limit_minor(programme, work.authority):
        return
    able = [role for role in ROLES if _limit_minor(programme, role) >= amount_minor]
    if not able:
        most_minor = max((_limit_minor(programme, role) for role in ROLES), default=0)
        raise Refusal("recovery_limit", field="amount_minor", most_minor=most_minor)
    raise ApprovalNeeded(able[0])


def _limit_minor(programme: RecoveryProgramme, role: str) -> int:
    reached = ROLES[: ROLES.index(role) + 1] if role in ROLES else ()
    return max((programme.most_minor.get(each, 0) for each in reached), default=0)


def _require_room(work: Work, programme: RecoveryProgramme) -> None:
    day = work.session.day
    given = work.terminal.store.recoveries(work.session.staff, programme.id, day.business_day if day else "")
    if given >= programme.per_day:
        raise Refusal("recovery_day", most=programme.per_day)


def _given(work: Work, programme: RecoveryProgramme, member: str, command: Recovery) -> facts.RecoveryGiven:
    until = valid_until(programme.valid, judged_now(work.terminal).date()).isoformat()
    coupon = _coupon(work, programme, member, command.amount_minor, until) if programme.gives == "coupon" else None
    card = "" if coupon else card_id(gift_cards.recovery_code(work.terminal, work.unit.head.seq + 1))
    return facts.RecoveryGiven(
        member=member,
        programme=programme.id,
        amount_minor=command.amount_minor,
        coupon=coupon,
        card=card,
        valid_until=until,
        reason=reasons.kept(work, command.reason),
    )


def _coupon(work: Work, programme: RecoveryProgramme, member: str, amount_minor: int, until: str) -> facts.IssuedCoupon:
    identity, home = secrets.token_bytes(COUPON_ID_BYTES), work.terminal.identity.register
    token = tokens.CouponToken(identity, programme.id, amount_minor, 0, until, home, tied=tokens.member_tie(member), online=True)
    return facts.IssuedCoupon(
        id=identity.hex(),
        offer=programme.id,
        amount_minor=amount_minor,
        min_gross_minor=0,
        valid_until=until,
        home=home,
        code=tokens.sign(token, work.terminal.store.signer),
        member=member,
        online=True,
    )


def _shown(work: Work, given: facts.RecoveryGiven, seq: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"programme": given.programme, "amount_minor": given.amount_minor, "valid_until": given.valid_until, "seq": seq}
    return shown | ({"coupon": coupon_view(given.coupon)} if given.coupon is not None else {})
