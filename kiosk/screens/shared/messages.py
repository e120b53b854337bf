"""The one message surface of a face, bound to its model."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import message_words
from kiosk.touch.message import MessageBar
from kiosk.viewmodels.message_model import MessageModel


class MessageSurface(MessageBar):
    """Speaks the model's message; a tap puts it away in the model too, and goes where it leads. Pages lend it a place, one at a time."""

    def __init__(self, look: Look, model: MessageModel, parent: QWidget) -> None:
        super().__init__(look.theme, parent)
        self._look, self._model = look, model
        model.changed.connect(self._follow)
        self.dismissed.connect(model.tap)
        self._follow()

    def _follow(self) -> None:
        message = self._model.current
        if message is None:
            self.show_message("")
        else:
            self.show_message(message_words(self._look.words, message), message.tone)
