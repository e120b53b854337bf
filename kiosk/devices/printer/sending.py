"""What handing over a job means, whichever way leads to the printer: asked before, given whole, asked after.

What `send` promises. It asks for the status, hands over the whole job, and asks again. It returns when the printer says after the last byte
that it is on line and has paper: the job is in the printer, which prints it unless it is switched off now. Nothing in ESC/POS proves that a
person holds the paper. A fault carries `sent`: False means no byte left and the job may be sent again as it is; True means that it may be
on paper, in part or whole (a printer that ran out in the middle goes on by itself once it has paper): what is sent again must say that it
is a duplicate. A printer that answered no question before the job is printed on all the same, as many cheap ones never answer; the job is
then handed over, its end unknown, and the state says so.
"""

import os
import select
import time
from typing import Protocol

import msgspec

from kiosk.devices.printer.status import PrinterState, ask_state
from sync.protocol.errors import EnvironmentFault

FAULTS = {PrinterState.OFF: "printer_off", PrinterState.PAPER_OUT: "printer_paper_out", PrinterState.UNKNOWN: "printer_silent"}


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """Longest waits: to be connected, to hand over a whole job, and for one status answer."""

    connect_ms: int = 2_000
    write_ms: int = 10_000
    answer_ms: int = 1_000


DEFAULT_TIMEOUTS = Timeouts()


class Link(Protocol):
    """An open way to a printer that can answer."""

    def ask(self, query: bytes) -> int | None:
        """Send a question and return the answer's byte; None when none came in time."""

    def write(self, data: bytes) -> None:
        """Hand over all of `data` within the time allowed. Raises EnvironmentFault with `sent`."""


def hand_over(link: Link, data: bytes) -> PrinterState:
    """Send a job over an open link; see the module's text. Raises EnvironmentFault."""
    before = ask_state(link.ask)
    if before in (PrinterState.OFF, PrinterState.PAPER_OUT):
        raise EnvironmentFault(FAULTS[before], sent=False)
    link.write(data)
    if before is PrinterState.READY and (after := ask_state(link.ask)) is not PrinterState.READY:
        raise EnvironmentFault(FAULTS[after], sent=True)
    return before


class HandleLink:
    """A link over a descriptor that never waits: a device file, or a terminal line."""

    def __init__(self, handle: int, timeouts: Timeouts) -> None:
        self._handle = handle
        self._timeouts = timeouts

    def ask(self, query: bytes) -> int | None:
        """Ask once what came before is taken away, so that an old answer is not taken for the new one."""
        try:
            while self._can_read(0) and os.read(self._handle, 64):
                pass
            os.write(self._handle, query)
            answer = os.read(self._handle, 1) if self._can_read(self._timeouts.answer_ms) else b""
        except OSError:
            return None
        return answer[0] if answer else None

    def write(self, data: bytes) -> None:
        """Write as the device takes it; one that takes nothing in time is silent."""
        deadline = time.monotonic() + self._timeouts.write_ms / 1000
        left = memoryview(data)
        while left:
            ready = select.select([], [self._handle], [], max(0.0, deadline - time.monotonic()))[1]
            if not ready:
                raise EnvironmentFault("printer_silent", sent=len(left) < len(data))
            left = left[self._some(left, sent=len(left) < len(data)) :]

    def _can_read(self, wait_ms: int) -> bool:
        return bool(select.select([self._handle], [], [], wait_ms / 1000)[0])

    def _some(self, left: memoryview, *, sent: bool) -> int:
        try:
            return os.write(self._handle, left)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=sent) from error
