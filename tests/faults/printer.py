"""A printer of the fault tests' own: a socket that keeps every byte and answers DLE EOT with "ready". Knows nothing of the product."""

import socket
import threading

_READY = b"\x12"
_QUERY = b"\x10\x04"


class ByteKeeper:
    """Listens on a free loopback port; `papers` holds what each connection sent."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.papers: list[bytes] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def all_bytes(self) -> bytes:
        """Return everything that was printed so far."""
        with self._lock:
            return b"".join(self.papers)

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        kept = bytearray()
        with link:
            while data := self._receive(link):
                for _ in range(data.count(_QUERY)):
                    self._answer(link)
                kept += data
        with self._lock:
            self.papers.append(bytes(kept))

    @staticmethod
    def _receive(link: socket.socket) -> bytes:
        try:
            return link.recv(65536)
        except OSError:
            return b""

    @staticmethod
    def _answer(link: socket.socket) -> None:
        try:
            link.sendall(_READY)
        except OSError:
            return
