"""The till's devices before one's eyes: what lies on the scale, what the card terminal is told, and what the customer's display says."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from kiosk.demo.pole_view import PoleView
from kiosk.demo.world_devices import Counter
from kiosk.touch.card import Card, Ground
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import LEFT
from kiosk.touch.status import Chip
from kiosk.touch.theme import BOLD, Theme
from sync.base.words import Words

LOOK_EVERY_MS = 150
_SIZE_PX = (520, 640)
_COLUMNS = 3
_STEPS_G = (-10, 10, 100, 500, 1_000)


class DevicesWindow(Ground):
    """`keys` are its keys by name. Devices change on threads of their own, so that they are looked at again and again."""

    def __init__(self, theme: Theme, words: Words, counter: Counter) -> None:
        super().__init__(theme)
        self._words, self._counter = words, counter
        self.setObjectName("devices_window")
        self.setWindowTitle(words.tr("Devices of the till"))
        self.weight = AmountLabel(theme, factor=0.8, align=LEFT, sample="15,000 kg")
        self.weight.setObjectName("weight")
        self.terminal = Chip(theme)
        self.pole = PoleView(theme)
        self.keys: dict[str, KeyButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 16)
        box.setSpacing(12)
        for card in (self._display(), self._terminal(), self._scale()):
            box.addWidget(card)
        box.addStretch(1)
        self.resize(*_SIZE_PX)
        self._grams = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Show how the devices are now."""
        words, terminal = self._words, self._counter.terminal
        self.pole.show_lines(self._counter.pole.lines)
        self.weight.show_text(words.weight(self._grams))
        asked = terminal.asked_minor
        if terminal.unplugged:
            self.terminal.show_state(words.tr("Unplugged: it answers nothing"), "warn")
        elif asked is None:
            self.terminal.show_state(words.tr("Rests until the till asks"), "ink3")
        else:
            said = words.tr("Wants {amount} from a card") if asked > 0 else words.tr("Pays {amount} back to a card")
            self.terminal.show_state(said.format(amount=words.money(abs(asked))), "accent")
        for name in ("card_approve", "card_decline"):
            self.keys[name].setEnabled(asked is not None and not terminal.unplugged)
        self.keys["card_cable"].show_text(words.tr("Plug it in") if terminal.unplugged else words.tr("Pull its cable"))

    def put(self, grams: int) -> None:
        """Lay so much on the scale."""
        self._grams = max(0, min(self._counter.scale.CAPACITY_G, grams))
        self._counter.scale.put(self._grams)
        self.look()

    def _add(self, grams: int) -> None:
        self.put(self._grams + grams)

    def _pull_cable(self) -> None:
        """Pulled in the middle of a payment, the card is charged and the till hears nothing of it."""
        terminal = self._counter.terminal
        if terminal.asked_minor is not None:
            terminal.answer("silent")
        else:
            terminal.unplugged = not terminal.unplugged
        self.look()

    def _display(self) -> Card:
        card = self._card(self._words.tr("What the customer reads"))
        card.box.addWidget(self.pole)
        return card

    def _terminal(self) -> Card:
        terminal, tr = self._counter.terminal, self._words.tr
        card = self._card(tr("Card terminal"))
        card.box.addWidget(self.terminal, 0, LEFT)
        acts = (
            ("card_approve", tr("Accept"), lambda: terminal.answer("approved")),
            ("card_decline", tr("Refuse"), lambda: terminal.answer("declined")),
            ("card_cable", "", self._pull_cable),
        )
        card.box.addLayout(self._grid(acts))
        return card

    def _scale(self) -> Card:
        words = self._words
        card = self._card(words.tr("Scale"))
        card.box.addWidget(self.weight)
        acts: list[tuple[str, str, Callable[[], None]]] = [("scale_empty", words.tr("Empty"), lambda: self.put(0))]
        for step in _STEPS_G:
            said = f"{'+' if step > 0 else '−'} {words.tr('{n} g', n=words.number(abs(step)))}"
            acts.append((f"scale_{step}", said, partial(self._add, step)))
        card.box.addLayout(self._grid(acts))
        return card

    def _card(self, title: str) -> Card:
        card = Card(self.theme, margins=(14, 12, 14, 14), spacing=10)
        card.box.addWidget(Label(self.theme, title, "small", "ink2", BOLD))
        return card

    def _grid(self, acts: Iterable[tuple[str, str, Callable[[], None]]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (name, said, act) in enumerate(acts):
            key = KeyButton(self.theme, said)
            key.setObjectName(name)
            key.clicked.connect(lambda _=False, act=act: act())
            self.keys[name] = key
            grid.addWidget(key, *divmod(number, _COLUMNS))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid
