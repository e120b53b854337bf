"""Dots of the simulated paper: characters, bars, codes and pictures on strips that are joined at the end."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import product
from typing import NamedTuple

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from sync.rules.receipt.ean13 import modules

CELL_A = (12, 24)
CELL_B = (9, 17)
_SIZE_A, _SIZE_B = 20, 15
_WHITE, _BLACK = 255, 0
_DIGITS_HEIGHT = 24


class Look(NamedTuple):
    """How a character is printed; equal looks share their drawn characters."""

    width: int = 1
    height: int = 1
    small: bool = False
    bold: bool = False
    invert: bool = False
    underline: bool = False

    @property
    def cell(self) -> tuple[int, int]:
        """Dots of one character across and down."""
        across, down = CELL_B if self.small else CELL_A
        return across * self.width, down * self.height


class Dots(NamedTuple):
    """A picture that stands in a row among characters."""

    image: Image.Image

    @property
    def cell(self) -> tuple[int, int]:
        """Dots across and down."""
        return self.image.size


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """DejaVu Sans Mono, which python-barcode (a dependency of python-escpos) ships with its licence."""
    with as_file(files("barcode").joinpath("fonts", "DejaVuSansMono.ttf")) as path:
        return ImageFont.truetype(str(path), size)


@lru_cache(maxsize=4096)
def glyph(character: str, style: Look) -> Image.Image:
    """Return one character's dots. Wide characters are drawn high and stretched, as smoothing printers do."""
    across, down = style.cell
    square = across * style.height // style.width
    cell = Image.new("1", (square, down), _WHITE)
    pen = ImageDraw.Draw(cell)
    pen.fontmode = "1"
    font = _font((_SIZE_B if style.small else _SIZE_A) * style.height)
    for shift in range(style.height + 1 if style.bold else 1):
        pen.text((shift, 0), character, fill=_BLACK, font=font)
    if style.underline:
        pen.line((0, down - 1, square, down - 1), fill=_BLACK)
    if square != across:
        cell = _stretched(cell, across)
    return ImageChops.invert(cell) if style.invert else cell


def _stretched(cell: Image.Image, across: int) -> Image.Image:
    """Each column takes the nearest one drawn; Pillow's own way adds up fractions and errs where two are equally near."""
    stretched = Image.new("1", (across, cell.height), _WHITE)
    for x in range(across):
        nearest = (2 * x + 1) * cell.width // (2 * across)
        stretched.paste(cell.crop((nearest, 0, nearest + 1, cell.height)), (x, 0))
    return stretched


def text_strip(
    characters: Sequence[tuple[str, Look | Dots]], width_dots: int, offset: int, height: int, *, upside_down: bool = False
) -> Image.Image:
    """Return a row of characters, standing on one base, `offset` dots from the left; upside down they start at the right."""
    strip = Image.new("1", (width_dots, height), _WHITE)
    tallest = max((style.cell[1] for _, style in characters), default=0)
    for character, style in characters:
        across, down = style.cell
        strip.paste(style.image if isinstance(style, Dots) else glyph(character, style), (offset, tallest - down))
        offset += across
    if upside_down:
        turned = strip.crop((0, 0, width_dots, tallest)).transpose(Image.Transpose.ROTATE_180)
        strip.paste(turned, (0, 0))
    return strip


def raster_strip(data: bytes, width_bytes: int, height: int, scale: tuple[int, int]) -> Image.Image:
    """Return a GS v 0 picture; a set bit is a black dot."""
    picture = ImageChops.invert(Image.frombytes("1", (width_bytes * 8, height), data))
    return picture if scale == (1, 1) else picture.resize((picture.width * scale[0], picture.height * scale[1]))


def column_dots(data: bytes, bytes_a_column: int, scale: tuple[int, int]) -> Image.Image:
    """Return an ESC * picture: columns from left to right, the highest bit at the top."""
    across = len(data) // bytes_a_column
    picture = Image.new("1", (across, bytes_a_column * 8), _WHITE)
    for x, y in product(range(across), range(picture.height)):
        if data[x * bytes_a_column + y // 8] >> (7 - y % 8) & 1:
            picture.putpixel((x, y), _BLACK)
    return picture.resize((across * scale[0], picture.height * scale[1]))


def qr_picture(data: bytes, error: str, module_dots: int) -> Image.Image | None:
    """Return a QR code without quiet zone, as a printer draws it; None when it holds more than a QR code can."""
    try:
        matrix = segno.make_qr(data.decode("utf-8", "replace"), error=error, boost_error=False).matrix
    except segno.DataOverflowError:
        return None
    side = len(matrix)
    small = Image.new("1", (side, side), _WHITE)
    for y, x in product(range(side), range(side)):
        if matrix[y][x]:
            small.putpixel((x, y), _BLACK)
    return small.resize((side * module_dots, side * module_dots))


def ean13_picture(code: str, module_dots: int, height: int, *, digits: bool) -> Image.Image:
    """Return the bars, with the digits below when asked."""
    bars = modules(code)
    picture = Image.new("1", (len(bars) * module_dots, height + (_DIGITS_HEIGHT if digits else 0)), _WHITE)
    pen = ImageDraw.Draw(picture)
    for index, bar in enumerate(bars):
        if bar == "1":
            pen.rectangle((index * module_dots, 0, (index + 1) * module_dots - 1, height - 1), fill=_BLACK)
    if digits:
        row = text_strip([(digit, Look()) for digit in code], picture.width, (picture.width - len(code) * CELL_A[0]) // 2, _DIGITS_HEIGHT)
        picture.paste(row, (0, height))
    return picture


def placed(picture: Image.Image, width_dots: int, align: str) -> Image.Image:
    """Return the picture on a strip over the whole paper, cut off at its edge as a printer does."""
    free = max(0, width_dots - picture.width)
    strip = Image.new("1", (width_dots, picture.height), _WHITE)
    strip.paste(picture, ({"left": 0, "center": free // 2, "right": free}[align], 0))
    return strip


def join(strips: list[Image.Image], width_dots: int) -> Image.Image:
    """Return all strips under each other; an empty paper is one row of white dots."""
    paper = Image.new("1", (width_dots, max(1, sum(strip.height for strip in strips))), _WHITE)
    at = 0
    for strip in strips:
        paper.paste(strip, (0, at))
        at += strip.height
    return paper
