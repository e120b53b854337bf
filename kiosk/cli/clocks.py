"""How far this machine's clock is from its ledger's, by the Date that every HTTP answer carries."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sync.protocol.errors import EnvironmentFault

TOLERANCE_S = 120
_TIMEOUT_S = 5.0


def apart_s(date: str, now: datetime) -> int | None:
    """Return the seconds between `now` (aware) and an HTTP date, None when it is none."""
    try:
        return abs(round((parsedate_to_datetime(date) - now).total_seconds()))
    except (TypeError, ValueError):
        return None


def ledger_apart_s(url: str) -> int | None:
    """Ask the ledger at `url` for its time. Raises EnvironmentFault ledger_unreachable."""
    import httpx

    try:
        answer = httpx.get(f"{url.rstrip('/')}/healthz", timeout=_TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise EnvironmentFault("ledger_unreachable") from error
    return apart_s(answer.headers.get("date", ""), datetime.now(UTC))
