"""The character generator of the model at hand. Font A has cells of 12 x 24 dots with letters of 20 pixels, font B 9 x 17 with 15.

Enlarged letters are smoothed: drawn as high as they stand, in a cell as wide as their height calls for, then stretched or squeezed across.
Emphasised ones are struck once more for each dot of their height's factor, one dot further right; underlines are the cell's last row.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

FONT_A, FONT_B = (12, 24, 20), (9, 17, 15)


class Style(NamedTuple):
    """How letters are set at a moment."""

    font: tuple[int, int, int] = FONT_A
    across: int = 1
    down: int = 1
    emphasised: bool = False
    reversed: bool = False
    underlined: bool = False

    @property
    def width(self) -> int:
        return self.font[0] * self.across

    @property
    def height(self) -> int:
        return self.font[1] * self.down


@cache
def _face(pixels: int) -> ImageFont.FreeTypeFont:
    with as_file(files("barcode").joinpath("fonts", "DejaVuSansMono.ttf")) as path:
        return ImageFont.truetype(str(path), pixels)


@cache
def rows(letter: str, style: Style) -> tuple[int, ...]:
    """Return a letter's rows from top to bottom; the leftmost dot is the highest bit, 1 is black."""
    drawn_width = style.font[0] * style.down
    cell = Image.new("L", (drawn_width, style.height), 0)
    pen = ImageDraw.Draw(cell)
    pen.fontmode = "1"
    for strike in range(1 + style.down * style.emphasised):
        pen.text((strike, 0), letter, fill=255, font=_face(style.font[2] * style.down))
    dots = cell.load()
    assert dots is not None
    black = [[dots[x, y] != 0 for x in range(drawn_width)] for y in range(style.height)]
    if style.underlined:
        black[-1] = [True] * drawn_width
    return tuple(_packed(row, style) for row in black)


def _packed(row: list[bool], style: Style) -> int:
    """Fit a drawn row to the cell's width, each dot taking the nearest drawn one, and turn it over where letters are white."""
    drawn = len(row)
    fitted = [row[(2 * x + 1) * drawn // (2 * style.width)] != style.reversed for x in range(style.width)]
    return sum(dot << (style.width - 1 - x) for x, dot in enumerate(fitted))
