"""ESC/POS as a stream of commands: where one ends and the next begins. What is not known is passed on as unknown, visibly."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

UNKNOWN = "unknown"
TEXT = "text"

_PREFIXES = {0x10: "DLE", 0x1B: "ESC", 0x1C: "FS", 0x1D: "GS"}
_CONTROLS = {0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR"}
_FIRST_TEXT_BYTE = 0x20

_FIXED_ARGUMENTS = {
    "DLE": {"\x05": 1, "\x14": 3},
    "FS": {".": 0},
    "ESC": dict.fromkeys("!-3=EGJMRVadrt{ ", 1) | {"@": 0, "2": 0, "p": 3, "$": 2, "\\": 2},
    "GS": dict.fromkeys("!BHILabfhrwx|", 1) | {"L": 2, "W": 2, "P": 2, "$": 2, "\\": 2},
}


class Command(NamedTuple):
    """A command by its name as the manuals write it ("GS ( k"), with the bytes that follow."""

    name: str
    arguments: bytes = b""


class Incomplete(Exception):
    """The bytes end inside a command; more may come."""


def commands(data: bytes) -> Iterator[Command]:
    """Yield all commands of whole `data`; a command cut off at its end is yielded as unknown."""
    at = 0
    while at < len(data):
        try:
            command, at = take(data, at)
        except Incomplete:
            yield Command(UNKNOWN, data[at:])
            return
        yield command


def take(data: bytes, at: int) -> tuple[Command, int]:
    """Return the command at `at` and where the next begins. Raises Incomplete."""
    first = data[at]
    if first >= _FIRST_TEXT_BYTE:
        return _text(data, at)
    if first in _CONTROLS:
        return Command(_CONTROLS[first]), at + 1
    if first not in _PREFIXES:
        return Command(UNKNOWN, data[at : at + 1]), at + 1
    return _prefixed(data, at, _PREFIXES[first])


def _text(data: bytes, at: int) -> tuple[Command, int]:
    end = at
    while end < len(data) and data[end] >= _FIRST_TEXT_BYTE:
        end += 1
    return Command(TEXT, data[at:end]), end


def _prefixed(data: bytes, at: int, prefix: str) -> tuple[Command, int]:
    letter = chr(_byte(data, at + 1))
    name = f"{prefix} {letter}" if letter.isprintable() else f"{prefix} {ord(letter):02X}"
    variable = _VARIABLE.get(name)
    if variable is not None:
        return variable(data, at + 2, name)
    length = _FIXED_ARGUMENTS[prefix].get(letter)
    if length is None:
        return Command(UNKNOWN, data[at : at + 2]), at + 2
    return _slice(data, at + 2, length, name)


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise Incomplete
    return data[at]


def _slice(data: bytes, at: int, length: int, name: str) -> tuple[Command, int]:
    if at + length > len(data):
        raise Incomplete
    return Command(name, data[at : at + length]), at + length


def _word(data: bytes, at: int) -> int:
    return _byte(data, at) | _byte(data, at + 1) << 8


def _status(data: bytes, at: int, name: str) -> tuple[Command, int]:
    """DLE EOT n, with one more byte for n = 7 and 8."""
    return _slice(data, at, 2 if _byte(data, at) in (7, 8) else 1, name)


def _cut(data: bytes, at: int, name: str) -> tuple[Command, int]:
    """GS V m, with a feed where m says so."""
    return _slice(data, at, 2 if _byte(data, at) in (65, 66, 97, 98, 103, 104) else 1, name)


def _sized(data: bytes, at: int, name: str) -> tuple[Command, int]:
    """GS ( x pL pH and as many bytes: the name takes the letter in."""
    letter = chr(_byte(data, at))
    return _slice(data, at + 3, _word(data, at + 1), f"{name} {letter}")


def _raster(data: bytes, at: int, name: str) -> tuple[Command, int]:
    """GS v 0 m xL xH yL yH and x * y bytes."""
    return _slice(data, at, 6 + _word(data, at + 2) * _word(data, at + 4), name)


def _columns(data: bytes, at: int, name: str) -> tuple[Command, int]:
    """ESC * m nL nH and as many columns of one byte, or of three where m says so."""
    return _slice(data, at, 3 + _word(data, at + 1) * (3 if _byte(data, at) in (32, 33) else 1), name)


def _barcode(data: bytes, at: int, name: str) -> tuple[Command, int]:
    """GS k: function B (m from 65) gives the length, function A ends with NUL."""
    if _byte(data, at) >= 65:
        return _slice(data, at, 2 + _byte(data, at + 1), name)
    return _until_nul(data, at, name)


def _until_nul(data: bytes, at: int, name: str) -> tuple[Command, int]:
    end = data.find(b"\x00", at + 1)
    if end < 0:
        raise Incomplete
    return Command(name, data[at : end + 1]), end + 1


_VARIABLE: dict[str, Callable[[bytes, int, str], tuple[Command, int]]] = {
    "DLE 04": _status,
    "ESC *": _columns,
    "ESC D": _until_nul,
    "GS (": _sized,
    "GS V": _cut,
    "GS k": _barcode,
    "GS v": _raster,
}
