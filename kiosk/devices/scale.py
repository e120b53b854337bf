"""Counter scales: what one answers, the driver of the 8217 serial protocol, the simulated scale that speaks it, and the broken one.

The protocol is Mettler-Toledo's 8217, as printed in its service manuals (Viva, Ariva, Diva): the host sends an upper-case W, the scale
answers STX, the weight in kilograms with three decimals, N if tare was taken off, CR; or, where there is no weight to give, STX, a question
mark, a status byte, CR. Characters have seven bits and even parity. Other scales can be set to it.
"""

import re
import threading
import time
from typing import Protocol

import msgspec

from kiosk.devices.addresses import read_address
from kiosk.devices.serial_line import line_at
from sync.protocol.errors import EnvironmentFault

WEIGH = b"W"
ANSWER_MS = 1_000
ANSWER_LIMIT_BYTES = 32
PAUSE_MS = 200
"""The protocol wants so long between two commands."""

_STX, _CR = b"\x02", b"\r"
_KILOGRAMS = re.compile(rb"\x02 *(\d{1,3})\.(\d{3})N?\r")
_POUNDS = re.compile(rb"\x02 *\d{1,4}\.\d{1,2}N?\r")
_STATUS = re.compile(rb"\x02\?(.)\r", re.DOTALL)
_MOTION, _OVER, _BELOW, _OUTSIDE_ZERO, _AT_ZERO, _ALWAYS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x40


class Weight(msgspec.Struct, frozen=True):
    """A weight in grams as the scale shows it; while it is not stable the scale tells no weight, and `weight_g` is 0."""

    weight_g: int
    stable: bool = True


class Scale(Protocol):
    """A scale that is asked for what lies on it."""

    def weigh(self) -> Weight: ...
    def status(self) -> str: ...


class Line(Protocol):
    """A serial line as a scale needs it."""

    def ask(self, question: bytes, end: bytes, *, limit_bytes: int, answer_ms: int) -> bytes: ...


class Scale8217:
    """A scale on a serial line. Raises EnvironmentFault scale_off, scale_silent, scale_garbled, scale_pounds, scale_overload,
    scale_below_zero or scale_unready."""

    def __init__(self, line: Line, *, parity: bool = True, answer_ms: int = ANSWER_MS, pause_ms: int = PAUSE_MS) -> None:
        self._line = line
        self._parity = parity
        self._answer_ms = answer_ms
        self._pause_s = pause_ms / 1000
        self._next_at = 0.0

    def weigh(self) -> Weight:
        """Ask once; whoever wants a weight at rest asks again."""
        time.sleep(max(0.0, self._next_at - time.monotonic()))
        self._next_at = time.monotonic() + self._pause_s
        question, end = (with_parity(WEIGH), with_parity(_CR)) if self._parity else (WEIGH, _CR)
        answer = self._line.ask(question, end, limit_bytes=ANSWER_LIMIT_BYTES, answer_ms=self._answer_ms)
        if not answer:
            raise EnvironmentFault("scale_silent")
        return read_weight(seven_bits(answer) if self._parity else answer)

    def status(self) -> str:
        """Say ready, off (no line) or unknown (it does not answer, or nothing that is understood)."""
        return _status(self)


def read_weight(answer: bytes) -> Weight:
    """Read one whole answer. Raises EnvironmentFault; what is cut, garbled or in pounds is never a weight."""
    if found := _KILOGRAMS.fullmatch(answer):
        return Weight(int(found[1]) * 1_000 + int(found[2]))
    if _POUNDS.fullmatch(answer):
        raise EnvironmentFault("scale_pounds")
    status = _STATUS.fullmatch(answer)
    if status is None or not status[1][0] & _ALWAYS:
        raise EnvironmentFault("scale_garbled")
    return _read_status(status[1][0])


