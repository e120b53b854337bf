"""What every request to the ledger needs: the engine, the keys and the clock, joined once at start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import stamina
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.database.faults import fault_of
from sync.ledger.keys import LedgerKeys
from sync.ledger.mail_server import MailServer
from sync.protocol.errors import EnvironmentFault

CONFLICT_ATTEMPTS = 10
CONFLICT_WAIT_S = 0.02
CONFLICT_WAIT_LIMIT_S = 0.5
_CONFLICT_STATES = ("40001", "40P01")
"""PostgreSQL: serialization failure and deadlock. A unique violation is none: each insert looks first, so a race shows as 40001."""

Result = TypeVar("Result")


def system_clock() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


def is_conflict(error: Exception) -> bool:
    """Tell whether a transaction failed only because another one was there at the same time."""
    if not isinstance(error, DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", None) in _CONFLICT_STATES or "database is locked" in str(error.orig)


def is_passing(error: Exception) -> bool:
    """Tell whether work failed by no fault of its own: another transaction, the disk, the network."""
    return is_conflict(error) or isinstance(error, OperationalError | EnvironmentFault) or fault_of(error) is not None


@dataclass(frozen=True)
class Context:
    """One ledger: its database, secrets, clock, and the mail server if it has one."""

    engine: Engine
    keys: LedgerKeys
    now: Callable[[], datetime] = system_clock
    mail: MailServer | None = None

    def stamp(self) -> str:
        """Return the server's time as ISO 8601."""
        return self.now().isoformat(timespec="milliseconds")

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work` on one connection that writes nothing."""
        with self.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            return work(connection)

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work` in one transaction; done again, a bounded number of times, when another transaction was in its way."""
        for attempt in stamina.retry_context(
            on=is_conflict,
            attempts=CONFLICT_ATTEMPTS,
            timeout=None,
            wait_initial=CONFLICT_WAIT_S,
            wait_max=CONFLICT_WAIT_LIMIT_S,
        ):
            with attempt, self.engine.begin() as connection:
                return work(connection)
        raise AssertionError("a retry ends with a result or its error")
