"""A print server in software: one raw queue over IPP, sound with a simulated printer behind it, or broken."""

import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kiosk.devices.printer import ipp
from kiosk.devices.printer.mechanism import Intake, Job, Mechanism

_OK, _NOT_FOUND, _NOT_POSSIBLE = 0x0000, 0x0406, 0x0404
_PRINTER_GROUP, _JOB_GROUP = 0x04, 0x02
_IDLE, _STOPPED = 3, 5
_PENDING, _CANCELLED, _COMPLETED = 3, 7, 9


class _LocalServer(ThreadingHTTPServer):
    """An HTTP server on a socket file, as CUPS has one for its own machine."""

    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        """Bind without asking for the name of a host."""
        self.socket.bind(str(self.server_address))

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Accept a connection; a local one has no address, which the handler would speak of."""
        return self.socket.accept()[0], ("local", 0)


class _HttpDevice:
    """An HTTP server on loopback, or on a socket file, whose POSTs go to `_post`."""

    def __init__(self, socket_path: Path | None = None) -> None:
        post = self._post

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                status, body = post(self.path, self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(status)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """A simulated server keeps its peace."""

        self._server = (
            ThreadingHTTPServer(("127.0.0.1", 0), Handler) if socket_path is None else _LocalServer(str(socket_path), Handler)  # type: ignore[arg-type]  # typeshed knows only pairs
        )
        self._server.daemon_threads = True
        self.port = 0 if socket_path else int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="print-server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        raise NotImplementedError


class SimulatedCups(Mechanism, _HttpDevice):
    """A print server with one queue; see `Mechanism`. Without paper it keeps jobs pending; `stopped` is one that was paused."""

    def __init__(
        self,
        queue: str = "receipts",
        *,
        width_dots: int = 576,
        socket_path: Path | None = None,
        on_job: Callable[[Job], None] | None = None,
    ) -> None:
        Mechanism.__init__(self, width_dots=width_dots, on_job=on_job)
        self.queue = queue
        self.stopped = False
        self.held: dict[int, bytes] = {}
        self._states: dict[int, int] = {}
        self._lock = threading.Lock()
        _HttpDevice.__init__(self, socket_path)

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        operation, number = struct.unpack_from(">HI", body, 2)
        if path != f"/printers/{self.queue}":
            return 200, ipp.answer(_NOT_FOUND, number, 0, [])
        asked, document = ipp.read_with_rest(body)
        with self._lock:
            return 200, self._carry_out(operation, number, asked, document)

    def _carry_out(self, operation: int, number: int, asked: ipp.Answer, document: bytes) -> bytes:
        job = asked.number("job-id")
        if operation == ipp.GET_PRINTER:
            return ipp.answer(_OK, number, _PRINTER_GROUP, self._printer())
        if operation == ipp.PRINT_JOB:
            return ipp.answer(_OK, number, _JOB_GROUP, self._job(self._accept(document)))
        if operation == ipp.GET_JOB and job in self._states:
            return ipp.answer(_OK, number, _JOB_GROUP, self._job(job))
        return ipp.answer(_OK if operation == ipp.CANCEL_JOB and self._cancel(job) else _NOT_POSSIBLE, number, 0, [])

    def _printer(self) -> list[ipp.Attribute]:
        reason = "paused" if self.stopped else "media-empty-error" if self.paper_out else "none"
        return [
            (ipp.ENUM, "printer-state", _STOPPED if self.stopped else _IDLE),
            (ipp.KEYWORD, "printer-state-reasons", reason),
        ]

    def _job(self, job: int) -> list[ipp.Attribute]:
        return [(ipp.INTEGER, "job-id", job), (ipp.ENUM, "job-state", self._states[job])]

    def _accept(self, document: bytes) -> int:
        job = len(self._states) + 1
        self.paper_out, self.last_paper = self.paper_out or self.last_paper, False
        self._states[job] = _PENDING if self.paper_out else _COMPLETED
        if self.paper_out:
            self.held[job] = document
        else:
            intake = Intake()
            self.take_in(intake, document, lambda answer: None)
            self.finish(intake.whole())
        return job

    def _cancel(self, job: int) -> bool:
        if self.held.pop(job, None) is None:
            return False
        self._states[job] = _CANCELLED
        return True


class BrokenCups(_HttpDevice):
    """A print server that answers nonsense: an HTTP error, or what is no IPP."""

    def __init__(self, status: int = 500, body: bytes = b"<html>") -> None:
        self._answered = (status, body)
        super().__init__()

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        return self._answered
