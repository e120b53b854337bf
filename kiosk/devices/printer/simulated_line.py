"""Printers on a line: a pseudo-terminal that a serial or USB transport opens as its device, sound or broken. POSIX only."""

import os
import pty
import select
import threading
import tty
from collections.abc import Callable

from kiosk.devices.printer.mechanism import Intake, Job, Mechanism

_CHUNK_BYTES = 4_096
_POLL_S = 0.005
_XON, _XOFF = b"\x11", b"\x13"


class _Line:
    """The printer's end of a line. `device` is what the till opens; a job ends when the till closes it."""

    def __init__(self) -> None:
        self._end, till = pty.openpty()
        tty.setraw(till)
        self.device = os.ttyname(till)
        os.close(till)  # so that nobody holds the line until the till opens it
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line-printer", daemon=True)

    def close(self) -> None:
        """Unplug it."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._thread.join()
        os.close(self._end)

    def _run(self) -> None:
        while not self._stopping.is_set():
            data = self._read()
            if data:
                self._receive(data)
            elif data is None:
                self._hung_up()
                self._stopping.wait(_POLL_S)

    def _read(self) -> bytes | None:
        """Return what came, nothing when nothing did, None while the till has the line closed."""
        if not select.select([self._end], [], [], _POLL_S)[0]:
            return b""
        try:
            return os.read(self._end, _CHUNK_BYTES)
        except OSError:
            return None

    def _reply(self, answer: bytes) -> None:
        os.write(self._end, answer)

    def _receive(self, data: bytes) -> None:
        raise NotImplementedError

    def _hung_up(self) -> None:
        raise NotImplementedError


class SimulatedLinePrinter(Mechanism, _Line):
    """An ESC/POS printer on a serial line or on USB; see `Mechanism`.

    With `buffer_bytes` it says XOFF whenever so much has come and XON once that is worked off; `held` keeps it from working it off.
    """

    def __init__(self, *, width_dots: int = 576, buffer_bytes: int = 0, on_job: Callable[[Job], None] | None = None) -> None:
        Mechanism.__init__(self, width_dots=width_dots, on_job=on_job)
        _Line.__init__(self)
        self.held = False
        self.stops = 0
        self._buffer_bytes = buffer_bytes
        self._came = 0
        self._intake = Intake()
        self._thread.start()

    def _receive(self, data: bytes) -> None:
        self.take_in(self._intake, data, self._reply)
        self._came += len(data)
        if self._buffer_bytes and self._came >= self._buffer_bytes:
            self._stop_the_till()

    def _stop_the_till(self) -> None:
        self._reply(_XOFF)
        self.stops += 1
        while self.held and not self._stopping.is_set():
            self._stopping.wait(_POLL_S)
        self._came = 0
        self._reply(_XON)

    def _hung_up(self) -> None:
        job, self._intake, self._came = self._intake.whole(), Intake(), 0
        self.finish(job)


class BrokenLinePrinter(_Line):
    """A printer that answers everything with noise, or says nothing when there is no `garbage`."""

    def __init__(self, *, garbage: bytes = b"\xff") -> None:
        super().__init__()
        self._garbage = garbage
        self._thread.start()

    def _receive(self, data: bytes) -> None:
        if self._garbage:
            self._reply(self._garbage)

    def _hung_up(self) -> None:
        """Nobody is there to annoy."""
