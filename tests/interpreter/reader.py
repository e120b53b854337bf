"""The command reference as a table: which bytes follow a command, and what it does."""

from collections.abc import Callable

from tests.interpreter.letters import FONT_B
from tests.interpreter.machine import PAGES, Machine, Printout, font_of

ESC, FS, GS, DLE, LF, CR = 0x1B, 0x1C, 0x1D, 0x10, 0x0A, 0x0D
_QR = 0x31
_LEVELS = "lmqh"
Act = Callable[[Machine, bytes], object]


def read(data: bytes, width: int = 576) -> Printout:
    """Return what a printer of `width` dots makes of `data`."""
    machine, at = Machine(width), 0
    while at < len(data):
        at = _step(machine, data, at)
    return machine.out


def _step(machine: Machine, data: bytes, at: int) -> int:
    """Obey what stands at `at` and return where the next command begins."""
    byte = data[at]
    if byte >= 0x20:
        end = next((index for index in range(at, len(data)) if data[index] < 0x20), len(data))
        machine.letters(data[at:end])
        return end
    if byte == LF:
        machine.line_feed()
    elif byte in (ESC, GS, DLE, FS):
        return _command(machine, data, at)
    elif byte != CR:
        machine.out.unknown.append(data[at : at + 1])
    return at + 1


def _command(machine: Machine, data: bytes, at: int) -> int:
    key = data[at : at + 2]
    if key in _SIZED:
        size, act = _SIZED[key]
        length = size(data[at + 2 :])
        return _obeyed(machine, data, at, 2 + length, act)
    if key in _FIXED:
        count, act = _FIXED[key]
        return _obeyed(machine, data, at, 2 + count, act)
    machine.out.unknown.append(key)
    return at + 2


def _obeyed(machine: Machine, data: bytes, at: int, length: int, act: Act) -> int:
    """Carry a whole command out; one that is cut off, or says no, is noted."""
    whole = data[at : at + length]
    if len(whole) < length or act(machine, whole[2:]) is False:
        machine.out.unknown.append(whole)
    return at + length


def _nothing(machine: Machine, n: bytes) -> None:
    """Known, and nothing that is seen on paper."""


def _print_mode(machine: Machine, n: bytes) -> None:
    """ESC !: bit 0 font, 3 emphasis, 4 double height, 5 double width, 7 underline."""
    machine.set(font=FONT_B if n[0] & 1 else font_of(0), emphasised=bool(n[0] & 8), underlined=bool(n[0] & 128))
    machine.set(down=1 + (n[0] >> 4 & 1), across=1 + (n[0] >> 5 & 1))


def _size(machine: Machine, n: bytes) -> None:
    """GS !: bits 4 to 6 width less one, bits 0 to 2 height less one."""
    machine.set(across=1 + (n[0] >> 4 & 7), down=1 + (n[0] & 7))


def _code_page(machine: Machine, n: bytes) -> bool:
    machine.page = PAGES.get(n[0], machine.page)
    return n[0] in PAGES


def _spacing(machine: Machine, dots: int) -> None:
    machine.spacing = dots


def _kick(machine: Machine, n: bytes) -> None:
    machine.out.kicks += 1


def _bar_height(machine: Machine, n: bytes) -> None:
    machine.bar_height = max(1, n[0])


def _bar_module(machine: Machine, n: bytes) -> None:
    machine.bar_module = min(6, max(1, n[0]))


def _bar_digits(machine: Machine, n: bytes) -> None:
    machine.bar_digits = n[0] in (2, 3, 50, 51)


def _barcode(machine: Machine, n: bytes) -> bool:
    """GS k: function A ends with NUL, function B gives its length; EAN-13 is 2 or 67."""
    digits = (n[2:] if n[0] >= 65 else n[1:-1]).decode("latin-1")
    if n[0] not in (2, 67) or len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        return False
    machine.bars(digits)
    return True


def _raster(machine: Machine, n: bytes) -> None:
    """GS v 0: m doubles the width with bit 0 and the height with bit 1."""
    across, down = n[2] | n[3] << 8, n[4] | n[5] << 8
    if not across or not down:
        return
    twice_wide, twice_high = n[1] & 1, n[1] >> 1 & 1
    rows = [int.from_bytes(n[6 + y * across : 6 + (y + 1) * across], "big") for y in range(down)]
    if twice_wide:
        rows = [int("".join(bit * 2 for bit in f"{row:0{across * 8}b}"), 2) for row in rows]
    machine.picture([row for row in rows for _ in range(1 + twice_high)], across * 8 * (1 + twice_wide))


