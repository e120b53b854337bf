"""Printers without paper, shipped as products: one that interprets the bytes it receives over TCP, and one that is always broken."""

import socket
import socketserver
import threading
from collections.abc import Callable
from functools import cached_property

from kiosk.devices.printer.interpreter import Paper, interpret
from kiosk.devices.printer.tokens import Command, Incomplete, take

JOB_LIMIT_BYTES = 4_000_000
_CHUNK_BYTES = 65_536
_FIXED, _OFFLINE, _PAPER_STOP, _PAPER_END = 0x12, 0x08, 0x20, 0x60
_QUERY = "DLE 04"


class Job:
    """The bytes of one connection, and the paper they make."""

    def __init__(self, data: bytes, width_dots: int) -> None:
        self.data = data
        self._width_dots = width_dots

    @cached_property
    def paper(self) -> Paper:
        """The paper, interpreted when first asked for."""
        return interpret(self.data, self._width_dots)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, serve: Callable[[socket.socket], None]) -> None:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                serve(self.request)

        super().__init__(("127.0.0.1", port), Handler)


class _TcpDevice:
    """A device that listens on loopback and can be switched off and on again at the same port."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.switch_on()

    @property
    def is_on(self) -> bool:
        """Whether it listens."""
        return self._server is not None

    def switch_on(self) -> None:
        """Listen; the first time a free port is taken where none was asked for."""
        if self._server is not None:
            return
        self._server = _Server(self.port, self._serve)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="printer", daemon=True)
        self._thread.start()

    def switch_off(self) -> None:
        """Stop listening: who connects is refused, as by a printer without power."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None

    close = switch_off

    def _serve(self, link: socket.socket) -> None:
        raise NotImplementedError


class SimulatedPrinter(_TcpDevice):
    """An ESC/POS printer on loopback. `on_job` is called on the printer's own thread with every paper that comes out.

    Attributes may be changed at any time: `paper_out` keeps jobs inside until `load_paper`, `last_paper` lets the paper run out at the next
    job's first byte, `silent` answers no question (and prints), `answer_delay_ms` is how long each answer takes.
    """

    def __init__(self, port: int = 0, *, width_dots: int = 576, on_job: Callable[[Job], None] | None = None) -> None:
        self.paper_out = False
        self.last_paper = False
        self.silent = False
        self.answer_delay_ms = 0
        self.jobs: list[Job] = []
        self._waiting: list[bytes] = []
        self._width_dots = width_dots
        self._on_job = on_job
        self._changed = threading.Condition()
        self._never = threading.Event()
        super().__init__(port)

    def load_paper(self) -> None:
        """Put in a roll: what was received meanwhile comes out, as from a real printer's buffer."""
        self.paper_out = False
        waiting, self._waiting = self._waiting, []
        for data in waiting:
            self._print(data)

    def wait_for_jobs(self, count: int, timeout_ms: int = 5_000) -> bool:
        """Wait until at least `count` papers have come out; False when they did not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.jobs) >= count, timeout_ms / 1000)

    def _serve(self, link: socket.socket) -> None:
        """Take one connection's bytes, answering questions as they come; a question inside a picture is a picture."""
        job, pending = bytearray(), b""
        try:
            while chunk := link.recv(_CHUNK_BYTES):
                pending = self._take_all(link, job, pending + chunk)
                if len(job) + len(pending) > JOB_LIMIT_BYTES:
                    return
        except OSError:
            pass  # whoever sent is gone; what came is printed
        job += pending
        if job:
            self._finish(bytes(job))

    def _take_all(self, link: socket.socket, job: bytearray, data: bytes) -> bytes:
        """Move whole commands into the job and return what is not yet whole."""
        at = 0
        while at < len(data):
            try:
                command, end = take(data, at)
            except Incomplete:
                break
            if command.name == _QUERY:
                self._answer(link, command)
            else:
                job += data[at:end]
                self.paper_out, self.last_paper = self.paper_out or self.last_paper, False
            at = end
        return data[at:]

    def _answer(self, link: socket.socket, query: Command) -> None:
        if self.silent:
            return
        if self.answer_delay_ms:
            self._never.wait(self.answer_delay_ms / 1000)
        extra = {1: _OFFLINE, 2: _PAPER_STOP, 4: _PAPER_END}.get(query.arguments[0], 0)
        link.sendall(bytes([_FIXED | (extra if self.paper_out else 0)]))

    def _finish(self, data: bytes) -> None:
        if self.paper_out:
            self._waiting.append(data)
        else:
            self._print(data)

    def _print(self, data: bytes) -> None:
        job = Job(data, self._width_dots)
        with self._changed:
            self.jobs.append(job)
            self._changed.notify_all()
        if self._on_job is not None:
            self._on_job(job)


class BrokenPrinter(_TcpDevice):
    """A printer that is always in trouble: it answers every question with noise (`garbage`), or hangs up at once."""

    def __init__(self, port: int = 0, *, garbage: bytes = b"") -> None:
        self._garbage = garbage
        super().__init__(port)

    def _serve(self, link: socket.socket) -> None:
        try:
            while self._garbage and link.recv(_CHUNK_BYTES):
                link.sendall(self._garbage)
        except OSError:
            pass  # the other side is as tired of this as anyone
