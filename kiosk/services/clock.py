"""Wall clocks: the machine's, and one that stands still until it is set (`comptoir till --manual-clock`)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.store.till.clock import ClockMark
from sync.protocol.errors import Refusal
from sync.protocol.facts import ClockJumped

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""No till was, or will be, in use outside these years; at the calendar's ends arithmetic with zones fails."""


class SystemClock:
    """The machine's clock in the store's zone."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def now(self) -> datetime:
        return datetime.now(self._zone)


class ManualClock:
    """A clock that a script sets and that then stands still; until it is set it shows the machine's time."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)
        self._at: datetime | None = None

    def now(self) -> datetime:
        return self._at or datetime.now(self._zone)

    def set(self, text: str) -> None:
        """Set the time from ISO 8601 with an offset; Refusal `bad_value` when it is none."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise Refusal("bad_value", field="at", rule="instant") from error
        if moment.tzinfo is None:
            raise Refusal("bad_value", field="at", rule="instant")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise Refusal("bad_value", field="at", rule=f"years: {FIRST_YEAR} - {LAST_YEAR}")
        self._at = moment.astimezone(self._zone)


class JumpWatch:
    """Sees the wall clock jump against the high-water mark, and tells each jump once: behind the mark it stays for long."""

    def __init__(self) -> None:
        self._told: datetime | None = None

    def jump(self, mark: ClockMark, wall: datetime) -> ClockJumped | None:
        """Return the fact to journal; None when the clock stands well, or runs on after a jump that was told."""
        found = mark.jump(wall)
        if found is None:
            self._told = None
        running_on = self._told is not None and wall >= self._told
        return None if running_on else found

    def told(self, wall: datetime) -> None:
        """The jump is in the journal."""
        self._told = wall
