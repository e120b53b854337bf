"""The faces as windows: joins bootstrap's running till with screens. The only module that starts a Qt application."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.bootstrap import Running, open_terminal
from kiosk.qtbase.collecting import GuiCollector
from kiosk.screens.cashier.desk_host import Hosted
from kiosk.screens.shared.look import Look
from kiosk.services.profile import is_terminal
from kiosk.touch.theme import Theme, make_theme
from kiosk.touch.tokens import Face, ThemeName
from sync.base import crashes, log
from sync.base.settings import remember
from sync.base.version import SOFTWARE
from sync.protocol.errors import Refusal

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from kiosk.devices.camera_sources import FrameSource
    from kiosk.qtbase.camera import CameraFeed, CameraPicture
    from kiosk.qtbase.scanner_feed import ScannerFeed
    from kiosk.screens.cashier.window import CashierWindow

Kind = Literal["cashier", "selfservice", "manager"]
QUEUES_AFTER_MS = 1_500
"""The first screen is painted before network and printer are loaded."""

_FULL_SCREEN = frozenset({"selfservice"})


def application() -> QApplication:
    """Return the one Qt application of this process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Comptoir")
    GuiCollector(made).start()
    return made


def theme_for(running: Running, face: Face) -> Theme:
    """Return the look a terminal's settings ask for."""
    return make_theme(ThemeName(running.settings.text("theme")), face)


Scan = Callable[[str, str], None]
Clock = Callable[[], float]


class Made(NamedTuple):
    """A face's window, and what it takes from a camera or scanner: codes with their symbology, pictures with their codes outlined, and why
    it sees nothing.
    """

    window: QWidget
    scan: Scan
    show: "Callable[[CameraPicture], None] | None" = None
    camera_trouble: Callable[[str], None] | None = None
    watched: "SignalInstance | None" = None
    """Says whether anybody looks at the pictures; None for always."""


def open_window(
    kind: Kind, running: Running, folder: Path, *, camera: "FrameSource | None" = None, silence_clock: Clock = time.monotonic
) -> QWidget:
    """Make a face over a running till. `camera` stands in for the one that is set, `silence_clock` (seconds) for the one of idling."""
    made = _FACES[kind](running, folder, silence_clock)
    _with_camera(camera, running.settings.text("camera"), made)
    _with_scanner(running.settings.text("scanner"), made)
    return made.window


def _cashier(running: Running, folder: Path, silence_clock: Clock) -> Made:
    from kiosk.screens.cashier.window import CashierWindow

    terminal = running.till.terminal
    window = CashierWindow(
        running.worker,
        terminal.words,
        theme_for(running, Face.TILL),
        now=terminal.clock.now,
        desk=_desk_of(running),
        settings=_settings_of(running),
        sounds=running.sounds,
    )
    window.language_changed.connect(lambda language: remember(folder, "language", language))
    window.theme_changed.connect(lambda name: remember(folder, "theme", name))
    _face_the_customer(running, window)
    window.start()
    return Made(window, window.scan, window.camera_picture, window.camera_failed, window.model.camera.watched)


def _face_the_customer(running: Running, window: "CashierWindow") -> None:
    """Open the customer's screen where one is set and plugged in; it follows the cashier's language and look, and closes with it."""
    number, screens = running.settings.number("customer_screen"), QGuiApplication.screens()
    if not 0 < number <= len(screens):
        return
    from kiosk.screens.shared.customer_display import READ_FROM_AFAR_PX, CustomerDisplay

    screen = screens[number - 1]
    face = Face.KIOSK if screen.size().width() >= READ_FROM_AFAR_PX else Face.TILL
    display = CustomerDisplay(running.worker, running.till.terminal.words, theme_for(running, face))
    window.language_changed.connect(display.speak)
    window.theme_changed.connect(display.use_theme)
    # A window without a parent lives as long as somebody holds it: Qt does not, this connection does.
    window.closing.connect(lambda: display.close())
    display.setGeometry(screen.geometry())
    display.setWindowState(Qt.WindowState.WindowFullScreen)
    display.show()  # showFullScreen would ask for the keys, which belong to the cashier's window


