"""Log-in, log-out and another person's approval. Five wrong PINs lock that person on this terminal, for twice as long each time."""

from datetime import datetime, timedelta
from math import ceil

import msgspec

from kiosk.services.commands import Approve, Login, Logout
from kiosk.services.work import Terminal, Work
from sync.protocol import facts, pins, records
from sync.protocol.errors import Refusal

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK_S = 60
LOCK_LIMIT_S = 24 * 3600
APPROVER_PIN_DIGITS = 6


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
    work.change("session", staff=person.id, role=person.role)
    work.append(facts.LoggedIn())


def log_out(work: Work, command: Logout) -> None:
    """Log out; an open ticket stays as it is for the next person."""
    if not work.session.staff:
        raise Refusal("not_logged_in")
    work.append(facts.LoggedOut())
    work.change("session", staff="", role="")


def approver(work: Work, command: Approve) -> records.Staff:
    """Return the person whose PIN approves; a short PIN opens a till but approves nothing (law 14)."""
    if len(command.pin) < APPROVER_PIN_DIGITS:
        raise Refusal("pin_too_short", field="pin", digits=APPROVER_PIN_DIGITS)
    return prove(work, command.staff, command.pin, approval=True)


class WrongPin(Refusal):
    """A refusal that leaves a trace: the failure is journalled and counted in a commit of its own."""

    def __init__(self, person: str, failures: Failures, *, approval: bool) -> None:
        super().__init__("wrong_pin", field="pin")
        self.person = person
        self.failures = failures
        self.approval = approval


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


def record_wrong_pin(work: Work, wrong: WrongPin) -> None:
    """Journal and count a wrong PIN of a person of this store; a name nobody bears is counted nowhere."""
    if wrong.person:
        work.unit.put("failures", wrong.person, msgspec.json.encode(wrong.failures))
        work.append(facts.LoginRefused(person=wrong.person, failures=wrong.failures.count, approval=wrong.approval))


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
