"""A ledger with its service in one process, a clock that stands still, and machines that speak to it through the real client."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import msgspec
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine, Table, func, select

from sync.client.enrolment import Enrolled, TerminalKeys, enrol
from sync.client.ledger import LedgerClient
from sync.database.postgres import open_postgres
from sync.database.sqlite import open_sqlite
from sync.ledger.context import Context
from sync.ledger.enrolment import create_code
from sync.ledger.importing import import_shop
from sync.ledger.keys import LedgerKeys
from sync.ledger.opening import DATABASE_NAME, create_ledger
from sync.ledger.tables import case
from sync.ledger.web.app import build_app, joined
from sync.shopfile import ShopFile
from tests.snapshots import Snapshot
from tests.unit.sync.ledger.machines import Chain
from tests.unit.sync.ledger.shops import shop

URL = "http://ledger.test"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHOPS_KEPT = 16


class AppTransport(httpx.BaseTransport):
    """Carries the real client's requests to an application in this process."""

    def __init__(self, client: TestClient[Any]) -> None:
        self._client = client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._client.request(request.method, request.url.raw_path.decode(), content=request.read(), headers=request.headers)
        return httpx.Response(answer.status_code, headers={"content-type": answer.headers.get("content-type", "")}, content=answer.content)


class World:
    """One ledger under test."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.time = START
        self.context = Context(engine, LedgerKeys.load(folder), lambda: self.time)
        self.http: TestClient[Any]

    @property
    def transport(self) -> AppTransport:
        return AppTransport(self.http)

    def serve(self, context: Context) -> None:
        """Answer with another context from now on: one with a mail server, say."""
        self.context = context
        self.http.app.state["service"].context = context

    def import_shop(self, file: ShopFile | None = None) -> dict[str, int]:
        return import_shop(self.context, file or shop())

    def pass_time(self, **spans: float) -> None:
        self.time += timedelta(**spans)

    def enrol(self, register: str = "K1", keys: TerminalKeys | None = None) -> Enrolled:
        return enrol(URL, create_code(self.context, register), keys=keys, transport=self.transport)

    def client(self, enrolled: Enrolled) -> LedgerClient:
        return LedgerClient(URL, enrolled.answer.terminal, enrolled.keys.signing, transport=self.transport, now=lambda: self.time)

    def machine(self, register: str = "K1", epoch: str = "e1") -> tuple[LedgerClient, Chain]:
        """Enrol a machine and return how it speaks and what it journals."""
        found = self.enrol(register)
        return self.client(found), Chain(found.answer.terminal, found.keys.signing, epoch)

    def count(self, table: Table, **where: object) -> int:
        query = select(func.count()).select_from(table).filter_by(**where)
        return self.context.read(lambda connection: connection.execute(query).scalar_one())

    def rows(self, table: Table, **where: object) -> list[dict[str, Any]]:
        query = select(table).filter_by(**where)
        return self.context.read(lambda connection: [dict(row) for row in connection.execute(query).mappings()])

    def cases(self) -> dict[str, dict[str, Any]]:
        """Return the open cases by code, each with its detail read."""
        return {row["code"]: {**row, "detail": msgspec.json.decode(row["detail"])} for row in self.rows(case, state="open")}


def fill(folder: Path, database: str | None, file: ShopFile) -> None:
    """Make a ledger that holds the shop."""
    context = create_ledger(folder, database, lambda: START)
    import_shop(context, file)
    context.engine.dispose()


@lru_cache
def _empty() -> Snapshot:
    """Make a ledger on SQLite that holds nothing: its migrations cost more than most tests that stand on it."""
    with TemporaryDirectory() as name:
        create_ledger(Path(name), None, lambda: START).engine.dispose()
        return Snapshot.of(Path(name))


@lru_cache(maxsize=SHOPS_KEPT)
def _filled(shop: bytes) -> Snapshot:
    """Make a ledger on SQLite that holds the shop."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _empty().restore(folder)
        with _engine(folder, None) as engine:
            import_shop(Context(engine, LedgerKeys.load(folder), lambda: START), msgspec.json.decode(shop, type=ShopFile))
        return Snapshot.of(folder)


@contextmanager
def opened(folder: Path, database: str | None = None) -> Iterator[World]:
    """Open a ledger behind its application."""
    with _engine(folder, database) as engine:
        made = World(folder, engine)
        with _application(made.context) as app, TestClient(app) as made.http:
            yield made


@lru_cache
def _idle_engines(kind: str) -> list[Engine]:
    return []


@contextmanager
def _engine(folder: Path, database: str | None) -> Iterator[Engine]:
    """Open the database by an engine that no world uses; it still knows the SQL it compiled, as in a ledger that has run a while."""
    engine = fresh = open_sqlite(folder / DATABASE_NAME) if database is None else open_postgres(database)
    if idle := _idle_engines(fresh.dialect.name):
        engine = idle.pop()
        engine.pool, engine.url = fresh.pool, fresh.url
    try:
        yield engine
    finally:
        engine.dispose()
        _idle_engines(fresh.dialect.name).append(engine)


@lru_cache
def _idle_applications() -> list[Litestar]:
    return []


@contextmanager
def _application(context: Context) -> Iterator[Litestar]:
    """Give the ledger an application that no world uses: joining the routes costs more than most tests that ask them."""
    app = idle.pop() if (idle := _idle_applications()) else build_app(context)
    app.state.update(joined(context))
    try:
        yield app
    finally:
        _idle_applications().append(app)


@contextmanager
def world(folder: Path, file: ShopFile | None = None) -> Iterator[World]:
    """Open a ledger on SQLite with the shop imported; ledgers of the same shop are copies, down to their keys."""
    _filled(msgspec.json.encode(file or shop())).restore(folder)
    with opened(folder) as made:
        yield made
