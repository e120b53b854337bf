"""Strokes that all painted widgets share: rounded grounds with a crisp line, text that fits, key caps."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from kiosk.touch.theme import MEDIUM, REGULAR, Theme
from kiosk.touch.tokens import RADIUS

Rect = QRect | QRectF
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_CAP_PAD = 7


def smooth(painter: QPainter) -> None:
    """Ask for smooth edges and text."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )


def ground(painter: QPainter, rect: Rect, fill: QColor | None, pen: QPen | None, radius: float = RADIUS) -> None:
    """Fill a rounded rectangle with its line wholly inside, so that neighbours on the grid stay even."""
    inset = pen.widthF() / 2 if pen is not None else 0
    box = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.setPen(pen if pen is not None else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius - inset, radius - inset)


def stripe(painter: QPainter, rect: Rect, colour: QColor, height: int, radius: float = RADIUS) -> None:
    """Draw a band along the top edge, following the rounded corners."""
    outer, inner = QPainterPath(), QPainterPath()
    outer.addRoundedRect(QRectF(rect), radius, radius)
    box = QRectF(rect)
    inner.addRect(QRectF(box.left(), box.top() + height, box.width(), box.height()))
    painter.fillPath(outer.subtracted(inner), colour)


def text(
    painter: QPainter, rect: Rect, words: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = LEFT, *, elide: bool = True
) -> None:
    """Draw one line of text, elided at the right when it is too long for `rect`."""
    box = QRectF(rect).toRect()
    shown = _elided(QFontMetrics(font), words, box.width()) if elide else words
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, int(align), shown)


def fitting(theme: Theme, words: str, width: int, weight: QFont.Weight = REGULAR) -> QFont:
    """Return the font of a name: the body's, or the small one where the name would not be whole."""
    font = theme.prose("body", weight)
    return font if QFontMetrics(font).horizontalAdvance(words) <= width else theme.prose("small", max(weight, MEDIUM))


def wrapped(font: QFont, words: str, width: int, limit: int = 2) -> list[str]:
    """Break `words` at spaces into at most `limit` lines of `width` pixels; the last is elided when they do not fit."""
    metrics = QFontMetrics(font)
    lines: list[str] = []
    rest = words.split(" ")
    while rest and len(lines) < limit - 1:
        taken = 1
        while taken < len(rest) and metrics.horizontalAdvance(" ".join(rest[: taken + 1])) <= width:
            taken += 1
        lines.append(_elided(metrics, " ".join(rest[:taken]), width))
        rest = rest[taken:]
    if rest:
        lines.append(_elided(metrics, " ".join(rest), width))
    return lines


def _elided(metrics: QFontMetrics, words: str, width: int) -> str:
    """Cut only what is longer in whole pixels: Qt alone would cut a line for a fraction of one."""
    return words if metrics.horizontalAdvance(words) <= width else metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


def text_block(painter: QPainter, rect: QRect, lines: list[str], font: QFont, colour: QColor, align: Qt.AlignmentFlag = TOP_LEFT) -> int:
    """Draw lines below each other from the top of `rect`; returns the height used."""
    step = QFontMetrics(font).height()
    painter.setFont(font)
    painter.setPen(colour)
    for number, line in enumerate(lines):
        painter.drawText(QRect(rect.left(), rect.top() + number * step, rect.width(), step), int(align), line)
    return step * len(lines)


def cap_size(theme: Theme, cap: str) -> QSize:
    """Return the size of a key cap with this name."""
    metrics = theme.metrics("small", MEDIUM)
    return QSize(max(metrics.horizontalAdvance(cap) + 2 * _CAP_PAD, metrics.height() + 2), metrics.height() + 4)


def cap(painter: QPainter, theme: Theme, centre: QPointF, name: str, *, on_accent: bool) -> None:
    """Draw a keyboard key's cap around `centre`."""
    size = cap_size(theme, name)
    box = QRectF(round(centre.x() - size.width() / 2), round(centre.y() - size.height() / 2), size.width(), size.height())
    colour = theme.colour("on_accent" if on_accent else "ink2")
    edge = QColor(colour)
    edge.setAlpha(110 if on_accent else 0)
    fill = None if on_accent else theme.colour("soft")
    ground(painter, box, fill, QPen(edge, 1) if on_accent else theme.pen(width=1), 5)
    text(painter, box, name, theme.font("small", MEDIUM), colour, CENTRE, elide=False)


def tick_box(painter: QPainter, theme: Theme, box: QRectF, *, on: bool) -> None:
    """Draw a box in which a tick stands or may be set."""
    smooth(painter)
    ground(painter, box, theme.colour("accent" if on else "card"), theme.pen("accent" if on else "ink3", 2), 6)
    if not on:
        return
    step = box.width() / 26
    pen = QPen(theme.colour("on_accent"), 3 * step)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    foot = box.center() + QPointF(-2, 5) * step
    painter.drawLine(box.center() + QPointF(-7, 0) * step, foot)
    painter.drawLine(foot, box.center() + QPointF(7, -5) * step)


def dot(painter: QPainter, centre: QPointF, size: float, colour: QColor) -> None:
    """Draw a filled circle of that diameter."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(centre, size / 2, size / 2)