def _read_status(bits: int) -> Weight:
    """An overload is told at once; below zero and outside zero only at rest, as goods being put down pass through both."""
    if bits & _OVER:
        raise EnvironmentFault("scale_overload")
    if bits & _MOTION:
        return Weight(0, stable=False)
    if bits & _BELOW:
        raise EnvironmentFault("scale_below_zero")
    if bits & _AT_ZERO:
        return Weight(0)
    raise EnvironmentFault("scale_unready" if bits & _OUTSIDE_ZERO else "scale_garbled")


def with_parity(text: bytes) -> bytes:
    """Return seven-bit characters with their even parity in bit 7, as they are on the wire."""
    return bytes(byte | (byte.bit_count() & 1) << 7 for byte in text)


def seven_bits(received: bytes) -> bytes:
    """Return the characters without their parity bit. Raises EnvironmentFault scale_garbled where one is wrong."""
    if any(byte.bit_count() & 1 for byte in received):
        raise EnvironmentFault("scale_garbled")
    return bytes(byte & 0x7F for byte in received)


class SimulatedScale:
    """A scale whose load is set; it speaks the protocol byte for byte, so that the real driver can be put before it too."""

    CAPACITY_G = 15_000

    def __init__(self, weight_g: int = 0) -> None:
        self._lock = threading.Lock()
        self._weight_g = weight_g
        self._in_motion = False
        self._zeroed = True
        self._driver = Scale8217(self, pause_ms=0)

    def put(self, weight_g: int, *, in_motion: bool = False) -> None:
        """Set what lies on it; a negative load is what was taken away since it was zeroed."""
        with self._lock:
            self._weight_g, self._in_motion = weight_g, in_motion

    def switch_on_loaded(self) -> None:
        """Switch it on with something lying on it: it finds no zero."""
        with self._lock:
            self._zeroed = False

    def hear(self, sent: bytes) -> bytes:
        """Answer what a host sent; anything but a W is not answered."""
        with self._lock:
            return with_parity(b"".join(self._answer() for byte in sent if byte & 0x7F == WEIGH[0]))

    def ask(self, question: bytes, end: bytes, *, limit_bytes: int, answer_ms: int) -> bytes:
        """Be the line of the driver as well."""
        return self.hear(question)

    def weigh(self) -> Weight:
        """Weigh through the real driver."""
        return self._driver.weigh()

    def status(self) -> str:
        """Say how it is, through the real driver."""
        return self._driver.status()

    def _answer(self) -> bytes:
        bits = self._bits()
        if bits:
            return _STX + b"?" + bytes([bits | _ALWAYS]) + _CR
        return _STX + b"%02d.%03d" % divmod(self._weight_g, 1_000) + _CR

    def _bits(self) -> int:
        unready = 0 if self._zeroed else _OUTSIDE_ZERO
        over = _OVER if self._weight_g > self.CAPACITY_G else 0
        below = _BELOW if self._weight_g < 0 else 0
        return unready | over | below | (_MOTION if self._in_motion else 0)


class BrokenScale:
    """A scale that always fails, in a way that can be chosen."""

    def __init__(self, fault: str = "scale_silent") -> None:
        self._fault = fault

    def weigh(self) -> Weight:
        raise EnvironmentFault(self._fault)

    def status(self) -> str:
        return _status(self)


def _status(scale: Scale) -> str:
    """A scale with too much on it, or one that must be zeroed, answers all the same."""
    try:
        scale.weigh()
    except EnvironmentFault as fault:
        return {"scale_off": "off", "scale_silent": "unknown", "scale_garbled": "unknown"}.get(fault.code, "ready")
    return "ready"


def scale_at(text: str) -> Scale:
    """Return the scale at serial:PATH[?baud=9600&parity=even], or simulated[:GRAMS]. Raises Refusal scale_address."""
    address = read_address(text, "scale")
    if address.scheme == "simulated":
        return SimulatedScale(int(address.target or 0))
    return Scale8217(line_at(address, "scale_off"), parity=address.options.get("parity", "even") == "even")
