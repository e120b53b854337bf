"""What a camera may believe, frame by frame: a linear code twice, and each code once until it has left the view. Pure."""

from collections.abc import Sequence
from itertools import islice

from kiosk.devices.codes import Code

AGREEING_FRAMES = 2
GONE_AFTER_FRAMES = 8
CODES_LIMIT = 32

_Key = tuple[str, str]


class Watch:
    """Fed with the codes of every frame looked at, it says which are new; of one frame it looks at the first 32 codes at most."""

    def __init__(self, *, agreeing_frames: int = AGREEING_FRAMES, gone_after_frames: int = GONE_AFTER_FRAMES) -> None:
        self._agreeing = agreeing_frames
        self._gone_after = gone_after_frames
        self._streaks: dict[_Key, int] = {}
        self._missing: dict[_Key, int] = {}

    def see(self, codes: Sequence[Code]) -> list[Code]:
        """Take one frame's codes and return those that fire now. An empty text is no code."""
        present = {(code.symbology, code.text): code for code in islice((code for code in codes if code.text), CODES_LIMIT)}
        missing = {key: 0 if key in present else frames + 1 for key, frames in self._missing.items()}
        self._missing = {key: frames for key, frames in missing.items() if frames < self._gone_after}
        # Frames that agree must follow each other, so a streak lives only while its code is seen.
        self._streaks = {key: self._streaks.get(key, 0) + 1 for key in present if key not in self._missing}
        fired = [code for key, code in present.items() if self._streaks.get(key) == (self._agreeing if code.linear else 1)]
        self._missing |= {(code.symbology, code.text): 0 for code in fired}
        return fired
