"""A printer behind CUPS, or any print server that speaks IPP: raw jobs over HTTP, on the local socket or the network, without a library.

CUPS keeps a queue of its own. Ours is the one that counts copies, so a job is waited for, and one that does not come out in time is taken
back there: else it would come out later a second time, unmarked.
"""

import http.client
import itertools
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from kiosk.devices.printer import ipp
from kiosk.devices.printer.sending import DEFAULT_TIMEOUTS, FAULTS, Timeouts
from kiosk.devices.printer.status import PrinterState
from sync.protocol.errors import EnvironmentFault

SOCKET = "/run/cups/cups.sock"
_RAW = "application/vnd.cups-raw"
_STOPPED = 5
_PAPER_REASONS = ("media-empty", "media-needed")
_OFF_REASONS = ("offline", "shutdown", "cover-open", "door-open", "paused", "stopped")
_JOB_PENDING, _JOB_DONE, _JOB_FAILED = (3, 4), 9, (6, 7, 8)
_POLL_S = 0.05


class CupsTransport:
    """A print queue by its name; on this machine's CUPS, or at `host` and `port`."""

    def __init__(
        self, queue: str, host: str = "", port: int = 631, timeouts: Timeouts = DEFAULT_TIMEOUTS, socket_path: str = SOCKET
    ) -> None:
        self._queue = queue
        self._host, self._port = host, port
        self._socket = socket_path
        self._timeouts = timeouts
        self._numbers = itertools.count(1)
        self._uri = f"ipp://{host or 'localhost'}:{port}/printers/{queue}"

    def send(self, data: bytes) -> PrinterState:
        """Hand over a job and wait until the queue says it is out. Raises EnvironmentFault."""
        before = self._printer()
        if before is not PrinterState.READY:
            raise EnvironmentFault(FAULTS[before], sent=False)
        name: list[ipp.Attribute] = [(ipp.NAME, "job-name", "comptoir"), (ipp.MIME, "document-format", _RAW)]
        job = self._asked(ipp.PRINT_JOB, name, data, sent=True).number("job-id")
        return self._follow(job)

    def status(self) -> PrinterState:
        """Ask how the queue is; never raises."""
        try:
            return self._printer()
        except EnvironmentFault as fault:
            return PrinterState.UNKNOWN if fault.code == "printer_silent" else PrinterState.OFF

    def _printer(self) -> PrinterState:
        wanted = ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs"]
        answer = self._asked(ipp.GET_PRINTER, [(ipp.KEYWORD, "requested-attributes", wanted)], sent=False)
        reasons = answer.words("printer-state-reasons")
        if any(reason.startswith(_PAPER_REASONS) for reason in reasons):
            return PrinterState.PAPER_OUT
        off = answer.number("printer-state") == _STOPPED or any(reason.startswith(_OFF_REASONS) for reason in reasons)
        return PrinterState.OFF if off else PrinterState.READY

    def _follow(self, job: int) -> PrinterState:
        """Wait for the job's end; one that waits or stops is taken back."""
        deadline = time.monotonic() + self._timeouts.write_ms / 1000
        this: list[ipp.Attribute] = [(ipp.INTEGER, "job-id", job)]
        while (state := self._asked(ipp.GET_JOB, this, sent=True).number("job-state")) != _JOB_DONE:
            if state in _JOB_FAILED or time.monotonic() > deadline:
                raise self._taken_back(this, begun=state not in _JOB_PENDING)
            time.sleep(_POLL_S)
        return PrinterState.READY

    def _taken_back(self, this: list[ipp.Attribute], *, begun: bool) -> EnvironmentFault:
        """Cancel the job, and say why it did not come out; only one that had not begun is surely not on paper."""
        gone = self._asked(ipp.CANCEL_JOB, this, sent=True, must=False).ok
        state = self.status()
        return EnvironmentFault(FAULTS.get(state, "printer_silent"), sent=begun or not gone)

    def _asked(
        self, operation: int, attributes: Sequence[ipp.Attribute], data: bytes = b"", *, sent: bool, must: bool = True
    ) -> ipp.Answer:
        """Carry out one operation; `sent` is what a fault says when no sound answer comes."""
        own: list[ipp.Attribute] = [(ipp.URI, "printer-uri", self._uri), (ipp.NAME, "requesting-user-name", "comptoir")]
        placed = [own[0], *attributes, own[1]] if operation in (ipp.GET_JOB, ipp.CANCEL_JOB) else [*own, *attributes]
        answer = self._exchange(ipp.request(operation, next(self._numbers), placed, data), sent=sent)
        if must and not answer.ok:
            raise EnvironmentFault("printer_off", sent=False)
        return answer

    def _exchange(self, body: bytes, *, sent: bool) -> ipp.Answer:
        link = self._connect()
        try:
            link.request("POST", f"/printers/{self._queue}", body, {"Content-Type": "application/ipp"})
            response = link.getresponse()
            answer = response.read()
            if response.status != http.client.OK:
                raise EnvironmentFault("printer_off", sent=False)
            return ipp.read(answer)
        except (OSError, http.client.HTTPException, ipp.NotIpp) as error:
            raise EnvironmentFault("printer_silent", sent=sent) from error
        finally:
            link.close()

    def _connect(self) -> http.client.HTTPConnection:
        wait_s = self._timeouts.write_ms / 1000
        local = not self._host and Path(self._socket).exists()
        link = (
            _LocalConnection(self._socket, wait_s) if local else http.client.HTTPConnection(self._host or "localhost", self._port, wait_s)
        )
        try:
            link.connect()
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=False) from error
        return link


class _LocalConnection(http.client.HTTPConnection):
    """HTTP over the socket file by which CUPS serves its own machine."""

    def __init__(self, path: str, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket file."""
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(self.timeout)
        link.connect(self._path)
        self.sock = link
