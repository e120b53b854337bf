"""The keyboard wedge: tells a scanner's burst from a person's typing by its timing. A pure state machine; who feeds it owns the clock."""

import re
from typing import NamedTuple

GAP_LIMIT_MS = 35
"""Scanners send a character every 1 to 20 ms; the fastest typists stay above 50 ms over a whole code."""

CODE_LEAST_CHARS = 4
CODE_LIMIT_CHARS = 600
GS = "\x1d"
_ENDS = "\r\n\t"
_AIM = re.compile(r"\][A-Za-z][0-9a-zA-Z]")
_SYMBOLOGIES = {
    "]A": "Code39",
    "]C": "Code128",
    "]E": "EAN13",
    "]F": "Codabar",
    "]G": "Code93",
    "]I": "ITF",
    "]L": "PDF417",
    "]Q": "QRCode",
    "]d": "DataMatrix",
    "]e": "DataBar",
    "]z": "Aztec",
}
_EAN8 = "]E4"


class Scan(NamedTuple):
    """A code as it was scanned. `symbology` is empty where the scanner sends no AIM prefix."""

    code: str
    symbology: str = ""


class Typed(NamedTuple):
    """Characters that came at a person's pace: they belong to whatever has the focus."""

    text: str


Heard = Scan | Typed | None


class Wedge:
    """Feed it every character with the time it came at, and `rest` when no character came for a while.

    Characters are held back while they may be the beginning of a code, so that a scan never ends up in a field as well. A burst that is
    too short, too long or holds a control character is no code: the short one is given back as typed, the others are rubbish and dropped.
    """

    def __init__(
        self, *, gap_limit_ms: int = GAP_LIMIT_MS, least_chars: int = CODE_LEAST_CHARS, limit_chars: int = CODE_LIMIT_CHARS
    ) -> None:
        self._gap_limit_ms = gap_limit_ms
        self._least_chars = least_chars
        self._limit_chars = limit_chars
        self._held: list[str] = []
        self._last_ms = 0
        self._rubbish = False

    @property
    def holding(self) -> bool:
        """Whether characters are held back; then `rest` wants to be called after the gap."""
        return bool(self._held)

    def feed(self, character: str, at_ms: int) -> list[Scan | Typed]:
        """Take one character (the end of a line included) and return what became certain by it."""
        # A clock set back makes a negative gap; that proves no speed.
        quick = bool(self._held) and 0 <= at_ms - self._last_ms <= self._gap_limit_ms
        heard: list[Scan | Typed] = [] if quick else self.rest()
        self._last_ms = at_ms
        if character and character in _ENDS:
            ended = self._end(character)
            return [*heard, ended] if ended is not None else heard
        self._hold(character)
        return heard

    def rest(self) -> list[Scan | Typed]:
        """No character came within the gap: what is held was typed, unless it is the wreck of a burst."""
        text, self._held = "".join(self._held), []
        rubbish, self._rubbish = self._rubbish, False
        return [Typed(text)] if text and not rubbish else []

    def _hold(self, character: str) -> None:
        if len(self._held) >= self._limit_chars or not (character == GS or character.isprintable()):
            self._rubbish = True
            self._held = self._held or [" "]
        elif character:
            self._held.append(character)

    def _end(self, end: str) -> Heard:
        text, self._held = "".join(self._held), []
        rubbish, self._rubbish = self._rubbish, False
        if rubbish:
            return None
        return read(text) if len(text) >= self._least_chars else Typed(text + end)


def read(text: str) -> Scan:
    """Return a scanned text without its AIM prefix (ISO/IEC 15424); separators inside GS1 data stay."""
    prefix = text[:3]
    if not _AIM.fullmatch(prefix) or prefix[:2] not in _SYMBOLOGIES:
        return Scan(text)
    symbology = "EAN8" if prefix == _EAN8 else _SYMBOLOGIES[prefix[:2]]
    return Scan(text[3:].lstrip(GS), symbology)
