"""The terminal's own exchange with the ledger, off the GUI thread: soon after a sale, at intervals, and at once when asked."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from kiosk.services.background import Background
from kiosk.services.holds import release_waiting
from kiosk.services.leases import Leasing
from kiosk.services.mailing import hand_over
from kiosk.services.membership import kept
from kiosk.services.membership.outbox import hand_over as hand_over_profiles
from kiosk.services.ports import LedgerPort
from kiosk.services.put_aside import held_tickets
from kiosk.services.queries import SyncView
from kiosk.services.till import Till
from kiosk.services.work import Terminal, Work
from kiosk.store.reference import ReferenceStore
from kiosk.store.till import TillStore
from sync.client.exchange import Progress, Summary, exchange
from sync.client.ports import Journal
from sync.client.push import push_all
from sync.protocol.envelope import Entry
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.wire import Closing, OpenWork, Page, Report

FIRST_PAUSE_S = 1.0
PAUSE_LIMIT_S = 30.0

Call = Callable[[Callable[[], Any]], Any]
T = TypeVar("T")

_log = logging.getLogger(__name__)


class WorkerJournal:
    """A journal as the exchange reads it: every access runs on the worker, which owns the connection.

    It is of one epoch. Where that is closed during an exchange, nothing more is read here: its entries go up as an older journal's, and
    never under the name of the epoch that followed.
    """

    def __init__(self, journal: Journal, call: Call) -> None:
        self._store = journal
        self._call = call
        self.epoch: str = call(lambda: journal.epoch)

    @property
    def acknowledged(self) -> int:
        return self._while_open(lambda: self._store.acknowledged, 0)

    def entries(self, after_seq: int, limit: int) -> Sequence[Entry]:
        nothing: Sequence[Entry] = ()
        return self._while_open(lambda: self._store.entries(after_seq, limit), nothing)

    def entry(self, seq: int) -> Entry | None:
        return self._while_open(lambda: self._store.entry(seq), None)

    def acknowledge(self, epoch: str, seq: int, hash: bytes) -> None:
        self._while_open(lambda: self._store.acknowledge(epoch, seq, hash), None)

    def _while_open(self, read: Callable[[], T], otherwise: T) -> T:
        found: T = self._call(lambda: read() if self._store.epoch == self.epoch else otherwise)
        return found


class WorkerReference:
    """The reference data as the exchange fills it, on the worker."""

    def __init__(self, reference: ReferenceStore, call: Call) -> None:
        self._reference = reference
        self._call = call

    def cursors(self) -> dict[str, int]:
        return self._call(self._reference.cursors)  # type: ignore[no-any-return]

    def apply(self, page: Page) -> None:
        self._call(lambda: self._reference.apply(page))


class SyncLoop:
    """Exchanges for ever: never gives up, waits longer while the ledger is away, and is woken by sales and by the manager."""

    def __init__(
        self, till: Till, ledger: LedgerPort, call: Call, refreshed: Callable[[], None], changed: Callable[[], None], every_s: float
    ) -> None:
        self._till = till
        self._ledger = ledger
        self._call = call
        self._refreshed = refreshed
        self._changed = changed
        self._every_s = every_s
        self._busy = threading.Lock()
        self._online = False
        self._heard = ""
        self._pause_s = FIRST_PAUSE_S
        self._leasing = Leasing(till.terminal, call)
        self.thread = Background("sync", self._turn)

    def wake(self) -> None:
        """Exchange soon; while the ledger is away, the pause that grows between attempts stands."""
        if self._online:
            self.thread.wake()

    def view(self) -> SyncView:
        """Tell how the ledger is reached and what waits."""
        store = self._till.terminal.store
        return SyncView(configured=True, online=self._online, since=self._heard, unsent=store.unsent, unsent_sales=store.unsent_sales)

    def round(self, on_progress: Callable[[Progress], None] | None = None) -> Summary:
        """Exchange once, now. Raises EnvironmentFault and Refusal; what was done until then stays done."""
        with self._busy:
            try:
                self._push_older()
                summary = self._exchange(on_progress)
            except (EnvironmentFault, Refusal):
                self._hear(online=False)
                raise
            self._call(lambda: self._conclude(summary))
            self._hand_over()
            self._renew_leases()
            self._hear(online=True)
            return summary

    def push(self) -> None:
        """Send what the ledger lacks, now. Raises EnvironmentFault and Refusal."""
        with self._busy:
            self._push_older()
            push_all(self._ledger, WorkerJournal(self._till.terminal.store, self._call), lambda: self._call(self._report))

    def _exchange(self, on_progress: Callable[[Progress], None] | None) -> Summary:
        terminal = self._till.terminal
        return exchange(
            self._ledger,
            WorkerJournal(terminal.store, self._call),
            WorkerReference(terminal.reference, self._call),
            lambda: self._call(self._report),
            on_progress,
        )

    def _renew_leases(self) -> None:
        """Ask for leases by the rules that have just come, and have the answer's figures at once."""
        if not self._leasing.ask():
            return
        try:
            summary = self._exchange(None)
        except (EnvironmentFault, Refusal) as failure:
            _log.info("leases not pulled: %s", failure.code)
            return
        self._call(lambda: self._conclude(summary))
        self._call(self._leasing.pulled)

    def _push_older(self) -> None:
        """What a file set aside still holds comes before what was sold since."""
        for journal in self._call(self._till.terminal.store.older_journals):
            push_all(self._ledger, WorkerJournal(journal, self._call), lambda: self._call(self._report))

    def _hand_over(self) -> None:
        """Errands for the ledger; one that cannot be handed over now waits for the next exchange."""
        try:
            hand_over(self._till.terminal, self._call)
            release_waiting(self._till.terminal, self._call)
            hand_over_profiles(self._till.terminal, self._call)
        except (EnvironmentFault, Refusal) as failure:
            _log.info("errands wait: %s", failure.code)

    def _turn(self) -> float:
        try:
            self.round()
        except (EnvironmentFault, Refusal) as failure:
            _log.info("exchange failed: %s", failure.code)
            self._pause_s = min(self._pause_s * 2, PAUSE_LIMIT_S)
            return self._pause_s
        self._pause_s = FIRST_PAUSE_S
        return self._every_s

    def _hear(self, *, online: bool) -> None:
        self._online = self._till.terminal.ledger_answers = online
        if online:
            self._heard = self._till.terminal.clock.now().isoformat()
        self._changed()

    def _conclude(self, summary: Summary) -> None:
        """Note the ledger's time and from where the pulled balances hold; new rules count from now on."""
        terminal = self._till.terminal
        terminal.store.hear_server(datetime.fromisoformat(summary.pulled.server_time))
        terminal.store.settle()
        kept.settle(terminal)
        if summary.pulled.records:
            self._refreshed()

    def _report(self) -> Report:
        store, session = self._till.terminal.store, self._till.session
        return Report(
            epoch=store.identity.epoch,
            head_seq=store.head.seq,
            head_hash=store.head.hash,
            unsent=store.unsent,
            business_day=session.day.business_day if session.day else "",
            staff=session.staff,
            closing=_closing(store),
            open_work=_open_work(self._till.terminal),
        )


