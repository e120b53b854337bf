"""The rows that a store keeps of its members, read and written set by set: a run over many members asks no more often than one over few."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from sync.ledger import member_homes
from sync.ledger.activity import Activity
from sync.ledger.batches import batches
from sync.ledger.cases import OPEN, RESOLVED, Source
from sync.ledger.feed import bodies
from sync.ledger.loyalty_tables import folded, member_account, member_activity
from sync.ledger.tables import case
from sync.protocol.records import Member
from sync.rules.member_accounts import Held

UNKNOWN = "unknown_member"

_held = msgspec.msgpack.Decoder(Held)
_activity = msgspec.msgpack.Decoder(Activity)
_member = msgspec.json.Decoder(Member)


class State:
    """One member: the record (None while nobody has joined under this id), the accounts, how much has happened, and what was touched."""

    def __init__(self, member: Member | None, held: dict[str, Held], *, erased: bool, happened: int) -> None:
        self.member = member
        self.held = held
        self.erased = erased
        self.happened = happened
        self.kept = frozenset(held)
        self.touched: set[str] = set()


class MemberRows:
    """One store's rows; what happened is gathered and written before anybody reads it."""

    def __init__(self, connection: Connection, store: str) -> None:
        self.connection = connection
        self.store = store
        self._notes: list[dict[str, Any]] = []

    @cached_property
    def last_night(self) -> str:
        """The local day to which the nightly fold has brought the store; empty before the first."""
        newest = select(func.max(folded.c.day)).where(folded.c.store == self.store)
        return self.connection.execute(newest).scalar_one_or_none() or ""

    def states(self, members: Iterable[str]) -> dict[str, State]:
        """Read members as they stand."""
        wanted = set(members)
        held: dict[str, dict[str, Held]] = {member: {} for member in wanted}
        happened = dict.fromkeys(wanted, 0)
        for some in batches(wanted):
            of = (member_account.c.store == self.store, member_account.c.member.in_(some))
            for row in self.connection.execute(select(member_account).where(*of)):
                held[row.member][row.programme] = _held.decode(row.body)
            where = (member_activity.c.store == self.store, member_activity.c.member.in_(some))
            counts = select(member_activity.c.member, func.count().label("times")).where(*where).group_by(member_activity.c.member)
            happened.update((row.member, row.times) for row in self.connection.execute(counts))
        records = bodies(self.connection, self.store, member_homes.MEMBER, wanted)
        erased = member_homes.erased_of(self.connection, self.store, wanted)
        return {
            member: State(
                _member.decode(records[member]) if member in records else None,
                held[member],
                erased=member in erased,
                happened=happened[member],
            )
            for member in wanted
        }

    def note(self, source: Source, member: str, state: State, activity: Activity) -> None:
        """Keep what happened to a member, behind everything earlier."""
        key = {"store": self.store, "member": member, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq}
        self._notes.append({**key, "place": state.happened, "day": activity.day, "body": msgspec.msgpack.encode(activity)})
        state.happened += 1

    def flush(self) -> None:
        """Write what happened so far."""
        if self._notes:
            self.connection.execute(insert(member_activity), self._notes)
        self._notes = []

    def write_accounts(self, states: Mapping[str, State]) -> None:
        """Write the accounts that were touched."""
        new: list[dict[str, object]] = []
        changed: list[dict[str, object]] = []
        for member, state in sorted(states.items()):
            for unit in sorted(state.touched):
                body = msgspec.msgpack.encode(state.held[unit])
                (changed if unit in state.kept else new).append({"of": member, "in": unit, "new_body": body})
            state.kept |= state.touched
            state.touched.clear()
        if changed:
            where = {"store": self.store, "member": bindparam("of"), "programme": bindparam("in")}
            self.connection.execute(update(member_account).filter_by(**where).values(body=bindparam("new_body")), changed)
        if new:
            rows = [{"store": self.store, "member": row["of"], "programme": row["in"], "body": row["new_body"]} for row in new]
            self.connection.execute(insert(member_account), rows)

    def resolve_unknown(self, members: Iterable[str]) -> None:
        """Close the cases of members of whom it is heard now that they joined."""
        for some in batches(members):
            where = (case.c.store == self.store, case.c.code == UNKNOWN, case.c.subject.in_(some), case.c.state == OPEN)
            self.connection.execute(update(case).where(*where).values(state=RESOLVED))


def activities(connection: Connection, store: str, member: str, *, but: Source | None = None) -> Iterator[Activity]:
    """Yield what happened to a member at home in `store`, in the order of arrival; `but` one entry."""
    where = (member_activity.c.store == store, member_activity.c.member == member)
    for row in connection.execute(select(member_activity).where(*where).order_by(member_activity.c.place)).all():
        if but is None or (row.terminal, row.epoch, row.seq) != (but.terminal, but.epoch, but.seq):
            yield decode_activity(row.body)


def decode_activity(body: bytes) -> Activity:
    """Read a stored activity."""
    return _activity.decode(body)
