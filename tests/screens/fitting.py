"""Whether everything in sight can be read and hit: no label is cut, no key is smaller than a finger, nothing leaves the window."""

import re

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label

_SLACK_PX = 1
_BREAKS = re.compile(r"\s+|(?<=\?)")
"""Where Qt breaks a line: at spaces, and after the question mark of an address."""


def cut(top: QWidget) -> list[str]:
    """Return the labels in sight whose words have no room."""
    found = []
    for label in top.findChildren(Label):
        if label.isVisible() and label.text().strip() and not _fits(label):
            found.append(f"{label.text()!r}: {label.width()}x{label.height()}, needs {_needed(label)}")
    return found


def small(top: QWidget, least_px: int) -> list[str]:
    """Return the keys in sight that are smaller than a finger."""
    keys = [key for key in top.findChildren(KeyButton) if key.isVisible()]
    return [f"{key.objectName()}: {key.width()}x{key.height()}" for key in keys if min(key.width(), key.height()) < least_px]


def outside(top: QWidget) -> list[str]:
    """Return the keys and labels in sight that leave the window or lie over each other's keys."""
    area = QRect(0, 0, top.width(), top.height())
    shown: list[QWidget] = [*top.findChildren(KeyButton), *top.findChildren(Label)]
    return [_name(widget) for widget in shown if widget.isVisible() and not area.contains(_place(widget, top))]


def overlapping(top: QWidget) -> list[str]:
    """Return pairs of keys or cards in sight of the same parent that overlap."""
    found: list[QWidget] = [*top.findChildren(KeyButton), *top.findChildren(Card)]
    keys = [key for key in found if key.isVisible()]
    return [
        f"{_name(one)} and {_name(other)}"
        for number, one in enumerate(keys)
        for other in keys[number + 1 :]
        if one.parent() is other.parent() and one.geometry().intersects(other.geometry())
    ]


def _fits(label: Label) -> bool:
    width, height = _needed(label)
    return width <= label.width() + _SLACK_PX and height <= label.height() + _SLACK_PX


def _needed(label: Label) -> tuple[int, int]:
    if label.wordWrap():
        longest = max(label.fontMetrics().horizontalAdvance(word) for word in _BREAKS.split(label.text()))
        return longest, label.heightForWidth(label.width())
    return label.fontMetrics().horizontalAdvance(label.text()), label.fontMetrics().height()


def _place(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, widget.rect().topLeft()), widget.size())


def _name(widget: QWidget) -> str:
    return widget.objectName() or getattr(widget, "text", lambda: "")()
