"""What a camera may believe, look by look: a linear code twice, and each code once until it has left the view. Pure.

Only a look that was able to see a code says anything by not seeing it: what was found in a picture enlarged is not gone because a plain
look misses it. And from a picture that has not changed nothing has gone.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, Protocol

import msgspec

from kiosk.devices.codes import Code

FIRST_WAY = "first"
AGREEING_FRAMES = 2
UNPROVEN_FRAMES = 5
"""Frames that must agree on a linear code of which a second opinion could tell nothing."""

GONE_AFTER_FRAMES = 15
"""A second: an article turned in the hand is blurred for half of one, and must not be sold twice."""

GONE_AFTER_SECOND_LOOKS = 2
CODES_LIMIT = 32

_Key = tuple[str, str]
Corners = tuple[tuple[int, int], ...]


class View(Protocol):
    """What a picture looked like, so far as to tell whether another shows the same: all of it, and what stood at `corners`."""

    def same_as(self, other: "View", corners: Corners = ()) -> bool: ...


class Changing:
    """A view of which nothing is known: it is never the same."""

    def same_as(self, other: View, corners: Corners = ()) -> bool:
        return False


class Look(NamedTuple):
    """One frame looked at: what was seen, by which way, and every way that was tried; `unproven` are the texts that nothing confirms."""

    codes: Sequence[Code] = ()
    by: str = FIRST_WAY
    ways: frozenset[str] = frozenset({FIRST_WAY})
    view: View = Changing()
    unproven: frozenset[str] = frozenset()


class _Seen(msgspec.Struct):
    """A code on its way to be believed, or one that was: then `told` is set."""

    code: Code
    by: str
    view: View
    frames: int = 0
    proven: bool = False
    missing: int = 0
    told: bool = False

    @property
    def gone(self) -> bool:
        """A code that is not yet believed is forgotten at once."""
        limit = GONE_AFTER_FRAMES if self.by == FIRST_WAY else GONE_AFTER_SECOND_LOOKS
        return self.missing >= (limit if self.told else 1)

    def present(self, code: Code, look: Look) -> None:
        """A code that a second way has found stays that way's, so that it is missed only where that way looked."""
        self.code, self.view, self.missing = code, look.view, 0
        self.frames += 1
        self.proven = self.proven or code.text not in look.unproven
        self.by = look.by if self.by == FIRST_WAY else self.by

    def absent(self, look: Look) -> None:
        if self.by in look.ways and not (self.told and self.shown_by(look.view)):
            self.missing += 1

    def shown_by(self, view: View) -> bool:
        """Whether a picture shows what the one with this code showed, at its place too: a small code leaves a picture nearly as it was."""
        return view.same_as(self.view, self.code.corners)


class Watch:
    """Fed with every look, it says which codes are new; of one frame it takes the first 32 codes, and it remembers as many."""

    def __init__(self, agreeing_frames: int = AGREEING_FRAMES) -> None:
        self._agreeing = agreeing_frames
        self._seen: dict[_Key, _Seen] = {}

    def see(self, look: Look) -> list[Code]:
        """Take one look and return the codes that fire now. An empty text is no code."""
        present = {(code.symbology, code.text): code for code in islice((code for code in look.codes if code.text), CODES_LIMIT)}
        for key, seen in self._seen.items():
            if key not in present:
                seen.absent(look)
        self._seen = {key: seen for key, seen in self._seen.items() if not seen.gone}
        return [code for key, code in present.items() if self._fires(key, code, look)]

    def in_view(self) -> list[Code]:
        """The codes told that have not left the view."""
        return [seen.code for seen in self._seen.values() if seen.told]

    def wanted(self, view: View) -> frozenset[str]:
        """The ways that have to look again: for a second frame that agrees, or to see whether a code has left a view that changed."""
        return frozenset(seen.by for seen in self._seen.values() if not (seen.told and seen.shown_by(view))) - {FIRST_WAY}

    def knows(self, code: Code) -> bool:
        """Whether this code was told and has not left the view."""
        seen = self._seen.get((code.symbology, code.text))
        return seen is not None and seen.told

    def _needed(self, seen: _Seen) -> int:
        if not seen.code.linear:
            return 1
        return self._agreeing if seen.proven else max(self._agreeing, UNPROVEN_FRAMES)

    def _fires(self, key: _Key, code: Code, look: Look) -> bool:
        if key not in self._seen and len(self._seen) >= CODES_LIMIT:
            return False
        seen = self._seen.setdefault(key, _Seen(code, look.by, look.view))
        seen.present(code, look)
        fires = not seen.told and seen.frames >= self._needed(seen)
        seen.told = seen.told or fires
        return fires
