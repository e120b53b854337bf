"""Ways to a printer: TCP and file. Each wait is bounded and named; what went wrong is one of three environment faults.

What `send` promises. It asks for the status, hands over the whole job, and asks again. It returns when the printer says after the last byte
that it is on line and has paper: the job is in the printer, which prints it unless it is switched off now. Nothing in ESC/POS proves that a
person holds the paper. A fault carries `sent`: False means no byte left and the job may be sent again as it is; True means that it may be
on paper, in part or whole (a printer that ran out in the middle goes on by itself once it has paper): what is sent again must say that it
is a duplicate. A printer that answered no question before the job is printed on all the same, as many cheap ones never answer; the job is
then handed over, its end unknown, and the state says so.
"""

import errno
import os
import select
import socket
import stat
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kiosk.devices.printer.status import PrinterState, ask_state
from sync.protocol.errors import EnvironmentFault, Refusal

PORT = 9100
_FAULTS = {PrinterState.OFF: "printer_off", PrinterState.PAPER_OUT: "printer_paper_out", PrinterState.UNKNOWN: "printer_silent"}


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """Longest waits: to be connected, to hand over a whole job, and for one status answer."""

    connect_ms: int = 2_000
    write_ms: int = 10_000
    answer_ms: int = 1_000


DEFAULT_TIMEOUTS = Timeouts()


class TcpTransport:
    """A printer on the network, one connection a job, as most interfaces take only one at a time."""

    def __init__(self, host: str, port: int = PORT, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> None:
        self._address = (host, port)
        self._timeouts = timeouts

    def send(self, data: bytes) -> PrinterState:
        """Hand over a job; see the module's text for what is known afterwards. Raises EnvironmentFault."""
        with closing(self._connect()) as link:
            before = self._state(link)
            if before in (PrinterState.OFF, PrinterState.PAPER_OUT):
                raise EnvironmentFault(_FAULTS[before], sent=False)
            self._write(link, data)
            if before is PrinterState.READY and (after := self._state(link)) is not PrinterState.READY:
                raise EnvironmentFault(_FAULTS[after], sent=True)
            return before

    def status(self) -> PrinterState:
        """Ask how the printer is; never raises for a printer in trouble."""
        try:
            with closing(self._connect()) as link:
                return self._state(link)
        except EnvironmentFault:
            return PrinterState.OFF

    def _connect(self) -> socket.socket:
        try:
            return socket.create_connection(self._address, timeout=self._timeouts.connect_ms / 1000)
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=False) from error

    def _write(self, link: socket.socket, data: bytes) -> None:
        try:
            link.settimeout(self._timeouts.write_ms / 1000)
            link.sendall(data)
        except TimeoutError as error:
            raise EnvironmentFault("printer_silent", sent=True) from error
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=True) from error

    def _state(self, link: socket.socket) -> PrinterState:
        return ask_state(partial(self._ask, link))

    def _ask(self, link: socket.socket, query: bytes) -> int | None:
        try:
            link.settimeout(self._timeouts.answer_ms / 1000)
            link.sendall(query)
            answer = link.recv(1)
        except OSError:
            return None
        return answer[0] if answer else None


class FileTransport:
    """A file that collects jobs, or a device file such as /dev/usb/lp0, which is never created and whose state is not known."""

    def __init__(self, path: Path, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> None:
        self._path = path
        self._timeouts = timeouts

    def send(self, data: bytes) -> PrinterState:
        """Write a job to its end within the time allowed. Raises EnvironmentFault; `sent` tells whether a byte left."""
        try:
            handle = os.open(self._path, self._flags(), 0o600)
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=False) from error
        try:
            self._write(handle, data)
            return PrinterState.READY if stat.S_ISREG(os.fstat(handle).st_mode) else PrinterState.UNKNOWN
        finally:
            os.close(handle)

    def status(self) -> PrinterState:
        """A file is ready when it can be written; a device that is there is unknown."""
        try:
            mode = self._path.stat().st_mode
        except OSError:
            return PrinterState.READY if self._may_create() and os.access(self._path.parent, os.W_OK) else PrinterState.OFF
        if not os.access(self._path, os.W_OK) or stat.S_ISDIR(mode):
            return PrinterState.OFF
        return PrinterState.READY if stat.S_ISREG(mode) else PrinterState.UNKNOWN

    def _may_create(self) -> bool:
        """A printer that is unplugged has no device file, and one made by us would swallow its paper for ever."""
        return not self._path.is_relative_to("/dev")

    def _flags(self) -> int:
        never_wait = getattr(os, "O_NONBLOCK", 0)
        return os.O_WRONLY | os.O_APPEND | never_wait | (os.O_CREAT if self._may_create() else 0)

    def _write(self, handle: int, data: bytes) -> None:
        deadline = time.monotonic() + self._timeouts.write_ms / 1000
        left = memoryview(data)
        while left:
            ready = select.select([], [handle], [], max(0.0, deadline - time.monotonic()))[1]
            if not ready:
                raise EnvironmentFault("printer_silent", sent=len(left) < len(data))
            left = left[self._write_some(handle, left, sent=len(left) < len(data)) :]

    def _write_some(self, handle: int, left: memoryview, *, sent: bool) -> int:
        try:
            return os.write(handle, left)
        except BlockingIOError:
            return 0
        except OSError as error:
            code = "printer_paper_out" if error.errno == errno.ENOSPC and not self._may_create() else "printer_off"
            raise EnvironmentFault(code, sent=sent) from error


def transport_at(address: str, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> TcpTransport | FileTransport:
    """Return the transport that `address` names: tcp://HOST[:PORT] or file:PATH. Raises Refusal for anything else."""
    parts = urlsplit(address)
    try:
        port = parts.port or PORT
    except ValueError as error:
        raise Refusal("printer_address", field="address") from error
    if parts.scheme == "tcp" and parts.hostname:
        return TcpTransport(parts.hostname, port, timeouts)
    if parts.scheme == "file" and parts.path:
        return FileTransport(Path(parts.path), timeouts)
    raise Refusal("printer_address", field="address")
