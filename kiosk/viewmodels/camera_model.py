"""The till's camera as the cashier hears of it: that it tells nothing is said once to whoever sells, and taken back when it sees again."""

from PySide6.QtCore import QObject

from kiosk.viewmodels.message_model import MessageModel


class CameraModel(QObject):
    """Holds what is wrong with the camera. A message is put away by the next sale, so what nobody was there to read waits for somebody."""

    def __init__(self, messages: MessageModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self.fault = ""
        self._attended = False
        self._told = False

    def fail(self, code: str) -> None:
        """The camera tells nothing, for this reason; an empty one says that it sees again."""
        current = self._messages.current
        if current is not None and current.code == self.fault:
            self._messages.clear()
        self.fault, self._told = code, False
        self._say()

    def attend(self, attended: bool) -> None:
        """Somebody sells now, or nobody does any more: the next one has not been told."""
        self._attended = attended
        self._told = self._told and attended
        self._say()

    def _say(self) -> None:
        if self.fault and self._attended and not self._told:
            self._told = True
            self._messages.say(self.fault, "warn")
