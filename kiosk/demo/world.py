"""The demo's whole shop: one folder with ledger, terminals, cards and papers, opened and closed in order. No Qt."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.bootstrap import Running, open_terminal
from kiosk.demo.shop import MEMBERS
from kiosk.demo.world_build import Progress, build, keep_address
from kiosk.demo.world_counter import CounterCard, TableCamera
from kiosk.demo.world_devices import Counter
from kiosk.demo.world_ledger import LedgerProcess, free_port, is_free
from kiosk.devices.card import SimulatedCardTerminal
from kiosk.devices.printer.simulated import Job, SimulatedPrinter
from sync.base.settings import remember
from sync.protocol.errors import EnvironmentFault, Refusal

TILL, KIOSK, DESK = "01", "K1", "D1"
PROFILES = {TILL: "till-01", KIOSK: "kiosk-K1", DESK: "desk-D1"}
MARK = "demo.json"
CARD_PATIENCE_S = 4.0


class Marks(msgspec.Struct):
    """What the folder remembers: whether it was built to its end, and the ports it had."""

    built: bool = False
    ledger_port: int = 0
    printer_port: int = 0


class World:
    """The shop of one folder. `prepare`, then `open`; `close` ends everything in the opposite order."""

    def __init__(self, folder: Path, *, card_patience_s: float = CARD_PATIENCE_S, cards: int = MEMBERS) -> None:
        self._cards = cards
        self.folder = folder
        self.cards = folder / "cards"
        self.papers = folder / "papers"
        self.profiles = {register: folder / name for register, name in PROFILES.items()}
        self.ledger = LedgerProcess(folder / "ledger")
        self.cameras = {TILL: TableCamera(), KIOSK: TableCamera()}
        self.card = CounterCard(SimulatedCardTerminal(folder / "card-terminal.json"), card_patience_s)
        self.running: dict[str, Running] = {}
        self.printer: SimulatedPrinter | None = None
        self.counter: Counter | None = None
        self._patience_s = card_patience_s
        self._on_paper: Callable[[Job], None] | None = None

    def prepare(self, progress: Progress, *, fresh: bool = False) -> None:
        """Build what is not built yet; `fresh` begins anew. Only a folder of the demo's own is ever emptied."""
        marks = self._marks()
        if fresh or (marks is not None and not marks.built):
            self._clear(marks)
            marks = None
        if marks is None:
            self._begin()
            port = build(self.folder, self.folder / "ledger", self.profiles, progress, cards=self._cards)
            self._remember(Marks(built=True, ledger_port=port))

    def open(self, on_paper: Callable[[Job], None] | None = None) -> Counter:
        """Start ledger, devices and terminals; `on_paper` hears of every paper on the printer's thread. Returns the till's devices."""
        marks = self._marks() or Marks()
        self._on_paper = on_paper
        self.ledger.port = marks.ledger_port if is_free(marks.ledger_port) else free_port()
        try:
            keep_address(self.folder, self.ledger)
            self.ledger.start()
            counter = self.counter = Counter(self._patience_s)
            self.printer = SimulatedPrinter(marks.printer_port if is_free(marks.printer_port) else 0, on_job=self._keep)
            self._remember(Marks(built=True, ledger_port=self.ledger.port, printer_port=self.printer.port))
            for register, profile in self.profiles.items():
                self.running[register] = self._open_terminal(register, profile)
        except (EnvironmentFault, Refusal):
            self.close()
            raise
        return counter

    def close(self) -> None:
        """Stop terminals, devices and ledger."""
        for running in self.running.values():
            running.stop()
        self.running = {}
        if self.printer is not None:
            self.printer.close()
            self.printer = None
        if self.counter is not None:
            self.counter.close()
            self.counter = None
        self.ledger.stop()

    @property
    def printer_address(self) -> str:
        """What the setting `printer` says of the simulated one."""
        return f"tcp://127.0.0.1:{self.printer.port if self.printer else 0}"

    def set_everywhere(self, key: str, value: str) -> None:
        """Set a setting of all terminals, before they are opened."""
        for profile in self.profiles.values():
            remember(profile, key, value)

    def _open_terminal(self, register: str, profile: Path) -> Running:
        if register != DESK:
            remember(profile, "printer", self.printer_address)
        counter = self.counter if register == TILL else None
        if counter is not None:
            remember(profile, "card", counter.card_address)
        running = open_terminal(
            profile, card=self.card if register == KIOSK else None, scale=counter.scale if counter else None, ledger=self.ledger.url
        )
        if counter is not None:
            running.with_pole(counter.pole)
        running.start()
        return running

    def _keep(self, job: Job) -> None:
        """Keep the bytes and the picture of every paper; a paper's number follows the last one in the folder."""
        self.papers.mkdir(exist_ok=True)
        number = sum(1 for _ in self.papers.glob("*.escpos")) + 1
        (self.papers / f"{number:04d}.escpos").write_bytes(job.data)
        (self.papers / f"{number:04d}.png").write_bytes(job.paper.png())
        if self._on_paper is not None:
            self._on_paper(job)

    def _marks(self) -> Marks | None:
        path = self.folder / MARK
        try:
            return msgspec.json.decode(path.read_bytes(), type=Marks) if path.exists() else None
        except (OSError, msgspec.DecodeError) as error:
            raise EnvironmentFault("file_unreadable", path=str(path)) from error

    def _remember(self, marks: Marks) -> None:
        (self.folder / MARK).write_bytes(msgspec.json.format(msgspec.json.encode(marks)))

    def _clear(self, marks: Marks | None) -> None:
        if marks is not None:
            shutil.rmtree(self.folder)

    def _begin(self) -> None:
        """Take an empty folder; anything else in it is somebody's."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if any(self.folder.iterdir()):
                raise Refusal("bad_value", field="--folder", rule="empty_folder")
            self._remember(Marks())
        except OSError as error:
            raise EnvironmentFault("profile_read_only", path=str(self.folder)) from error
