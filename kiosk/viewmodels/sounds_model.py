"""What the till sounds like: what was accepted or refused, what needs a look at the screen, and a sale that is done."""

from typing import Literal, Protocol

from PySide6.QtCore import QObject

Sound = Literal["accept", "refuse", "attention", "done"]


class Sounds(Protocol):
    """Plays a sound by name and returns at once."""

    def play(self, name: Sound) -> None: ...


class Silence:
    """No sounds, where none are wanted."""

    def play(self, name: Sound) -> None:
        """Play nothing."""


class SoundsModel(QObject):
    """Turns what regions tell into sounds."""

    def __init__(self, sounds: Sounds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sounds = sounds

    def accept(self) -> None:
        self._sounds.play("accept")

    def refuse(self) -> None:
        self._sounds.play("refuse")

    def call(self) -> None:
        """Something is asked that the hands did not expect: look at the screen."""
        self._sounds.play("attention")

    def done(self) -> None:
        self._sounds.play("done")
