"""Why a line costs what it costs, in the customer's words: its price, what came off and by what, and what is nearly had."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.loyalty_words import why
from kiosk.screens.selfservice.sentences import line_name
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import CENTRE

_MOST = 6


class WhySheet(PageSheet):
    """Follows the model: open while a line is explained."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit, self._loyalty = kit, kit.model.loyalty
        self.title.setAlignment(CENTRE)
        self.amount = AmountLabel(kit.theme, align=CENTRE)
        self.reasons = QVBoxLayout()
        self.reasons.setSpacing(kit.gap)
        self.said = [Label(kit.theme, role="body" if kit.portrait else "small", wrap=True, align=CENTRE) for _ in range(_MOST)]
        for label in self.said:
            self.reasons.addWidget(label)
        self.done = kit.button("why_done", "primary", height=kit.primary_px, role="title")
        self.done.show_text(kit.tr("Back to my articles"))
        self.done.clicked.connect(lambda: self._loyalty.explain(0))
        self.box.insertStretch(0, 1)
        self.box.addWidget(self.amount)
        self.box.addLayout(self.reasons)
        self.box.addStretch(1)
        self.box.addWidget(self.done)
        self._loyalty.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open, close, and give the reasons."""
        lines = self._kit.model.ticket.articles
        line = next((each for each in lines if each.line == self._loyalty.why), None)
        if line is None:
            self.close_sheet()
            return
        self.say(line_name(self._kit, line))
        self.amount.show_text(self._kit.words.money(line.gross_minor))
        reasons = why(self._kit, line)[:_MOST]
        for number, label in enumerate(self.said):
            label.setVisible(number < len(reasons))
            if number < len(reasons):
                label.show_text(reasons[number][0])
                label.set_tone(reasons[number][1])
        if self.isHidden():
            self.open()
