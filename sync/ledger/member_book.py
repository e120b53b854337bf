"""The members that a run of entries moves at one store: lots and records of its own members, and what it knows of others' meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from sqlalchemy import Connection

from sync.ledger import member_homes
from sync.ledger.activity import Activity
from sync.ledger.cases import Case, Source, open_cases
from sync.ledger.feed import Put, bodies, put_records
from sync.ledger.home_rules import HomeRules
from sync.ledger.member_record import told, with_accounts, with_birthday
from sync.ledger.member_rows import UNKNOWN, MemberRows, State, activities
from sync.ledger.member_standing import after_sale
from sync.ledger.overdrafts import Overdraft, judge
from sync.protocol.records import Member, Profile
from sync.protocol.values import PointsMovement
from sync.rules.member_accounts import Change, Held, applied, folded, terms_of
from sync.rules.postings import Posting
from sync.rules.postings import member_account as account_of


def pending_account(member: str) -> str:
    """Return the account of what a member is owed and may not spend yet."""
    return f"member_pending:{member}"


def lot_id(source: Source) -> str:
    """Return the id of the lot that an entry earned."""
    return f"{source.terminal}.{source.epoch}.{source.seq}"


class MemberBook:
    """One store's members after the entries interpreted so far."""

    def __init__(self, connection: Connection, store: str) -> None:
        self._connection = connection
        self._store = store
        self.rules = HomeRules(connection, store)
        self._rows = MemberRows(connection, store)
        self._states: dict[str, State] = {}
        self._copies: dict[str, Member] = {}
        self._overdrafts: dict[tuple[str, str], Overdraft] = {}
        self._unknown: dict[str, Case] = {}
        self._joined: set[str] = set()

    def read(self, members: Iterable[str]) -> None:
        """Read members of whom much is asked next, all at once."""
        self._states |= self._rows.states(set(members) - self._states.keys())

    def add(self, source: Source, member: str, activity: Activity) -> list[Posting]:
        """Let something happen to a member at home here; return what the ledger posts besides the entry's own lines."""
        state = self._states.get(member) or self._read(member)
        moves = {move.programme: move for move in activity.moves}
        units = sorted(moves.keys() | activity.paid.keys() | self._kept_alive(state, activity))
        day = date.fromisoformat(activity.day)
        terms = {unit: terms_of(self.rules.programmes.get(unit), day) for unit in units}
        activity = msgspec.structs.replace(activity, terms=terms, night=self._rows.last_night if units else "")
        lines: list[Posting] = []
        for unit in units:
            change = self._moved(state, source, activity, unit, moves.get(unit))
            lines += self._posted(member, unit, state.held.get(unit, Held()), change)
            self._keep(state, member, unit, source, change.held)
        self._rows.note(source, member, state, activity)
        self._tell(state, source, member, activity)
        return lines

    def night(self, source: Source, member: str, today: str) -> list[Posting]:
        """Bring a member's accounts to a new day; return what moved."""
        state = self._states.get(member) or self._read(member)
        lines: list[Posting] = []
        changed = False
        for unit, held in sorted(state.held.items()):
            change = folded(held, today)
            if change.held.account != held.account or change.held.pending != held.pending:
                lines += self._posted(member, unit, held, change)
                self._keep(state, member, unit, source, change.held)
                changed = True
        if changed:
            self._rows.note(source, member, state, Activity(kind="night", day=today))
        return lines

    def forfeit(self, source: Source, member: str) -> list[Posting]:
        """Take everything off a member's accounts: who is erased is owed nothing any more."""
        state = self._states.get(member) or self._read(member)
        lines: list[Posting] = []
        for unit, held in sorted(state.held.items()):
            total = sum(lot.amount for lot in held.account.lots) - held.account.debt
            parts = (
                (account_of(member), total - held.pending),
                (pending_account(member), held.pending),
                (f"points_forfeited:{unit}", -total),
            )
            lines += [Posting(account, unit, amount) for account, amount in parts if amount]
            self._keep(state, member, unit, source, Held())
        state.member = None
        self._rows.note(source, member, state, Activity(kind="erased", day=date.min.isoformat()))
        return lines

    def state(self, member: str) -> Member | None:
        """Return a member's record with everything so far."""
        return (self._states.get(member) or self._read(member)).member

    def held(self, member: str) -> Mapping[str, Held]:
        """Return a member's accounts with everything so far."""
        return (self._states.get(member) or self._read(member)).held

    def put(self, member: Member) -> None:
        """Change a member's record."""
        (self._states.get(member.id) or self._read(member.id)).member = member

    def away(self, member: str, owed: Mapping[str, int]) -> None:
        """Move what this store knows of a member at home elsewhere: until it has come back from there, no spending here is undone."""
        body = member_homes.member_body(self._connection, self._store, member)
        known = self._copies.get(member) or (msgspec.json.decode(body, type=Member) if body else None)
        if known is not None:
            self._copies[member] = shifted(known, owed)

    def write(self, at: str) -> None:
        """Write accounts and records, which go out with the feed, and what is disputed."""
        self._rows.flush()
        self._rows.write_accounts(self._states)
        self._rows.resolve_unknown(self._joined)
        for state in self._states.values():
            if state.member is not None:
                state.member = with_accounts(state.member, state.held)
        told_of = [state.member for _, state in sorted(self._states.items()) if state.member is not None]
        known = [*told_of, *(each for _, each in sorted(self._copies.items()))]
        put_records(self._connection, self._store, [Put(member_homes.MEMBER, each.id, msgspec.json.encode(each)) for each in known])
        for overdraft in self._overdrafts.values():
            judge(self._connection, self._store, overdraft, self.rules.value_minor(overdraft.programme), at)
        open_cases(self._connection, [self._unknown[member] for member in sorted(self._unknown)], at)

    def _read(self, member: str) -> State:
        self.read([member])
        return self._states[member]

    def _kept_alive(self, state: State, activity: Activity) -> set[str]:
        """A sale moves every account that buying keeps alive, also one it neither earns nor spends in."""
        if not activity.sold:
            return set()
        day = date.fromisoformat(activity.day)
        return {unit for unit in state.held if terms_of(self.rules.programmes.get(unit), day).alive_until}

    def _moved(self, state: State, source: Source, activity: Activity, unit: str, move: PointsMovement | None) -> Change:
        held = state.held.get(unit, Held())
        paid = activity.paid.get(unit, 0)
        moved = move or PointsMovement(programme=unit)
        terms, night = activity.terms[unit], activity.night
        return applied(held, lot_id(source), activity.day, moved, paid, activity.lots, terms, night=night)

    def _posted(self, member: str, unit: str, before: Held, change: Change) -> list[Posting]:
        waits = change.held.pending - before.pending
        pairs = (
            (f"points_forgiven:{unit}", account_of(member), change.forgiven),
            (account_of(member), f"points_expired:{unit}", change.ended),
            (account_of(member), pending_account(member), waits),
        )
        return [line for debit, credit, n in pairs if n for line in (Posting(debit, unit, n), Posting(credit, unit, -n))]

    def _keep(self, state: State, member: str, unit: str, source: Source, held: Held) -> None:
        before = state.held.get(unit, Held())
        if before == held:
            return
        state.held[unit] = held
        state.touched.add(unit)
        if before.overdrawn or held.overdrawn:
            first = self._overdrafts.get((member, unit))
            self._overdrafts[member, unit] = Overdraft(member, unit, held.overdrawn, first.source if first else source)

    def _tell(self, state: State, source: Source, member: str, activity: Activity) -> None:
        """Keep the record, unless nobody has joined under this id yet: then the accounts wait, and that is a case."""
        if state.erased:
            return
        if state.member is None and activity.kind not in ("joined", "opening"):
            self._unknown[member] = Case(source, UNKNOWN, member, {"points": activity.owed()})
            return
        if state.member is None:
            state.member = Member(id=member)
            for earlier in self._earlier(state, source, member):
                state.member = told(state.member, earlier, self.rules)
            self._unknown.pop(member, None)
            self._joined.add(member)
        state.member = told(state.member, activity, self.rules)
        if activity.given or activity.withdrawn:
            body = bodies(self._connection, self._store, "profile", [member]).get(member)
            state.member = with_birthday(state.member, msgspec.json.decode(body, type=Profile) if body else None)
        if activity.kind == "sale" and self.rules.tiers:
            self._rows.flush()
            state.member = after_sale(self._connection, self._store, state.member, self.rules, activity)

    def _earlier(self, state: State, source: Source, member: str) -> list[Activity]:
        """Return what was heard of a member before the member was."""
        if state.happened == 1:
            return []
        self._rows.flush()
        return list(activities(self._connection, self._store, member, but=source))


def shifted(member: Member, owed: Mapping[str, int]) -> Member:
    """Return a record whose balances moved."""
    balances = dict(member.balances)
    for unit, amount in owed.items():
        balances[unit] = balances.get(unit, 0) + amount
    return msgspec.structs.replace(member, balances=balances)
