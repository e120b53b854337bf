"""One figure of the day: what it is, how much, and what it is made of."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD


class FigureCard(Card):
    """A name, a large figure, and a note whose end may carry a tone of its own."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look.theme, margins=(18, 14, 12, 14), spacing=2)
        self.figure = AmountLabel(look.theme, "title", factor=1.15, align=LEFT, sample="9 999 999,99 €")
        self.note = Label(look.theme, role="small", tone="ink2")
        self.mark = Label(look.theme, role="small", tone="danger", weight=BOLD)
        for label in (self.note, self.mark):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.note)
        foot.addWidget(self.mark)
        foot.addStretch(1)
        self.box.addWidget(Label(look.theme, name, "small", "ink2"))
        self.box.addWidget(self.figure)
        self.box.addLayout(foot)

    def show_figure(self, figure: str, note: str, mark: str = "", tone: str = "danger") -> None:
        """Set the figure, its note and the marked end."""
        self.figure.show_text(figure)
        self.note.show_text(note)
        self.note.setVisible(bool(note))
        self.mark.show_text(mark)
        self.mark.set_tone(tone)
        self.setAccessibleName(f"{figure} {note} {mark}".strip())
