"""The shop that all terminals in memory belong to, as a screen is told of it."""

from collections.abc import Sequence
from typing import Any

from kiosk.services.queries import DayView, StaffRow

NOBODY = StaffRow("", "", "")


def day_view(register: str, kind: str, staff: Sequence[StaffRow], person: str, *, day: str = "", **more: Any) -> DayView:
    """Return a terminal's view of the shop: who of `staff` is logged in, and its business `day`, empty while none is open."""
    who = next((row for row in staff if row.id == person), NOBODY)
    told: dict[str, Any] = {"float_minor": 0, "last_count_minor": None} | more
    return DayView(
        register=register,
        kind=kind,
        store="lyon",
        shop="Le Comptoir",
        currency="EUR",
        minor_digits=2,
        languages=("fr", "en"),
        timezone="Europe/Paris",
        business_day=day,
        staff=who.id,
        staff_name=who.name,
        role=who.role,
        **told,
    )
