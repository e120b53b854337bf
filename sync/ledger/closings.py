"""What registers closed, as the ledger heard it: days by their Z, months and years, and the archives that were made of them."""

from itertools import groupby

from sqlalchemy import ColumnElement, Connection, insert, select, update

from sync.ledger.cases import Source
from sync.ledger.tables import closing, terminal
from sync.protocol.facts import ArchiveMade, DayClosed, PeriodClosed
from sync.protocol.wire import MissingZ, PeriodState

DAY = "day"
SHOWN_PERIODS = 12
"""So many of each register's months and years are told, newest first."""
SHOWN_DAYS = 400
"""So many of a register's last Zs are looked at for gaps: more than a year, which a yearly closing sums."""
GAPS_LIMIT = 50


def keep_day(connection: Connection, source: Source, fact: DayClosed) -> None:
    """Note a Z."""
    _keep(connection, source, DAY, str(fact.z_number), (fact.z_number, fact.z_number), fact.period_total_minor)


def keep_period(connection: Connection, source: Source, fact: PeriodClosed) -> None:
    """Note a month or a year."""
    _keep(connection, source, fact.period, fact.key, (fact.first_z, fact.last_z), fact.period_total_minor)


def keep_archive(connection: Connection, source: Source, fact: ArchiveMade) -> None:
    """Note that the archive of a closed period was made."""
    where = (*_of(source), closing.c.period == fact.period, closing.c.key == fact.key)
    connection.execute(update(closing).where(*where).values(archive=fact.sha256))


def periods(connection: Connection, store: str) -> list[PeriodState]:
    """Return the newest months and years that each register closed, newest first."""
    query = (
        select(closing, terminal.c.register)
        .join(terminal, (terminal.c.store == closing.c.store) & (terminal.c.terminal == closing.c.terminal))
        .where(closing.c.store == store, closing.c.period != DAY)
        .order_by(terminal.c.register, closing.c.key.desc())
    )
    found = [
        PeriodState(
            register=row.register,
            period=row.period,
            key=row.key,
            first_z=row.first_z,
            last_z=row.last_z,
            total_minor=row.total_minor,
            archived=bool(row.archive),
        )
        for row in connection.execute(query)
    ]
    return [each for _, rows in groupby(found, lambda each: each.register) for each in list(rows)[:SHOWN_PERIODS]]


def missing(connection: Connection, store: str) -> list[MissingZ]:
    """Return the gaps in each register's Z numbers, whichever machine stood there."""
    rows = connection.execute(
        select(terminal.c.register, terminal.c.terminal).where(terminal.c.store == store).order_by(terminal.c.register)
    )
    machines: dict[str, list[str]] = {}
    for row in rows:
        machines.setdefault(row.register, []).append(row.terminal)
    gaps = {register: _gaps(_numbers(connection, store, found)) for register, found in machines.items()}
    return [MissingZ(register=register, numbers=numbers) for register, numbers in gaps.items() if numbers]


def _numbers(connection: Connection, store: str, machines: list[str]) -> list[int]:
    where = (closing.c.store == store, closing.c.terminal.in_(machines), closing.c.period == DAY)
    query = select(closing.c.last_z).where(*where).order_by(closing.c.last_z.desc()).limit(SHOWN_DAYS)
    return [row.last_z for row in connection.execute(query)]


def _gaps(numbers: list[int]) -> list[int]:
    known = set(numbers)
    between = range(min(known), max(known)) if known else range(0)
    return [number for number in between if number not in known][:GAPS_LIMIT]


def _keep(connection: Connection, source: Source, period: str, key: str, numbers: tuple[int, int], total_minor: int) -> None:
    """Write it, or write it again: a replay leaves what it found."""
    values = {"first_z": numbers[0], "last_z": numbers[1], "total_minor": total_minor}
    known = connection.execute(update(closing).where(*_of(source), closing.c.period == period, closing.c.key == key).values(values))
    if not known.rowcount:
        row = {"store": source.store, "terminal": source.terminal, "period": period, "key": key, "archive": "", **values}
        connection.execute(insert(closing).values(row))


def _of(source: Source) -> list[ColumnElement[bool]]:
    return [closing.c.store == source.store, closing.c.terminal == source.terminal]
