"""Pictures of a face in both languages, all themes and several sizes, in the folder that a command names."""

import os
import sys
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.qtbase.collecting import GuiCollector
from kiosk.touch.tokens import ThemeName
from sync.base.words import LANGUAGES

Walk = Callable[[Path, str, ThemeName, int, int], None]


def in_every_look(walk: Walk, sizes: Iterable[tuple[int, int]]) -> None:
    """Call `walk` for each look; it renders what it walks through."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    collector = GuiCollector()
    collector.start()
    for language, theme, (width, height) in product(LANGUAGES, ThemeName, sizes):
        walk(folder, language, theme, width, height)
    collector.stop()
    del application
