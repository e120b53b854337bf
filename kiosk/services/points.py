"""Points and cashback as money: what a member may spend on a ticket, in which steps, online by a hold and offline within the shop's limit
for a member and day.

They move units of a programme and never change a tax. Money that comes back goes to the points that paid first, as far as they did.
"""

from typing import NamedTuple

from kiosk.domain import tenders
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.domain.tenders import Means
from kiosk.services import offline_spending
from kiosk.services.commands import TenderMoney
from kiosk.services.holds import Outcome
from kiosk.services.pricing import today
from kiosk.services.refunds import paid_by_points
from kiosk.services.session import Session
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.programmes import CashbackProgramme, PointsProgramme, Spend, unit_value_minor

POINTS, CASHBACK = "points", "cashback"
KINDS = offline_spending.KINDS
_WHOLE_BP = 10_000


class Purse(NamedTuple):
    """A programme whose units pay, and by which rules."""

    id: str
    unit_minor: int
    spend: Spend


class Purpose(NamedTuple):
    """Units of a programme that are about to be spent, and what each is worth."""

    programme: str
    units: int
    unit_minor: int


class Payable(NamedTuple):
    """The most that a programme may pay now; `offline_limit_minor` is the shop's limit for member and day where it is no more by that."""

    most_minor: int = 0
    offline_limit_minor: int | None = None


class _Bounds(NamedTuple):
    """Units that the member has, money that the programme may pay of this ticket, and the most units of both and of what is due.

    `now` is what of them is left where the ledger cannot be asked.
    """

    have: int
    share_minor: int
    most: int
    now: int


