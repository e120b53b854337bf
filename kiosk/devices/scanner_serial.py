"""Hand scanners on a serial line: whole codes out of what comes, on a thread of their own, told as the keyboard wedge tells them."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.devices.addresses import read_address
from kiosk.devices.scanner import CODE_LEAST_CHARS, CODE_LIMIT_CHARS, GS, Scan, read
from kiosk.devices.serial_line import line_at
from sync.protocol.errors import EnvironmentFault

LISTEN_MS = 100
"""A code is sent in one go: one without an end is whole when so long nothing follows. Stopping takes as long at most."""

RETRY_S = 2.0
_ENDS = b"\r\n\t\x03"
_GS = ord(GS)
_log = logging.getLogger(__name__)


class CodeReader:
    """Puts codes together from pieces. What is too long or holds a control character is no code and is dropped to its end."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._rubbish = False

    @property
    def holding(self) -> bool:
        """Whether something came that is no whole code yet."""
        return bool(self._held) or self._rubbish

    def feed(self, data: bytes) -> list[Scan]:
        """Take bytes and return the codes that ended in them."""
        found = []
        for byte in data:
            if byte in _ENDS:
                found += self.rest()
            elif byte != 0x02:
                self._hold(byte)
        return found

    def rest(self) -> list[Scan]:
        """Nothing follows: what is held is a code, or none."""
        held, rubbish = bytes(self._held), self._rubbish
        self._held.clear()
        self._rubbish = False
        try:
            text = held.decode()
        except UnicodeDecodeError:
            return []
        scan = read(text)
        return [] if rubbish or len(scan.code) < CODE_LEAST_CHARS else [scan]

    def _hold(self, byte: int) -> None:
        if len(self._held) >= CODE_LIMIT_CHARS or byte == 0x7F or (byte < 0x20 and byte != _GS):
            self._rubbish = True
            self._held.clear()
        elif not self._rubbish:
            self._held.append(byte)


class Line(Protocol):
    """A serial line as a scanner needs it."""

    def read(self, limit_bytes: int, wait_ms: int) -> bytes: ...
    def check(self) -> None: ...
    def close(self) -> None: ...


class SerialScanner:
    """Listens until it is stopped. `on_scan` and `on_fault` are called on its thread; one that is gone is told once and looked for."""

    def __init__(self, line: Line, on_scan: Callable[[Scan], None], on_fault: Callable[[EnvironmentFault], None] = lambda _: None) -> None:
        self._line = line
        self._on_scan = on_scan
        self._on_fault = on_fault
        self._stopping = threading.Event()
        self._there: bool | None = None
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def wait_listening(self, wait_s: float) -> bool:
        """Wait until the line is open; what was scanned before is lost."""
        return self._listening.wait(wait_s)

    def stop(self) -> None:
        """Listen no more and let go of the line."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._line.close()

    def status(self) -> str:
        """Say ready (its line is open), off, or unknown before it was looked for."""
        return {None: "unknown", True: "ready", False: "off"}[self._there]

    def _run(self) -> None:
        reader = CodeReader()
        while not self._stopping.is_set():
            try:
                if not self._there:
                    self._line.check()
                    self._there = True
                    self._listening.set()
                data = self._line.read(CODE_LIMIT_CHARS, LISTEN_MS)
            except EnvironmentFault as fault:
                self._gone(fault)
                continue
            for scan in reader.feed(data) if data else reader.rest() if reader.holding else []:
                self._on_scan(scan)

    def _gone(self, fault: EnvironmentFault) -> None:
        if self._there is not False:
            _log.warning("scanner: gone")
            self._there = False
            self._on_fault(fault)
        self._stopping.wait(RETRY_S)


class SimulatedScanner:
    """A scanner that is told what it scans; it goes through the same reader as the real one."""

    def __init__(self, on_scan: Callable[[Scan], None]) -> None:
        self._on_scan = on_scan
        self._reader = CodeReader()

    def scan(self, code: str, *, aim: str = "", end: str = "\r\n") -> None:
        """Scan a code as a scanner sends it."""
        for found in self._reader.feed((aim + code + end).encode()):
            self._on_scan(found)

    def status(self) -> str:
        return "ready"


class BrokenScannerLine:
    """A line that is never there."""

    def read(self, limit_bytes: int, wait_ms: int) -> bytes:
        raise EnvironmentFault("scanner_off")

    def check(self) -> None:
        raise EnvironmentFault("scanner_off")

    def close(self) -> None:
        return


def scanner_at(text: str, on_scan: Callable[[Scan], None], on_fault: Callable[[EnvironmentFault], None] = lambda _: None) -> SerialScanner:
    """Return the scanner at serial:PATH[?baud=9600], not yet listening. Raises Refusal scanner_address."""
    return SerialScanner(line_at(read_address(text, "scanner"), "scanner_off"), on_scan, on_fault)
