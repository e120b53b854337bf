"""Printers without paper, shipped as products: one that interprets the bytes it receives over TCP, and one that is always broken."""

import socket
import socketserver
import threading
from collections.abc import Callable

from kiosk.devices.printer.mechanism import JOB_LIMIT_BYTES, Intake, Job, Mechanism

__all__ = ["BrokenPrinter", "Job", "SimulatedPrinter"]

_CHUNK_BYTES = 65_536


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


class SimulatedPrinter(Mechanism, _TcpDevice):
    """An ESC/POS printer on loopback; see `Mechanism` for what it can be made to do. One connection is one job."""

    def __init__(self, port: int = 0, *, width_dots: int = 576, on_job: Callable[[Job], None] | None = None) -> None:
        Mechanism.__init__(self, width_dots=width_dots, on_job=on_job)
        _TcpDevice.__init__(self, port)

    def _serve(self, link: socket.socket) -> None:
        intake = Intake()
        try:
            while chunk := link.recv(_CHUNK_BYTES):
                self.take_in(intake, chunk, link.sendall)
                if intake.size > JOB_LIMIT_BYTES:
                    return
        except OSError:
            pass  # whoever sent is gone; what came is printed
        self.finish(intake.whole())


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
