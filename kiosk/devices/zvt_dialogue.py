"""One dialogue with a ZVT terminal: a command, what it says until it is done, an answer to each of its frames. All waits bounded."""

import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from kiosk.devices import zvt_commands as zvt
from kiosk.devices.zvt_apdu import Apdu, ApduReader
from kiosk.devices.zvt_fields import Transaction, read_status

_CHUNK_BYTES = 4096
_FRAMES_LIMIT = 2_000
_SAY_AGAIN_LIMIT = 2
_NOTED = frozenset({zvt.INTERMEDIATE_STATUS, zvt.PRINT_LINE, zvt.PRINT_TEXT_BLOCK, zvt.SET_CLOCK})
"""Frames that are acknowledged and let be: the terminal prints and shows for itself."""


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """Longest waits. `acknowledge_ms` is T3 and `between_ms` T4 of PA00P016; after `dialogue_ms` the terminal is asked to stop and given
    `abort_ms`; `short_ms` bounds a dialogue that no customer takes part in."""

    connect_ms: int = 2_000
    acknowledge_ms: int = 5_000
    between_ms: int = 180_000
    dialogue_ms: int = 180_000
    abort_ms: int = 10_000
    short_ms: int = 15_000


DEFAULT_TIMEOUTS = Timeouts()


class LinkLost(Exception):
    """The connection ended, broke, or brought nothing in time."""


class Link:
    """A TCP connection that carries frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._reader = ApduReader()

    @classmethod
    def open(cls, host: str, port: int, timeouts: Timeouts) -> "Link":
        """Connect. Raises LinkLost."""
        try:
            connection = socket.create_connection((host, port), timeout=timeouts.connect_ms / 1000)
            # Small frames go back and forth: held back to be sent together they would cost 40 ms each.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise LinkLost from error
        return cls(connection)

    def send(self, frame: Apdu, wait_ms: int) -> None:
        """Hand over a frame. After LinkLost nobody knows how much of it arrived."""
        try:
            self._connection.settimeout(wait_ms / 1000)
            self._connection.sendall(frame.encode())
        except OSError as error:
            raise LinkLost from error

    def receive(self, deadline: float) -> Apdu:
        """Return the next frame. Raises LinkLost at the deadline (monotonic seconds) too."""
        while (frame := self._reader.next()) is None:
            self._reader.feed(self._more(deadline - time.monotonic()))
        return frame

    @property
    def idle(self) -> bool:
        """Whether nothing lies here that was said before it was asked for."""
        return self._reader.empty

    def close(self, *, abruptly: bool = False) -> None:
        """Let go of the terminal. Abruptly: what was not handed over yet is thrown away, so that nothing of ours arrives there later."""
        if abruptly:
            with suppress(OSError):
                self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def _more(self, left_s: float) -> bytes:
        if left_s <= 0:
            raise LinkLost
        try:
            self._connection.settimeout(left_s)
            data = self._connection.recv(_CHUNK_BYTES)
        except OSError as error:
            raise LinkLost from error
        if not data:
            raise LinkLost
        return data


class Heard(msgspec.Struct):
    """What a terminal said to one command. `end` stays empty when the link was lost or the time was up: then nothing is certain."""

    acknowledged: bool = False
    refused: int | None = None
    status: Transaction | None = None
    contradicted: bool = False
    end: str = ""
    abort_result: int = 0xFF


class Dialogue:
    """Carries out one command on a link. `on_acknowledged` and `on_status` make durable what was heard, before the terminal is answered."""

    def __init__(
        self,
        link: Link,
        timeouts: Timeouts,
        *,
        on_acknowledged: Callable[[], None] = lambda: None,
        on_status: Callable[[Transaction], None] = lambda _: None,
    ) -> None:
        self._link = link
        self._timeouts = timeouts
        self._on_acknowledged = on_acknowledged
        self._on_status = on_status
        self._heard = Heard()
        self._say_again = _SAY_AGAIN_LIMIT

    def run(self, command: Apdu, limit_ms: int, *, stoppable: bool = False) -> Heard:
        """Send the command and listen to the end. Never raises for the link; `stoppable` asks the terminal to stop when time is up."""
        deadline = time.monotonic() + limit_ms / 1000
        # What lies here from an earlier dialogue would be taken for this one's.
        self._heard.contradicted = not self._link.idle
        try:
            self._link.send(command, self._timeouts.acknowledge_ms)
            if not self._listen(deadline) and stoppable:
                self._link.send(Apdu(zvt.ABORT_REQUEST), self._timeouts.acknowledge_ms)
                self._listen(time.monotonic() + self._timeouts.abort_ms / 1000)
        except LinkLost:
            return self._heard
        return self._heard

    def _listen(self, deadline: float) -> bool:
        """Take frames until the terminal is done; False when the time was up first. Raises LinkLost for anything else."""
        for _ in range(_FRAMES_LIMIT):
            wait_ms = self._timeouts.between_ms if self._heard.acknowledged else self._timeouts.acknowledge_ms
            try:
                frame = self._link.receive(min(deadline, time.monotonic() + wait_ms / 1000))
            except LinkLost:
                if self._heard.acknowledged and time.monotonic() >= deadline:
                    return False
                raise
            if self._take(frame):
                return True
        raise LinkLost

    def _take(self, frame: Apdu) -> bool:
        """Take one frame and answer it; True when it was the last."""
        heard = self._heard
        if frame.control in zvt.ACKNOWLEDGING:
            self._acknowledge()
            return False
        if frame.control >> 8 == zvt.REFUSED_CLASS:
            heard.refused = None if heard.acknowledged else frame.control & 0xFF
            return heard.refused is not None
        if frame.control == zvt.STATUS_INFORMATION:
            self._take_status(frame.data)
            return False
        if frame.control in (zvt.COMPLETION, zvt.ABORT):
            heard.end = "completed" if frame.control == zvt.COMPLETION else "aborted"
            heard.abort_result = frame.data[0] if frame.data else heard.abort_result
            self._answer_last()
            return True
        self._answer(zvt.ACKNOWLEDGEMENT if frame.control in _NOTED else zvt.UNKNOWN_COMMAND)
        return False

    def _acknowledge(self) -> None:
        if not self._heard.acknowledged:
            self._heard.acknowledged = True
            self._on_acknowledged()

    def _take_status(self, data: bytes) -> None:
        """One that cannot be read is asked for again, then let be: what it would have said is not known."""
        try:
            status = read_status(data)
        except ValueError:
            self._heard.contradicted |= not self._say_again
            self._answer(zvt.SAY_AGAIN if self._say_again else zvt.ACKNOWLEDGEMENT)
            self._say_again = max(0, self._say_again - 1)
            return
        before = self._heard.status
        self._heard.contradicted |= not self._heard.acknowledged or (before is not None and before != status)
        self._heard.status = status
        self._on_status(status)
        self._answer(zvt.ACKNOWLEDGEMENT)

    def _answer(self, frame: Apdu) -> None:
        self._link.send(frame, self._timeouts.acknowledge_ms)

    def _answer_last(self) -> None:
        """The dialogue is over for us; whether the terminal hears that changes nothing."""
        try:
            self._answer(zvt.ACKNOWLEDGEMENT)
        except LinkLost:
            return
