"""What is missing, in words: one card a terminal, with what a person can do about it."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from kiosk.screens.manager import sentences
from kiosk.screens.manager.card_column import CardColumn
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.manager_desk import DeskModel
from kiosk.viewmodels.manager_figures import Day, TerminalRow


class MissingView(CardColumn):
    """One card a terminal: there are few terminals, and fewer that owe something."""

    def __init__(self, look: Look, desk: DeskModel) -> None:
        super().__init__(look, desk)
        self.cards: list[Card] = []

    def _made(self, day: Day) -> list[Card]:
        self.cards = [self._card(row, day) for row in day.missing] or [self._nothing()]
        return self.cards

    def _card(self, row: TerminalRow, day: Day) -> Card:
        look, theme = self._look, self._look.theme
        sent, tone = sentences.transmission(look, row)
        card = Card(theme, "danger" if tone == "danger" else "warn", margins=(24, 18, 24, 18), spacing=6)
        head = QHBoxLayout()
        name = sentences.person(self._desk, row)
        title = f"{sentences.register(look, row)} · {name}" if name else sentences.register(look, row)
        head.addWidget(Label(theme, title, "body", "ink", BOLD))
        head.addStretch(1)
        head.addWidget(Label(theme, sent, "body", tone, BOLD))
        said = " ".join(part for part in (sentences.remedy(look, row), sentences.put_aside(look, row)) if part)
        remedy = Label(theme, said, "body", "ink", wrap=True)
        heard = look.words.tr("Last word: {time}", time=sentences.last_word(look, row, day.server_time))
        card.box.addLayout(head)
        card.box.addWidget(remedy)
        card.box.addWidget(Label(theme, heard, "small", "ink2"))
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        return card

    def _nothing(self) -> Card:
        theme, tr = self._look.theme, self._look.words.tr
        card = Card(theme, margins=(24, 40, 24, 40), spacing=12)
        card.box.addWidget(IconView(theme, "check", 72, "accent"), 0, CENTRE)
        card.box.addWidget(Label(theme, tr("Nothing is missing."), "title", "ink", BOLD, align=CENTRE))
        card.box.addWidget(Label(theme, tr("Every terminal's day is closed and has arrived whole."), "body", "ink2", align=CENTRE))
        return card
