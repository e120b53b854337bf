"""The wire between one till and the ledger: it may be cut, lose the answer of what arrived, or bring a message twice."""

import http.client
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Mood = Literal["good", "cut", "bad"]
MOODS: tuple[Mood, ...] = ("good", "good", "good", "cut", "bad")
ANSWER_LIMIT_S = 20
_HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "keep-alive", "content-length"})


class Wire:
    """Listens for one till; `target` is the ledger's port, and `mood` how the wire is just now. `lost` and `doubled` count messages."""

    def __init__(self, seed: int) -> None:
        self.target = 0
        self.mood: Mood = "good"
        self.lost = self.doubled = 0
        self._chance = random.Random(seed)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fate(self) -> str:
        """Return what becomes of the next message: good, cut, lost (its answer) or doubled."""
        if self.mood == "bad":
            return self._chance.choice(("good", "good", "cut", "lost", "doubled"))
        return self.mood


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, wire: Wire) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.wire = wire

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A till or a ledger that is killed in the middle of a message is what this wire is for."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        wire = self.server.wire
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fate = wire.fate()
        self.close_connection = True
        if fate == "cut":
            return
        status, headers, answer = self._ask(body)
        if fate == "doubled":
            wire.doubled += 1
            status, headers, answer = self._ask(body)
        if fate == "lost":
            wire.lost += 1
            return
        self.close_connection = False
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        onward = http.client.HTTPConnection("127.0.0.1", self.server.wire.target, timeout=ANSWER_LIMIT_S)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            onward.request(self.command, self.path, body=body, headers=headers)
            answer = onward.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            onward.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Standard error is for what the run finds."""
