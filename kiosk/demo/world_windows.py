"""The demo's windows: the faces over the world's terminals, the printer with its paper and the till's devices, in one Qt process."""

import logging
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.demo.devices_window import DevicesWindow
from kiosk.demo.paper_window import PaperWindow
from kiosk.demo.world import DESK, KIOSK, TILL, World
from kiosk.devices.printer.simulated import Job
from kiosk.main import Clock, Kind, open_window
from kiosk.qtbase.camera import CameraFeed
from kiosk.screens.shared.customer_display import CustomerDisplay
from kiosk.touch.theme import make_theme
from sync.base.settings import remember
from sync.protocol.errors import EnvironmentFault

_log = logging.getLogger(__name__)

CARD_SHOWN_MS = 2_500
TILL_PX, KIOSK_PX = (1280, 800), (1280, 800)
CUSTOMER_SCREEN = 2
_GAP_PX = 24
FACES: dict[str, Kind] = {TILL: "cashier", KIOSK: "selfservice", DESK: "manager"}


class Windows(QObject):
    """Opens the world and a window a face. Papers come from the printer's thread and are shown on this one."""

    paper_came = Signal(object)
    till_closed = Signal()
    _came = Signal(object)
    _switched = Signal()

    def __init__(self, world: World, *, silence_clock: Clock = time.monotonic) -> None:
        super().__init__()
        self.world = world
        self._came.connect(self._show_paper)
        self._switched.connect(self._plug_switched)
        self._switching: threading.Thread | None = None
        remember(world.profiles[TILL], "customer_screen", str(CUSTOMER_SCREEN if len(QGuiApplication.screens()) >= CUSTOMER_SCREEN else 0))
        counter = world.open(self._came.emit)
        self.faces = {register: self._open_face(register, silence_clock) for register in FACES}
        words = world.running[TILL].till.terminal.words
        self.paper = PaperWindow(make_theme(), words)
        self.devices = DevicesWindow(make_theme(), words, counter)
        self.customer = next((top for top in QApplication.topLevelWidgets() if isinstance(top, CustomerDisplay)), QWidget())
        self._member = 0
        self._card_timer = QTimer(self)
        self._card_timer.setSingleShot(True)
        self._card_timer.setInterval(CARD_SHOWN_MS)
        self._card_timer.timeout.connect(self._take_card_away)
        self._connect()

    def show_all(self) -> None:
        """Put till, kiosk and printer beside each other; the desk comes by its key."""
        screen = QGuiApplication.primaryScreen()
        area = screen.availableGeometry() if screen else QRect(0, 0, *TILL_PX)
        till, kiosk = self.faces[TILL], self.faces[KIOSK]
        till.setGeometry(area.left(), area.top(), min(TILL_PX[0], area.width()), min(TILL_PX[1], area.height()))
        height = min(KIOSK_PX[1], area.height())
        kiosk.setGeometry(max(area.left(), area.right() - KIOSK_PX[0]), area.top(), KIOSK_PX[0], height)
        self.paper.move(area.left() + _GAP_PX, max(area.top(), area.bottom() - self.paper.height()))
        self.faces[DESK].resize(*TILL_PX)
        left = self.paper.x() + self.paper.width() + _GAP_PX
        self.devices.move(left, max(area.top(), area.bottom() - self.devices.height()))
        for window in (self.paper, self.devices, kiosk, till):
            window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        """Closing the till's window ends the demo."""
        if event.type() == QEvent.Type.Close:
            self.till_closed.emit()
        return False

    def close(self) -> None:
        """Close every window, then the world: cameras first, ledger last."""
        if self._switching is not None:
            self._switching.join()
        for window in (*self.faces.values(), self.paper, self.devices):
            for feed in window.findChildren(CameraFeed):
                feed.stop()
            window.close()
        self.world.close()

    def _open_face(self, register: str, silence_clock: Clock) -> QWidget:
        running, folder = self.world.running[register], self.world.profiles[register]
        window = open_window(FACES[register], running, folder, camera=self.world.cameras.get(register), silence_clock=silence_clock)
        window.setWindowTitle(f"Comptoir · {register}")
        return window

    def _connect(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "show_card": self.show_next_card,
            "network": self._switch_network,
            "printer_power": self._switch_printer,
            "printer_paper": self._switch_paper,
            "desk": self._open_desk,
        }
        self.faces[TILL].installEventFilter(self)
        for name, act in acts.items():
            self.paper.keys[name].clicked.connect(act)
        self._refresh()

    def show_next_card(self) -> None:
        """Hold the next member's card out to the cameras for a moment."""
        cards = sorted(self.world.cards.glob("*.png"))
        card = cards[self._member % len(cards)]
        self._member += 1
        for camera in self.world.cameras.values():
            camera.hold_out(card)
        self._card_timer.start()

    def _take_card_away(self) -> None:
        for camera in self.world.cameras.values():
            camera.take_away()

    def _switch_network(self) -> None:
        """Pull the ledger's plug, or put it back; it takes a moment to start, in which the till must not wait."""
        key, ledger = self.paper.keys["network"], self.world.ledger
        key.setEnabled(False)
        change = ledger.kill if ledger.serves else ledger.start

        def switch() -> None:
            try:
                change()
            except EnvironmentFault as fault:
                _log.warning("ledger: %s", fault.code)
            self._switched.emit()

        self._switching = threading.Thread(target=switch, name="plug")
        self._switching.start()

    def _plug_switched(self) -> None:
        self.paper.keys["network"].setEnabled(True)
        self._refresh()

    def _switch_printer(self) -> None:
        printer = self.world.printer
        if printer is not None:
            (printer.switch_off if printer.is_on else printer.switch_on)()
        self._refresh()

    def _switch_paper(self) -> None:
        printer = self.world.printer
        if printer is not None and printer.paper_out:
            printer.load_paper()
        elif printer is not None:
            printer.paper_out = True
        self._refresh()

    def _open_desk(self) -> None:
        desk = self.faces[DESK]
        desk.show()
        desk.raise_()
        desk.activateWindow()

    def _show_paper(self, job: Job) -> None:
        self.paper.add(job.paper)
        self.paper_came.emit(job)

    def _refresh(self) -> None:
        printer = self.world.printer
        on, paper = (printer.is_on, not printer.paper_out) if printer else (False, False)
        self.paper.show_state(printer_on=on, has_paper=paper, network=self.world.ledger.serves)
