"""A mail server for tests: real SMTP over a real socket, as much of RFC 5321 as a client needs, and a will of its own."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from sync.ledger.mail_server import MailServer


class Sink(socketserver.ThreadingTCPServer):
    """Keeps what it takes. `answer` is what it says to RCPT: 250 takes, 451 not now, 550 never."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answer = "250 fine"

    @property
    def server(self) -> MailServer:
        host, port = self.server_address[:2]
        return MailServer("smtp", str(host), int(port), "till@example.org")


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self._say("354 go on")
                self._take()
            elif word == "RCPT":
                self.server.recipients.append(line[8:])
                self._say(self.server.answer)
            elif word == "QUIT":
                self._say("221 bye")
                return
            self._say("250 fine") if word in ("EHLO", "HELO", "MAIL", "RSET") else None

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        found = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.server.taken.append(found)
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def sink() -> Iterator[Sink]:
    """Run a mail server for as long as the block lasts."""
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
