"""A printer of the fault tests' own: a socket that keeps every byte and answers DLE EOT. Knows nothing of the product."""

import contextlib
import socket
import threading

_QUERY = b"\x10\x04"
_READY = 0x12
_STATUS = {"paper_out": {1: 0x1A, 2: 0x32, 4: 0x72}}
_CUT_AFTER_BYTES = 400


class ByteKeeper:
    """Listens on a free loopback port; `papers` holds what each connection sent.

    `mood`: ready; paper_out says so and takes nothing; off hangs up at once; cut hangs up in the middle of a paper.
    """

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.papers: list[bytes] = []
        self.mood = "ready"
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
            while self.mood != "off" and (data := self._receive(link)):
                self._answer_all(link, data)
                kept += data
                if self.mood == "cut" and len(kept) > _CUT_AFTER_BYTES:
                    break
        with self._lock:
            self.papers.append(bytes(kept))

    @staticmethod
    def _receive(link: socket.socket) -> bytes:
        try:
            return link.recv(65536)
        except OSError:
            return b""

    def _answer_all(self, link: socket.socket, data: bytes) -> None:
        """Answer each question among the bytes (DLE EOT n); 0x12 is all well."""
        at = data.find(_QUERY)
        while at >= 0:
            asked = data[at + 2] if at + 2 < len(data) else 1
            said = _STATUS.get(self.mood, {}).get(asked, _READY)
            with contextlib.suppress(OSError):
                link.sendall(bytes((said,)))
            at = data.find(_QUERY, at + 2)
