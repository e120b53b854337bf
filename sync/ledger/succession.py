"""What a register's earlier machine left, for the one that takes its place: its chain's head, its numbers and its running total.

What the old machine had not sent is not in it: an unsent disk that is found later is received as what it is, the old machine's.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, select

from sync.ledger.tables import entry, epoch, terminal
from sync.protocol.envelope import RawBody, decode_envelope
from sync.protocol.facts import AnyFact, DayClosed, EpochOpened, PeriodClosed, Sale
from sync.rules.figures import contributions, figures

ROWS_A_FETCH = 500
_CLOSINGS = (b'"fact":"day_closed"', b'"fact":"period_closed"', b'"fact":"epoch_opened"')
"""How the facts that are looked for stand in an entry's bytes; all others of a long life are passed over unread."""
_fact = msgspec.json.Decoder(AnyFact)


class Succession(NamedTuple):
    """The head of the newest chain, the last Z number, the perpetual total, and the closings that a yearly closing has still to sum."""

    epoch: str = ""
    seq: int = 0
    hash: str = ""
    z_number: int = 0
    perpetual_minor: int = 0
    closings: tuple[bytes, ...] = ()


class _Known(NamedTuple):
    """The figures as of one entry of one chain."""

    z_number: int = 0
    perpetual_minor: int = 0
    chain: tuple[str, str] = ("", "")
    seq: int = 0


def succession(connection: Connection, store: str, register: str) -> Succession:
    """Return what the register's machines so far have left, as far as it was received."""
    chains = _chains(connection, store, register)
    if not chains:
        return Succession()
    known, closings = _Known(), list[bytes]()
    for chain in chains:
        for seq, envelope, fact in _closing_facts(connection, store, chain):
            known = _after(known, fact, (chain.terminal, chain.epoch), seq)
            closings = _still_to_sum(closings, fact, bytes(envelope.fact))
    since = _sold_since(connection, store, chains, known)
    last = chains[-1]
    return Succession(last.epoch, last.seq, bytes(last.hash).hex(), known.z_number, known.perpetual_minor + since, tuple(closings))


def _chains(connection: Connection, store: str, register: str) -> Sequence[Row[Any, Any, Any, Any]]:
    """Return the register's chains, oldest first: by machine, then as the machine opened them."""
    columns = (epoch.c.terminal, epoch.c.epoch, epoch.c.seq, epoch.c.hash)
    joined = select(*columns).join(terminal, (terminal.c.store == epoch.c.store) & (terminal.c.terminal == epoch.c.terminal))
    query = joined.where(epoch.c.store == store, terminal.c.register == register).order_by(terminal.c.enrolment, epoch.c.number)
    return connection.execute(query).all()


def _closing_facts(connection: Connection, store: str, chain: Row[Any, Any, Any, Any]) -> Iterator[tuple[int, RawBody, AnyFact]]:
    for seq, body in _entries(connection, store, chain.terminal, chain.epoch, 0):
        if any(mark in body for mark in _CLOSINGS):
            envelope = decode_envelope(body)
            try:
                yield seq, envelope, _fact.decode(envelope.fact)
            except msgspec.DecodeError:
                continue  # a fact of a newer program waits as a case; it closes nothing that is known here


def _entries(connection: Connection, store: str, machine: str, chain: str, after_seq: int) -> Iterator[tuple[int, bytes]]:
    where = (entry.c.store == store, entry.c.terminal == machine, entry.c.epoch == chain, entry.c.seq > after_seq)
    query = select(entry.c.seq, entry.c.body).where(*where).order_by(entry.c.seq).execution_options(yield_per=ROWS_A_FETCH)
    with connection.execute(query) as rows:
        for row in rows:
            yield row.seq, bytes(row.body)


def _after(known: _Known, fact: AnyFact, chain: tuple[str, str], seq: int) -> _Known:
    if isinstance(fact, DayClosed):
        return _Known(fact.z_number, fact.perpetual_total_minor, chain, seq)
    # An epoch says what it took over; one that lost its files knows less than was received of them.
    sound = isinstance(fact, EpochOpened) and bool(fact.previous_epoch) and fact.reason != "lost" and fact.z_number >= known.z_number
    return _Known(fact.z_number, fact.perpetual_minor, chain, seq) if sound and isinstance(fact, EpochOpened) else known


def _still_to_sum(closings: list[bytes], fact: AnyFact, body: bytes) -> list[bytes]:
    if isinstance(fact, PeriodClosed) and fact.period == "year":
        return []
    return [*closings, body] if isinstance(fact, DayClosed | PeriodClosed) else closings


def _sold_since(connection: Connection, store: str, chains: Sequence[Row[Any, Any, Any, Any]], known: _Known) -> int:
    """Return what was sold after the entry that `known` stands on, in its chain and in those opened later."""
    keys = [(str(chain.terminal), str(chain.epoch)) for chain in chains]
    start = keys.index(known.chain) if known.chain in keys else 0
    sums: dict[str, int] = {}
    for place, (machine, chain) in enumerate(keys[start:]):
        for _, body in _entries(connection, store, machine, chain, known.seq if place == 0 else 0):
            if b'"fact":"sale"' in body:
                fact = _fact.decode(decode_envelope(body).fact)
                for part in contributions(fact) if isinstance(fact, Sale) else ():
                    sums[part.key] = sums.get(part.key, 0) + part.amount_minor
    return figures((key, amount, 1) for key, amount in sums.items()).period_total_minor
