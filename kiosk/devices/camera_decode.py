"""Codes in still pictures, in every way of looking there is: zxing-cpp first, and whatever it misses or may have misread again."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.devices.camera_readers import Picture, decoders
from kiosk.devices.camera_tries import FIRST, SECOND, second_opinion
from kiosk.devices.codes import Code
from sync.protocol.errors import Refusal

__all__ = ["Picture", "decode_frame", "decode_image", "decoders", "grey_of"]

FILE_LIMIT_BYTES = 60_000_000
_SIDE_LIMIT_PIXELS = 4_000
_LOOK_LIMIT_PIXELS = 4_000_000
_VOTES_NEEDED = 2


def decode_frame(picture: Picture) -> list[Code]:
    """Look once, as a camera does with every frame."""
    return FIRST.look(grey_of(picture))


def decode_image(picture: Picture | Path) -> list[Code]:
    """Look in every way there is. Raises Refusal not_an_image.

    A code with error correction is believed at once. A linear one wants two ways of looking that agree; where no two do, the one seen
    most is taken, and of those the one that zxing-cpp saw.
    """
    grey = _bounded(grey_of(_load(picture) if isinstance(picture, Path) else picture))
    tally = _Tally()
    for by_zxing, seen in _looks(grey):
        tally.count(seen, by_zxing)
        if tally.settled:
            break
    return tally.result()


def grey_of(picture: Picture) -> Picture:
    """Return the picture in shades of grey."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    return np.ascontiguousarray(grey)


class _Tally:
    """What was seen in one picture so far."""

    def __init__(self) -> None:
        self._sure: dict[tuple[str, str], Code] = {}
        self._votes: dict[tuple[str, str], tuple[int, int]] = {}
        self._linear: dict[tuple[str, str], Code] = {}

    def count(self, codes: list[Code], by_zxing: bool) -> None:
        """Take in what one look saw; a code seen twice in it has one vote."""
        for key, code in {(code.symbology, code.text): code for code in codes}.items():
            if not code.linear:
                self._sure.setdefault(key, code)
                continue
            votes, of_zxing = self._votes.get(key, (0, 0))
            self._votes[key] = (votes + 1, of_zxing + by_zxing)
            self._linear.setdefault(key, code)

    @property
    def settled(self) -> bool:
        """Nothing is in doubt: something was seen, and no linear code waits for its second vote."""
        return bool(self._agreed) or (bool(self._sure) and not self._votes)

    @property
    def _agreed(self) -> list[Code]:
        return [self._linear[key] for key, (votes, _) in self._votes.items() if votes >= _VOTES_NEEDED]

    def result(self) -> list[Code]:
        return [*self._sure.values(), *(self._agreed or self._likeliest())]

    def _likeliest(self) -> list[Code]:
        """An EAN-8 that only zbar saw, and once, is a part of a longer code as a rule: that is no code."""
        heard = [key for key, (_, of_zxing) in self._votes.items() if of_zxing or key[0] != "EAN8"]
        best = max(heard, key=lambda key: self._votes[key], default=None)
        return [] if best is None or self._sure else [self._linear[best]]


def _looks(grey: Picture) -> Iterator[tuple[bool, list[Code]]]:
    """What each way of looking sees, made only when it is asked for, and whether it is zxing-cpp's."""
    first = FIRST.look(grey)
    yield True, first
    linear = [code for code in first if code.linear]
    if linear:
        yield True, [seen for code in linear for seen in second_opinion(grey, code)]
    for way in SECOND:
        yield way.decoder == "zxing", way.look(grey, limit=_LOOK_LIMIT_PIXELS * way.weight)


def _load(path: Path) -> Picture:
    import cv2
    import numpy as np

    try:
        data = path.read_bytes() if path.stat().st_size <= FILE_LIMIT_BYTES else b""
    except OSError as error:
        raise Refusal("not_an_image", field="image", file=path.name) from error
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    except cv2.error:  # more pixels than OpenCV takes, whatever the file's size
        picture = None
    if picture is None:
        raise Refusal("not_an_image", field="image", file=path.name)
    return picture


def _bounded(grey: Picture) -> Picture:
    import cv2

    longest = max(grey.shape)
    if longest <= _SIDE_LIMIT_PIXELS:
        return grey
    factor = _SIDE_LIMIT_PIXELS / longest
    return cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
