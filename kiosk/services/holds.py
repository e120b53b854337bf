"""Reservations of rights at the ledger: asked aside while selling goes on, kept with the ticket, given back through a durable outbox.

A hold's id is terminal, epoch and a durable counter. Its row of open work is `asked` until the ledger has spoken: after a stop, or when
nobody answered in time, it is released, for the ledger may have granted it. A time-out means not held, and the offline rules decide.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import msgspec

from kiosk.domain.basket import Basket
from kiosk.services.ports import RightsPort
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.loyalty_wire import HOLDS_LIMIT, HoldAnswer, HoldRequest, ReleaseRequest, Right

ASKED, RELEASE, COUNTER = "hold_asked", "hold_release", "hold_counter"
"""Kinds of open work: holds being asked, holds to give back, and how many were ever asked in this epoch."""

_BY_WHAT_IS_UNSENT = frozenset({"unknown", "held", "used"})

_log = logging.getLogger(__name__)
Call = Callable[[Callable[[], Any]], Any]


class Outcome(NamedTuple):
    """What the ledger said: the hold's id where it was granted; else `answer` says why not, None where nobody answered."""

    hold: str = ""
    answer: HoldAnswer | None = None

    @property
    def cause(self) -> str:
        """Why it was not granted, empty where it was or nobody answered."""
        return self.answer.cause if self.answer is not None else ""


Proceed = Callable[[Work, Outcome], None]


class Wanted(NamedTuple):
    """A right to reserve; the fields are those of `HoldRequest`. What was `made_here` the ledger may not have heard of yet."""

    right: Right
    subject: str
    amount: int = 1
    member: str = ""
    made_here: bool = False


def can_ask(work: Work) -> bool:
    """Tell whether there is a ledger to ask; what is practised is reserved nowhere."""
    return work.terminal.rights is not None and not work.session.training


def ask(work: Work, wanted: Wanted, basket: Basket, proceed: Proceed, *, selling_goes_on: bool) -> None:
    """Ask for a hold aside and go on with `proceed` in a unit of its own; with `selling_goes_on` nothing is refused meanwhile.

    What waits to be given back goes first: a reward that was given back and is taken again is not short of its own points. Refuses
    `hold_asked` what is being asked already, and `right_late` when the ledger answers for a ticket, or its member, that is gone.
    """
    rights = work.terminal.rights
    if rights is None:
        raise ValueError("nobody can be asked")
    if wanted.subject in work.terminal.holds_asked.values():
        raise Refusal("hold_asked", field="code")
    identity = _next_id(work)
    request = HoldRequest(
        id=identity, right=wanted.right, subject=wanted.subject, amount=wanted.amount, member=wanted.member, basket=basket.id
    )
    waiting = _waiting(work.terminal)
    work.unit.put(ASKED, identity, b"")
    # Only once its row is durable: where that fails nobody is asked, and nobody would answer.
    work.after.append(partial(work.terminal.holds_asked.__setitem__, identity, wanted.subject))
    work.asking = "" if selling_goes_on else "hold_asked"
    push = work.terminal.push if wanted.made_here else None
    work.aside = (partial(_asked, rights, request, waiting, push), lambda following, answer: _heard(following, request, answer, proceed))


def held_by(basket: Basket | None) -> set[str]:
    """Return the holds that a ticket keeps."""
    if basket is None:
        return set()
    kept = [each.hold for each in basket.coupons] + [each.hold for each in basket.rewards] + [each.hold for each in basket.tenders]
    return set(filter(None, kept))


def let_go(work: Work, before: Basket | None, after: Basket | None) -> None:
    """Put into the outbox the holds that a command took off the ticket, save those it used or put aside."""
    for identity in held_by(before) - held_by(after) - work.holds_kept:
        work.unit.put(RELEASE, identity, b"")


def without_lost(before: Basket, now: Basket) -> Basket:
    """Return an earlier state of the ticket without what bears a hold that was let go since: nothing reserves it any more."""
    lost = held_by(before) - held_by(now)
    if not lost:
        return before
    coupons = [each for each in before.coupons if each.hold not in lost]
    rewards = [each for each in before.rewards if each.hold not in lost]
    return msgspec.structs.replace(before, coupons=coupons, rewards=rewards)


def release_waiting(terminal: Terminal, call: Call) -> None:
    """Give back what waits in the outbox; off the worker's thread. Raises EnvironmentFault when the ledger cannot be reached."""
    rights = terminal.rights
    waiting: list[str] = call(lambda: _waiting(terminal)) if rights is not None else []
    if rights is None or not waiting:
        return
    _release(rights, waiting)
    call(lambda: _forget(terminal, waiting))


def _release(rights: RightsPort, waiting: list[str]) -> None:
    try:
        rights.release(ReleaseRequest(ids=waiting))
    except Refusal as refusal:
        # It knows none of them, or cannot be told: they end by themselves.
        _log.warning("holds not released: %s", refusal.code)


def _waiting(terminal: Terminal) -> list[str]:
    asked = [identity for identity, _ in terminal.store.work(ASKED) if identity not in terminal.holds_asked]
    return [*(identity for identity, _ in terminal.store.work(RELEASE, HOLDS_LIMIT)), *asked][:HOLDS_LIMIT]


def _forget(terminal: Terminal, released: list[str]) -> None:
    with terminal.store.unit() as unit:
        for identity in released:
            unit.drop(RELEASE, identity)
            unit.drop(ASKED, identity)


def _next_id(work: Work) -> str:
    store = work.terminal.store
    count = int(store.get(COUNTER, COUNTER) or b"0") + 1
    work.unit.put(COUNTER, COUNTER, str(count).encode())
    return f"{work.terminal.identity.terminal}:{store.identity.epoch}:{count}"


def _asked(rights: RightsPort, request: HoldRequest, waiting: list[str], push: Callable[[], object] | None = None) -> HoldAnswer | None:
    """A ledger that cannot be reached, or does not know how to hold, holds nothing. What is given back here stays in the outbox as well.

    With `push` the ledger is brought what this till has not sent, where that may be why it says no, and asked again: of a right made here
    it may not know yet, nor that the ticket which held or used it is over, and its goods came back.
    """
    try:
        if waiting:
            _release(rights, waiting)
        answer = rights.hold(request)
        if push is None or answer.cause not in _BY_WHAT_IS_UNSENT:
            return answer
        push()
        return rights.hold(request)
    except (EnvironmentFault, Refusal):
        return None


def _heard(work: Work, request: HoldRequest, answer: HoldAnswer | None, proceed: Proceed) -> None:
    """Go on with the answer; a refusal from here on leaves the row, which is released with the next exchange."""
    work.terminal.holds_asked.pop(request.id, None)
    work.terminal.ledger_answers = answer is not None
    open_basket = work.session.basket
    if open_basket is None or open_basket.id != request.basket or not _is_still_theirs(open_basket, request.member):
        raise Refusal("right_late", field="code")
    granted = answer is not None and not answer.cause
    proceed(work, Outcome(hold=request.id if granted else "", answer=answer))
    work.unit.drop(ASKED, request.id)
    if answer is None:
        work.unit.put(RELEASE, request.id, b"")


def _is_still_theirs(basket: Basket, member: str) -> bool:
    """What was reserved for one member is no other's: goods were scanned on meanwhile, and perhaps another card."""
    return not member or (basket.member is not None and basket.member.id == member)
