"""What every step of the first start looks like: a title, one sentence, and room for the answer."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.touch.labels import Label
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.first_start_model import FirstStartModel

SENTENCE_WIDTH = 760


class StepPage(QWidget):
    """`content` takes the answer; `refresh` shows the model as it stands."""

    def __init__(self, look: Look, model: FirstStartModel, title: str, sentence: str) -> None:
        super().__init__()
        self.look, self.model = look, model
        said = Label(look.theme, sentence, "body", "ink2", wrap=True)
        said.setMaximumWidth(SENTENCE_WIDTH)
        self.content = QVBoxLayout()
        self.content.setSpacing(12)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(Label(look.theme, title, "title", "ink", BOLD))
        box.addWidget(said)
        box.addSpacing(12)
        box.addLayout(self.content, 1)
        model.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the model as it stands."""