def spend(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    """Return the means to pay with points or cashback: whole steps, at most the balance, the programme's share and what is due."""
    member = require_member(open_basket)
    purse = _purse(work.terminal, command)
    have, share, most, now = _bounds(work.terminal, work.session, open_basket, member, priced, purse)
    if command.amount_minor is not None:
        _require_lawful(command.amount_minor, purse, have, share)
    elif most < purse.spend.least:
        raise _too_few(purse, have, share)
    elif now < purse.spend.least:
        raise _needs_ledger(work, open_basket, member)
    return Means(
        kind=command.kind,
        most_minor=(now if command.amount_minor is None else most) * purse.unit_minor,
        most_code="points_most",
        programme=purse.id,
        unit_minor=purse.unit_minor,
    )


def payable(terminal: Terminal, session: Session, open_basket: Basket, priced: Priced, kind: str) -> Payable:
    """Return the most that the member's points or cashback may pay of what is due now; nothing where they may not pay."""
    member, purse = open_basket.member, _found_purse(terminal, kind, None)
    if member is None or not member.proven or purse is None:
        return Payable()
    found = _bounds(terminal, session, open_basket, member, priced, purse)
    if found.most < purse.spend.least:
        return Payable()
    limit_minor = terminal.policy.shop.habits.offline_points_minor if found.now < found.most else None
    return Payable(found.now * purse.unit_minor if found.now >= purse.spend.least else 0, limit_minor)


def free_minor(terminal: Terminal, session: Session, open_basket: Basket, member: MemberRef) -> int | None:
    """Return what a member's units may still pay today while the ledger cannot be asked; None where it can, or need not be."""
    if terminal.rights is None or terminal.ledger_answers or session.training:
        return None
    return offline_spending.left_minor(terminal, session, open_basket, member.id)


def _bounds(terminal: Terminal, session: Session, open_basket: Basket, member: MemberRef, priced: Priced, purse: Purse) -> _Bounds:
    have = left_of(open_basket, member, purse.id) - sum(move.spent for move in priced.points if move.programme == purse.id)
    due = tenders.settle(priced.gross_minor, open_basket.tenders, terminal.policy.shop.cash_rounding).due_minor
    share = priced.gross_minor * purse.spend.most_bp // _WHOLE_BP - _tendered_minor(open_basket, purse.id)
    most = _stepped(min(have, share // purse.unit_minor, due // purse.unit_minor), purse.spend.step)
    free = free_minor(terminal, session, open_basket, member)
    now = most if free is None else min(most, _stepped(free // purse.unit_minor, purse.spend.step))
    return _Bounds(have, share, most, now)


def pay_back(work: Work, open_basket: Basket, priced: Priced, command: TenderMoney) -> Means:
    """Return the means to pay back to the points that paid for what comes back, whole units and no more than they paid."""
    require_member(open_basket)
    purse = _purse(work.terminal, command)
    left_minor = paid_by_points(work.terminal, open_basket, command.kind, purse.id)
    if left_minor < purse.unit_minor:
        raise Refusal("points_did_not_pay", field="kind")
    wanted = command.amount_minor or 0
    if wanted % purse.unit_minor:
        raise Refusal("points_step", field="amount_minor", step_minor=purse.unit_minor)
    due = tenders.settle(priced.gross_minor, open_basket.tenders, work.terminal.policy.shop.cash_rounding).due_minor
    whole = min(left_minor, -due) // purse.unit_minor * purse.unit_minor
    return Means(kind=command.kind, most_minor=whole, most_code="refund_left", programme=purse.id, unit_minor=purse.unit_minor)


def require_member(open_basket: Basket) -> MemberRef:
    """Return the ticket's member; refuses (`member_needed`) where nobody's points can be spent."""
    if open_basket.member is None:
        raise Refusal("member_needed")
    return open_basket.member


def left_of(open_basket: Basket, member: MemberRef, programme: str) -> int:
    """Return what the member may still spend of a programme, less what was tendered on this ticket."""
    tendered = sum(each.points for each in open_basket.tenders if each.programme == programme and not each.out)
    return member.balances.get(programme, 0) - tendered


def require_free(work: Work, open_basket: Basket, wanted: Purpose, outcome: Outcome) -> None:
    """Refuse units that the ledger would not hold; where it did not answer, what is beyond the shop's limit for member and day.

    The ledger lacks what this till has not sent: where that makes up what is missing, nothing is known against it.
    """
    member = require_member(open_basket)
    terminal = work.terminal
    if terminal.rights is None or work.session.training:
        return
    unsent = terminal.store.member_delta(member.id, terminal.store.acknowledged, today(terminal)).get(wanted.programme, 0)
    if outcome.cause == "too_little" and outcome.answer is not None and outcome.answer.left + unsent < wanted.units:
        raise Refusal("points_short", field="amount_minor", have=max(outcome.answer.left, 0), need=wanted.units)
    if outcome.cause not in ("", "too_little", "unknown"):
        raise Refusal(_NOT_HELD.get(outcome.cause, "points_held"), field="amount_minor")
    if wanted.units * wanted.unit_minor > offline_spending.left_minor(terminal, work.session, open_basket, member.id):
        raise _needs_ledger(work, open_basket, member)


_NOT_HELD = {"stopped": "reward_stopped", "used": "reward_gone", "not_yours": "reward_tier"}


def _purse(terminal: Terminal, command: TenderMoney) -> Purse:
    """Return the programme that pays: the one named, else the first of its kind."""
    found = _found_purse(terminal, command.kind, command.programme)
    if found is None:
        raise Refusal("points_no_tender", field="kind")
    return found


def _found_purse(terminal: Terminal, kind: str, named: str | None) -> Purse | None:
    for programme in terminal.policy.programmes:
        if named not in (None, programme.id):
            continue
        if kind == POINTS and isinstance(programme, PointsProgramme) and programme.spend.tender and programme.value_minor:
            return Purse(programme.id, programme.value_minor, programme.spend)
        if kind == CASHBACK and isinstance(programme, CashbackProgramme):
            return Purse(programme.id, unit_value_minor(programme), Spend())
    return None


def _tendered_minor(open_basket: Basket, programme: str) -> int:
    return sum(each.amount_minor for each in open_basket.tenders if each.programme == programme and not each.out)


def _stepped(units: int, step: int) -> int:
    return max(units, 0) // step * step


def _require_lawful(amount_minor: int, purse: Purse, have: int, share_minor: int) -> None:
    step_minor = purse.spend.step * purse.unit_minor
    if amount_minor % step_minor:
        raise Refusal("points_step", field="amount_minor", step_minor=step_minor)
    units = amount_minor // purse.unit_minor
    if units > have:
        raise Refusal("points_short", field="amount_minor", have=max(have, 0), need=units)
    if units < purse.spend.least:
        raise Refusal("points_least", field="amount_minor", least=purse.spend.least)
    if amount_minor > share_minor:
        raise Refusal("points_share", field="amount_minor", most_minor=max(share_minor, 0))


def _needs_ledger(work: Work, open_basket: Basket, member: MemberRef) -> Refusal:
    left_minor = offline_spending.left_minor(work.terminal, work.session, open_basket, member.id)
    limit_minor = work.terminal.policy.shop.habits.offline_points_minor
    return Refusal("points_need_ledger", field="amount_minor", limit_minor=limit_minor, left_minor=left_minor)


def _too_few(purse: Purse, have: int, share_minor: int) -> Refusal:
    if have < purse.spend.least or have < purse.spend.step:
        return Refusal("points_short", field="kind", have=max(have, 0), need=max(purse.spend.least, purse.spend.step))
    return Refusal("points_share", field="kind", most_minor=max(share_minor, 0))
