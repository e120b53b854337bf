"""What a member may have and belongs to, by the published rules alone: offers limited by member, memberships that were paid for."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.faults.loyalty.journals import Entry, pieces
from tests.faults.loyalty.shop import offers, programmes

GOODS = ("", "deposit")


@dataclass
class Standing:
    """`uses` are baskets in the period that began on a day, by offer; `ends` are the days with which each membership may end.

    More than one day may be right: a membership that was over is forgotten at night, and a fee that comes late finds it or not.
    """

    uses: dict[str, tuple[int, str]] = field(default_factory=dict)
    ends: dict[str, set[str]] = field(default_factory=dict)

    def happened(self, entry: Entry, last_night: str) -> None:
        """Let a sale count."""
        for use in entry.fact.get("uses", []):
            self._use(use["offer"], int(use.get("times", 1)), entry.day)
        for club in clubs():
            fees = _net(line for line in entry.fact["lines"] if line["sku"] == club["sku"] and line.get("kind", "") in GOODS)
            if fees:
                self._pay(club, fees, entry.day, last_night)

    def used(self) -> dict[str, tuple[int, str]]:
        """Return the offers of which something counts."""
        return {offer: use for offer, use in self.uses.items() if use[0]}

    def lasting(self, club: str, today: str) -> set[str]:
        """Return with which days a membership may stand on a day; empty is none."""
        return {end if end >= today else "" for end in self.ends.get(club, {""})}

    def _use(self, offer: str, times: int, day: str) -> None:
        since, (count, began) = _began(offer, day), self.uses.get(offer, (0, ""))
        if offer not in self.uses or since > began:
            count, began = 0, since
        if since == began:
            self.uses[offer] = max(count + (1 if times > 0 else -1), 0), began

    def _pay(self, club: dict[str, Any], fees: int, day: str, last_night: str) -> None:
        known = self.ends.get(club["id"], {""})
        known |= {"" for end in known if end < last_night}
        begins = {max(end, day) if fees > 0 else end or day for end in known}
        ends = {months_on(begin, fees * club["months"]) for begin in begins}
        self.ends[club["id"]] = {end if end >= day else "" for end in ends}


def clubs() -> list[dict[str, Any]]:
    """Return the memberships that the shop sells."""
    return [programme for programme in programmes() if programme["kind"] == "membership"]


def months_on(day: str, months: int) -> str:
    """Return the same day of a later month, or of an earlier one; the last of one that is too short."""
    begin = date.fromisoformat(day)
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    return date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1])).isoformat()


def _net(lines: Iterable[dict[str, Any]]) -> int:
    return sum(pieces(line) * (-1 if line.get("origin") else 1) for line in lines)


def _began(offer: str, day: str) -> str:
    """Return the first day of the period in which a use of that day counts; empty is ever."""
    period = next((each.get("limits", {}).get("period", "ever") for each in offers() if each["id"] == offer), "ever")
    within = date.fromisoformat(day)
    first = {
        "day": within,
        "week": within - timedelta(days=within.weekday()),
        "month": within.replace(day=1),
        "year": within.replace(month=1, day=1),
    }.get(period)
    return first.isoformat() if first else ""
