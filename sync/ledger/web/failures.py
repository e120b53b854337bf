"""Every failure as a Problem with a clear status: a bug is logged and answered without its details."""

import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from sync.database.faults import fault_of
from sync.ledger.context import is_conflict
from sync.ledger.problems import Rejected
from sync.protocol.codec import pack
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import MEDIA_TYPE, Problem

Asked = Request[Any, Any, Any]
_HTTP_CODES = {400: "bad_request", 404: "unknown_path", 405: "unknown_method", 413: "too_large"}
_log = logging.getLogger(__name__)


def _problem(status: int, problem: Problem) -> Response[bytes]:
    return Response(pack(problem), status_code=status, media_type=MEDIA_TYPE)


def _rejected(_: Asked, error: Rejected) -> Response[bytes]:
    return _problem(error.status, error.problem)


def _http(_: Asked, error: HTTPException) -> Response[bytes]:
    return _problem(error.status_code, Problem(code=_HTTP_CODES.get(error.status_code, "bad_request")))


def _unavailable(_: Asked, error: EnvironmentFault) -> Response[bytes]:
    return _problem(503, Problem(code=error.code))


def _database(asked: Asked, error: DBAPIError) -> Response[bytes]:
    fault = fault_of(error)
    if fault is not None:
        return _unavailable(asked, fault)
    if is_conflict(error) or error.connection_invalidated:
        return _problem(503, Problem(code="database_busy"))
    return _bug(asked, error)


def _busy(_: Asked, __: PoolTimeoutError) -> Response[bytes]:
    return _problem(503, Problem(code="database_busy"))


def _bug(asked: Asked, error: Exception) -> Response[bytes]:
    _log.error("ledger_failed route=%s", asked.url.path, exc_info=error)
    return _problem(500, Problem(code="ledger_failed"))


HANDLERS: dict[int | type[Exception], Any] = {
    Rejected: _rejected,
    HTTPException: _http,
    EnvironmentFault: _unavailable,
    DBAPIError: _database,
    PoolTimeoutError: _busy,
    Exception: _bug,
}
