"""The terminal's till.db as services use it: units of work, open work, and bounded reads of the projections. One thread, one writer."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.store.lock import ProfileLock
from kiosk.store.session import CommitFailed, Session
from kiosk.store.till import boot, schema, series
from kiosk.store.till.across import AcrossFiles
from kiosk.store.till.backlog import EPOCH, ClosedJournal, closed_epochs, unsent_sales
from kiosk.store.till.clock import ClockMark
from kiosk.store.till.closed import ClosedFiles, erase_aside, tidy
from kiosk.store.till.past import ACKNOWLEDGED, CONDEMNED, MARK, SETTLED, SOFTWARE, Acknowledged, Past
from kiosk.store.till.projections import PERPETUAL
from kiosk.store.till.unit import Unit
from sync.base.points import reach
from sync.database.faults import DatabaseError, IntegrityError, faults
from sync.journal import table
from sync.journal.verify import OnProgress, VerifyResult, verify, verify_tail
from sync.protocol.envelope import GENESIS, decode_body
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.facts import EpochClosed, EpochOpened, SoftwareChanged
from sync.protocol.ids import ReceiptNumber
from sync.rules.figures import figures

CLOCK = "clock"
USED_TWICE = "UNIQUE constraint failed: effect.subject"
SERVER_GRAIN = timedelta(minutes=5)
"""The ledger's time is heard with every exchange; one that moved less is not worth a write to disk."""


