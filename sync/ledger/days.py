"""The totals of business days as the ledger holds them, in the shape that `sync.rules.figures` sums."""

from sqlalchemy import Connection, func, select

from sync.ledger.tables import figure

Total = tuple[str, int, int]
"""Key, amount and count."""


def stored_totals(connection: Connection, store: str, business_day: str, terminal: str) -> list[Total]:
    """Return the totals of one terminal's day."""
    where = (figure.c.store == store, figure.c.business_day == business_day, figure.c.terminal == terminal)
    query = select(figure.c.name, figure.c.amount, figure.c["count"].label("times")).where(*where)
    return [(row.name, row.amount, row.times) for row in connection.execute(query)]


def store_totals(connection: Connection, store: str, business_day: str) -> list[Total]:
    """Return the totals of a day over all terminals of the store."""
    sums = (func.sum(figure.c.amount).label("amount"), func.sum(figure.c["count"]).label("times"))
    where = (figure.c.store == store, figure.c.business_day == business_day)
    query = select(figure.c.name, *sums).where(*where).group_by(figure.c.name)
    return [(row.name, int(row.amount), int(row.times)) for row in connection.execute(query)]


def newest_day(connection: Connection, store: str) -> str:
    """Return the newest business day that the ledger has heard of, empty when there is none."""
    return connection.execute(select(func.max(figure.c.business_day)).where(figure.c.store == store)).scalar_one_or_none() or ""
