"""The printer: a buffer of one row, a roll of dots, and the settings that commands change, named as the reference names them."""

from dataclasses import dataclass, field

from tests.interpreter import codes, letters
from tests.interpreter.letters import FONT_A, FONT_B, Style

PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858", 40: "iso8859_15"}
_LEFT, _CENTRED, _RIGHT = 0, 1, 2
_DIGITS_ROW = 24


@dataclass
class Printout:
    """What came out: rows of dots (the leftmost is the highest bit, 1 is black), rows of text, codes, and what else was done."""

    width: int
    rows: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    qr: list[str] = field(default_factory=list)
    barcodes: list[str] = field(default_factory=list)
    cuts: int = 0
    kicks: int = 0
    unknown: list[bytes] = field(default_factory=list)

    def packed(self) -> bytes:
        """Return the dots as bytes, a set bit for white, an empty paper as one white row."""
        across = (self.width + 7) // 8
        full = (1 << self.width) - 1
        return b"".join(((row ^ full) << (across * 8 - self.width)).to_bytes(across, "big") for row in self.rows or [0])


@dataclass(frozen=True)
class Dots:
    """A picture in the row among letters."""

    width: int
    height: int
    rows: tuple[int, ...]


class Machine:
    """A printer whose paper is `width` dots across, as it is after ESC @."""

    def __init__(self, width: int) -> None:
        self.out = Printout(width)
        self.initialise()

    def initialise(self) -> None:
        """ESC @: settings as at power on; what stood in the row is lost."""
        self.style, self.align, self.page, self.spacing = Style(), _LEFT, "cp437", 30
        self.row: list[tuple[str, Style | Dots]] = []
        self.graphic: tuple[list[int], int] | None = None
        self.upside_down = False
        self.bar_height, self.bar_module, self.bar_digits = 80, 2, False
        self.qr_module, self.qr_level, self.qr_data = 3, "l", b""

    def set(self, **changes: object) -> None:
        """Change how the next letters look."""
        self.style = self.style._replace(**changes)  # type: ignore[arg-type]  # callers name its fields

    def letters(self, data: bytes) -> None:
        """Put letters into the row; one that does not fit prints the row first."""
        for letter in data.decode(self.page, "replace"):
            if self._filled() + self.style.width > self.out.width:
                self.line_feed()
            self.row.append((letter, self.style))

    def line_feed(self) -> None:
        """LF: print the row and move on by the line spacing, or by the highest letter where that is more."""
        self._print_row(self.spacing)

    def feed(self, dots: int) -> None:
        """ESC J, ESC d: print what stands in the row and move on by so much in all, never over what was printed."""
        if self.row:
            self._print_row(dots)
        else:
            self._blank(dots)

    def justify(self, where: int) -> None:
        """ESC a: counts at the beginning of a row only."""
        if not self.row and where % 48 in (_LEFT, _CENTRED, _RIGHT):
            self.align = where % 48

    def turn(self, upside_down: bool) -> None:
        """ESC {: counts at the beginning of a row only."""
        if not self.row:
            self.upside_down = upside_down

    def picture(self, rows: list[int], width: int) -> None:
        """Print dots at once, placed as the alignment says; what is wider than the paper is cut off at its right."""
        over = max(0, width - self.out.width)
        left = self._left(width - over)
        shift = self.out.width - left - (width - over)
        self.out.rows += [(row >> over) << shift for row in rows]

    def columns(self, rows: list[int], width: int) -> None:
        """ESC *: put a picture into the row; what is beyond the paper's edge is lost."""
        fits = min(width, self.out.width - self._filled())
        if fits:
            self.row.append(("", Dots(fits, len(rows), tuple(row >> (width - fits) for row in rows))))

    def bars(self, digits: str) -> None:
        """GS k: an EAN-13 with the height, module and digits that were set."""
        self.out.barcodes.append(digits)
        row, width = codes.widened(codes.ean13(digits), self.bar_module)
        below = self._digits(digits, width) if self.bar_digits else []
        self.picture([row] * self.bar_height + below, width)

    def symbol(self) -> bool:
        """GS ( k, function 181: print the stored QR code; False when there is none, or too much for one."""
        rows, width = codes.qr(self.qr_data, self.qr_level, self.qr_module) if self.qr_data else ((), 0)
        if not rows:
            return False
        self.out.qr.append(self.qr_data.decode("utf-8", "replace"))
        self.picture(list(rows), width)
        return True

    def cut(self, feed: int = 0) -> None:
        """GS V."""
        self.feed(feed) if feed or self.row else None
        self.out.cuts += 1

    def _digits(self, digits: str, width: int) -> list[int]:
        """Digits of font A below the bars, in the middle of them."""
        rows = [0] * _DIGITS_ROW
        right = (width - len(digits) * FONT_A[0]) - (width - len(digits) * FONT_A[0]) // 2
        for index, digit in enumerate(reversed(digits)):
            for y, dots in enumerate(letters.rows(digit, Style())):
                rows[y] |= dots << (right + index * FONT_A[0])
        return rows

    def _print_row(self, advance: int) -> None:
        height = max((style.height for _, style in self.row), default=0)
        lines = [0] * height
        at = self.out.width - self._left(self._filled())
        for letter, style in self.row:
            at -= style.width
            for y, dots in enumerate(style.rows if isinstance(style, Dots) else letters.rows(letter, style)):
                lines[height - style.height + y] |= dots << at
        self.out.rows += self._turned(lines) if self.upside_down else lines
        self.out.text.append("".join(letter for letter, _ in self.row))
        self._blank(advance - height)
        self.row = []

    def _turned(self, lines: list[int]) -> list[int]:
        """A row printed upside down: the last line first, and each from right to left."""
        return [int(f"{line:0{self.out.width}b}"[::-1], 2) for line in reversed(lines)]

    def _blank(self, dots: int) -> None:
        self.out.rows += [0] * max(0, dots)

    def _filled(self) -> int:
        return sum(style.width for _, style in self.row)

    def _left(self, width: int) -> int:
        free = max(0, self.out.width - width)
        return {_LEFT: 0, _CENTRED: free // 2, _RIGHT: free}[self.align]


def font_of(number: int) -> tuple[int, int, int]:
    """ESC M: 0 and 48 name font A, 1 and 49 font B."""
    return FONT_B if number in (1, 49) else FONT_A