def _desk_of(running: Running) -> Callable[[Look], Hosted] | None:
    """The store's end of day as a page of the till, for a manager who logs in there."""
    if running.sync is None:
        return None

    def make(look: Look) -> Hosted:
        from kiosk.screens.manager.page import ManagerPage

        page = ManagerPage(running.worker, look.words, look.theme)
        return Hosted(page, page.leave)

    return make


def _settings_of(running: Running) -> Callable[[Look], Hosted]:
    """The settings as a page of the till, for an administrator who logs in there."""

    def make(look: Look) -> Hosted:
        from kiosk.screens.setup.settings_page import SettingsPage

        page = SettingsPage(running.worker, look)
        return Hosted(page, page.leave)

    return make


def _selfservice(running: Running, folder: Path, silence_clock: Clock) -> Made:
    from kiosk.screens.selfservice.window import SelfServiceWindow

    window = SelfServiceWindow(
        running.worker, running.till.terminal.words, theme_for(running, Face.KIOSK), clock=silence_clock, sounds=running.sounds
    )
    return Made(window, window.scan, window.camera_picture, camera_trouble=window.camera_trouble)


def _manager(running: Running, folder: Path, silence_clock: Clock) -> Made:
    from kiosk.screens.manager.window import ManagerWindow

    window = ManagerWindow(running.worker, running.till.terminal.words, theme_for(running, Face.TILL))
    return Made(window, lambda code, symbology: None)


_FACES: dict[Kind, Callable[[Running, Path, Clock], Made]] = {"cashier": _cashier, "selfservice": _selfservice, "manager": _manager}


def _with_camera(source: "FrameSource | None", address: str, made: Made) -> None:
    """Let a camera see for this face; OpenCV is loaded on the camera's own thread."""
    if source is None and not address:
        return
    from kiosk.devices.camera_sources import source_at
    from kiosk.qtbase.camera import CameraFeed

    feed = CameraFeed(source or source_at(address), made.window, pictures=made.show is not None)
    for told, taker in ((feed.seen, made.show), (feed.trouble, made.camera_trouble)):
        if taker is not None:
            told.connect(taker)
    if made.watched is not None:
        feed.show_pictures(False)
        made.watched.connect(feed.show_pictures)
    _connect(feed, made)


def _with_scanner(address: str, made: Made) -> None:
    """Let a scanner on a serial line be heard by this face; its codes go the way of the keyboard wedge's."""
    if not address:
        return
    from kiosk.qtbase.scanner_feed import ScannerFeed

    _connect(ScannerFeed(address, made.window), made)


def _connect(feed: "CameraFeed | ScannerFeed", made: Made) -> None:
    """Codes take one way, wherever they come from."""
    feed.code.connect(made.scan)
    made.window.destroyed.connect(feed.stop)
    feed.start()


def run_face(kind: Kind, folder: Path) -> int:
    """Open a face on a profile and serve it until its window is closed. A machine that is no terminal yet is asked what it shall be."""
    app = application()
    if not is_terminal(folder):
        from kiosk.cli.first_start import ask_first

        joined = ask_first(app, folder)
        if joined is None:
            return 0
        kind = next(face for face in _FACES if face == joined)
    log.configure(folder)
    crashes.watch(folder, SOFTWARE)
    running = open_terminal(folder)
    if running.till.terminal.identity.kind != kind and not (kind == "manager" and running.till.terminal.identity.kind == "cashier"):
        running.close_files()
        raise Refusal("wrong_register", field="profile")
    running.start_worker()
    try:
        window = open_window(kind, running, folder)
        QTimer.singleShot(QUEUES_AFTER_MS, running.start_queues)
        window.showFullScreen() if kind in _FULL_SCREEN else window.show()
        return app.exec()
    finally:
        running.stop()
