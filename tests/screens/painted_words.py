"""Hears which words a painted view cuts: everything that elides goes through one metrics class, which is replaced while a test looks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from kiosk.touch import paint


@contextmanager
def heard_cuts() -> Iterator[dict[str, str]]:
    """Collect what is painted cut inside this block: the whole words, and what was shown of them."""
    cuts: dict[str, str] = {}

    class Listening(QFontMetrics):
        def elidedText(self, words: str, mode: Qt.TextElideMode, width: int, flags: int | None = None) -> str:
            shown = super().elidedText(words, mode, width, flags or 0)
            if shown != words:
                cuts[words] = shown
            return shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paint, "QFontMetrics", Listening)
        yield cuts
