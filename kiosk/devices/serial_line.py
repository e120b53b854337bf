"""A serial line to a device: opened when first used, every wait bounded, and whatever the system says of it one environment fault.

Seven data bits with parity are the same ten bits on the wire as eight without, so a line is always opened with eight data bits and its user
checks the parity bit itself: Linux hands over characters of wrong parity without a word.
"""

import time
from typing import TYPE_CHECKING

from kiosk.devices.addresses import Address
from sync.protocol.errors import EnvironmentFault

if TYPE_CHECKING:
    from serial import Serial

BAUD_DEFAULT = 9600
WRITE_TIMEOUT_MS = 1_000
DRAIN_LIMIT_BYTES = 65_536
"""So much of what a device said unasked is thrown away before a question; one that never stops talking is not waited for."""


class SerialLine:
    """One device's line. Raises EnvironmentFault `fault` when it cannot be opened, read or written; the next use opens it anew."""

    def __init__(self, path: str, fault: str, *, baud: int = BAUD_DEFAULT, write_timeout_ms: int = WRITE_TIMEOUT_MS) -> None:
        self._path = path
        self._fault = fault
        self._baud = baud
        self._write_timeout_ms = write_timeout_ms
        self._port: Serial | None = None

    def ask(self, question: bytes, end: bytes, *, limit_bytes: int, answer_ms: int) -> bytes:
        """Send a question and return what comes until `end`, the limit or the time is reached; empty when nothing came."""
        self._drain()
        self.write(question)
        deadline = time.monotonic() + answer_ms / 1000
        answer = b""
        while end not in answer and len(answer) < limit_bytes and (left_s := deadline - time.monotonic()) > 0:
            answer += self._read(limit_bytes - len(answer), left_s)
        return answer

    def write(self, data: bytes) -> None:
        """Hand over bytes within the time allowed."""
        port = self._opened()
        try:
            port.write_timeout = self._write_timeout_ms / 1000
            port.write(data)
        except OSError as error:
            raise self._lost(error) from error

    def read(self, limit_bytes: int, wait_ms: int) -> bytes:
        """Return what comes first within the time, up to so many bytes; empty when nothing came."""
        return self._read(limit_bytes, wait_ms / 1000)

    def check(self) -> None:
        """Open the line; the fault says that there is none."""
        self._opened()

    def close(self) -> None:
        """Let go of the line."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _drain(self) -> None:
        drained = 0
        while drained < DRAIN_LIMIT_BYTES and (stale := self._read(DRAIN_LIMIT_BYTES, 0)):
            drained += len(stale)

    def _read(self, limit_bytes: int, wait_s: float) -> bytes:
        """One byte is waited for, what is behind it is taken along."""
        port = self._opened()
        try:
            port.timeout = wait_s
            first: bytes = port.read(1)
            port.timeout = 0
            return first + port.read(limit_bytes - 1) if first and limit_bytes > 1 else first
        except OSError as error:
            raise self._lost(error) from error

    def _opened(self) -> "Serial":
        if self._port is None:
            import serial

            try:
                self._port = serial.Serial(self._path, self._baud, timeout=0, exclusive=True)
            except (OSError, ValueError) as error:
                raise EnvironmentFault(self._fault) from error
        return self._port

    def _lost(self, error: OSError) -> EnvironmentFault:
        """An adapter that was pulled out must be opened anew when it is back."""
        self.close()
        return EnvironmentFault(self._fault, error=type(error).__name__)


def line_at(address: Address, fault: str) -> SerialLine:
    """Return the line that a checked serial address names."""
    return SerialLine(address.target, fault, baud=address.number("baud", BAUD_DEFAULT))
