"""PostgreSQL engines; the ledger's own suite runs on a real server."""

import pytest

from sync.database.postgres import open_postgres


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_any_spelling_is_psycopg_3(scheme: str) -> None:
    engine = open_postgres(f"{scheme}://user:secret@host:5433/shop")
    assert (engine.dialect.driver, engine.url.host, engine.url.port, engine.url.database) == ("psycopg", "host", 5433, "shop")
    assert "secret" not in str(engine.url)
