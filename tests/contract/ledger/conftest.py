"""The same suite on both databases the ledger may stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url

from tests.contract.ledger.postgres import server
from tests.snapshots import Snapshot
from tests.unit.sync.ledger.shops import shop
from tests.unit.sync.ledger.worlds import World, fill, opened, world


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """Give the URL of an empty database of its own."""
    with _database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("postgres_database") if request.param == "postgres" else None


@pytest.fixture(scope="session")
def filled_postgres(postgres: str) -> Iterator[tuple[Snapshot, str]]:
    """Give the folder of a ledger that holds the test shop, and the name of its database, for copies."""
    with TemporaryDirectory() as name, _database(postgres) as url:
        fill(Path(name), url, shop())
        yield Snapshot.of(Path(name)), str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgres"])
def shop_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Give a ledger that holds the test shop."""
    folder = tmp_path / "ledger"
    if request.param == "sqlite":
        with world(folder) as made:
            yield made
        return
    keys, template = request.getfixturevalue("filled_postgres")
    keys.restore(folder)
    with _database(request.getfixturevalue("postgres"), template) as url, opened(folder, url) as made:
        yield made


@contextmanager
def _database(server_url: str, template: str = "template1") -> Iterator[str]:
    """Make a database as a copy of another, and drop it at the end."""
    name = f"t{uuid4().hex}"
    admin = create_engine(make_url(server_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        admin.dispose()
