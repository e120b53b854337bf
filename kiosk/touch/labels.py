"""Text on a screen: a label in a role and a colour of the theme, and the amount, which is the largest thing there is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.touch.paint import RIGHT, smooth, text
from kiosk.touch.theme import BOLD, REGULAR, Theme

_SMALLEST = 0.5
_STEP = 0.05


class Label(QLabel):
    """Plain text; never rich text, for a name may hold any sign."""

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        role: str = "body",
        tone: str = "ink",
        weight: QFont.Weight = REGULAR,
        *,
        wrap: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        super().__init__(words)
        self.theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.prose(role, weight))
        self.setWordWrap(wrap)
        self.setAlignment(align)
        self.set_tone(tone)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self.theme.colour(tone))
        self.setPalette(palette)

    def show_text(self, words: str) -> None:
        """Change the words; an equal text costs no repaint."""
        if words != self.text():
            self.setText(words)


class AmountLabel(QWidget):
    """An amount in tabular figures; it shrinks before it is ever cut."""

    def __init__(
        self,
        theme: Theme,
        role: str = "amount",
        tone: str = "ink",
        factor: float = 1.0,
        align: Qt.AlignmentFlag = RIGHT,
        sample: str = "9 999,99 €",
    ) -> None:
        super().__init__()
        self.theme = theme
        self._role, self._tone, self._factor, self._align, self._sample = role, tone, factor, align, sample
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def show_text(self, words: str) -> None:
        """Change the amount; an equal one costs no repaint."""
        if words != self._text:
            self._text = words
            self.setAccessibleName(words)
            self.update()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.theme.metrics(self._role, BOLD, self._factor)
        return QSize(metrics.horizontalAdvance(self._sample), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.theme.metrics(self._role, BOLD, self._factor * _SMALLEST).horizontalAdvance(self._sample), self.sizeHint().height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        text(painter, self.rect(), self._text, self._fitting(), self.theme.colour(self._tone), self._align, elide=False)

    def _fitting(self) -> QFont:
        factor = self._factor
        while (
            factor > self._factor * _SMALLEST and self.theme.metrics(self._role, BOLD, factor).horizontalAdvance(self._text) > self.width()
        ):
            factor -= _STEP
        return self.theme.font(self._role, BOLD, factor)
