"""Joins floors 0 to 5 into a running till: the one place, with main, cli and demo, that knows concrete classes. No Qt."""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.domain.policy import Policy
from kiosk.services import circumstances, commands, epochs, members, periods
from kiosk.services.background import Background
from kiosk.services.cards import question, resolve_open
from kiosk.services.clock import ManualClock, SystemClock
from kiosk.services.desk_offers import stop_offer
from kiosk.services.desk_views import StopOffer
from kiosk.services.membership import asking
from kiosk.services.own_settings import OwnSettings
from kiosk.services.ports import CardTerminalPort, LedgerPort, PolePort, PrinterPort, ScalePort
from kiosk.services.print_queue import StoredQueue, waiting
from kiosk.services.profile import Identity, Keys, read_profile
from kiosk.services.queries import AskPush, Desk, FindMember, FindReceipt, RecoveryView, ReturnableReceipt, SettingsNow, WalletPass
from kiosk.services.reading import Reader
from kiosk.services.receipt_search import find_anywhere
from kiosk.services.rules import in_force, remember
from kiosk.services.spooler import Spooler
from kiosk.services.sync_loop import SyncLoop, exchanging
from kiosk.services.till import Till
from kiosk.services.use_cases import USE_CASES
from kiosk.services.work import Terminal
from kiosk.services.worker import Worker
from kiosk.store.reference import ReferenceStore
from kiosk.store.till import TillStore
from sync.base.settings import Settings, load
from sync.base.version import SOFTWARE
from sync.base.words import Words
from sync.protocol import records
from sync.rules.barcode import Rules, compile_rules

if TYPE_CHECKING:
    from kiosk.devices.printer.driver import PrinterModel
    from kiosk.devices.sounds import Silence, SoundPlayer
    from kiosk.services.customer_display import CustomerDisplay

VERIFY_AFTER_S = 10.0
VERIFY_REST_S = 0.02
"""A rest follows every page of entries proven."""
UNKNOWN_SHOP = records.Shop(
    name="", country="FR", currency="EUR", minor_digits=2, timezone="Europe/Paris", languages=["fr", "en"], prices_include_tax=True
)
"""What a terminal knows before its first pull."""

_log = logging.getLogger(__name__)


