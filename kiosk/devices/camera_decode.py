"""Codes in pictures: zxing-cpp first, zbar on a miss, and for a still picture every other way of looking at it."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kiosk.devices.codes import Code
from sync.protocol.errors import Refusal

Picture = Any
"""A numpy array, grey or BGR, 8 bits a channel; numpy is not imported before the first picture."""

FILE_LIMIT_BYTES = 60_000_000
_SIDE_LIMIT_PIXELS = 4_000
_ENLARGE_LIMIT_PIXELS = 1_600
_HALVE_LEAST_PIXELS = 64
_VOTES_NEEDED = 2
_ZBAR_NAMES = {"EAN13": "EAN13", "EAN8": "EAN8", "UPCE": "UPCE", "CODE128": "Code128", "QRCODE": "QRCode"}


def decode_frame(picture: Picture, *, second: bool = True) -> list[Code]:
    """Look once, as a camera can at every frame; `second` allows zbar where zxing-cpp saw nothing."""
    grey = _grey(picture)
    return _zxing(grey) or (_zbar(grey) if second else [])


def decode_image(picture: Picture | Path) -> list[Code]:
    """Look in every way there is. Raises Refusal not_an_image.

    A code with error correction is believed at once. A linear one wants two ways of looking that agree; where no two do, the one seen
    most is taken, and of those the one that zxing-cpp saw.
    """
    grey = _bounded(_grey(_load(picture) if isinstance(picture, Path) else picture))
    tally = _Tally()
    for look in _looks(grey):
        found = _zxing(look.picture, look.scale)
        tally.count(found or _zbar(look.picture, look.scale), sure=bool(found))
        if tally.settled:
            break
    return tally.result()


def decoders() -> list[str]:
    """Name the decoders this machine has; zbar is a system library that may be missing."""
    return ["zxing-cpp", "zbar"] if _zbar_reader() is not None else ["zxing-cpp"]


class _Look(msgspec.Struct):
    """One way of looking at a picture, and by how much it was enlarged."""

    picture: Picture
    scale: float


class _Tally:
    """What was seen in one picture so far."""

    def __init__(self) -> None:
        self._sure: dict[tuple[str, str], Code] = {}
        self._votes: dict[tuple[str, str], tuple[int, int]] = {}
        self._linear: dict[tuple[str, str], Code] = {}

    def count(self, codes: list[Code], *, sure: bool) -> None:
        """Take in one look's codes; `sure` says that they are zxing-cpp's."""
        for code in codes:
            key = (code.symbology, code.text)
            if not code.linear:
                self._sure.setdefault(key, code)
                continue
            votes, by_zxing = self._votes.get(key, (0, 0))
            self._votes[key] = (votes + 1, by_zxing + sure)
            self._linear.setdefault(key, code)

    @property
    def settled(self) -> bool:
        """Nothing is in doubt: something was seen, and no linear code waits for its second vote."""
        return bool(self._agreed) or (bool(self._sure) and not self._votes)

    @property
    def _agreed(self) -> list[Code]:
        return [self._linear[key] for key, (votes, _) in self._votes.items() if votes >= _VOTES_NEEDED]

    def result(self) -> list[Code]:
        doubtful = max(self._votes, key=lambda key: self._votes[key], default=None)
        linear = self._agreed or ([self._linear[doubtful]] if doubtful is not None and not self._sure else [])
        return [*self._sure.values(), *linear]


def _looks(grey: Picture) -> Iterator[_Look]:
    """The picture enlarged, as it is, with its contrast evened out, smaller, smoother, sharper: made one by one, as most are not needed.

    The enlarged one comes first: of thin bars that fall between two pixels both decoders read another code with a right check digit.
    """
    import cv2

    small = max(grey.shape) <= _ENLARGE_LIMIT_PIXELS
    double = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC) if small else grey
    scale = 2 if small else 1
    if small:
        yield _Look(double, scale)
    yield _Look(grey, 1)
    even = cv2.createCLAHE(3.0, (8, 8))
    yield _Look(even.apply(double), scale)
    if min(grey.shape) >= _HALVE_LEAST_PIXELS:
        yield _Look(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 0.5)
    yield _Look(even.apply(grey), 1)
    yield _Look(cv2.GaussianBlur(grey, (0, 0), 1.0), 1)
    yield _Look(cv2.addWeighted(double, 2.5, cv2.GaussianBlur(double, (0, 0), 5), -1.5, 0), scale)


def _load(path: Path) -> Picture:
    import cv2
    import numpy as np

    try:
        data = path.read_bytes() if path.stat().st_size <= FILE_LIMIT_BYTES else b""
    except OSError as error:
        raise Refusal("not_an_image", field="image", file=path.name) from error
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    if picture is None:
        raise Refusal("not_an_image", field="image", file=path.name)
    return picture


def _grey(picture: Picture) -> Picture:
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    return np.ascontiguousarray(grey)


def _bounded(grey: Picture) -> Picture:
    import cv2

    longest = max(grey.shape)
    if longest <= _SIDE_LIMIT_PIXELS:
        return grey
    factor = _SIDE_LIMIT_PIXELS / longest
    return cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def _zxing(grey: Picture, scale: float = 1) -> list[Code]:
    import zxingcpp

    # Plain text keeps the group separators of GS1 data, which the human-readable default turns into brackets.
    found = zxingcpp.read_barcodes(grey, text_mode=zxingcpp.TextMode.Plain)
    return [_zxing_code(each, scale) for each in found if each.text]


def _zxing_code(found: Any, scale: float) -> Code:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    name = str(found.format).replace(" ", "").replace("-", "")
    return Code(name, found.text, tuple((round(corner.x / scale), round(corner.y / scale)) for corner in corners))


def _zbar(grey: Picture, scale: float = 1) -> list[Code]:
    """Only kinds that carry a check are asked for: zbar sees two-of-five codes in any shelf of books."""
    reader = _zbar_reader()
    found = reader(grey) if reader is not None else []
    return [_zbar_code(each, scale) for each in found if each.data]


def _zbar_code(found: Any, scale: float) -> Code:
    corners = tuple((round(x / scale), round(y / scale)) for x, y in found.polygon)
    return Code(_ZBAR_NAMES[found.type], found.data.decode("utf-8", "replace"), corners)


@lru_cache(maxsize=1)
def _zbar_reader() -> Callable[[Picture], list[Any]] | None:
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None
    kinds = [pyzbar.ZBarSymbol[name] for name in _ZBAR_NAMES]
    return lambda grey: list(pyzbar.decode(grey, symbols=kinds))
