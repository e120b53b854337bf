"""Proving the books: every chain and signature, every entry balanced, every balance its postings' sum; cards, members, rights."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import groupby

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Table, func, select

from sync.ledger.context import Context
from sync.ledger.faults import Fault
from sync.ledger.loyalty_tables import member_account
from sync.ledger.tables import balance, entry, epoch, posting, terminal
from sync.ledger.verify_cards import Recount, card_faults, cards_owed
from sync.ledger.verify_members import member_faults
from sync.ledger.verify_rights import right_faults
from sync.protocol.envelope import GENESIS, Entry, check

ROWS_A_FETCH = 500

OnEntries = Callable[[int], None]
"""Told how many entries have been proven so far."""


class Verification(msgspec.Struct, frozen=True):
    """What was proven; `fault` is None when everything holds. `cards_minor` is what all stores owe to the holders of `cards` gift cards,
    `members` how many have an account.
    """

    epochs: int
    entries: int
    postings: int
    cards: int = 0
    cards_minor: int = 0
    members: int = 0
    fault: Fault | None = None


def verify(context: Context, on_entries: OnEntries | None = None) -> Verification:
    """Read the whole ledger on one snapshot and prove it; stops at the first fault."""

    def work(connection: Connection) -> Verification:
        epochs, entries, postings = (_count(connection, table) for table in (epoch, entry, posting))
        with closing(_faults(connection, on_entries)) as faults:
            members = connection.execute(select(func.count(member_account.c.member.distinct()))).scalar_one()
            return Verification(epochs, entries, postings, *cards_owed(connection), members, next(faults, None))

    return context.read(work)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _faults(connection: Connection, on_entries: OnEntries | None) -> Generator[Fault]:
    recount = Recount(connection)
    yield from _chain_faults(connection, recount, on_entries)
    yield from _unbalanced(connection)
    yield from _wrong_balances(connection)
    yield from card_faults(connection, recount)
    yield from member_faults(connection, recount.earned)
    yield from right_faults(connection, recount.rights)


def _chain_faults(connection: Connection, recount: Recount, on_entries: OnEntries | None) -> Iterator[Fault]:
    keys = {row.terminal: row.public_key for row in connection.execute(select(terminal.c.terminal, terminal.c.public_key))}
    heads = {(row.store, row.terminal, row.epoch): (row.seq, row.hash) for row in connection.execute(select(epoch))}
    order = (entry.c.store, entry.c.terminal, entry.c.epoch, entry.c.seq)
    query = select(entry).order_by(*order).execution_options(yield_per=ROWS_A_FETCH)
    proven = 0
    with connection.execute(query) as rows:
        for key, chain in groupby(rows, key=lambda row: (row.store, row.terminal, row.epoch)):
            public = Ed25519PublicKey.from_public_bytes(keys[key[1]])
            seq, previous = 0, GENESIS
            for row in chain:
                if row.seq != seq + 1 or not check(Entry(row.seq, row.body, row.hash, row.signature), previous, public):
                    yield Fault("chain", *key, seq=row.seq)
                recount.add(*key, row.seq, row.body)
                seq, previous = row.seq, row.hash
                proven += 1
                if on_entries and proven % ROWS_A_FETCH == 0:
                    on_entries(proven)
            if heads.pop(key, None) != (seq, previous):
                yield Fault("head", *key, seq=seq)
    yield from (Fault("head", *key) for key in heads)


def _unbalanced(connection: Connection) -> Iterator[Fault]:
    key = (posting.c.store, posting.c.terminal, posting.c.epoch, posting.c.seq, posting.c.unit)
    query = select(*key).group_by(*key).having(func.sum(posting.c.amount) != 0).order_by(*key)
    for row in connection.execute(query):
        yield Fault("postings", row.store, row.terminal, row.epoch, row.seq, unit=row.unit)


def _wrong_balances(connection: Connection) -> Iterator[Fault]:
    """Compare each stored balance with the sum of its postings; either may lack the other."""
    key = (posting.c.store, posting.c.account, posting.c.unit)
    sums = select(*key, func.sum(posting.c.amount).label("amount")).group_by(*key)
    replayed = {tuple(row[:3]): int(row.amount) for row in connection.execute(sums)}
    kept = select(balance.c.store, balance.c.account, balance.c.unit, balance.c.amount)
    stored = {tuple(row[:3]): row.amount for row in connection.execute(kept)}
    for place in sorted(replayed.keys() | stored.keys()):
        if replayed.get(place, 0) != stored.get(place, 0):
            store, account, unit = place
            yield Fault("balance", store, account=account, unit=unit)