class TillStore(AcrossFiles):
    """Journal, projections and open work of one terminal; see `open`."""

    identity: table.Identity

    def __init__(self, session: Session, lock: ProfileLock, signer: Ed25519PrivateKey, now: Callable[[], datetime], software: str) -> None:
        super().__init__(session, ClosedFiles(session.path.parent))
        self.session = session
        self.software = software
        self.signer = signer
        self.now = now
        self.past: Past | None = None
        self.head = table.Head(0, GENESIS)
        self.counter = 0
        self.z_number = 0
        self.acknowledged = 0
        self.settled = 0
        self.clock_mark = ClockMark()
        self._lock = lock
        self._doubtful = False
        self._ended = False
        self._older_unsent = 0
        self._older_unsent_sales = 0

    @classmethod
    def open(
        cls,
        folder: Path,
        signer: Ed25519PrivateKey,
        terminal: str,
        register: str,
        store: str,
        software: str,
        clock: Callable[[], datetime],
    ) -> "TillStore":
        """Lock the profile, check the journal's tail and open it; a damaged file is set aside and a new epoch opened (`past` says so).

        `clock` gives aware times in the store's zone. `begin_series` must have started the profile's book at enrolment.
        Raises Refusal("profile_in_use") and EnvironmentFault.
        """
        lock = ProfileLock(folder)
        try:
            me = boot.Terminal(terminal, register, store, software)
            opened = boot.open_file(folder, signer.public_key(), clock())
        except BaseException:
            lock.release()
            raise
        self = cls(opened.session, lock, signer, clock, software)
        try:
            self._begin(me, opened.past)
        except BaseException:
            self.close()
            raise
        return self

    def unit(self, *, staff: str = "", day: str = "", approver: str = "") -> Unit:
        """Open a unit of work: `with store.unit(staff=..., day=...) as unit:`; all of it is durable when the block has ended, or none."""
        if self._doubtful:
            self.recover()
        if self._ended:
            self._turn()
        return Unit(self, staff=staff, day=day, approver=approver)

    def recover(self) -> None:
        """After `commit_unknown`: open anew, prove the tail and read what is there: a request that comes again is answered from it."""
        self.session.reopen()
        with faults():
            sound = verify_tail(self.session.connection, self.signer.public_key(), boot.TAIL_ENTRIES).ok
        if not sound:
            raise EnvironmentFault("database_damaged")
        self.session.truncate_log()
        self._load()
        self._doubtful = False

    def commit(self, unit: Unit) -> None:
        """Write a unit; called when its block ends. Raises EnvironmentFault when it is not durable, Refusal for a right used twice."""
        if unit.base != self.head:
            raise RuntimeError("another unit was committed meanwhile")
        mark = self.clock_mark.seen(self.now())
        unit.put(MARK, CLOCK, msgspec.json.encode(mark))
        try:
            self.session.write(unit.statements())
        except CommitFailed as failure:
            self._resolve(unit, failure)
        except IntegrityError as error:
            if USED_TWICE in str(error):
                raise Refusal("coupon_already_used", field="code") from error
            raise
        self.clock_mark = mark
        self._advance(unit)

    def acknowledge(self, epoch: str, seq: int, hash: bytes) -> None:
        """Note that the ledger holds everything up to `seq`. Raises EnvironmentFault("ledger_disagrees") for a hash that is not ours."""
        ours = self.entry(seq)
        if epoch != self.identity.epoch or ours is None or ours.hash != hash:
            raise EnvironmentFault("ledger_disagrees", seq=seq)
        if seq > self.acknowledged:
            self.session.save([(schema.PUT_WORK, [(MARK, ACKNOWLEDGED, msgspec.json.encode(Acknowledged(seq)))])])
            self.acknowledged = seq

    @property
    def unsent(self) -> int:
        """How many entries the ledger has not acknowledged, those of earlier epochs' files included."""
        return self.head.seq - self.acknowledged + self._older_unsent

    @property
    def unsent_sales(self) -> int:
        """How many sales the ledger has not acknowledged, those of earlier epochs' files included."""
        return self.sales_after(self.acknowledged) + self._older_unsent_sales

    @property
    def epoch(self) -> str:
        """The open epoch, whose entries this journal holds."""
        return self.identity.epoch

    def older_journals(self) -> list[ClosedJournal]:
        """Return the journals of files set aside of which the ledger lacks entries, oldest first; they are sent before this one's."""
        return [ClosedJournal(self.session, epoch, self._count_older) for epoch, _ in closed_epochs(self.work(EPOCH))]

    def settle(self) -> None:
        """Note that the members' balances now held are the ledger's after all it has acknowledged; later entries come on top."""
        if self.settled != self.acknowledged:
            self.session.save([(schema.PUT_WORK, [(MARK, SETTLED, msgspec.json.encode(Acknowledged(self.acknowledged)))])])
            self.settled = self.acknowledged

    def hear_server(self, server_time: datetime) -> None:
        """Note the ledger's time, which judges validity from now on."""
        mark = self.clock_mark.told(server_time)
        if mark.moved(self.clock_mark) >= SERVER_GRAIN:
            self.session.save([(schema.PUT_WORK, [(MARK, CLOCK, msgspec.json.encode(mark))])])
            self.clock_mark = mark

    def forget_time(self) -> None:
        """Take the high-water mark back to nothing: for a throw-away shop whose clock is about to be set, never for a till that sells."""
        self.clock_mark = ClockMark()

    def erase(self, kind: str, id: str) -> bool:
        """Erase something personal from the file and its log; tells whether it was there."""
        known = self.personal(kind, id) is not None
        self.erase_all(kind, [id])
        erase_aside(self.folder, kind, id)
        return known

    def erase_all(self, kind: str, ids: Iterable[str]) -> None:
        """Erase pieces of one kind from the file and its log."""
        self.session.save([("DELETE FROM personal WHERE kind = ? AND id = ?", [(kind, id) for id in ids])])
        self.session.truncate_log()

    def verify(self, on_progress: OnProgress | None = None) -> VerifyResult:
        """Prove the whole journal; for a thread of its own, as it uses a connection of its own."""
        return verify(self.session.path, self.signer.public_key(), on_progress)

    def condemn(self) -> None:
        """Have the next start set this file aside: for a whole check that found damage before the tail, which a start does not look at."""
        self.session.save([(schema.PUT_WORK, [(MARK, CONDEMNED, b"")])])

    @property
    def folder(self) -> Path:
        """The profile's folder."""
        return self.session.path.parent

    @property
    def size_bytes(self) -> int:
        """How large the open file is, with the pages that wait in its log."""
        row = self.session.row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return row[0] if row else 0

    def turn_epoch(self, reason: str, settles: tuple[str, str] | None = None) -> None:
        """Close this epoch with its file for good and open the next, for a till with no open work but what may go on.

        `reason` is year or size; `settles` is the piece of open work that asked for it. Once the closing fact is durable the turn is made
        good after any stop, at the latest at the next start; until then no unit is begun. Raises EnvironmentFault.
        """
        self.session.truncate_log()
        totals = self.totals(PERPETUAL)
        perpetual = figures((key, each.amount_minor, each.count) for key, each in totals.items()).period_total_minor
        with self.unit() as unit:
            unit.append(EpochClosed(perpetual_minor=perpetual, z_number=self.z_number, reason=reason))
            if settles is not None:
                unit.drop(*settles)
        self._ended = True
        reach("after_epoch_closed")
        self._turn()

    def close(self) -> None:
        """Close the files and let another process in."""
        self.closed.forget()
        self.session.close()
        self._lock.release()

    def _begin(self, me: boot.Terminal, past: Past | None) -> None:
        folder = self.folder
        self.past = past
        if past is not None:
            self._open_epoch(me, past)
        self._load()
        boot.check_owner(self.identity, me)
        if past is None:
            series.keep(folder, self.identity.series, self.identity.epoch)
        tidy(folder)
        self._note_software()

    def _turn(self) -> None:
        """Put the ended file away and open the next epoch; begun anew by the next unit where it failed."""
        past = boot.end_of(self.session)
        if past is not None:
            boot.start_anew(self.session, self.identity.series, past)
            identity = self.identity
            self.closed.forget()
            self._open_epoch(boot.Terminal(identity.terminal, identity.register, identity.store, self.software), past)
            tidy(self.folder)
        self._ended = False
        self._load()

    def _open_epoch(self, me: boot.Terminal, past: Past) -> None:
        """Write identity and first entry in one transaction, with what the past left."""
        self.identity, opened = boot.new_epoch(self.folder, me, past, self.now())
        self.head, self.counter, self.z_number = table.Head(0, GENESIS), 0, past.z_number
        unit = Unit(self, staff="", day="", approver="")
        unit.append(opened)
        unit.bring(past)
        unit.put(MARK, SOFTWARE, self.software.encode())
        self.session.save([(schema.PUT_IDENTITY, [tuple(self.identity)]), *unit.statements()])

    def _note_software(self) -> None:
        """Journal that another version of the program sells on from here."""
        known = self.get(MARK, SOFTWARE)
        before = known.decode() if known is not None else self._opened_by()
        if before != self.software:
            with self.unit() as unit:
                unit.append(SoftwareChanged(previous=before, software=self.software))
                unit.put(MARK, SOFTWARE, self.software.encode())

    def _opened_by(self) -> str:
        """Return the software that opened this epoch: what a file of version 1 knows."""
        first = self.entry(1)
        fact = decode_body(first.body).fact if first else None
        return fact.software if isinstance(fact, EpochOpened) else ""

    def _load(self) -> None:
        """Read what is kept in memory between units."""
        with faults():
            known = table.identity(self.session.connection)
            self.head = table.head(self.session.connection)
        if known is None:
            raise EnvironmentFault("database_damaged")
        self.identity = known
        self.z_number = self.last_z_number()
        self.counter = self.last_counter()
        self.clock_mark = self._marked(CLOCK, ClockMark)
        self._count_older()
        self.settled = self._marked(SETTLED, Acknowledged).seq
        self.acknowledged = self._marked(ACKNOWLEDGED, Acknowledged).seq

    def _count_older(self) -> None:
        older = [each for _, each in closed_epochs(self.work(EPOCH))]
        self._older_unsent = sum(each.unsent for each in older)
        self._older_unsent_sales = sum(unsent_sales(self.folder, each) for each in older)

    def _advance(self, unit: Unit) -> None:
        self.head = unit.head
        self.z_number = unit.projection.z_number
        if unit.projection.sales:
            number = ReceiptNumber.parse(unit.projection.sales[-1][0])
            self.counter = number.counter if number else self.counter

    def _resolve(self, unit: Unit, failure: CommitFailed) -> None:
        """After a failed COMMIT: open anew, prove the tail, and look whether the unit is there. Returns if it is, raises if not.

        What is there may only be in the system's memory, as a failed sync may be forgotten by it: a checkpoint has to succeed first.
        """
        try:
            self.session.reopen()
            with faults():
                sound = verify_tail(self.session.connection, self.signer.public_key(), boot.TAIL_ENTRIES).ok
                landed = sound and self._landed(unit)
            if landed:
                self.session.truncate_log()
        except (EnvironmentFault, DatabaseError) as error:
            self.session.close()
            self._doubtful = True
            raise EnvironmentFault("commit_unknown") from error
        if not sound:
            self._doubtful = True
            raise EnvironmentFault("database_damaged") from failure
        if not landed:
            raise failure.fault() from failure

    def _landed(self, unit: Unit) -> bool:
        """Tell whether a unit is in the file: its last entry, or for a unit without entries each piece of its work."""
        if unit.entries:
            found = self.entry(unit.head.seq)
            return found is not None and found.hash == unit.head.hash
        there = all(self.get(*key) == body for key, body in unit.puts.items())
        return there and not any(self.get(*key) for key in unit.drops)
