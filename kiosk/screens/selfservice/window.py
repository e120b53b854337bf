"""The kiosk's window: makes the face anew for another language, look or shape, takes scans, and watches for silence."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.devices.scanner import Wedge
from kiosk.qtbase.bridge import Bridge
from kiosk.qtbase.wedge import WedgeFilter
from kiosk.screens.selfservice.face import Face
from kiosk.screens.selfservice.kit import Kit
from kiosk.services.port import TillPort
from kiosk.touch.theme import Theme
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.selfservice_idle import IdleWatch
from kiosk.viewmodels.selfservice_model import Notice, SelfServiceModel
from kiosk.viewmodels.sounds_model import Silence, Sounds, SoundsModel
from sync.base.words import LANGUAGES, Words

if TYPE_CHECKING:
    from kiosk.qtbase.camera import CameraPicture

TICK_MS = 500
NOTICE_MS = 6_000
_NAMES = {"fr": "Français", "en": "English"}
_SIGNS_OF_LIFE = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress, QEvent.Type.Wheel})


def today() -> str:
    """Return the machine's date, the business day that is proposed when the kiosk is opened."""
    return datetime.now().astimezone().date().isoformat()


class SelfServiceWindow(QWidget):
    """A kiosk over a till. `clock` counts silence in seconds, `day` names the business day; both can be given by tests. `sounds` are played
    for what was scanned and what is refused.

    Codes of a camera, or of a scanner that is no keyboard, go to `scan`; what the camera sees to `camera_picture`, and why it sees nothing
    to `camera_trouble`. It asks the till once it is shown, or by `start`.
    """

    def __init__(
        self,
        port: TillPort,
        words: Words,
        theme: Theme,
        *,
        clock: Callable[[], float] = time.monotonic,
        day: Callable[[], str] = today,
        sounds: Sounds | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("selfservice")
        self.bridge = Bridge(port, self)
        self.model = SelfServiceModel(self.bridge, day, self)
        self.words = self._home = words
        self.theme = theme
        self.face: Face | None = None
        self.idle = IdleWatch(clock, self)
        self.sounds = SoundsModel(sounds or Silence(), self)
        self._watched: tuple[int | None, bool] = (None, False)
        self._trouble = ""
        self._met_member = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.idle.tick)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(NOTICE_MS)
        self._started = False
        self.setWindowTitle("Comptoir")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.wedge = WedgeFilter(Wedge(), self)
        self.wedge.scanned.connect(self.scan)
        self._connect()

    def start(self) -> None:
        """Ask the till where it stands; once is enough."""
        if not self._started:
            self._started = True
            self.model.start()

    def scan(self, code: str, symbology: str = "") -> None:
        """Take a code that a scanner or the camera saw; it is a sign of life like a touch."""
        self.idle.touch()
        self.model.scan(code, symbology or None)

    def camera_picture(self, picture: "CameraPicture") -> None:
        """Take the camera's newest picture."""
        if self.face is not None:
            self.face.show_picture(picture.image, picture.outlines)

    def camera_trouble(self, code: str) -> None:
        """Take why the camera sees nothing, by the code of its sentence; an empty one says that it sees again."""
        self._trouble = code
        if self.face is not None:
            self.face.tell_camera(code)

    def speak(self, language: str) -> None:
        """Switch everything to another language at once."""
        self.model.payment.language = "fr" if language == "fr" else "en"
        if language != self.words.language:
            self.words = self._home.speaking(language)
            self._make_face()

    def use_theme(self, name: ThemeName) -> None:
        """Switch to another look at once."""
        self.theme = self.theme.with_name(name)
        self._make_face()

    def _connect(self) -> None:
        self.bridge.answered.connect(lambda _: self.idle.touch())
        self.model.moved.connect(lambda screen: self._moved(screen.name))
        self.model.changed.connect(self._watch)
        self.model.ticket.changed.connect(self._informed)
        self.model.noticed.connect(self._notice)
        self.model.scanned.connect(self.sounds.accept)
        self.model.attendant.changed.connect(self._watch)
        self.idle.asked.connect(self._ask)
        self.idle.expired.connect(self.model.silence)
        self._notice_timer.timeout.connect(lambda: self.face.tell(None) if self.face else None)

    def _moved(self, screen: str) -> None:
        if screen == "welcome":
            # The next customer begins in the shop's own language, and with widgets that never showed what the last one has.
            met, before = self._met_member, self.face
            self._met_member = False
            self.speak(self._home.language)
            if met and self.face is before:
                self._make_face()
        self._watch(anew=True)

    def _watch(self, *, anew: bool = False) -> None:
        wanted = (self.model.idle_s, self.model.screen.asks)
        if anew or wanted != self._watched:
            self._watched = wanted
            self.idle.watch(wanted[0], asks=wanted[1])

    def _informed(self) -> None:
        """The till said what shop this is: offer its languages; and who shops here."""
        self._met_member = self._met_member or self.model.ticket.basket.member is not None
        if self.face is not None and self.face.languages != self._languages():
            self._make_face()

    def _ask(self, left: int) -> None:
        if self.face is not None:
            self.face.idle.show_seconds(left)

    def _notice(self, told: Notice | None) -> None:
        if told is None:
            self._notice_timer.stop()
            return
        self._notice_timer.start()
        if told.tone == "warn":
            self.sounds.refuse()

    def _languages(self) -> list[tuple[str, str]]:
        info = self.model.ticket.info
        spoken = [code for code in (info.languages if info else LANGUAGES) if code in LANGUAGES]
        return [(code, _NAMES[code]) for code in spoken]

    def _make_face(self) -> None:
        old = self.face
        portrait = self.height() > self.width()
        kit = Kit(self.model, self.words, self.theme, portrait, self.width())
        self.setPalette(self.theme.palette())
        self.face = Face(kit, self._languages(), self.speak)
        self.face.tell_camera(self._trouble)
        self._box.addWidget(self.face)
        if old is not None:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        # What had the focus is gone with the old face, and the next scan needs a place to go.
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.face is None:
            self._make_face()
        handle = self.window().windowHandle()
        if handle is not None:
            # Input reaches the native window first, so one filter there hears a touch on any widget.
            handle.installEventFilter(self)
        self._timer.start()
        self.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shape = (self.height() > self.width(), self.width())
        if self.face is not None and shape != (self.face.kit.portrait, self.face.kit.width):
            self._make_face()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._notice_timer.stop()
        self.wedge.close()
        self.bridge.close()
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear every sign of life in this window, whichever widget it is for."""
        if event.type() in _SIGNS_OF_LIFE:
            self.idle.touch()
        return False
