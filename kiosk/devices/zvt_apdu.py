"""The frames of ZVT (PA00P016, TCP/IP transport): a control field of two bytes, a length of one or three, and the data. Pure bytes.

A length of FF is followed by the real one in two bytes, the lower first. There are no other marks on TCP, so a frame may arrive in pieces
and several may arrive at once.
"""

from typing import NamedTuple

_EXTENDED = 0xFF


class Apdu(NamedTuple):
    """One frame: `control` as the published text writes it, 0x0601 for an authorisation."""

    control: int
    data: bytes = b""

    def encode(self) -> bytes:
        """Return the frame's bytes."""
        size = len(self.data)
        length = bytes([size]) if size < _EXTENDED else bytes([_EXTENDED]) + size.to_bytes(2, "little")
        return self.control.to_bytes(2, "big") + length + self.data


class ApduReader:
    """Puts frames together from what a connection brings; it never holds more than one frame and what came with it."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> None:
        """Take what came."""
        self._held += data

    @property
    def empty(self) -> bool:
        """Whether nothing is held."""
        return not self._held

    def next(self) -> Apdu | None:
        """Return the next whole frame, or None until more has come."""
        header = 5 if self._held[2:3] == b"\xff" else 3
        if len(self._held) < header:
            return None
        size = int.from_bytes(self._held[3:5], "little") if header == 5 else self._held[2]
        if len(self._held) < header + size:
            return None
        frame = Apdu(int.from_bytes(self._held[:2], "big"), self._held[header : header + size])
        self._held = self._held[header + size :]
        return frame


def bcd(number: int, size: int) -> bytes:
    """Return a number as packed decimal digits in so many bytes; OverflowError when it has more."""
    digits = f"{number:0{size * 2}d}"
    if number < 0 or len(digits) > size * 2:
        raise OverflowError("too many digits")
    return bytes.fromhex(digits)


def read_bcd(data: bytes) -> int:
    """Read packed decimal digits; ValueError when one is none."""
    digits = data.hex()
    if not digits.isdigit():
        raise ValueError("not decimal digits")
    return int(digits)
