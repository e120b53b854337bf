"""The till: carries out one command at a time, each in one unit of work, and answers only what is durable (law 2)."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kiosk.domain import permissions
from kiosk.domain.goods import EXEMPT
from kiosk.services import day, goods, holds, present, replay, resolve, staff, training
from kiosk.services.answers import Answer
from kiosk.services.authority import ApprovalNeeded
from kiosk.services.clock import JumpWatch, ManualClock
from kiosk.services.commands import (
    AgeCheck,
    Approve,
    Clock,
    Command,
    Lock,
    Login,
    Logout,
    MemberCard,
    OpenDay,
    PriceCheck,
    Scan,
    State,
    Sync,
    TaxMode,
    tag_of,
)
from kiosk.services.membership import unproven
from kiosk.services.session import Session, decode, encode
from kiosk.services.work import Terminal, UseCase, Work
from kiosk.store.till.unit import Unit
from sync.protocol.errors import EnvironmentFault, Refusal

Step = Callable[[Work], None]

_log = logging.getLogger(__name__)
_OPEN_TO_ALL = (Login, State, Clock)
_ALWAYS = (Lock, Logout, Sync, PriceCheck)
"""What anybody who is logged in may do at a drawer that another cashier answers for."""


class Till:
    """One terminal's state and its use cases. It belongs to one thread, the worker's."""

    def __init__(self, terminal: Terminal, use_cases: Mapping[type[Any], UseCase]) -> None:
        self.terminal = terminal
        self.aside: Callable[[Callable[[], Any]], Any] = lambda work: work()
        self._use_cases = dict(use_cases)
        self._waiting: Command | None = None
        self._locked = False
        self._asking = ""
        self._jumps = JumpWatch()
        stored = terminal.store.get("session", "current")
        self.session = decode(stored) if stored else Session()
        self._encoded = (self.session, encode(self.session))

    def sign_off(self) -> None:
        """Ask for a log-in again, as at every start of a staffed till; ticket and day stay as they were."""
        self.session = msgspec.structs.replace(self.session, staff="", role="", locked=False, locked_by="")

    def extend(self, command: type[Any], use_case: UseCase) -> None:
        """Add what only some terminals can do: those with a ledger."""
        self._use_cases[command] = use_case

    def handle(self, command: Command) -> tuple[Answer, frozenset[str]]:
        """Carry out a command; the answer, and the topics it touched."""
        try:
            return self._attempt(command)
        except EnvironmentFault as fault:
            return present.failure(self.terminal, self.session, fault.code, None, fault.params), frozenset()
        except Exception:
            # Law 9: neither a refusal nor the world's fault, so a bug: the ticket is kept as last committed and nothing more is sold.
            _log.exception("bug in %s", type(command).__name__)
            self._locked = True
            return present.failure(self.terminal, self.session, "safely_locked", None, {}), frozenset({"session"})

    def _attempt(self, command: Command) -> tuple[Answer, frozenset[str]]:
        try:
            first = replay.first_answer(self.terminal, self.session, command)
            if first is None:
                return self._carry_out(command)
            if first.waits:
                self._wait_again(command)
            return first.answer, frozenset()
        except Refusal as refusal:
            return self._refused(command, refusal), frozenset()

    def _wait_again(self, command: Command) -> None:
        """A replayed request is the previous one too: what still needs an approval may be approved now, after a kill as well."""
        try:
            self._permit(command)
        except ApprovalNeeded:
            pass
        except Refusal:
            return
        self._waiting = command

    @property
    def is_busy(self) -> bool:
        """True while other commands are refused, because one waits for a device or the ledger."""
        return bool(self._asking)

    def busy(self) -> Answer:
        """The answer to a command that comes while another waits for a device or the ledger."""
        return present.failure(self.terminal, self.session, self._asking, None, {})

    def begin(self, person: str, *, open_day: bool) -> None:
        """Log a person in without a PIN and open the day on an empty float: a throw-away shop's start (TILL.md), never a profile's."""
        self.run(lambda work: staff.log_in_as(work, person))
        if open_day:
            today = self.terminal.clock.now().date().isoformat()
            self.run(lambda work: day.open_day(work, OpenDay(float_minor=0, business_day=today)))

    def run(self, step: Step, *, command: Command | None = None, approved_by: str = "") -> tuple[Answer, frozenset[str]]:
        """Carry out a step in a unit of work of its own, and what it wants done aside after the commit."""
        next_step: Step | None = step
        topics: set[str] = set()
        authority = self.session.role
        while next_step is not None:
            with self._unit(approved_by) as unit:
                work = Work(self.terminal, unit, self.session, authority=authority)
                jumped = self._note_jump(unit)
                next_step(work)
                # Only a clock that a script sets stands elsewhere after its own command; the machine's is asked by the next.
                jumped = jumped or (isinstance(self.terminal.clock, ManualClock) and self._note_jump(unit))
                answer = self._conclude(work, command)
            if jumped:
                self._jumps.told(self.terminal.clock.now())
            topics |= work.topics
            # What was approved is approved to its end, also after a scale or the ledger was asked.
            self.session, authority = work.session, work.authority
            for after in work.after:
                after()
            next_step = self._aside_step(work)
        return answer, frozenset(topics)

    def _note_jump(self, unit: Unit) -> bool:
        """Journal a jump of the clock, before what it stamps."""
        jumped = self._jumps.jump(self.terminal.store.clock_mark, self.terminal.clock.now())
        if jumped is not None:
            unit.append(jumped)
        return jumped is not None

    def _aside_step(self, work: Work) -> Step | None:
        if work.aside is None:
            return None
        slow, proceed = work.aside
        before, self._asking = self._asking, work.asking
        try:
            result = self.aside(slow)
        finally:
            self._asking = before
        return lambda following: proceed(following, result)

    def _conclude(self, work: Work, command: Command | None) -> Answer:
        if work.session.held is not None and not work.session.money_moved:
            work.change(held=None)
        holds.let_go(work, self.session.basket, work.session.basket)
        before = self._bytes_of(self.session)
        after = self._bytes_of(work.session)
        if before != after:
            work.unit.put("session", "current", after)
        answer = present.answer(work)
        if command is not None and work.aside is None:
            replay.keep(work, command, answer)
        return answer

    def _bytes_of(self, session: Session) -> bytes:
        """Encode a session once: what a command leaves is what the next begins with."""
        if self._encoded[0] is not session:
            self._encoded = (session, encode(session))
        return self._encoded[1]

    def _unit(self, approved_by: str = "") -> Unit:
        open_day = self.session.day
        business_day = open_day.business_day if open_day else ""
        return self.terminal.store.unit(staff=self.session.staff, day=business_day, approver=approved_by)

    def _carry_out(self, command: Command) -> tuple[Answer, frozenset[str]]:
        if self._locked and not isinstance(command, State):
            raise Refusal("safely_locked")
        if isinstance(command, Approve):
            return self._approve(command)
        use_case = self._use_cases.get(type(command))
        if use_case is None:
            raise Refusal("no_ledger" if isinstance(command, Sync) else "not_available")
        self._permit(command)
        self._waiting = None
        return self.run(lambda work: use_case(work, command), command=command)

    def _permit(self, command: Command) -> None:
        """Refuse what this person may not do here and now; what another person may approve is asked for."""
        if isinstance(command, _OPEN_TO_ALL):
            return
        if not self.session.staff:
            raise Refusal("till_locked" if self.session.locked else "not_logged_in")
        habits, act = self.terminal.policy.shop.habits, self._act(command)
        if self.session.training:
            training.require_practice(type(command), act)
        if not isinstance(command, _ALWAYS):
            staff.require_seller(self.session, habits, act)
        verdict = permissions.decide(self.session.role, act, habits)
        if not verdict.allowed or permissions.witnessed(self.terminal.identity.kind, act):
            asked = unproven.asked_of(self.terminal, self.session, command)
            raise unproven.refusal(self.session, asked, verdict.needs) if asked else ApprovalNeeded(verdict.needs)

    def _act(self, command: Command) -> permissions.Act:
        if isinstance(command, Scan) and resolve.is_receipt(self.terminal, command.code):
            return "return"
        if isinstance(command, TaxMode) and command.mode == EXEMPT:
            return "tax_exempt"
        if isinstance(command, MemberCard) and not command.new:
            # The card as it is goes to whoever it is of; only a new one makes another worthless.
            return "sell"
        if isinstance(command, AgeCheck) and not command.passed:
            # To go on without the goods is anybody's to say.
            return "sell"
        if unproven.asked_of(self.terminal, self.session, command):
            return "prove_member"
        return permissions.act_of(tag_of(command))

    def _approve(self, command: Approve) -> tuple[Answer, frozenset[str]]:
        waiting = self._waiting
        if waiting is None:
            raise Refusal("nothing_to_approve")
        use_case = self._use_cases[type(waiting)]
        act = self._act(waiting)

        def step(work: Work) -> None:
            person = staff.approver(work, command, act)
            if not permissions.decide(person.role, act, self.terminal.policy.shop.habits).allowed:
                raise staff.MayNotApprove(person.id, act, "role")
            work.authority = person.role
            if act == "prove_member":
                unproven.vouch(work, waiting)
            use_case(work, waiting)
            replay.approved(work, waiting)

        try:
            answer, topics = self.run(step, command=command, approved_by=command.staff)
        except ApprovalNeeded as beyond:
            raise staff.MayNotApprove(command.staff, act, "role") from beyond
        self._waiting = None
        return answer, topics

    def _refused(self, command: Command, refusal: Refusal) -> Answer:
        answer = present.failure(self.terminal, self.session, refusal.code, refusal.field, refusal.params)
        if isinstance(refusal, goods.AgeNeeded):
            self.session = msgspec.structs.replace(self.session, age_asked=refusal.age)
        if isinstance(refusal, ApprovalNeeded):
            self._waiting = command
        if isinstance(refusal, staff.Traced) or (command.request is not None and refusal.code != "request_reused"):
            with self._unit() as unit:
                work = Work(self.terminal, unit, self.session)
                if isinstance(refusal, staff.Traced):
                    refusal.trace(work)
                if work.session is not self.session:
                    unit.put("session", "current", self._bytes_of(work.session))
                replay.keep(work, command, answer)
            self.session = work.session
        return answer
