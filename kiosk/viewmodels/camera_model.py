"""The till's camera as the cashier hears of it: why it sees nothing is said to whoever sells, and taken back when it sees again."""

from PySide6.QtCore import QObject, Signal

from kiosk.viewmodels.message_model import MessageModel

_ONCE = frozenset({"camera_dark"})
"""Said once to each person: a hand lies over the camera now and then."""

_UNSAID = frozenset({"camera_covered"})
"""Between two customers many a till's camera looks at an even mat."""


class CameraModel(QObject):
    """Holds what is wrong with the camera, and passes on whether anybody looks at its pictures (`watched`). A message is put away by the
    next sale, so what nobody was there to read waits for somebody.
    """

    watched = Signal(bool)

    def __init__(self, messages: MessageModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self.trouble = ""
        self._attended = False
        self._told: set[str] = set()

    def fail(self, code: str) -> None:
        """The camera sees nothing, for this reason; an empty one says that it sees again."""
        current = self._messages.current
        if current is not None and current.code == self.trouble:
            self._messages.clear()
        self.trouble = code
        self._told &= _ONCE
        self._say()

    def attend(self, attended: bool) -> None:
        """Somebody sells now, or nobody does any more: the next one has not been told."""
        self._attended = attended
        self._told = self._told if attended else set()
        self._say()

    def _say(self) -> None:
        if self._attended and self.trouble and self.trouble not in self._told | _UNSAID:
            self._told.add(self.trouble)
            self._messages.say(self.trouble, "warn")
