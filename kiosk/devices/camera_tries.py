"""Ways to look at a picture: as it is, larger, smaller, with its contrast evened out, with the other decoder; and what each costs."""

from typing import Literal, NamedTuple

from kiosk.devices.camera_readers import Picture, read_others, read_retail, read_upright, read_zbar
from kiosk.devices.codes import Code

_CONTRAST_LIMIT, _TILES = 3.0, (8, 8)
_SIDE_LEAST_PIXELS = 8
_QUIET_SHARE, _QUIET_LEAST_PIXELS = 8, 8


class Try(NamedTuple):
    """One way to look, for retail codes or for the `others`. `weight` is what a pixel costs beside the first look's."""

    name: str
    decoder: Literal["zxing", "zbar"] = "zxing"
    scale: float = 1
    even: bool = False
    others: bool = False
    weight: float = 1

    def cost(self, grey: Picture, limit: float) -> float:
        """Weighted pixels of this look; of a picture that is too large only the middle is looked at, so that it never exceeds `limit`."""
        return min(float(grey.size * self.scale**2 * self.weight), limit)

    def look(self, grey: Picture, limit: float = float("inf")) -> list[Code]:
        """Return the codes seen at no more than `limit` weighted pixels; a picture too small for this look shows none."""
        view, left, top = _middle(grey, limit / (self.scale**2 * self.weight))
        if min(view.shape) * self.scale < _SIDE_LEAST_PIXELS:
            return []
        read = read_zbar if self.decoder == "zbar" else read_others if self.others else read_retail
        return read(self._prepared(view), lambda x, y: (round(x / self.scale) + left, round(y / self.scale) + top))

    def _prepared(self, view: Picture) -> Picture:
        import cv2
        import numpy as np

        if self.scale != 1:
            kind = cv2.INTER_CUBIC if self.scale > 1 else cv2.INTER_AREA
            view = cv2.resize(view, None, fx=self.scale, fy=self.scale, interpolation=kind)
        return _even(view) if self.even else np.ascontiguousarray(view)


FIRST = Try("first")
SECOND = (
    Try("twice", scale=2),
    Try("half", scale=0.5),
    Try("even", even=True),
    Try("even-twice", scale=2, even=True),
    Try("zbar", "zbar", weight=3),
    Try("zbar-even-twice", "zbar", scale=2, even=True, weight=3),
    Try("other-symbologies", others=True, weight=4),
)
"""What is tried, in this order, with a picture that the first look saw nothing in."""


def second_opinion(grey: Picture, code: Code) -> list[Code]:
    """Look again at the place of one linear code, stretched across its bars; empty where no decoder can tell.

    Where thin bars fall between two pixels both decoders read another code with a right check digit; stretched, they read yet another.
    """
    import cv2

    xs, ys = [x for x, _ in code.corners], [y for _, y in code.corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    quiet = max(wide, high) // _QUIET_SHARE + _QUIET_LEAST_PIXELS
    beside, above = (quiet, _QUIET_LEAST_PIXELS) if wide >= high else (_QUIET_LEAST_PIXELS, quiet)
    view = grey[max(0, min(ys) - above) : max(ys) + above, max(0, min(xs) - beside) : max(xs) + beside]
    if not view.size:
        return []
    turned = view if wide >= high else cv2.rotate(view, cv2.ROTATE_90_CLOCKWISE)
    stretched = cv2.resize(turned, None, fx=2, fy=1, interpolation=cv2.INTER_CUBIC)
    return read_upright(stretched) or read_upright(_even(stretched)) or [seen for seen in read_zbar(stretched) if seen.linear]


def _even(view: Picture) -> Picture:
    import cv2

    return cv2.createCLAHE(_CONTRAST_LIMIT, _TILES).apply(view)


def _middle(grey: Picture, pixels: float) -> tuple[Picture, int, int]:
    """The middle of a picture that has more than so many pixels, and where it begins."""
    height, width = grey.shape
    share = min(1.0, (pixels / max(1, grey.size)) ** 0.5)
    left, top = round(width * (1 - share) / 2), round(height * (1 - share) / 2)
    return grey[top : height - top, left : width - left], left, top