class Running:
    """A till with its threads. `worker` is the port of screens and of the headless till."""

    def __init__(self, till: Till, settings: Settings) -> None:
        self.till = till
        self.settings = settings
        self.reader = Reader(till)
        self.reader.extend(WalletPass, self._wallet_pass)
        self.worker = Worker(till, self.reader)
        self._stopping = threading.Event()
        self._threads: list[Background] = []
        self.spooler: Spooler | None = None
        self.second_spooler: Spooler | None = None
        self.sync: SyncLoop | None = None
        self.display: CustomerDisplay | None = None
        self._ledger: LedgerPort | None = None

    def with_printer(self, printer: PrinterPort) -> None:
        """Print through `printer`; python-escpos is loaded with the first paper."""
        self.spooler = spooler = self._spooler(printer, 1)
        self.till.terminal.has_printer = True
        self.reader.printer_state = lambda: spooler.state

    def with_second_printer(self, printer: PrinterPort) -> None:
        """Have another printer at hand, to which a waiting paper may be sent."""
        self.second_spooler = spooler = self._spooler(printer, 2)
        self.till.terminal.has_second_printer = True
        self.reader.second_printer_state = lambda: spooler.state

    def _spooler(self, printer: PrinterPort, number: int) -> Spooler:
        from kiosk.devices.printer.driver import EscPosDriver
        from sync.base.resources import read_bytes

        driver = EscPosDriver(printer_model(self.settings), read_bytes("images", "logo.png"))
        queue = StoredQueue(self.till.terminal, driver, self.worker.call, number, self._paper_taken)
        return Spooler(queue, printer, lambda: self.worker.publish("printer"), f"spooler-{number}")

    def _paper_taken(self) -> None:
        """An epoch that is due waits for the papers of its last closing."""
        if self.till.session.day is None:
            epochs.turn_if_due(self.till.terminal)

    def with_settings(self, own: OwnSettings) -> None:
        """Let an administrator change this terminal's settings at the till."""
        self.till.extend(commands.ChangeSetting, own.change)
        self.reader.extend(SettingsNow, own.rows)

    def _wallet_pass(self, query: WalletPass) -> bytes:
        """Make a pass; what signs it is loaded with the first one."""
        from kiosk.services.membership.wallet_pass import Passes

        return Passes(self.till.terminal, self.settings.text("pass_certificate"), self.settings.text("pass_key")).make(query)

    def with_pole(self, pole: PolePort) -> None:
        """Show the customer what happens on a display of two lines."""
        from kiosk.services.customer_display import CustomerDisplay

        self.display = CustomerDisplay(pole, self.till.terminal, lambda: self.till.session)

    @cached_property
    def sounds(self) -> "SoundPlayer | Silence":
        """What screens play; made when the first of them asks."""
        from kiosk.devices.sounds import Silence, SoundPlayer

        return SoundPlayer() if self.settings.text("sounds") == "on" else Silence()

    def with_ledger(self, ledger: LedgerPort) -> None:
        """Exchange with `ledger` by itself."""
        self._ledger = ledger
        loop = SyncLoop(
            self.till, ledger, self.worker.call, self.refresh, lambda: self.worker.publish("sync"), self.settings.number("sync_every_s")
        )
        self.sync = loop
        self.till.terminal.receipts = self.till.terminal.mail = self.till.terminal.rights = self.till.terminal.members = ledger
        self.till.terminal.push = loop.push
        self.till.extend(commands.Sync, lambda work, command: exchanging(work, loop))
        self.reader.sync_view = loop.view
        self.worker.elsewhere = {
            Desk: lambda query: ledger.desk(query.business_day),
            StopOffer: lambda query: stop_offer(ledger, self.till, query, self.worker.call),
            AskPush: lambda query: self._push_all(ledger, loop),
            FindReceipt: lambda query: self._find_receipt(query.receipt),
            FindMember: lambda query: asking.find(self.till.terminal, query.text, query.limit, self.worker.call),
        }

    def start(self) -> None:
        """Start the worker, recover what a stop left open, then the queues."""
        self.start_worker()
        self.start_queues()

    def start_worker(self) -> None:
        """Start the worker and recover what a stop left open: enough to sell."""
        self.worker.start()
        self.worker.call(self._recover)
        self.worker.subscribe(lambda change: self._wake(change.topics))
        if self.display:
            self.worker.subscribe(self.display.hear)

    def start_queues(self) -> None:
        """Start printing, exchanging and proving the journal; screens do it once they are painted."""
        self._threads = [part.thread for part in (self.spooler, self.second_spooler, self.sync, self.display) if part]
        for thread in self._threads:
            thread.start()
        threading.Thread(target=self._verify, name="verify", daemon=True).start()

    def sign_off(self) -> None:
        """Start with nobody logged in: a till that was switched off may be switched on by anybody. A kiosk goes on by itself."""
        self.till.sign_off()

    def stop(self) -> None:
        """Stop queues and worker and close the files."""
        self._stopping.set()
        for thread in self._threads:
            thread.stop()
        if "sounds" in self.__dict__:
            self.sounds.stop()
        self.stop_worker()

    def stop_worker(self) -> None:
        """Stop the worker and close the files."""
        self.worker.stop()
        self.close_files()

    def close_files(self) -> None:
        """Close the databases and the connection to the ledger, and let another process in."""
        if self._ledger is not None:
            self._ledger.close()
        self.till.terminal.reference.close()
        self.till.terminal.store.close()

    def refresh(self) -> None:
        """Take new reference data into use; on the worker."""
        terminal = self.till.terminal
        terminal.policy, terminal.bundle_version, terminal.policy_rules, terminal.store_record = rules_of(
            terminal.reference, terminal.identity, terminal.policy
        )
        terminal.pulls += 1
        circumstances.prepare(terminal)
        answer, touched = self.till.run(members.refresh)
        self.worker.publish("reference", *touched, answer=answer if touched else None)

    def _find_receipt(self, receipt: str) -> ReturnableReceipt:
        return find_anywhere(self.till.terminal, lambda: self.till.session.basket, receipt, self.worker.call)

    def _push_all(self, ledger: LedgerPort, loop: SyncLoop) -> int:
        """The manager's button: push what this machine holds, and ask the other terminals to push now."""
        count = ledger.ask_push()
        loop.round()
        return count

    def _wake(self, topics: frozenset[str]) -> None:
        for spooler in (self.spooler, self.second_spooler):
            if spooler and "printer" in topics:
                spooler.thread.wake()
        if self.sync and topics & {"member", "day", "session"}:
            self.sync.wake()

    def _recover(self) -> None:
        """Resolve an open card intent with its terminal first (law 2), and say what came back."""
        periods.resume(self.till)
        terminal, session = self.till.terminal, self.till.session
        ask = question(terminal, session.intent)
        if ask is not None:
            answer = ask()
            self.till.run(lambda work: resolve_open(work, answer))
        self.reader.recovery = RecoveryView(
            lines=len(session.basket.lines) if session.basket else 0,
            intents=int(session.intent is not None),
            papers=waiting(terminal),
            set_aside=past.set_aside.name if (past := terminal.store.past) and past.set_aside else "",
        )

    def _verify(self) -> None:
        """Prove the whole journal in the background, late and with rests: the till starts and sells on the same processor.

        The tail was proven before the first sale.
        """
        if self._stopping.wait(VERIFY_AFTER_S):
            return
        result = self.till.terminal.store.verify(self._rest)
        if not result.ok:
            _log.error("journal: first bad entry %s (%s)", result.bad_seq, result.cause)
            self.worker.call(self.till.terminal.store.condemn)

    def _rest(self, proven: int, total: int) -> None:
        self._stopping.wait(VERIFY_REST_S)


