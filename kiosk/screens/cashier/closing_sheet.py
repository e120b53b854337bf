"""The closing of a month or a year: what happens, in words, before it does."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.viewmodels.drawer_model import DrawerModel


class ClosingSheet(QuestionSheet):
    """No Enter closes a period: each has a key of its own."""

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers)
        words, theme = look.words, look.theme
        self.month = KeyButton(theme, words.tr("Close the month"), cap="F2", keys=("F2",), role="title", least=theme.px(72))
        self.month.setObjectName("close_month")
        self.year = KeyButton(theme, words.tr("Close the year"), kind="danger", cap="F3", keys=("F3",), role="title", least=theme.px(72))
        self.year.setObjectName("close_year")
        said = (
            words.tr("Month: the stored Z reports are summed and a signed archive is made."),
            words.tr("Year: the same, and this till's file is sealed for good; a new one begins."),
        )
        for key, sentence in zip((self.month, self.year), said, strict=True):
            self.box.addWidget(Label(theme, sentence, "body", "ink2", wrap=True))
            self.box.addWidget(key)
            key.clicked.connect(self.close_sheet)
        self.box.addStretch(1)
        self.box.addWidget(self.leave)

    def serve(self, drawer: DrawerModel) -> None:
        """Close what is tapped."""
        self.month.clicked.connect(drawer.close_month)
        self.year.clicked.connect(drawer.close_year)

    def ask(self) -> None:
        """Ask which period."""
        words = self.look.words
        self.say(
            words.tr("Close a month or year"), words.tr("It cannot be taken back. The oldest one that is over and still open is closed.")
        )
        self.open()
        self.setFocus()
