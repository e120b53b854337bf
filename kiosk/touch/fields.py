"""A field for words: one line with an icon, framed in the house style."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kiosk.touch.labels import Label
from kiosk.touch.paint import ground, smooth
from kiosk.touch.status import IconView
from kiosk.touch.theme import BOLD, REGULAR, Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WITH_TEXT = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
TEXT_LIMIT = 600


class _Line(QLineEdit):
    """Keeps Enter, Escape and Delete for itself only while it holds text: else they belong to the page's keys."""

    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.text() and event.key() in _WITH_TEXT:
                event.accept()
                return True
            commanding = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if commanding or event.key() in _WITH_TEXT or not (event.text() and event.text().isprintable()):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class TextField(QWidget):
    """Typed text; `submitted` on Enter with something typed, `edited` on every change by a person."""

    submitted = Signal(str)
    edited = Signal(str)

    def __init__(self, theme: Theme, hint: str = "", icon: str = "search") -> None:
        super().__init__()
        self.theme = theme
        self.line = _Line()
        self.line.setFrame(False)
        self.line.setMaxLength(TEXT_LIMIT)
        self.line.setPlaceholderText(hint)
        self.line.setFont(theme.prose("body", REGULAR))
        self.line.setPalette(theme.palette())
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.edited)
        self.line.returnPressed.connect(self._submit)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.target)
        box = QHBoxLayout(self)
        box.setContentsMargins(18, 4, 14, 4)
        box.setSpacing(12)
        if icon:
            box.addWidget(IconView(theme, icon, round(theme.scale.body * 1.3), "ink2"))
        self.prefix = Label(theme, "", "title", "accent", BOLD)
        self.prefix.hide()
        box.addWidget(self.prefix)
        box.addWidget(self.line, 1)

    def set_prefix(self, words: str, hint: str = "") -> None:
        """Say before the field what the next text counts for, in the place of the hint; empty says nothing and brings the hint back."""
        self.prefix.show_text(words)
        self.line.setPlaceholderText("" if words else hint)
        self.prefix.setVisible(bool(words))

    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        """Empty the field."""
        self.line.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def _submit(self) -> None:
        if self.line.text().strip():
            self.submitted.emit(self.line.text().strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        pen = self.theme.pen("accent", self.theme.focus_width) if self.line.hasFocus() else self.theme.pen()
        ground(painter, self.rect(), self.theme.colour("card"), pen, 12)
