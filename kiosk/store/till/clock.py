"""The durable high-water mark of time (law 12): a clock set back revives nothing, and its jump becomes a fact."""

from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

from sync.protocol.facts import ClockJumped

BACKWARDS_TOLERANCE = timedelta(minutes=2)
"""A time server's correction, not a jump."""

AHEAD_LIMIT = timedelta(days=60)
"""No shop is closed for so long without a person who can look at a clock."""

LEDGER_TOLERANCE = timedelta(days=1)


class ClockMark(msgspec.Struct, frozen=True):
    """The latest wall time seen, of the last entry, and of the ledger; ISO 8601, empty when never."""

    wall: str = ""
    entry: str = ""
    server: str = ""

    @property
    def high(self) -> datetime | None:
        """The latest of the three."""
        return _latest(self.wall, self.entry, self.server)

    def seen(self, wall: datetime) -> "ClockMark":
        """Return the mark after an entry at `wall`: it never goes back."""
        return msgspec.structs.replace(self, wall=_later(self.wall, wall), entry=_later(self.entry, wall))

    def told(self, server: datetime) -> "ClockMark":
        """Return the mark after the ledger's time.

        The ledger's clock is the shop's: a mark far ahead of it came from a wrong clock here and is taken back to it,
        else one evening in a wrong year would make every coupon expire.
        """
        if self.high is not None and self.high - server > LEDGER_TOLERANCE:
            return ClockMark(server=server.isoformat())
        return msgspec.structs.replace(self, server=_later(self.server, server))

    def moved(self, before: "ClockMark") -> timedelta:
        """Return how far the mark moved, forwards or back; the most there is from nothing."""
        high, known = self.high, before.high
        return abs(high - known) if high and known else timedelta.max

    def judged(self, wall: datetime) -> datetime:
        """Return the time by which validity is judged."""
        high = self.high
        return wall if high is None or wall > high else high.astimezone(wall.tzinfo)

    def jump(self, wall: datetime) -> ClockJumped | None:
        """Return the fact to journal when the wall clock went back behind the mark, or far ahead of it."""
        high = self.high
        if high is None or -BACKWARDS_TOLERANCE <= wall - high <= AHEAD_LIMIT:
            return None
        return ClockJumped(mark=high.isoformat(), wall=wall.isoformat())


@lru_cache(maxsize=8)
def _latest(*moments: str) -> datetime | None:
    """Every act judges by the same mark several times."""
    return max((datetime.fromisoformat(each) for each in moments if each), default=None)


def _later(known: str, now: datetime) -> str:
    return known if known and datetime.fromisoformat(known) >= now else now.isoformat()
