"""Epochs as they follow one another: a series is never used twice, and a new epoch names the head of the one before."""

from sqlalchemy import Connection, Select, select, update

from sync.ledger.cases import Case, Source
from sync.ledger.tables import entry, epoch, terminal
from sync.protocol.facts import EpochClosed, EpochOpened


def link(connection: Connection, source: Source, fact: EpochOpened) -> list[Case]:
    """Record an epoch's series and tell what is wrong with the way it follows the one before."""
    found = []
    if _series_used(connection, source, fact):
        found.append(Case(source, "series_reused", fact.series))
    where = (epoch.c.store == source.store, epoch.c.terminal == source.terminal, epoch.c.epoch == source.epoch)
    connection.execute(update(epoch).where(*where).values(series=fact.series))
    if fact.previous_epoch and not _previous_holds(connection, source, fact):
        found.append(Case(source, "previous_head_differs", fact.previous_epoch[:32], {"seq": fact.previous_seq}))
    return found


def close(connection: Connection, source: Source, fact: EpochClosed) -> None:
    """Record that an epoch was ended on purpose; the next one goes on from it."""
    where = (epoch.c.store == source.store, epoch.c.terminal == source.terminal, epoch.c.epoch == source.epoch)
    connection.execute(update(epoch).where(*where).values(closed=fact.reason))


def _machines(source: Source, fact: EpochOpened) -> Select[tuple[str]]:
    return select(terminal.c.terminal).where(terminal.c.store == source.store, terminal.c.register == fact.register)


def _series_used(connection: Connection, source: Source, fact: EpochOpened) -> bool:
    """Tell whether any other epoch of the register, on this machine or one before it, used the series."""
    others = select(epoch.c.epoch).where(
        epoch.c.store == source.store,
        epoch.c.series == fact.series,
        epoch.c.terminal.in_(_machines(source, fact)),
        epoch.c.epoch != source.epoch,
    )
    return connection.execute(others.limit(1)).one_or_none() is not None


def _previous_holds(connection: Connection, source: Source, fact: EpochOpened) -> bool:
    """Tell whether the head it names is the newest that was received of the epoch before, on this machine or the one it replaces."""
    where = (entry.c.store == source.store, entry.c.terminal.in_(_machines(source, fact)), entry.c.epoch == fact.previous_epoch)
    newest = connection.execute(select(entry.c.seq, entry.c.hash).where(*where).order_by(entry.c.seq.desc()).limit(1)).one_or_none()
    return newest is not None and newest.seq == fact.previous_seq and newest.hash.hex() == fact.previous_hash
