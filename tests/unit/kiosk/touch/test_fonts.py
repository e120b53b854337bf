"""The packaged type is given to Qt once, however many looks are made of it."""

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import ThemeName


def test_more_looks_register_no_more_fonts(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_theme()
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", None)
    monkeypatch.setattr(QFontDatabase, "addApplicationFontFromData", None)
    assert make_theme(ThemeName.DARK).family == first.family
