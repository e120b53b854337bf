"""Log-in, log-out and another person's approval. Five wrong PINs lock that person on this terminal, for twice as long each time."""

from datetime import datetime, timedelta
from math import ceil

import msgspec

from kiosk.domain import permissions
from kiosk.services.commands import Approve, Lock, Login, Logout
from kiosk.services.session import Session
from kiosk.services.work import Terminal, Work
from sync.protocol import facts, pins, records
from sync.protocol.acts import Act
from sync.protocol.errors import Refusal

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK_S = 60
LOCK_LIMIT_S = 24 * 3600
_NOT_OF_A_SHIFT: frozenset[Act] = frozenset({"x_report", "reprint", "open_day", "settings", "close_period"})
_CLOSERS = frozenset({"manager", "administrator"})


class Failures(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong PINs in a row of one person, and until when they are locked out (ISO 8601, empty when not)."""

    count: int = 0
    until: str = ""


def log_in(work: Work, command: Login) -> None:
    """Log a person in; refused while another is logged in."""
    if work.session.staff and work.session.staff != command.staff:
        raise Refusal("already_logged_in")
    _enter(work, prove(work, command.staff, command.pin, approval=False))


def log_in_as(work: Work, staff: str) -> None:
    """Log a person in without a PIN; for a throw-away shop alone."""
    person = work.terminal.reference.staff(staff)
    if person is None:
        raise Refusal("wrong_pin", field="staff")
    _enter(work, person)


def _enter(work: Work, person: records.Staff) -> None:
    work.unit.act_as(person.id)
    work.change("session", staff=person.id, role=person.role, locked=False, locked_by="")
    work.append(facts.LoggedIn())


def log_out(work: Work, command: Logout) -> None:
    """Log out; an open ticket stays as it is for the next person."""
    if not work.session.staff:
        raise Refusal("not_logged_in")
    work.append(facts.LoggedOut())
    work.change("session", staff="", role="")


def lock(work: Work, command: Lock) -> None:
    """Lock the till with its ticket as it stands; whoever logs in next goes on with it."""
    work.append(facts.TillLocked())
    work.change("session", staff="", role="", locked=True, locked_by=work.session.staff)


def require_seller(session: Session, habits: records.Habits, act: Act) -> None:
    """Refuse (`shift_of_other`) to sell from a drawer that another cashier opened, where each answers for their own.

    Somebody who may not sell from it may still look, log out and lock; a manager may close it for a cashier who went home.
    """
    if habits.shift == "drawer" or session.day is None or act in _NOT_OF_A_SHIFT:
        return
    if session.staff == session.shift_of or (act == "close_day" and session.role in _CLOSERS):
        return
    raise Refusal("shift_of_other")


def approver(work: Work, command: Approve, act: Act) -> records.Staff:
    """Return the other person whose PIN approves, or whoever vouches at a kiosk; a short PIN opens a till but approves nothing (law 14)."""
    if len(command.pin) < pins.APPROVER_PIN_DIGITS:
        raise Refusal("pin_too_short", field="pin", digits=pins.APPROVER_PIN_DIGITS)
    person = prove(work, command.staff, command.pin, approval=True)
    if person.id == work.session.staff and not permissions.witnessed(work.terminal.identity.kind, act):
        raise MayNotApprove(person.id, act, "self")
    return person


class Traced(Refusal):
    """A refusal that leaves a trace, journalled in a commit of its own (law 14)."""

    def trace(self, work: Work) -> None:
        """Journal what was tried."""
        raise NotImplementedError


class WrongPin(Traced):
    """A wrong PIN, or a name that nobody bears, which is counted nowhere."""

    def __init__(self, person: str, failures: Failures, *, approval: bool) -> None:
        super().__init__("wrong_pin", field="pin")
        self.person = person
        self.failures = failures
        self.approval = approval

    def trace(self, work: Work) -> None:
        if self.person:
            work.unit.put("failures", self.person, msgspec.json.encode(self.failures))
            work.append(facts.LoginRefused(person=self.person, failures=self.failures.count, approval=self.approval))


class MayNotApprove(Traced):
    """Somebody who proved who they are and may not approve this: whoever asked themselves (`self`), or a role too small (`role`)."""

    def __init__(self, person: str, act: Act, cause: str) -> None:
        super().__init__("role_not_allowed" if cause == "role" else "same_person", field="staff")
        self.person = person
        self.act = act
        self.cause = cause

    def trace(self, work: Work) -> None:
        work.append(facts.ApprovalRefused(person=self.person, act=self.act, cause=self.cause))


def prove(work: Work, staff: str, pin: str, *, approval: bool) -> records.Staff:
    """Return the person whose PIN this is. Raises Refusal `locked_out`, or WrongPin for a wrong name and a wrong PIN alike."""
    terminal = work.terminal
    failures = _failures(terminal, staff)
    now = terminal.clock.now()
    if failures.until and now < datetime.fromisoformat(failures.until):
        seconds = ceil((datetime.fromisoformat(failures.until) - now).total_seconds())
        raise Refusal("locked_out", field="staff", seconds=seconds)
    person = terminal.reference.staff(staff)
    if person is None and not terminal.reference.staff_list():
        raise Refusal("no_staff_yet")
    if person is None or not pins.check_pin(person.verifier, terminal.keys.store_secret, pin):
        raise WrongPin(staff if person else "", _more(failures, now), approval=approval)
    if failures.count:
        work.unit.drop("failures", staff)
    return person


def _failures(terminal: Terminal, staff: str) -> Failures:
    stored = terminal.store.get("failures", staff)
    return msgspec.json.decode(stored, type=Failures) if stored else Failures()


def _more(failures: Failures, now: datetime) -> Failures:
    count = failures.count + 1
    locks, rest = divmod(count, FAILURES_BEFORE_LOCK)
    if rest:
        return Failures(count=count)
    seconds = min(FIRST_LOCK_S * 2 ** (locks - 1), LOCK_LIMIT_S)
    return Failures(count=count, until=(now + timedelta(seconds=seconds)).isoformat())
