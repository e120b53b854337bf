"""What a picture is like, apart from codes: whether it changed, and whether it is too dark or covered to show any."""

from typing import Literal

from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_watch import Corners, View

_WIDTH, _HEIGHT = 64, 36
_CELL_CHANGED, _CELLS_CHANGED = 14, 23
"""Shades, of 256, by which a cell must differ, above a camera's own noise; and how many cells, 1 %, must."""

_PLACE_CHANGED = 0.34
"""Of the cells that a code stood on this share is other ones once it is gone, however little that is of the whole."""

DARK_BELOW = 28
EVEN_BELOW = 3.0
TOLD_AFTER_LOOKS = 15
"""A second: a hand that passes over the camera is no reason to speak."""

Condition = Literal["", "camera_dark", "camera_covered"]


class Scene:
    """A picture made very small; noise averages out, what is moved stays visible."""

    def __init__(self, grey: Picture) -> None:
        import cv2

        self._cells = cv2.resize(grey, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
        self._cell_pixels = grey.shape[1] / _WIDTH, grey.shape[0] / _HEIGHT

    def same_as(self, other: View, corners: Corners = ()) -> bool:
        """Whether hardly any cell differs, and most at the place of a code do not. A lamp that is switched on makes another scene, which
        costs only another look.
        """
        import cv2

        if not isinstance(other, Scene):
            return False
        changed = cv2.absdiff(self._cells, other._cells) > _CELL_CHANGED
        if int(changed.sum()) >= _CELLS_CHANGED:
            return False
        return not corners or float(self._at(changed, corners).mean()) < _PLACE_CHANGED

    def _at(self, cells: Picture, corners: Corners) -> Picture:
        """Return the cells that a code stands on, at least the one in which it begins."""
        wide, high = self._cell_pixels
        left, top = (min(place[axis] for place in corners) for axis in (0, 1))
        right, bottom = (max(place[axis] for place in corners) for axis in (0, 1))
        column, row = _inside(left / wide, _WIDTH), _inside(top / high, _HEIGHT)
        return cells[row : max(row, _inside(bottom / high, _HEIGHT)) + 1, column : max(column, _inside(right / wide, _WIDTH)) + 1]

    @property
    def brightness(self) -> float:
        """The mean shade, 0 to 255."""
        return float(self._cells.mean())

    @property
    def condition(self) -> Condition:
        """The code of the sentence that says why nothing can be seen; empty where something can."""
        if self.brightness < DARK_BELOW:
            return "camera_dark"
        return "camera_covered" if float(self._cells.std()) < EVEN_BELOW else ""


class Conditions:
    """Believes a condition only once it has lasted, and its end at once."""

    def __init__(self) -> None:
        self._candidate: Condition = ""
        self._looks = 0

    def take(self, condition: Condition) -> Condition:
        """Take one look's condition and return the one to tell."""
        self._looks = self._looks + 1 if condition == self._candidate else 1
        self._candidate = condition
        return condition if self._looks >= TOLD_AFTER_LOOKS else ""


def _inside(place: float, cells: int) -> int:
    return min(max(int(place), 0), cells - 1)