def open_terminal(
    folder: Path,
    *,
    manual_clock: bool = False,
    card: CardTerminalPort | None = None,
    scale: ScalePort | None = None,
    ledger: str = "",
) -> Running:
    """Open an enrolled profile as a running till, not yet started. Raises Refusal and EnvironmentFault."""
    identity, keys = read_profile(folder)
    settings = load(folder)
    scale, pole = scale or _scale(settings), _pole(settings)
    with ExitStack() as opened:
        running = assemble(folder, identity, keys, settings, manual_clock=manual_clock, card=card)
        opened.callback(running.close_files)
        running.till.terminal.scale = scale
        if pole is not None:
            running.with_pole(pole)
        running.with_settings(OwnSettings(folder, settings))
        if identity.kind != "selfservice":
            running.sign_off()
        _connect(running, ledger or identity.ledger, keys)
        # Only now does the till know whether it is the whole shop or must be leased what it may spend.
        circumstances.prepare(running.till.terminal)
        opened.pop_all()
    return running


def _connect(running: Running, ledger: str, keys: Keys) -> None:
    """Join the ledger and the printers that the settings name."""
    settings = running.settings
    if ledger:
        from sync.client.ledger import LedgerClient

        running.with_ledger(LedgerClient(ledger, running.till.terminal.identity.terminal, keys.signer()))
    if settings.text("printer"):
        from kiosk.devices.printer.transport import transport_at

        running.with_printer(transport_at(settings.text("printer")))
        if settings.text("printer_2"):
            running.with_second_printer(transport_at(settings.text("printer_2")))


def assemble(
    folder: Path, identity: Identity, keys: Keys, settings: Settings, *, manual_clock: bool = False, card: CardTerminalPort | None = None
) -> Running:
    """Join store, reference data and use cases of one terminal; what a failing start has opened is closed again."""
    with ExitStack() as opened:
        reference = ReferenceStore.open(folder)
        opened.callback(reference.close)
        policy, version, rules, store_record = rules_of(reference, identity)
        shop = policy.shop
        clock = ManualClock(shop.timezone) if manual_clock else SystemClock(shop.timezone)
        store = TillStore.open(folder, keys.signer(), identity.terminal, identity.register, identity.store, SOFTWARE, clock.now)
        opened.callback(store.close)
        language = settings.text("language")
        terminal = Terminal(
            identity=identity,
            keys=keys,
            store=store,
            reference=reference,
            policy=policy,
            bundle_version=version,
            policy_rules=rules,
            store_record=store_record,
            clock=clock,
            words=Words(language, currency=shop.currency, digits=shop.minor_digits, timezone=shop.timezone),
        )
        terminal.card = card or _card(settings, folder, lambda: terminal.policy.shop.currency)
        running = Running(Till(terminal, USE_CASES), settings)
        opened.pop_all()
    return running


def printer_model(settings: Settings) -> "PrinterModel":
    """Return the printer that the settings describe."""
    from kiosk.devices.printer.driver import model_of

    return model_of(settings.number("paper_mm"), settings.number("printer_columns"), settings.text("printer_codepage"))


def rules_of(reference: ReferenceStore, identity: Identity, before: Policy | None = None) -> tuple[Policy, int, Rules, records.Store]:
    """Return the rules in force: the bundle that evaluation runs under with its version, the barcode patterns, and this store.

    Rules that are the same as `before` are the very same object: what was compiled of them holds.
    """
    found = in_force(reference, UNKNOWN_SHOP)
    remember(reference, found.policy)
    policy = before if before is not None and before.bundle == found.policy.bundle else found.policy
    rules = compile_rules(reference.records("barcode_rule", records.BarcodeRule))
    store = reference.record("store", identity.store, records.Store) or records.Store(id=identity.store, name=identity.store)
    return policy, found.version, rules, store


def _card(settings: Settings, folder: Path, currency: Callable[[], str]) -> CardTerminalPort | None:
    if not settings.text("card"):
        return None
    from kiosk.devices.card_address import card_at

    return card_at(settings.text("card"), folder, currency)


def _scale(settings: Settings) -> ScalePort | None:
    if not settings.text("scale"):
        return None
    from kiosk.devices.scale import scale_at

    return scale_at(settings.text("scale"))


def _pole(settings: Settings) -> PolePort | None:
    if not settings.text("pole"):
        return None
    from kiosk.devices.pole import pole_at

    return pole_at(settings.text("pole"))
