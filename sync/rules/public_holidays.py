"""Public holidays of a country, as the `holidays` library knows them; in the store's calendar, for offers and figures alike."""

from datetime import date
from functools import lru_cache

REGION_SEPARATOR = "-"
_ANY_YEAR = 2026


def place(country: str, region: str) -> str:
    """Return how a country, or a region of it, is named here."""
    return f"{country}{REGION_SEPARATOR}{region}" if region else country


def is_known(where: str) -> bool:
    """Tell whether anything is known of a country or region."""
    return _days(where, _ANY_YEAR) is not None


def is_holiday(country: str, day: date) -> bool:
    """Tell whether a local day is a public holiday of a country ("FR") or of its region ("FR-57"); never of a country nobody knows."""
    return day in (_days(country, day.year) or ())


@lru_cache(maxsize=16)
def _days(country: str, year: int) -> frozenset[date] | None:
    # Loaded with the first offer that asks: it takes longer than a till's whole domain.
    import holidays

    code, _, region = country.partition(REGION_SEPARATOR)
    try:
        return frozenset(holidays.country_holidays(code, subdiv=region or None, years=year))
    except NotImplementedError:
        return None
