"""PostgreSQL engines on psycopg 3, for the ledger. The driver is loaded only when one is opened."""

from sqlalchemy import Engine, create_engine, make_url

CONNECT_TIMEOUT_S = 10


def open_postgres(url: str) -> Engine:
    """Return an engine for a `postgresql://` URL, serializable and in UTC; nothing is connected before its first use."""
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        isolation_level="SERIALIZABLE",
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": "-c timezone=utc"},
    )
