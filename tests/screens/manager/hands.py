"""What a manager's hands do at the desk."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.screens.manager.window import ManagerWindow
from kiosk.touch.painted import PaintedView
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import ThemeName
from sync.base.words import Words
from tests.screens.manager.fake_desk import FakeDesk
from tests.screens.turns import settle


def words_of(widget: QWidget) -> str:
    """Return everything that is written in sight, one text a line."""
    texts: list[str] = []
    for child in widget.findChildren(QWidget):
        shown = getattr(child, "text", None)
        if child.isVisible() and callable(shown):
            texts.append(str(shown()))
    return "\n".join(text for text in texts if text.strip())


class Manager:
    """A person before the desk."""

    def __init__(
        self, till: FakeDesk, *, language: str = "fr", size: tuple[int, int] = (1280, 800), theme: ThemeName = ThemeName.LIGHT
    ) -> None:
        self.till = till
        self.window = ManagerWindow(till, Words(language), make_theme(theme, motion=False))
        self.window.resize(*size)
        self.window.show()
        settle()

    def tap(self, name: str) -> None:
        found = [button for button in self.window.findChildren(QAbstractButton, name) if button.isVisible()]
        assert len(found) == 1, f"{len(found)} visible keys called {name}"
        assert found[0].isEnabled(), f"{name} is disabled"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        settle()

    def tap_item(self, name: str, index: int) -> None:
        view = self.window.findChild(PaintedView, name)
        assert view is not None and view.isVisible()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.item_rect(index).center())
        settle()

    def tick(self, times: int = 1) -> None:
        """Let the desk's timer fire."""
        for _ in range(times):
            self.window.desk.tick()
            settle()

    def rows(self) -> list[list[str]]:
        """Return the table's words."""
        return [[cell.words for cell in row] for row in self.window.page.day_view.table.rows.rows()]

    def words(self) -> str:
        return words_of(self.window)
