"""Bringing what waits in an outbox: what its target cannot take stays there, and holds up neither what follows nor the queue (law 4)."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from sync.ledger.context import is_passing

Item = TypeVar("Item")

_log = logging.getLogger(__name__)


def bring_each(what: str, store: str, find: Callable[[], Iterable[Item]], bring: Callable[[Item], None]) -> None:
    """Bring every item; where the database is in the way the rest waits for the store's next batch, and a bug keeps only its own."""
    try:
        items = list(find())
    except DBAPIError as error:
        _wait(what, store, error)
        return
    for item in items:
        try:
            bring(item)
        except Exception as error:
            if is_passing(error):
                _wait(what, store, error)
                return
            _log.exception("%s_not_brought store=%s", what, store)


def _wait(what: str, store: str, error: Exception) -> None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    _log.warning("%s_waits store=%s cause=%s", what, store, type(cause).__name__)
