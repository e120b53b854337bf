"""A printer in software: ESC/POS bytes to dots, text and codes. It knows nothing of receipts; it sees only what a printer would see."""

from collections.abc import Callable
from io import BytesIO

import msgspec
from PIL import Image

from kiosk.devices.printer import raster
from kiosk.devices.printer.tokens import TEXT, Command, commands

_CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858", 40: "iso8859_15"}
_ALIGN = ("left", "center", "right")
_QR_LEVELS = "lmqh"
_DEFAULT_SPACING_DOTS = 30
_COLUMN_MODES = {0: (1, (2, 3)), 1: (1, (1, 3)), 32: (3, (2, 1)), 33: (3, (1, 1))}
"""ESC * m: bytes a column, and how many dots each dot is across and down."""
_MODULE_LIMIT_DOTS, _BAR_LIMIT_DOTS = 16, 6


class Paper(msgspec.Struct, kw_only=True):
    """What came out: dots, rows of text, contents of codes, and what the printer did besides. `unknown` lists commands in hexadecimal."""

    image: Image.Image
    text: list[str]
    qr: list[str]
    barcodes: list[str]
    cuts: int
    kicks: int
    unknown: list[str]

    def png(self) -> bytes:
        """Return the dots as a PNG."""
        out = BytesIO()
        self.image.save(out, format="PNG")
        return out.getvalue()


def interpret(data: bytes, width_dots: int = 576) -> Paper:
    """Return the paper that a printer of `width_dots` dots makes of `data`."""
    printer = _Printer(width_dots)
    for command in commands(data):
        printer.obey(command)
    return printer.tear_off()


