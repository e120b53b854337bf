"""Proving the members: one home each, accounts that are what happened to them played again, and nothing happened but what entries say."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import msgspec
from sqlalchemy import Connection, Row, func, select

from sync.ledger.activity import Activity
from sync.ledger.cases import Source
from sync.ledger.faults import Fault
from sync.ledger.loyalty_tables import copied, member_account, member_activity, member_home
from sync.ledger.member_book import lot_id, pending_account
from sync.ledger.member_rows import decode_activity
from sync.ledger.parcels import contents, waiting
from sync.ledger.people import IMPORT_EPOCH
from sync.ledger.tables import balance, posting, record
from sync.protocol.facts import AnyFact, Sale
from sync.protocol.records import Member
from sync.protocol.values import PointsMovement
from sync.rules.member_accounts import Held, applied, folded
from sync.rules.postings import member_account as account_of
from sync.rules.postings import paid_units

ROWS_A_FETCH = 500

Unit = tuple[str, str]
"""Member and programme."""

_ACCOUNT = account_of("")
_held = msgspec.msgpack.Decoder(Held)
_member = msgspec.json.Decoder(Member)


class Earned:
    """What the entries themselves say members are owed, counted beside the books."""

    def __init__(self) -> None:
        self.owed: Counter[Unit] = Counter()

    def add(self, fact: AnyFact) -> None:
        """Count an entry."""
        if isinstance(fact, Sale) and fact.member is not None:
            for move in fact.points:
                self.owed[fact.member.id, move.programme] += move.earned - move.spent - move.reversed + move.restored
            for unit, amount in paid_units(fact).items():
                self.owed[fact.member.id, unit] -= amount


def member_faults(connection: Connection, earned: Earned) -> Iterator[Fault]:
    """Yield what does not hold of the members."""
    yield from _home_faults(connection)
    happened: Counter[Unit] = Counter()
    yield from _account_faults(connection, happened)
    expected = Counter(earned.owed)
    expected.update(_openings(connection))
    expected.subtract(_on_the_way(connection))
    for member, unit in sorted(expected.keys() | happened.keys()):
        if expected[member, unit] != happened[member, unit]:
            yield Fault("member_activity", "", account=account_of(member), unit=unit)
    yield from _feed_faults(connection)


def _home_faults(connection: Connection) -> Iterator[Fault]:
    """Every store names the same home for a member, and that store knows the member as its own."""
    query = (
        select(member_home.c.member, func.min(member_home.c.home).label("home"))
        .group_by(member_home.c.member)
        .having(func.count(member_home.c.home.distinct()) > 1)
    )
    own = member_home.alias("own")
    claimed = (own.c.member == member_home.c.member) & (own.c.store == member_home.c.home)
    disowned = select(member_home.c.member, member_home.c.home).outerjoin(own, claimed).where(own.c.member.is_(None))
    for row in (*connection.execute(query), *connection.execute(disowned)):
        yield Fault("member_home", row.home, account=account_of(row.member))


def _account_faults(connection: Connection, happened: Counter[Unit]) -> Iterator[Fault]:
    """Each account is what happened, played again in its order, and what the books say."""
    stored = {(row.store, row.member, row.programme): _held.decode(row.body) for row in connection.execute(select(member_account))}
    books = _books(connection)
    key = (member_activity.c.store, member_activity.c.member)
    query = select(member_activity).order_by(*key, member_activity.c.place).execution_options(yield_per=ROWS_A_FETCH)
    with connection.execute(query) as rows:
        for (store, member), found in groupby(rows, key=lambda row: (row.store, row.member)):
            for unit, held in _played(list(found), happened).items():
                place = (store, member, unit)
                if stored.pop(place, Held()) != held:
                    yield Fault("member_account", store, account=account_of(member), unit=unit)
                total = sum(lot.amount for lot in held.account.lots) - held.account.debt
                for account, owed in ((account_of(member), total - held.pending), (pending_account(member), held.pending)):
                    if books.pop((store, account, unit), 0) != -owed:
                        yield Fault("member_balance", store, account=account, unit=unit)
    yield from (Fault("member_account", store, account=account_of(member), unit=unit) for store, member, unit in sorted(stored))
    for (store, account, unit), amount in sorted(books.items()):
        if amount:
            yield Fault("member_balance", store, account=account, unit=unit)


def _played(rows: list[Row[tuple[str, str, str, str, int, int, str, bytes]]], happened: Counter[Unit]) -> dict[str, Held]:
    held: dict[str, Held] = {}
    for row in rows:
        activity = decode_activity(row.body)
        for unit, amount in activity.owed().items():
            happened[row.member, unit] += amount
        if activity.kind == "erased":
            held = {unit: Held() for unit in held}
        elif activity.kind == "night":
            held = {unit: _night(each, activity.day) for unit, each in held.items()}
        else:
            _play(held, lot_id(Source(row.store, row.terminal, row.epoch, row.seq)), activity)
    return held


def _night(held: Held, today: str) -> Held:
    """The fold leaves an account alone that the night does not change."""
    after = folded(held, today).held
    return after if after.account != held.account or after.pending != held.pending else held


def _play(held: dict[str, Held], source: str, activity: Activity) -> None:
    moves = {move.programme: move for move in activity.moves}
    for unit, terms in activity.terms.items():
        move = moves.get(unit, PointsMovement(programme=unit))
        paid, night = activity.paid.get(unit, 0), activity.night
        change = applied(held.get(unit, Held()), source, activity.day, move, paid, activity.lots, terms, night=night)
        if change.held != held.get(unit, Held()):
            held[unit] = change.held


def _books(connection: Connection) -> dict[tuple[str, str, str], int]:
    accounts = balance.c.account.startswith(_ACCOUNT) | balance.c.account.startswith(pending_account(""))
    return {(row.store, row.account, row.unit): row.amount for row in connection.execute(select(balance).where(accounts))}


def _openings(connection: Connection) -> Counter[Unit]:
    where = (posting.c.terminal == "", posting.c.epoch == IMPORT_EPOCH, posting.c.account.startswith(_ACCOUNT))
    found: Counter[Unit] = Counter()
    for row in connection.execute(select(posting).where(*where)):
        found[row.account.removeprefix(_ACCOUNT), row.unit] -= row.amount
    return found


def _on_the_way(connection: Connection) -> Counter[Unit]:
    found: Counter[Unit] = Counter()
    for row in waiting(connection):
        sent = contents(row)
        for unit, amount in (sent.activity.owed() if sent.activity is not None else {}).items():
            found[sent.member, unit] += amount
    return found


def _feed_faults(connection: Connection) -> Iterator[Fault]:
    """The home's feed tells what its accounts hold, and every store that has taken it over tells the same, but for what is on its way."""
    accounts: dict[str, dict[str, int]] = {}
    for row in connection.execute(select(member_account)):
        accounts.setdefault(row.member, {})[row.programme] = _held.decode(row.body).balance
    reached = {(row.store, row.home): row.rev for row in connection.execute(select(copied).where(copied.c.scope == "member"))}
    away = {(row.store, contents(row).member) for row in waiting(connection)}
    homes = {row.member: row.home for row in connection.execute(select(member_home))}
    revisions = {}
    rows = connection.execute(select(record).where(record.c.scope == "member", record.c.body.is_not(None))).all()
    for row in rows:
        if row.store == homes.get(row.key):
            revisions[row.key] = row.rev
    for row in rows:
        home = homes.get(row.key)
        taken = home is not None and (row.store == home or reached.get((row.store, home), 0) >= revisions.get(row.key, 0))
        told = {unit: amount for unit, amount in _member.decode(row.body).balances.items() if amount}
        owed = {unit: amount for unit, amount in accounts.get(row.key, {}).items() if amount}
        if taken and (row.store, row.key) not in away and told != owed:
            yield Fault("member_feed", row.store, account=account_of(row.key))