def _columns(machine: Machine, n: bytes) -> bool:
    """ESC *: m 0 and 1 give 8 dots three high a column, 32 and 33 give 24; 0 and 32 print each column twice."""
    if n[0] not in (0, 1, 32, 33):
        return False
    deep = 3 if n[0] >= 32 else 1
    columns = [f"{int.from_bytes(n[at : at + deep], 'big'):0{8 * deep}b}" for at in range(3, len(n), deep)]
    twice = 1 if n[0] & 1 else 2
    if columns:
        rows = [int("".join(column[y] * twice for column in columns), 2) for y in range(8 * deep)]
        machine.columns([row for row in rows for _ in range(3 // deep)], len(columns) * twice)
    return True


def _graphics(machine: Machine, body: bytes) -> bool:
    """GS ( L: m 48; fn 112 stores a picture (a 48: one tone), fn 50 or 2 prints it."""
    if body[:2] in (b"02", b"0\x02") and machine.graphic is not None:
        machine.picture(*machine.graphic)
        return True
    if body[:3] != b"0p0" or len(body) < 10 or not {body[3], body[4]} <= {1, 2}:
        return False
    width, height = body[6] | body[7] << 8, body[8] | body[9] << 8
    across = (width + 7) // 8
    if not width or not height or len(body) != 10 + across * height:
        return False
    rows = [int.from_bytes(body[10 + y * across : 10 + (y + 1) * across], "big") >> (across * 8 - width) for y in range(height)]
    if body[3] == 2:
        rows = [int("".join(bit * 2 for bit in f"{row:0{width}b}"), 2) for row in rows]
    machine.graphic = ([row for row in rows for _ in range(body[4])], width * body[3])
    return True


def _sized_by_letter(machine: Machine, n: bytes) -> bool:
    """GS ( and a letter: L graphics, k two-dimensional codes, of which only QR codes (cn 49)."""
    if n[0:1] == b"L":
        return _graphics(machine, n[3:])
    if n[0:1] != b"k":
        return False
    body = n[3:]
    act = _QR_FUNCTIONS.get(body[1]) if len(body) > 1 and body[0] == _QR else None
    return act is not None and act(machine, body[2:])


def _qr_model(machine: Machine, n: bytes) -> bool:
    return len(n) == 2


def _qr_module(machine: Machine, n: bytes) -> bool:
    sound = len(n) == 1 and 1 <= n[0] <= 16
    machine.qr_module = n[0] if sound else machine.qr_module
    return sound


def _qr_level(machine: Machine, n: bytes) -> bool:
    sound = len(n) == 1 and 48 <= n[0] <= 51
    machine.qr_level = _LEVELS[n[0] - 48] if sound else machine.qr_level
    return sound


def _qr_store(machine: Machine, n: bytes) -> bool:
    machine.qr_data = n[1:]
    return len(n) > 1


def _cut(machine: Machine, n: bytes) -> None:
    machine.cut(n[1] if len(n) > 1 else 0)


def _raster_length(rest: bytes) -> int:
    return 6 + (rest[2] | rest[3] << 8) * (rest[4] | rest[5] << 8) if len(rest) >= 6 else 6


def _barcode_length(rest: bytes) -> int:
    if rest[:1] >= b"A":
        return 2 + rest[1] if len(rest) > 1 else 2
    end = rest.find(b"\x00", 1)
    return end + 1 if end > 0 else len(rest) + 1


_QR_FUNCTIONS: dict[int, Callable[[Machine, bytes], bool]] = {
    65: _qr_model,
    67: _qr_module,
    69: _qr_level,
    80: _qr_store,
    81: lambda machine, n: machine.symbol(),
}
_FIXED: dict[bytes, tuple[int, Act]] = {
    b"\x1b@": (0, lambda machine, n: machine.initialise()),
    b"\x1b!": (1, _print_mode),
    b"\x1b-": (1, lambda machine, n: machine.set(underlined=n[0] not in (0, 48))),
    b"\x1b2": (0, lambda machine, n: _spacing(machine, 30)),
    b"\x1b3": (1, lambda machine, n: _spacing(machine, n[0])),
    b"\x1bE": (1, lambda machine, n: machine.set(emphasised=bool(n[0] & 1))),
    b"\x1bG": (1, lambda machine, n: machine.set(emphasised=bool(n[0] & 1))),
    b"\x1bJ": (1, lambda machine, n: machine.feed(n[0])),
    b"\x1bM": (1, lambda machine, n: machine.set(font=font_of(n[0]))),
    b"\x1ba": (1, lambda machine, n: machine.justify(n[0])),
    b"\x1bd": (1, lambda machine, n: machine.feed(n[0] * machine.spacing)),
    b"\x1bp": (3, _kick),
    b"\x1bt": (1, _code_page),
    b"\x1b{": (1, lambda machine, n: machine.turn(bool(n[0] & 1))),
    b"\x1d!": (1, _size),
    b"\x1dB": (1, lambda machine, n: machine.set(reversed=bool(n[0] & 1))),
    b"\x1dH": (1, _bar_digits),
    b"\x1db": (1, _nothing),
    b"\x1df": (1, _nothing),
    b"\x1dh": (1, _bar_height),
    b"\x1dw": (1, _bar_module),
}
_SIZED: dict[bytes, tuple[Callable[[bytes], int], Act]] = {
    b"\x10\x04": (lambda rest: 2 if rest[:1] in (b"\x07", b"\x08") else 1, _nothing),
    b"\x1dV": (lambda rest: 2 if rest[:1] in b"ABabgh" and rest else 1, _cut),
    b"\x1dk": (_barcode_length, _barcode),
    b"\x1dv": (_raster_length, _raster),
    b"\x1d(": (lambda rest: 3 + (rest[1] | rest[2] << 8) if len(rest) > 2 else 3, _sized_by_letter),
    b"\x1b*": (lambda rest: 3 + (rest[1] | rest[2] << 8) * (3 if rest[0] in (32, 33) else 1) if len(rest) > 2 else 3, _columns),
}
