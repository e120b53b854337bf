"""A ZVT terminal of our own on a real socket: it speaks the protocol byte for byte and follows a script. And one that talks rubbish.

It behaves as the published text asks: one dialogue at a time, its last transaction told on demand, and a payment whose status information
nobody acknowledged is taken back by itself. Cards of its customers are invented and masked.
"""

import socket
import threading
from contextlib import closing
from typing import Literal

import msgspec

from kiosk.devices import zvt_commands as zvt
from kiosk.devices.zvt_apdu import Apdu, ApduReader, bcd, read_bcd
from kiosk.devices.zvt_currency import EURO, number_of

Scripted = Literal["approved", "declined", "partial", "aborted", "busy", "silent"]
TERMINAL_ID = 28004869
_ANSWER_S = 2.0
_INSERT_CARD, _WAIT = Apdu(zvt.INTERMEDIATE_STATUS, b"\x0a\x01"), Apdu(zvt.INTERMEDIATE_STATUS, b"\x0e\x01")
_NO_CREDIT = 0x71
_MASKED_CARD = bytes.fromhex("22 f0 f8 ee ee ee ee ee ee 47 71")
_CARD_NAME = b"\x8b\xf1\xf1MASTERCARD\x00"


class Booked(msgspec.Struct):
    """A transaction in the terminal's store: what moved, positive from the customer to the shop."""

    trace: int
    moved_minor: int
    result: int = zvt.DONE
    original_trace: int | None = None
    reversed: bool = False


class _Cut(Exception):
    """The line is gone."""


