"""Wall clocks: the machine's, and one that stands still until it is set (`comptoir till --manual-clock`)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sync.protocol.errors import Refusal


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
            raise Refusal("bad_value", field="at", rule="iso_8601") from error
        if moment.tzinfo is None:
            raise Refusal("bad_value", field="at", rule="offset")
        self._at = moment.astimezone(self._zone)
