"""The end of day as figures: what a desk answer proves of each terminal, and what is still missing. Pure; unknown stays unknown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sync.protocol.wire import CaseSum, Closing, DeskAnswer, MissingZ, PeriodState, PointsOwed, TerminalState

SILENT_AFTER_S = 120
"""A terminal speaks with every exchange, at least once a minute; after two it is shown by its last word's time."""


class Standing(StrEnum):
    """What is known of a terminal's day. Only the last two prove it: nothing of the day can be missing at the ledger."""

    NEVER = "never"
    UNSENT = "unsent"
    SILENT = "silent"
    OPEN = "open"
    UNUSED = "unused"
    PROVEN = "proven"


@dataclass(frozen=True)
class TerminalRow:
    """One terminal on the desk; None is unknown or does not apply, never 0."""

    register: str
    kind: str
    staff: str
    last_heard: str
    silent: bool
    waiting: int | None
    waiting_sales: int | None
    expected_minor: int | None
    counted_minor: int | None
    over_short_minor: int | None
    standing: Standing
    epochs: int = 0
    epoch_closed: str = ""
    held_tickets: int = 0
    held_minor: int = 0

    @property
    def proven(self) -> bool:
        return self.standing in (Standing.PROVEN, Standing.UNUSED)


@dataclass(frozen=True)
class Day:
    """A business day over all terminals. Sums hold what is known; `uncounted` and `unknown` name the registers they leave out."""

    business_day: str
    server_time: str
    rows: tuple[TerminalRow, ...]
    sales_minor: int
    receipts: int
    cases: int
    open_cases: tuple[CaseSum, ...] = ()
    periods: tuple[PeriodState, ...] = ()
    missing_z: tuple[MissingZ, ...] = ()
    owed: tuple[PointsOwed, ...] = ()

    @property
    def proven(self) -> int:
        return sum(row.proven for row in self.rows)

    @property
    def missing(self) -> tuple[TerminalRow, ...]:
        return tuple(row for row in self.rows if not row.proven)

    @property
    def counted(self) -> tuple[TerminalRow, ...]:
        return tuple(row for row in self.rows if row.counted_minor is not None)

    @property
    def uncounted(self) -> tuple[TerminalRow, ...]:
        """Registers with a drawer whose count of this day is not known, though they were open or may have been."""
        return tuple(row for row in self.missing if row.kind == "cashier" and row.counted_minor is None)

    @property
    def waiting(self) -> int | None:
        """Entries known to wait; None while nothing but unknown is known."""
        known = [row.waiting for row in self.rows if row.waiting is not None]
        return sum(known) if known and (any(known) or not self.unknown) else None

    @property
    def waiting_sales(self) -> int | None:
        """Sales known to wait; None as soon as a terminal holds something and does not say how many sales are in it."""
        if self.waiting is None or any(row.waiting_sales is None for row in self.holding):
            return None
        return sum(row.waiting_sales or 0 for row in self.rows)

    @property
    def unknown(self) -> tuple[TerminalRow, ...]:
        return tuple(row for row in self.rows if row.waiting is None)

    @property
    def holding(self) -> tuple[TerminalRow, ...]:
        return tuple(row for row in self.rows if row.waiting)


def day_of(answer: DeskAnswer) -> Day:
    """Return the figures of a desk answer; desks themselves sell nothing and are left out."""
    return Day(
        business_day=answer.business_day,
        server_time=answer.server_time,
        rows=tuple(_row(state, answer) for state in _tills(answer)),
        sales_minor=answer.sales_minor,
        receipts=answer.receipts,
        cases=answer.cases,
        open_cases=tuple(answer.open_cases),
        periods=tuple(answer.periods),
        missing_z=tuple(answer.missing_z),
        owed=tuple(answer.owed),
    )


def answered(answer: DeskAnswer, asked: int) -> tuple[int, int]:
    """Return how many tills have answered the request to push number `asked`, and how many there are."""
    tills = _tills(answer)
    return sum(state.answered_push >= asked for state in tills), len(tills)


def silent_since(answer: DeskAnswer, asked: int) -> tuple[TerminalRow, ...]:
    """Return the tills that have not answered the request to push number `asked`, for whoever waits for them."""
    return tuple(_row(state, answer) for state in _tills(answer) if state.answered_push < asked)


def _tills(answer: DeskAnswer) -> list[TerminalState]:
    return sorted((state for state in answer.terminals if state.kind != "manager"), key=lambda state: state.register)


def _row(state: TerminalState, answer: DeskAnswer) -> TerminalRow:
    closing = _closing_of(state, answer.business_day)
    drawer = closing if state.kind == "cashier" else None
    return TerminalRow(
        register=state.register,
        kind=state.kind,
        staff=state.staff,
        last_heard=state.last_heard,
        silent=_is_silent(state, answer.server_time),
        waiting=_waiting(state),
        waiting_sales=_waiting_sales(state),
        expected_minor=drawer.expected_minor if drawer else None,
        counted_minor=drawer.counted_minor if drawer else None,
        over_short_minor=drawer.over_short_minor if drawer else None,
        standing=_standing(state, answer),
        epochs=state.epochs,
        epoch_closed=state.epoch_closed,
        held_tickets=state.open_work.held_tickets if state.open_work else 0,
        held_minor=state.open_work.held_minor if state.open_work else 0,
    )


def _closing_of(state: TerminalState, business_day: str) -> Closing | None:
    closing = state.closing
    return closing if closing is not None and closing.business_day == business_day else None


def _waiting(state: TerminalState) -> int | None:
    """Its last word, unless the ledger holds everything up to the head that it named: then nothing waits."""
    if not state.last_heard:
        return None
    if state.head_seq is not None and state.acked_seq >= state.head_seq:
        return 0
    return state.unsent


def _waiting_sales(state: TerminalState) -> int | None:
    """The sales among what waits; None where nobody knows, or the terminal is too old to say."""
    waiting = _waiting(state)
    if not waiting:
        return waiting
    return state.open_work.unsent_sales if state.open_work else None


def _standing(state: TerminalState, answer: DeskAnswer) -> Standing:
    if not state.last_heard:
        return Standing.NEVER
    if _waiting(state) != 0:
        return Standing.UNSENT
    if state.business_day == answer.business_day:
        return Standing.OPEN
    if state.closing is not None and state.closing.business_day >= answer.business_day:
        return Standing.PROVEN
    return Standing.SILENT if _is_silent(state, answer.server_time) else Standing.UNUSED


def _is_silent(state: TerminalState, server_time: str) -> bool:
    if not state.last_heard:
        return True
    age = datetime.fromisoformat(server_time) - datetime.fromisoformat(state.last_heard)
    return age.total_seconds() > SILENT_AFTER_S
