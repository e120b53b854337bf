"""What was set, in a glance, and the way into the till."""

from kiosk.screens.setup.sentences import clock_words, device_name
from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.lines import LineList, Row, RowStyle
from kiosk.viewmodels.first_start_model import FirstStartModel

_STYLE = RowStyle(lead=0, middle=0, amount=420, pad=20)
_HEIGHT = 300


class ReadyPage(StepPage):
    """Everything shown here can be changed later in the settings."""

    def __init__(self, look: Look, model: FirstStartModel) -> None:
        tr = look.words.tr
        super().__init__(look, model, tr("Ready"), tr("Everything but the shop can be changed later, in the menu under Settings."))
        self.rows = LineList(look.theme, _STYLE)
        card = Card(look.theme, margins=(2, 8, 2, 8))
        card.setFixedHeight(_HEIGHT)
        card.box.addWidget(self.rows)
        self.content.addWidget(card)
        self.content.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show what was chosen."""
        words, model = self.look.words, self.model
        joined = model.joined
        printer = device_name(model.printers, model.printer)
        camera = device_name(model.cameras, model.camera)
        told = (
            (words.tr("Shop"), joined.shop or joined.store if joined else ""),
            (words.tr("Till"), joined.register if joined else ""),
            (words.tr("Printer"), printer or words.tr("None")),
            (words.tr("Camera"), camera or words.tr("None")),
            (words.tr("Clock"), clock_words(words, model)[0]),
        )
        self.rows.show_rows([Row(str(number), name, value) for number, (name, value) in enumerate(told)])
