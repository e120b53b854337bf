"""The window of the first start: the steps at the left, one question at the right, back and on below."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.devices.scanner import Wedge
from kiosk.qtbase.wedge import WedgeFilter
from kiosk.screens.setup.page_clock import ClockPage
from kiosk.screens.setup.page_join import JoinPage
from kiosk.screens.setup.page_language import LanguagePage
from kiosk.screens.setup.page_printer import PrinterPage
from kiosk.screens.setup.page_ready import ReadyPage
from kiosk.screens.setup.page_scanner import ScannerPage
from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.services.first_start import STEPS, Machine, Step
from kiosk.touch.card import Card, Ground
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.message import MessageBar
from kiosk.touch.status import StepBar
from kiosk.touch.theme import BOLD, REGULAR, Theme
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.first_start_model import FirstStartModel
from sync.base.words import Words
from sync.protocol.errors import EnvironmentFault, Refusal

LEAST_WIDTH, LEAST_HEIGHT = 1024, 720
_STEPS_WIDTH = 260


class FirstStartWindow(Ground):
    """Asks what a till must know before it can sell. `finished` comes once it may be opened; closing the window leaves it for later."""

    finished = Signal()
    camera_wanted = Signal(str)

    def __init__(self, machine: Machine, words: Words, theme: Theme, *, now: Callable[[], datetime] | None = None) -> None:
        super().__init__(theme)
        self._now = now or (lambda: datetime.now(words.zone))
        self.look = Look(theme, words)
        self.model = FirstStartModel(machine, self)
        self._body: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setWindowTitle("Comptoir")
        self.wedge = WedgeFilter(Wedge(), self)
        self.wedge.scanned.connect(self.scan)
        model = self.model
        model.moved.connect(self._show_step)
        model.changed.connect(self._follow)
        model.failed.connect(self._fail)
        model.language_chosen.connect(self._speak)
        model.theme_chosen.connect(self._wear)
        model.camera_chosen.connect(self.camera_wanted)
        model.finished.connect(self._finish)
        self._build()

    def scan(self, code: str) -> None:
        """Take a code from a scanner or a camera."""
        self.model.code_arrived(code)

    def camera_image(self, image: QImage) -> None:
        """Show what the chosen camera sees."""
        if isinstance(self.page, ScannerPage):
            self.page.preview.show_image(image)

    def camera_failed(self, code: str) -> None:
        """Say why the chosen camera shows nothing; an empty code says that it does again."""
        self.message.show_message(self.look.words.error(code, {"camera": self.model.camera}) if code else "")

    def _build(self) -> None:
        look, words = self.look, self.look.words
        body = Ground(look.theme)
        self.steps = StepBar(look.theme, len(STEPS))
        self.names = {step: Label(look.theme, said, "body", "ink2") for step, said in self._step_names().items()}
        self.message = MessageBar(look.theme)
        self.back = KeyButton(look.theme, words.tr("Back"), cap=key_name(words, "Esc"), keys=("Esc",), least=72)
        self.back.setObjectName("back")
        self.next = enter_key(look, name="next", least=72)
        self.back.clicked.connect(self.model.go_back)
        self.next.clicked.connect(self.model.go_on)
        self._place = QVBoxLayout()
        self.page: StepPage | None = None
        self._lay_out(body)
        former, self._body = self._body, body
        self._layout.addWidget(body)
        if former is not None:
            former.hide()
            former.deleteLater()
        self._show_step(self.model.step)

    def _lay_out(self, body: QWidget) -> None:
        theme = self.look.theme
        side = QVBoxLayout()
        side.setSpacing(18)
        side.addWidget(Label(theme, "Comptoir", "title", "ink", BOLD))
        side.addSpacing(12)
        for label in self.names.values():
            label.setFixedWidth(_STEPS_WIDTH)
            side.addWidget(label)
        side.addStretch(1)
        card = Card(theme, margins=(32, 28, 32, 28))
        card.box.addLayout(self._place, 1)
        card.box.addWidget(self.message)
        feet = QHBoxLayout()
        feet.setSpacing(12)
        feet.addWidget(self.back, 1)
        feet.addWidget(self.next, 2)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.steps)
        right.addWidget(card, 1)
        right.addLayout(feet)
        box = QHBoxLayout(body)
        box.setContentsMargins(40, 32, 40, 32)
        box.setSpacing(32)
        box.addLayout(side)
        box.addLayout(right, 1)

    def _step_names(self) -> dict[Step, str]:
        tr = self.look.words.tr
        return {
            "language": tr("Language"),
            "join": tr("The shop"),
            "printer": tr("Printer"),
            "scanner": tr("Scanner and camera"),
            "clock": tr("Clock"),
            "ready": tr("Ready"),
        }

    def _make(self, step: Step) -> StepPage:
        if step == "clock":
            return ClockPage(self.look, self.model, self._now)
        pages: dict[Step, Callable[[Look, FirstStartModel], StepPage]] = {
            "language": LanguagePage,
            "join": JoinPage,
            "printer": PrinterPage,
            "scanner": ScannerPage,
            "ready": ReadyPage,
        }
        return pages[step](self.look, self.model)

    def _show_step(self, step: str) -> None:
        if self.page is not None:
            self.page.hide()
            self.page.deleteLater()
        self.message.show_message("")
        self.page = self._make(self.model.step)
        self._place.addWidget(self.page)
        self.steps.show_step(self.model.number)
        for name, label in self.names.items():
            here = name == step
            label.setFont(self.look.theme.font("body", BOLD if here else REGULAR))
            label.set_tone("ink" if here else "ink2")
        self._follow()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        words, model = self.look.words, self.model
        self.back.setVisible(model.number > 1)
        self.next.setEnabled(model.may_go_on)
        self.next.show_text(words.tr("Open the till") if model.step == "ready" else words.tr("Go on"))

    def _fail(self, failure: Refusal | EnvironmentFault) -> None:
        field = failure.field if isinstance(failure, Refusal) else ""
        self.message.show_message(self.look.words.error(failure.code, {"field": field or "", **failure.params}))

    def _speak(self, language: str) -> None:
        self.look = Look(self.look.theme, self.look.words.speaking(language))
        self._build()

    def _wear(self, name: str) -> None:
        self.look = Look(self.look.theme.with_name(ThemeName(name)), self.look.words)
        self.theme = self.look.theme
        self._build()

    def _finish(self) -> None:
        self.model.keep_look(self.look.words.language, self.look.theme.name)
        self.finished.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.model.close()
        self.wedge.close()
        super().closeEvent(event)
