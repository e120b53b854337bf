"""What the till sounds like: one sound for what was accepted, one for what was refused. The sounds themselves are made elsewhere."""

from typing import Protocol

from PySide6.QtCore import QObject

ACCEPT, REFUSE = "accept", "refuse"


class Sounds(Protocol):
    """Plays a sound by name and returns at once."""

    def play(self, name: str) -> None: ...


class Silence:
    """No sounds, where none are wanted."""

    def play(self, name: str) -> None:
        """Play nothing."""


class SoundsModel(QObject):
    """Turns what regions tell into sounds."""

    def __init__(self, sounds: Sounds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sounds = sounds

    def accept(self) -> None:
        self._sounds.play(ACCEPT)

    def refuse(self) -> None:
        self._sounds.play(REFUSE)
