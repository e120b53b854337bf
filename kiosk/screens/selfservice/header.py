"""The head of every page: the sentence of the step, languages and help in reach, and the four steps."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import GAP, Kit
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import StepBar
from kiosk.touch.theme import BOLD, MEDIUM
from kiosk.viewmodels.selfservice_flow import STEPS

_AIR_PX = 40


class Header(QWidget):
    """`language` asks for another language, `help` for help."""

    language = Signal(str)
    help = Signal()

    def __init__(self, kit: Kit, languages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._kit = kit
        self.title = Label(kit.theme, role="title", weight=BOLD, wrap=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title, 1)
        for code, name in languages:
            if code != kit.words.language:
                head.addWidget(self._language_button(code, name))
        self.help_button = kit.button("help", icon="help")
        self.help_button.show_text(kit.tr("Help"))
        _airy(self.help_button)
        self.help_button.clicked.connect(self.help)
        head.addWidget(self.help_button)
        self.bar = StepBar(kit.theme)
        self.steps = QWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(kit.gap)
        box.addLayout(head)
        box.addWidget(self.steps)
        self._step_names = self._lay_out_steps()

    def refresh(self, title: str) -> None:
        """Show where the customer is, and whether help is on its way."""
        kit = self._kit
        called = kit.model.calling
        self.title.show_text(kit.tr("An attendant is coming. Please wait here.") if called else title)
        self.title.set_tone("warn" if called else "ink")
        step = kit.model.screen.step
        self.steps.setVisible(step > 0)
        self.bar.show_step(step)
        for number, label in enumerate(self._step_names, start=1):
            label.set_tone("ink" if number == step else "ink3")
            label.setFont(kit.theme.font("small", BOLD if number == step else MEDIUM))

    def _language_button(self, code: str, name: str) -> QWidget:
        button = self._kit.button(f"switch_{code}")
        button.show_text(name)
        _airy(button)
        button.clicked.connect(lambda: self.language.emit(code))
        return button

    def _lay_out_steps(self) -> list[Label]:
        tr = self._kit.tr
        named = (tr("Articles"), tr("Your card"), tr("Payment"), tr("Receipt"))
        names = [Label(self._kit.theme, words, "small", align=CENTRE) for words in named]
        if len(names) != STEPS:
            raise ValueError("every step has a name")
        row = QHBoxLayout()
        row.setSpacing(12)
        for label in names:
            row.addWidget(label, 1)
        box = QVBoxLayout(self.steps)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.bar)
        box.addLayout(row)
        return names


def _airy(button: KeyButton) -> None:
    """Fix a head button's width with air beside its words."""
    button.setFixedWidth(button.sizeHint().width() + _AIR_PX)