class _Printer:
    """The state of a printer between two commands."""

    def __init__(self, width_dots: int) -> None:
        self._width = width_dots
        self._strips: list[Image.Image] = []
        self._paper = Paper(image=Image.new("1", (1, 1), 255), text=[], qr=[], barcodes=[], cuts=0, kicks=0, unknown=[])
        self._reset(b"")
        self._actions = {
            "LF": self._line_feed,
            "CR": self._nothing,
            "ESC @": self._reset,
            "ESC !": self._print_mode,
            "ESC *": self._columns,
            "ESC -": lambda n: self._style(underline=n[0] not in (0, 48)),
            "ESC 2": lambda _: self._spacing_dots(_DEFAULT_SPACING_DOTS),
            "ESC 3": lambda n: self._spacing_dots(n[0]),
            "ESC E": lambda n: self._style(bold=bool(n[0] & 1)),
            "ESC G": lambda n: self._style(bold=bool(n[0] & 1)),
            "ESC J": lambda n: self._feed(n[0]),
            "ESC M": lambda n: self._style(small=n[0] in (1, 49)),
            "ESC a": self._justify,
            "ESC d": lambda n: self._feed(n[0] * self._spacing),
            "ESC p": self._kick,
            "ESC t": self._select_page,
            "ESC {": self._turn,
            "GS !": lambda n: self._style(width=(n[0] >> 4 & 7) + 1, height=(n[0] & 7) + 1),
            "GS B": lambda n: self._style(invert=bool(n[0] & 1)),
            "GS H": self._digits_place,
            "GS V": self._cut,
            "GS b": self._nothing,
            "GS f": self._nothing,
            "GS h": self._bar_height,
            "GS k": self._barcode,
            "GS ( L": self._graphics,
            "GS ( k": self._two_dimensional,
            "GS v": self._raster,
            "GS w": self._bar_width,
            "DLE 04": self._nothing,
            TEXT: self._characters,
        }
        self._qr_acts: dict[bytes, Callable[[bytes], bool]] = {
            b"1A": lambda n: len(n) == 2,
            b"1C": self._qr_size,
            b"1E": self._qr_level,
            b"1P": self._qr_store,
            b"1Q": self._qr_print,
        }

    def obey(self, command: Command) -> None:
        """Carry out one command; one that is not known is noted."""
        action = self._actions.get(command.name)
        if action is None:
            self._note(command)
        else:
            action(command.arguments)

    def tear_off(self) -> Paper:
        """Return the paper so far; a row begun stays in the printer's buffer, as it does in a real one."""
        self._paper.image = raster.join(self._strips, self._width)
        return self._paper

    def _note(self, command: Command) -> None:
        shown = command.arguments.hex(" ") if command.name == "unknown" else f"{command.name} {command.arguments[:8].hex(' ')}".strip()
        self._paper.unknown.append(shown)

    def _nothing(self, _: bytes) -> None:
        """Known, and without effect on these dots."""

    def _reset(self, _: bytes) -> None:
        self._look = raster.Look()
        self._align = "left"
        self._page = "cp437"
        self._upside_down = False
        self._spacing = _DEFAULT_SPACING_DOTS
        self._row: list[tuple[str, raster.Look | raster.Dots]] = []
        self._bar = (80, 2, False)
        self._module, self._level, self._stored = 3, "l", b""
        self._graphic: Image.Image | None = None

    def _style(self, **changes: bool | int) -> None:
        self._look = self._look._replace(**changes)  # type: ignore[arg-type]  # the callers above name only its fields

    def _print_mode(self, n: bytes) -> None:
        mode = n[0]
        self._style(small=bool(mode & 1), bold=bool(mode & 8), underline=bool(mode & 128))
        self._style(height=2 if mode & 16 else 1, width=2 if mode & 32 else 1)

    def _spacing_dots(self, dots: int) -> None:
        self._spacing = dots

    def _justify(self, n: bytes) -> None:
        """Alignment counts at the beginning of a row only."""
        if not self._row and n[0] % 48 < len(_ALIGN):
            self._align = _ALIGN[n[0] % 48]

    def _turn(self, n: bytes) -> None:
        """Upside-down printing counts at the beginning of a row only."""
        if not self._row:
            self._upside_down = bool(n[0] & 1)

    def _select_page(self, n: bytes) -> None:
        if n[0] in _CODE_PAGES:
            self._page = _CODE_PAGES[n[0]]
        else:
            self._note(Command("ESC t", n))

    def _characters(self, data: bytes) -> None:
        for character in data.decode(self._page, "replace"):
            if self._row_width() + self._look.cell[0] > self._width:
                self._line_feed(b"")
            self._row.append((character, self._look))

    def _row_width(self) -> int:
        return sum(style.cell[0] for _, style in self._row)

    def _line_feed(self, _: bytes) -> None:
        """Print the row and feed by the line spacing."""
        self._print_row(self._spacing)

    def _print_row(self, advance: int) -> None:
        """Print the row and move on by `advance` dots, or by the tallest character where that is more."""
        tallest = max((style.cell[1] for _, style in self._row), default=0)
        free = self._width - self._row_width()
        offset = {"left": 0, "center": free // 2, "right": free}[self._align]
        self._strips.append(raster.text_strip(self._row, self._width, offset, max(tallest, advance), upside_down=self._upside_down))
        self._paper.text.append("".join(character for character, _ in self._row))
        self._row = []

    def _feed(self, dots: int) -> None:
        """Print what stands in the row and move on by `dots` in all."""
        if self._row:
            self._print_row(dots)
        elif dots > 0:
            self._strips.append(Image.new("1", (self._width, dots), 255))

    def _picture(self, picture: Image.Image) -> None:
        self._strips.append(raster.placed(picture, self._width, self._align))

    def _raster(self, data: bytes) -> None:
        width_bytes, height = int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little")
        if width_bytes and height:
            self._picture(raster.raster_strip(data[6:], width_bytes, height, (1 + (data[1] & 1), 1 + (data[1] >> 1 & 1))))

    def _columns(self, data: bytes) -> None:
        """ESC *: columns of 8 or 24 dots, which come to the same height; single density doubles across. What does not fit is lost."""
        mode = _COLUMN_MODES.get(data[0])
        room = self._width - self._row_width()
        if mode is None:
            self._note(Command("ESC *", data))
        elif len(data) > 3 and room:
            picture = raster.column_dots(data[3:], mode[0], mode[1])
            self._row.append(("", raster.Dots(picture.crop((0, 0, min(room, picture.width), picture.height)))))

    def _graphics(self, data: bytes) -> None:
        """GS ( L: function 112 stores a picture in one colour, function 50 prints it; others are noted."""
        if data[:2] in (b"02", b"0\x02") and self._graphic is not None:
            self._picture(self._graphic)
        elif data[:3] == b"0p0" and len(data) >= 10:
            across, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
            self._store_graphic(data[10:], across, height, (data[3], data[4]))
        else:
            self._note(Command("GS ( L", data))

    def _store_graphic(self, dots: bytes, across: int, height: int, scale: tuple[int, int]) -> None:
        width_bytes = (across + 7) // 8
        if not across or not height or len(dots) != width_bytes * height or not set(scale) <= {1, 2}:
            self._note(Command("GS ( L", dots))
            return
        whole = raster.raster_strip(dots, width_bytes, height, scale)
        self._graphic = whole.crop((0, 0, across * scale[0], whole.height))

    def _bar_height(self, n: bytes) -> None:
        self._bar = (max(1, n[0]), *self._bar[1:])

    def _bar_width(self, n: bytes) -> None:
        self._bar = (self._bar[0], min(max(1, n[0]), _BAR_LIMIT_DOTS), self._bar[2])

    def _digits_place(self, n: bytes) -> None:
        self._bar = (*self._bar[:2], n[0] in (2, 3, 50, 51))

    def _barcode(self, data: bytes) -> None:
        """GS k for EAN-13, function A (2) or B (67); other kinds are noted as unknown."""
        code = (data[2:] if data[0] >= 65 else data[1:-1]).decode("ascii", "replace")
        if data[0] not in (2, 67) or len(code) != 13 or not (code.isascii() and code.isdigit()):
            self._note(Command("GS k", data))
            return
        self._paper.barcodes.append(code)
        height, width, digits = self._bar
        self._picture(raster.ean13_picture(code, width, height, digits=digits))

    def _two_dimensional(self, data: bytes) -> None:
        """GS ( k cn fn: model, module size, level, store, print of a QR code; a value out of range is noted and changes nothing."""
        act = self._qr_acts.get(data[:2])
        if act is None or not act(data[2:]):
            self._note(Command("GS ( k", data))

    def _qr_size(self, n: bytes) -> bool:
        sound = len(n) == 1 and 1 <= n[0] <= _MODULE_LIMIT_DOTS
        self._module = n[0] if sound else self._module
        return sound

    def _qr_level(self, n: bytes) -> bool:
        sound = len(n) == 1 and 0 <= n[0] - 48 < len(_QR_LEVELS)
        self._level = _QR_LEVELS[n[0] - 48] if sound else self._level
        return sound

    def _qr_store(self, data: bytes) -> bool:
        self._stored = data[1:]
        return bool(self._stored)

    def _qr_print(self, _: bytes) -> bool:
        picture = raster.qr_picture(self._stored, self._level, self._module) if self._stored else None
        if picture is None:
            return False
        self._paper.qr.append(self._stored.decode("utf-8", "replace"))
        self._picture(picture)
        return True

    def _cut(self, data: bytes) -> None:
        if self._row or len(data) > 1:
            self._feed(data[1] if len(data) > 1 else 0)
        self._paper.cuts += 1

    def _kick(self, _: bytes) -> None:
        self._paper.kicks += 1
