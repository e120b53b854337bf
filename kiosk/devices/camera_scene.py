"""What a picture is like, apart from codes: whether it changed, and whether it is too dark or covered to show any."""

from typing import Literal

from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_watch import View

_WIDTH, _HEIGHT = 64, 36
_CELL_CHANGED, _CELLS_CHANGED = 14, 23
"""Shades, of 256, by which a cell must differ, above a camera's own noise; and how many cells, 1 %, must."""

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

    def same_as(self, other: View) -> bool:
        """Whether hardly any cell differs. A lamp that is switched on makes another scene, which costs only another look."""
        import cv2

        if not isinstance(other, Scene):
            return False
        changed = cv2.absdiff(self._cells, other._cells) > _CELL_CHANGED
        return int(changed.sum()) < _CELLS_CHANGED

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