class _Listener:
    """Takes connections at a port of its own, one at a time, until closed; what is said on one is `_talk`'s."""

    def __init__(self, name: str, port: int = 0) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Switch it off."""
        # Linux does not wake a thread in accept() when the socket is closed.
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with closing(connection):
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        raise NotImplementedError


class SimulatedZvtTerminal(_Listener):
    """Listens on a port of its own until closed. Transactions stay while it stands, whatever becomes of a connection."""

    def __init__(self, *, port: int = 0, otherwise: Scripted = "approved", auto_reversal: bool = True, currency: str = EURO) -> None:
        self.auto_reversal = auto_reversal
        self.currency = number_of(currency)
        self.cut_after_bytes: int | None = None
        """So many bytes of ours leave in the next dialogue about money; then the line breaks."""
        self.unplugged = False
        """Whoever connects is hung up on, as where the cable was pulled."""
        self.booked: list[Booked] = []
        self.heard: list[Apdu] = []
        self._otherwise = otherwise
        self._script: list[Scripted] = []
        super().__init__("simulated-zvt", port)

    def script(self, *words: Scripted) -> None:
        """Say what the next payments get."""
        self._script.extend(words)

    def moved_minor(self) -> int:
        """Return the money that customers have paid here, less what they were paid back."""
        return sum(each.moved_minor for each in self.booked if each.result == zvt.DONE)

    def _talk(self, connection: socket.socket) -> None:
        if not self.unplugged:
            _Session(self, connection).run()

    def next_word(self) -> Scripted:
        """Return what the payment that is asked for now gets."""
        return self._script.pop(0) if self._script else self._otherwise

    def serve_customer(self, word: Scripted, moved_minor: int) -> Scripted:
        """Return what becomes of the money once a card is asked for. A terminal that a person plays waits here for what they say; an
        OSError breaks the line."""
        return word

    def book(self, moved_minor: int, result: int = zvt.DONE, *, reverses: Booked | None = None) -> Booked:
        """Store a transaction with the next trace number."""
        done = Booked(len(self.booked) + 1, moved_minor, result, reverses.trace if reverses else None)
        self.booked.append(done)
        if reverses is not None:
            reverses.reversed = True
        return done


class _Session:
    """One connection to the simulated terminal."""

    def __init__(self, terminal: SimulatedZvtTerminal, connection: socket.socket) -> None:
        self._terminal = terminal
        self._connection = connection
        self._reader = ApduReader()
        self._left: int | None = None
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self) -> None:
        """Serve commands until the till hangs up."""
        try:
            self._connection.settimeout(None)
            while (command := self._receive()) is not None:
                self._terminal.heard.append(command)
                self._connection.settimeout(_ANSWER_S)
                self._carry_out(command)
                self._connection.settimeout(None)
        except (OSError, _Cut):
            return

    def _carry_out(self, command: Apdu) -> None:
        plain = {
            zvt.REGISTRATION: Apdu(zvt.COMPLETION, b"\x19\x00\x29" + bcd(TERMINAL_ID, 4) + b"\x49" + bcd(self._terminal.currency, 2)),
            zvt.STATUS_ENQUIRY: Apdu(zvt.COMPLETION),
        }
        if command.control in plain:
            self._send(zvt.ACKNOWLEDGEMENT)
            self._say(plain[command.control])
        elif command.control == zvt.REPEAT_RECEIPT:
            self._repeat()
        elif command.control == zvt.END_OF_DAY:
            self._send(zvt.ACKNOWLEDGEMENT)
            self._say(Apdu(zvt.STATUS_INFORMATION, b"\x27\x00"))
            self._say(Apdu(zvt.COMPLETION))
        elif command.control in (zvt.AUTHORISATION, zvt.REFUND, zvt.REVERSAL):
            self._move_money(command)
        elif command.control == zvt.LOG_OFF:
            self._send(zvt.ACKNOWLEDGEMENT)
        else:
            self._send(zvt.UNKNOWN_COMMAND)

    def _repeat(self) -> None:
        if not self._terminal.booked:
            self._send(zvt.UNKNOWN_COMMAND)
            return
        self._send(zvt.ACKNOWLEDGEMENT)
        self._say(_status(self._terminal.booked[-1], self._terminal.currency))
        self._say(Apdu(zvt.COMPLETION))

    def _move_money(self, command: Apdu) -> None:
        self._left, self._terminal.cut_after_bytes = self._terminal.cut_after_bytes, None
        word = self._terminal.next_word()
        if word == "busy":
            self._send(Apdu(0x8400 | zvt.BUSY))
            return
        self._send(zvt.ACKNOWLEDGEMENT)
        if word != "silent":
            self._say(_INSERT_CARD)
            word = self._terminal.serve_customer(word, self._asked_minor(command))
        if word == "silent":
            self._wait_for_stop()
            return
        if word == "aborted":
            self._say(Apdu(zvt.STATUS_INFORMATION, b"\x27" + bytes([zvt.ABORTED]) + b"\x29" + bcd(TERMINAL_ID, 4)))
            self._say(Apdu(zvt.ABORT, bytes([zvt.ABORTED])))
            return
        self._decide(command, word)

    def _wait_for_stop(self) -> None:
        """Nothing happens until the till asks to stop, or is gone."""
        self._connection.settimeout(None)
        command = self._receive()
        if command is not None and command.control == zvt.ABORT_REQUEST:
            self._send(zvt.ACKNOWLEDGEMENT)
            self._say(Apdu(zvt.ABORT, bytes([zvt.ABORTED])))

    def _decide(self, command: Apdu, word: Scripted) -> None:
        self._say(_WAIT)
        done = self._booked(command, word)
        if done is None:
            self._say(Apdu(zvt.ABORT, bytes([zvt.REVERSAL_NOT_POSSIBLE])))
            return
        try:
            self._say(_status(done, self._terminal.currency))
        except (OSError, _Cut):
            if self._terminal.auto_reversal and done.result == zvt.DONE:
                self._terminal.book(-done.moved_minor, reverses=done)
            raise
        self._say(Apdu(zvt.PRINT_LINE, b"\x00ZAHLUNG ERFOLGT" if done.result == zvt.DONE else b"\x00ABGELEHNT"))
        self._say(Apdu(zvt.COMPLETION))

    def _booked(self, command: Apdu, word: Scripted) -> Booked | None:
        result = _NO_CREDIT if word == "declined" else zvt.DONE
        if command.control == zvt.REVERSAL:
            paid = self._paid(command)
            if paid is None or paid.reversed or paid.original_trace is not None:
                return None
            return self._terminal.book(-paid.moved_minor, result, reverses=paid if result == zvt.DONE else None)
        asked = self._asked_minor(command)
        halved = abs(asked) // 2 * (1 if asked > 0 else -1)
        return self._terminal.book(halved if word == "partial" and halved else asked, result)

    def _asked_minor(self, command: Apdu) -> int:
        """Return what a command moves, positive from the customer to the shop."""
        if command.control == zvt.REVERSAL:
            paid = self._paid(command)
            return -paid.moved_minor if paid else 0
        return read_bcd(command.data[1:7]) if command.control == zvt.AUTHORISATION else -read_bcd(command.data[4:10])

    def _paid(self, command: Apdu) -> Booked | None:
        """Return the payment that a reversal names by its receipt number."""
        receipt = read_bcd(command.data[4:6])
        return next((each for each in self._terminal.booked if each.trace == receipt and each.result == zvt.DONE), None)

    def _say(self, frame: Apdu) -> None:
        """Send a frame and wait for its acknowledgement; without one the line is taken for lost."""
        self._send(frame)
        answer = self._receive()
        while answer == zvt.SAY_AGAIN:
            self._send(frame)
            answer = self._receive()
        if answer is None:
            raise _Cut

    def _send(self, frame: Apdu) -> None:
        data = frame.encode()
        if self._left is None:
            self._connection.sendall(data)
            return
        self._connection.sendall(data[: self._left])
        if self._left < len(data):
            raise _Cut
        self._left -= len(data)

    def _receive(self) -> Apdu | None:
        while (frame := self._reader.next()) is None:
            data = self._connection.recv(4096)
            if not data:
                return None
            self._reader.feed(data)
        return frame


def _status(done: Booked, currency: int) -> Apdu:
    """The status information of a transaction, with the fields that real terminals send around those a till reads."""
    fields = [
        b"\x27" + bytes([done.result]),
        b"\x04" + bcd(abs(done.moved_minor), 6),
        b"\x0b" + bcd(done.trace, 3),
        b"\x37" + bcd(done.original_trace, 3) if done.original_trace is not None else b"",
        b"\x0c\x12\x34\x56\x0d\x11\x22",
        _MASKED_CARD,
        b"\x29" + bcd(TERMINAL_ID, 4),
        b"\x49" + bcd(currency, 2),
        b"\x87" + bcd(done.trace % 10_000, 2),
        _CARD_NAME,
    ]
    return Apdu(zvt.STATUS_INFORMATION, b"".join(fields))


class BrokenZvtTerminal(_Listener):
    """Takes connections and answers whatever it hears with the same rubbish; without any it hangs up."""

    def __init__(self, rubbish: bytes = b"") -> None:
        self._rubbish = rubbish
        super().__init__("broken-zvt")

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(_ANSWER_S)
        try:
            while self._rubbish and connection.recv(4096):
                connection.sendall(self._rubbish)
        except OSError:
            return
