"""A printer on a serial line, with the flow control it was set to; pyserial is loaded with the first job."""

import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.devices.printer.sending import DEFAULT_TIMEOUTS, Timeouts, hand_over
from kiosk.devices.printer.status import PrinterState, ask_state
from sync.protocol.errors import EnvironmentFault

if TYPE_CHECKING:
    from serial import Serial

Flow = Literal["dtr", "rts", "xonxoff", "none"]
_CHUNK_BYTES = 32
_REST_S = 0.005


class LineSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the line is set, as the switches below the printer say. `flow` is how the printer stops the till: "dtr" on its DTR line (wired
    to our DSR), "rts" on RTS and CTS, "xonxoff" by characters, or not at all."""

    baud: int = 19_200
    bits: int = 8
    parity: Literal["n", "e", "o"] = "n"
    flow: Flow = "dtr"


class SerialTransport:
    """A printer at a serial device such as /dev/ttyUSB0 or COM3. `opener` opens the port, pyserial's own where none is given."""

    def __init__(
        self,
        device: str,
        settings: LineSettings | None = None,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        opener: "Callable[[str, LineSettings, Timeouts], Serial] | None" = None,
    ) -> None:
        self._device = device
        self._settings = settings or LineSettings()
        self._timeouts = timeouts
        self._opener = opener or open_port

    def send(self, data: bytes) -> PrinterState:
        """Hand over a job. Raises EnvironmentFault."""
        with closing(self._open()) as port:
            return hand_over(_SerialLink(port, self._settings, self._timeouts), data)

    def status(self) -> PrinterState:
        """Ask how the printer is; a line that cannot be opened is off."""
        try:
            port = self._open()
        except EnvironmentFault:
            return PrinterState.OFF
        with closing(port):
            return ask_state(_SerialLink(port, self._settings, self._timeouts).ask)

    def _open(self) -> "Serial":
        try:
            return self._opener(self._device, self._settings, self._timeouts)
        except (OSError, ValueError) as error:
            raise EnvironmentFault("printer_off", sent=False) from error


def open_port(device: str, settings: LineSettings, timeouts: Timeouts) -> "Serial":
    """Open a serial port for a printer. Raises OSError (pyserial's SerialException is one) and ValueError."""
    from serial import Serial

    return Serial(
        device,
        settings.baud,
        bytesize=settings.bits,
        parity=settings.parity.upper(),
        timeout=timeouts.answer_ms / 1000,
        write_timeout=timeouts.write_ms / 1000,
        xonxoff=settings.flow == "xonxoff",
        rtscts=settings.flow == "rts",
        exclusive=True,
    )


class _SerialLink:
    """A link over an open port. What the printer's DTR says is watched here, as no operating system does it for us."""

    def __init__(self, port: "Serial", settings: LineSettings, timeouts: Timeouts) -> None:
        self._port = port
        self._watches = settings.flow == "dtr"
        self._timeouts = timeouts

    def ask(self, query: bytes) -> int | None:
        """A printer answers a real-time question also while it is busy, so its DTR is not waited for."""
        try:
            self._port.reset_input_buffer()
            self._port.write(query)
            answer = self._port.read(1)
        except OSError:
            return None
        return answer[0] if answer else None

    def write(self, data: bytes) -> None:
        """Write in pieces while the printer is ready for them, and wait until the last has left this machine."""
        deadline = time.monotonic() + self._timeouts.write_ms / 1000
        sent = False
        try:
            for at in range(0, len(data), _CHUNK_BYTES):
                self._await(lambda: not self._watches or self._port.dsr, deadline, sent=sent)
                self._port.write(data[at : at + _CHUNK_BYTES])
                sent = True
            self._await(lambda: not self._port.out_waiting, deadline, sent=sent)
        except OSError as error:
            self._drop()
            raise EnvironmentFault("printer_silent" if _timed_out(error) else "printer_off", sent=sent) from error

    def _await(self, holds: Callable[[], bool], deadline: float, *, sent: bool) -> None:
        while not holds():
            if time.monotonic() > deadline:
                self._drop()
                raise EnvironmentFault("printer_silent", sent=sent)
            time.sleep(_REST_S)

    def _drop(self) -> None:
        """Forget what was not sent: closing would wait for a printer that stopped us, and send the rest later, out of turn."""
        with suppress(OSError):
            self._port.reset_output_buffer()


def _timed_out(error: OSError) -> bool:
    return type(error).__name__ == "SerialTimeoutException"
