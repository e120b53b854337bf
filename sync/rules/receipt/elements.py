"""What may stand on paper. A driver knows these and no sale; a sale knows these and no driver."""

import re
from typing import Literal

import msgspec

Align = Literal["left", "center", "right"]
_DIGITS_13 = re.compile(r"[0-9]{13}")


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of all elements."""


class Line(Part, tag="line", frozen=True):
    """A text; wraps between words. `big` is double width and height, `small` the printer's smaller font."""

    text: str
    align: Align = "left"
    bold: bool = False
    big: bool = False
    small: bool = False


class Columns(Part, tag="columns", frozen=True):
    """Cells side by side, the first to the left, the others to the right; the first may wrap or be shortened, the others are never cut.

    `widths` fixes each cell's characters so that rows of a table stand under each other; without it the first cell fills what is left.
    """

    cells: tuple[str, ...]
    widths: tuple[int, ...] = ()
    indent: int = 0
    bold: bool = False
    big: bool = False
    small: bool = False


class Rule(Part, tag="rule", frozen=True):
    """A line across the paper between two blocks."""


class Banner(Part, tag="banner", frozen=True):
    """A heading in white on black over the whole width."""

    text: str


class Qr(Part, tag="qr", frozen=True):
    """A QR code; `size_dots` is the side it should about have, the driver takes the nearest whole module."""

    text: str
    size_dots: int = 228


class Ean13(Part, tag="ean13", frozen=True):
    """Thirteen digits with a check digit, as bars with the digits below."""

    code: str

    def __post_init__(self) -> None:
        if not _DIGITS_13.fullmatch(self.code):
            raise ValueError("an EAN-13 has thirteen digits")


class Logo(Part, tag="logo", frozen=True):
    """The shop's picture; the driver holds its dots."""


class Feed(Part, tag="feed", frozen=True):
    lines: int = 1


class Cut(Part, tag="cut", frozen=True):
    pass


class DrawerKick(Part, tag="drawer_kick", frozen=True):
    """Opens the cash drawer that hangs on the printer."""


Element = Line | Columns | Rule | Banner | Qr | Ean13 | Logo | Feed | Cut | DrawerKick

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[Element])


def encode(elements: list[Element]) -> bytes:
    """Return a paper as JSON, for a queue or a wire."""
    return _encoder.encode(elements)


def decode(data: bytes) -> list[Element]:
    """Read a paper's JSON; raises msgspec.DecodeError."""
    return _decoder.decode(data)
