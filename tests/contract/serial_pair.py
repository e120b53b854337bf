"""A real pseudo-terminal with a device at its far end: what the driver under test opens is a serial port as the system knows it."""

import os
import pty
import select
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

Hear = Callable[[bytes], bytes]


class FarEnd:
    """The device's end: hands what arrives to `hear` and sends back what that returns; `heard` keeps what came."""

    def __init__(self, hear: Hear) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        # Kept open: without it the far end reads as hung up until the driver has opened its own.
        self._slave = slave
        self.path = os.ttyname(slave)
        self.heard = b""
        self._hear = hear
        self._news = threading.Condition()
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def say(self, data: bytes) -> Self:
        """Send without being asked."""
        os.write(self._master, data)
        return self

    def wait_until(self, ready: Callable[[bytes], bool]) -> bool:
        """Wait until what was heard is `ready`; False after a time in which it surely would be."""
        with self._news:
            return self._news.wait_for(lambda: ready(self.heard), timeout=10)

    def unplug(self) -> None:
        """Take the device away."""
        os.write(self._stop_write, b"x")
        self._thread.join()
        for handle in (self._master, self._slave, self._stop_read, self._stop_write):
            os.close(handle)

    def _run(self) -> None:
        while True:
            ready = select.select([self._master, self._stop_read], [], [])[0]
            if self._stop_read in ready:
                return
            data = os.read(self._master, 4096)
            answer = self._hear(data)
            with self._news:
                self.heard += data
                self._news.notify_all()
            if answer:
                os.write(self._master, answer)


@contextmanager
def plugged_in(hear: Hear) -> Iterator[FarEnd]:
    """Plug a device in for a while."""
    end = FarEnd(hear)
    try:
        yield end
    finally:
        end.unplug()