def _open_work(terminal: Terminal) -> OpenWork:
    """Return what this till still holds; tickets for practice are none."""
    held = [each.held.gross_minor for each in held_tickets(terminal) if not each.held.training]
    return OpenWork(unsent_sales=terminal.store.unsent_sales, held_tickets=len(held), held_minor=sum(held))


def _closing(store: TillStore) -> Closing | None:
    """Return the last closed day, as the desk shows it."""
    closed = store.last_closing()
    if closed is None:
        return None
    return Closing(
        business_day=closed.business_day,
        z_number=closed.z_number,
        expected_minor=closed.expected_minor,
        counted_minor=closed.counted_minor,
        over_short_minor=closed.over_short_minor,
    )


def exchanging(work: Work, loop: SyncLoop) -> None:
    """Exchange with the ledger now, aside, and tell what came of it; selling is refused meanwhile only to whoever asked."""
    work.asking = "ledger_asked"
    work.aside = (lambda: _attempt(loop), _tell)


def _attempt(loop: SyncLoop) -> Summary | EnvironmentFault | Refusal:
    try:
        return loop.round()
    except (EnvironmentFault, Refusal) as failure:
        return failure


def _tell(work: Work, result: Summary | EnvironmentFault | Refusal) -> None:
    if isinstance(result, Refusal):
        work.failure = result
    elif isinstance(result, EnvironmentFault):
        work.failure = Refusal(result.code)
    else:
        records = sum(result.pulled.records.values())
        work.extra.update(sent=result.pushed.entries, received=records, unsent=work.terminal.store.unsent)
