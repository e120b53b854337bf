"""The four states of a printer, and the real-time answers (DLE EOT n) they are read from."""

from collections.abc import Callable
from enum import StrEnum

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE_CAUSE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"

_FIXED_MASK, _FIXED_BITS = 0x93, 0x12
_OFFLINE = 0x08
_STOPPED_BY_PAPER_END = 0x20
_PAPER_END = 0x60


class PrinterState(StrEnum):
    """READY: on line with paper. OFF: not reachable, or off line (cover open). UNKNOWN: it does not answer, or not in ESC/POS."""

    READY = "ready"
    PAPER_OUT = "paper_out"
    OFF = "off"
    UNKNOWN = "unknown"


def ask_state(ask: Callable[[bytes], int | None]) -> PrinterState:
    """Read the state through `ask`, which sends a query and returns the answer's byte, or None when none came in time.

    A silent printer is UNKNOWN at the first question: waiting for more answers would hold up the next job.
    """
    printer = _sound(ask(ASK_PRINTER))
    paper = None if printer is None else _sound(ask(ASK_PAPER))
    if printer is None or paper is None:
        return PrinterState.UNKNOWN
    if paper & _PAPER_END:
        return PrinterState.PAPER_OUT
    return _why_offline(ask) if printer & _OFFLINE else PrinterState.READY


def _why_offline(ask: Callable[[bytes], int | None]) -> PrinterState:
    cause = _sound(ask(ASK_OFFLINE_CAUSE))
    return PrinterState.PAPER_OUT if cause is not None and cause & _STOPPED_BY_PAPER_END else PrinterState.OFF


def _sound(answer: int | None) -> int | None:
    """An answer has its fixed bits (0xx1xx10); anything else is noise and tells nothing."""
    return answer if answer is not None and answer & _FIXED_MASK == _FIXED_BITS else None
