"""What a customer's hands do at the kiosk: taps and scans on the real widgets, and the passing of silent seconds."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.selfservice.face import Face
from kiosk.screens.selfservice.window import SelfServiceWindow
from kiosk.services.port import TillPort
from kiosk.touch.keys import KeyButton
from kiosk.touch.lines import LineList, Row
from kiosk.touch.painted import PaintedView
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import Face as FaceName
from kiosk.touch.tokens import ThemeName
from sync.base.words import Words
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.turns import settle

PORTRAIT = (1080, 1920)
DAY = "2026-11-21"


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.at_s = 1_000.0

    def __call__(self) -> float:
        return self.at_s


class Visitor:
    """A person before a kiosk's window, whatever till is behind it."""

    def __init__(
        self, port: TillPort, *, language: str = "fr", size: tuple[int, int] = PORTRAIT, theme: ThemeName = ThemeName.LIGHT
    ) -> None:
        self.clock = Clock()
        look = make_theme(theme, FaceName.KIOSK, motion=False)
        self.window = SelfServiceWindow(port, Words(language), look, clock=self.clock, day=lambda: DAY)
        self.window.resize(*size)
        self.window.show()
        self.window.windowHandle().requestActivate()
        settle()

    @property
    def face(self) -> Face:
        assert self.window.face is not None
        return self.window.face

    @property
    def screen(self) -> str:
        return self.window.model.screen.name

    def button(self, name: str) -> KeyButton:
        """Return the one key of that name in sight."""
        found = [button for button in self.face.findChildren(KeyButton, name) if button.isVisible()]
        assert len(found) == 1, f"{len(found)} visible keys called {name}"
        return found[0]

    def sees(self, name: str) -> bool:
        return any(button.isVisible() for button in self.face.findChildren(KeyButton, name))

    def tap(self, *names: str) -> None:
        for name in names:
            button = self.button(name)
            assert button.isEnabled(), f"{name} is disabled"
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            settle()

    def tap_item(self, name: str, index: int) -> None:
        """Tap an item of the painted view of that name."""
        found = [view for view in self.face.findChildren(PaintedView, name) if view.isVisible()]
        assert len(found) == 1, f"{len(found)} visible views called {name}"
        QTest.mouseClick(found[0].viewport(), Qt.MouseButton.LeftButton, pos=found[0].item_rect(index).center())
        settle()

    def scan(self, *codes: str) -> None:
        for code in codes:
            self.window.scan(code)
            settle()

    def wedge(self, code: str) -> None:
        """Scan with a scanner that types as a keyboard does, wherever the focus is."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus: the scan would be lost"
        QTest.keyClicks(target, code)
        QTest.keyClick(target, Qt.Key.Key_Return)
        settle()

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of the list of that name."""
        view = self.face.findChild(LineList, name)
        assert view is not None, f"no list called {name}"
        return view.rows()

    def tap_card(self, card: QWidget) -> None:
        """Tap a card that is a key."""
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        settle()

    def key(self, prefix: str, signs: str) -> None:
        """Key signs on the pad whose keys are called so."""
        for sign in signs:
            QTest.mouseClick(self.button(f"{prefix}{sign}"), Qt.MouseButton.LeftButton)
        settle()

    def key_pin(self, pin: str, *, person: int = 0) -> None:
        """Be an attendant: choose the name, key the PIN on the pad, confirm."""
        self.tap_item("people", person)
        for digit in pin:
            self.tap(f"pad_{digit}")
        self.tap("attendant_confirm")

    def wait(self, seconds: int) -> None:
        """Let silent seconds pass; the window's timer looks at the clock as it does twice a second."""
        self.clock.at_s += seconds
        self.window.idle.tick()
        settle()

    def touch(self) -> None:
        """Touch the bare glass."""
        handle = self.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.window.rect().center())
        settle()

    def words(self) -> str:
        """Return everything that is written in sight, one text a line."""
        texts: list[str] = []
        for widget in self.face.findChildren(QWidget):
            shown = getattr(widget, "text", None)
            if widget.isVisible() and callable(shown):
                texts.append(str(shown()))
        return "\n".join(text for text in texts if text.strip())


class Customer(Visitor):
    """A person before a kiosk whose till lives in memory."""

    def __init__(
        self, till: FakeKiosk, *, language: str = "fr", size: tuple[int, int] = PORTRAIT, theme: ThemeName = ThemeName.LIGHT
    ) -> None:
        self.till = till
        super().__init__(till, language=language, size=size, theme=theme)
