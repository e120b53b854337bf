"""Ways to a printer, by their addresses; TCP and file stand here, the others beside. `sending` says what `send` promises.

Each wait is bounded and named; what went wrong is one of three environment faults.
"""

import errno
import os
import socket
import stat
from contextlib import closing
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

from kiosk.devices.printer.sending import DEFAULT_TIMEOUTS, HandleLink, Timeouts, hand_over
from kiosk.devices.printer.serial_line import LineSettings, SerialTransport
from kiosk.devices.printer.status import PrinterState, ask_state
from kiosk.devices.printer.usb import UsbTransport
from sync.protocol.errors import EnvironmentFault, Refusal

PORT, IPP_PORT = 9100, 631


class Transport(Protocol):
    """A way to a printer."""

    def send(self, data: bytes) -> PrinterState:
        """Hand over a job and return the state before it. Raises EnvironmentFault."""

    def status(self) -> PrinterState:
        """Ask how the printer is; never raises for a printer in trouble."""


class TcpTransport:
    """A printer on the network, one connection a job, as most interfaces take only one at a time."""

    def __init__(self, host: str, port: int = PORT, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> None:
        self._address = (host, port)
        self._timeouts = timeouts

    def send(self, data: bytes) -> PrinterState:
        """Hand over a job. Raises EnvironmentFault."""
        with closing(self._connect()) as link:
            return hand_over(_TcpLink(link, self._timeouts), data)

    def status(self) -> PrinterState:
        """Ask how the printer is; one that cannot be reached is off."""
        try:
            with closing(self._connect()) as link:
                return ask_state(_TcpLink(link, self._timeouts).ask)
        except EnvironmentFault:
            return PrinterState.OFF

    def _connect(self) -> socket.socket:
        try:
            return socket.create_connection(self._address, timeout=self._timeouts.connect_ms / 1000)
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=False) from error


class _TcpLink:
    def __init__(self, link: socket.socket, timeouts: Timeouts) -> None:
        self._link = link
        self._timeouts = timeouts

    def write(self, data: bytes) -> None:
        try:
            self._link.settimeout(self._timeouts.write_ms / 1000)
            self._link.sendall(data)
        except TimeoutError as error:
            raise EnvironmentFault("printer_silent", sent=True) from error
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=True) from error

    def ask(self, query: bytes) -> int | None:
        try:
            self._link.settimeout(self._timeouts.answer_ms / 1000)
            self._link.sendall(query)
            answer = self._link.recv(1)
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
        """A device that says it is full (ENOSPC) is a printer without paper; a disk that says it is one without room."""
        try:
            HandleLink(handle, self._timeouts).write(data)
        except EnvironmentFault as fault:
            cause = fault.__cause__
            if isinstance(cause, OSError) and cause.errno == errno.ENOSPC and not self._may_create():
                raise EnvironmentFault("printer_paper_out", **fault.params) from cause
            raise


def transport_at(address: str, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> Transport:
    """Return the transport that `address` names. Raises Refusal printer_address for anything else.

    tcp://HOST[:PORT], usb:VENDOR:PRODUCT[:SERIAL], serial:DEVICE[?baud=19200&bits=8&parity=n&flow=dtr|rts|xonxoff|none],
    cups:QUEUE, cups://HOST[:PORT]/QUEUE, file:PATH.
    """
    made = _made(address, timeouts)
    if made is None:
        raise Refusal("printer_address", field="address")
    return made


def check_printer(address: str, setting: str) -> None:
    """Check what somebody sets a printer to. Raises Refusal printer_address, which names the setting."""
    if _made(address, DEFAULT_TIMEOUTS) is None:
        raise Refusal("printer_address", field=setting)


def _made(address: str, timeouts: Timeouts) -> Transport | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return _AT.get(parts.scheme, _nowhere)(parts, timeouts)


def _nowhere(parts: SplitResult, timeouts: Timeouts) -> Transport | None:
    return None


def _tcp(parts: SplitResult, timeouts: Timeouts) -> Transport | None:
    port = _port(parts, PORT)
    return TcpTransport(parts.hostname, port, timeouts) if parts.hostname and port else None


def _file(parts: SplitResult, timeouts: Timeouts) -> Transport | None:
    return FileTransport(Path(parts.path), timeouts) if parts.path else None


def _usb(parts: SplitResult, timeouts: Timeouts) -> Transport | None:
    vendor, product, serial = (*parts.path.split(":", 2), "", "")[:3]
    sound = all(len(number) == 4 and number.isalnum() and number.isascii() for number in (vendor, product))
    return UsbTransport(vendor, product, serial, timeouts) if sound else None


def _serial(parts: SplitResult, timeouts: Timeouts) -> Transport | None:
    try:
        settings = msgspec.convert(dict(parse_qsl(parts.query, strict_parsing=bool(parts.query))), LineSettings, strict=False)
    except (msgspec.ValidationError, ValueError):
        return None
    return SerialTransport(parts.path, settings, timeouts) if parts.path else None


def _cups(parts: SplitResult, timeouts: Timeouts) -> Transport | None:
    """The only way that needs HTTP, which a till without it does not load."""
    from kiosk.devices.printer.cups import CupsTransport

    queue, port = unquote(parts.path.strip("/")), _port(parts, IPP_PORT)
    return CupsTransport(queue, parts.hostname or "", port, timeouts) if queue and "/" not in queue and port else None


def _port(parts: SplitResult, default: int) -> int:
    """0 where the address has a port that is none."""
    try:
        return default if parts.port is None else parts.port
    except ValueError:
        return 0


_AT = {"tcp": _tcp, "file": _file, "usb": _usb, "serial": _serial, "cups": _cups}
