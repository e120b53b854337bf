"""The two decoders behind one shape: zxing-cpp, and zbar where the machine has it. Only here are they called."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from kiosk.devices.codes import LINEAR, Code
from sync.protocol.errors import Refusal
from sync.rules import gtin

Picture = Any
"""A numpy array, grey or BGR, 8 bits a channel; numpy is not imported before the first picture."""

Place = Callable[[float, float], tuple[int, int]]
"""Turns a place in the view that was looked at into one in the whole picture."""

_ZBAR_NAMES = {"EAN13": "EAN13", "EAN8": "EAN8", "UPCE": "UPCE", "CODE128": "Code128", "QRCODE": "QRCode"}
_RETAIL = ("AllRetail", "Code128", "QRCode")
_INDUSTRY = ("Code39", "Code93", "Codabar", "ITF")
_OTHERS = (*_INDUSTRY, "MicroQRCode", "RMQRCode", "DataMatrix", "Aztec", "PDF417")
_UPRIGHT = ("AllRetail", "Code128", *_INDUSTRY)


def as_it_is(x: float, y: float) -> tuple[int, int]:
    """The place in a picture that was looked at whole and as large as it is."""
    return round(x), round(y)


def read_retail(grey: Picture, place: Place = as_it_is) -> list[Code]:
    """What a counter sees all day. Looking for the others as well costs a noisy picture of 720 lines five times as much."""
    return _zxing(grey, place, _RETAIL)


def read_others(grey: Picture, place: Place = as_it_is) -> list[Code]:
    """The other symbologies that a shop may meet."""
    return _zxing(grey, place, _OTHERS)


def read_upright(grey: Picture, place: Place = as_it_is) -> list[Code]:
    """Linear codes that stand upright, and nothing else: a second opinion in a fraction of the time of the first."""
    return _zxing(grey, place, _UPRIGHT, upright=True)


def read_zbar(grey: Picture, place: Place = as_it_is) -> list[Code]:
    """Only kinds that carry a check are asked for: zbar sees two-of-five codes in any shelf of books."""
    reader = _zbar_reader()
    found = reader(grey) if reader is not None else []
    return [code for each in found if (code := _zbar_code(each, place)) is not None]


def decoders() -> list[str]:
    """Name the decoders this machine has; zbar is a system library that may be missing."""
    return ["zxing-cpp", "zbar"] if _zbar_reader() is not None else ["zxing-cpp"]


def _zxing(grey: Picture, place: Place, formats: tuple[str, ...], *, upright: bool = False) -> list[Code]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=_formats(formats),
        try_rotate=not upright,
        try_downscale=not upright,
        try_invert=not upright,
        # Plain text keeps the group separators of GS1 data, which the human-readable default turns into brackets.
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [_zxing_code(each, place) for each in found if each.text]


@lru_cache(maxsize=4)
def _formats(names: tuple[str, ...]) -> Any:
    import zxingcpp

    return zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in names])


def _zxing_code(found: Any, place: Place) -> Code:
    at = found.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    name = _plain(found.format)
    family = _plain(found.symbology)
    if name == "UPCE":  # its text is the number it stands for
        name = "EAN13"
    return Code(family if family in LINEAR else name, found.text, tuple(place(corner.x, corner.y) for corner in corners))


def _plain(name: Any) -> str:
    return str(name).replace(" ", "").replace("-", "")


def _zbar_code(found: Any, place: Place) -> Code | None:
    name, text = _ZBAR_NAMES[found.type], found.data.decode("utf-8", "replace")
    if name == "UPCE":
        name, text = "EAN13", _expanded(text)
    # In which letters a text was written zbar guesses, and guesses wrong in Japan; ours and GS1's are ASCII.
    return Code(name, text, tuple(place(x, y) for x, y in found.polygon)) if text and text.isascii() else None


def _expanded(short: str) -> str:
    try:
        return gtin.expand_upc_e(short) or ""
    except Refusal:
        return ""


@lru_cache(maxsize=1)
def _zbar_reader() -> Callable[[Picture], list[Any]] | None:
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None
    kinds = [pyzbar.ZBarSymbol[name] for name in _ZBAR_NAMES]
    return lambda grey: list(pyzbar.decode(grey, symbols=kinds))
