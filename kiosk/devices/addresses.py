"""Addresses of devices as settings hold them, SCHEME:TARGET?option=value, read in this one place. Rubbish is refused by its setting."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

import msgspec

from kiosk.devices.printer.transport import check_printer
from sync.protocol.errors import Refusal

_LIMIT_CHARS = 500


class Address(msgspec.Struct, frozen=True):
    """A checked address: `target` is a path, a host or what a simulated device begins with; `port` is 0 where none is named."""

    scheme: str
    target: str = ""
    port: int = 0
    options: Mapping[str, str] = {}

    def number(self, option: str, default: int) -> int:
        """Return a whole-number option that was checked when the address was read."""
        return int(self.options.get(option, default))


Check = Callable[[str], bool]


class Scheme(msgspec.Struct, frozen=True):
    """What may follow a scheme: a target that passes its check, and options that pass theirs."""

    target: Check
    options: Mapping[str, Check] = {}


def one_of(*values: str) -> Check:
    """Return the check of an option with few values."""
    return frozenset(values).__contains__


def digits(count: int) -> Check:
    """Return the check of an option that is so many decimal digits."""
    return lambda value: len(value) == count and value.isascii() and value.isdigit()


def anything(value: str) -> bool:
    """Check that a target is there at all."""
    return bool(value)


def nothing(value: str) -> bool:
    """Check that there is no target."""
    return not value


def a_count(value: str) -> bool:
    """Check that a target is a small whole number, or not there."""
    return value == "" or (value.isascii() and value.isdigit() and len(value) <= 6)


def is_port(target: str) -> bool:
    """Check the name of a serial port: a device's absolute path, or COM and a number on Windows."""
    return target.startswith("/dev/") or (target.upper().startswith("COM") and target[3:].isdigit())


_BAUD = one_of("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200")
_SIMULATED = Scheme(nothing)

KNOWN: Mapping[str, Mapping[str, Scheme]] = {
    "card": {"simulated": _SIMULATED, "zvt": Scheme(anything, {"password": digits(6)})},
    "scale": {"simulated": Scheme(a_count), "serial": Scheme(is_port, {"baud": _BAUD, "parity": one_of("even", "none")})},
    "pole": {"simulated": _SIMULATED, "serial": Scheme(is_port, {"baud": _BAUD, "commands": one_of("escpos", "cd5220")})},
    "scanner": {"serial": Scheme(is_port, {"baud": _BAUD})},
}
"""By setting, the schemes of its addresses with their options."""


_FAULTS = {"card": "card_address", "scale": "scale_address", "pole": "pole_address", "scanner": "scanner_address"}


def read_address(text: str, setting: str) -> Address:
    """Read `text` as the address of a device for `setting`. Raises Refusal <setting>_address."""
    try:
        return _read(text, KNOWN[setting])
    except ValueError as error:
        raise Refusal(_FAULTS[setting], field=setting) from error


_PRINTERS = frozenset({"printer", "printer_2"})


def check_address(setting: str, text: str) -> None:
    """Check what somebody sets: an empty text is no device, and a setting that names none is not of concern. Raises Refusal."""
    if setting in KNOWN and text:
        read_address(text, setting)
    if setting in _PRINTERS and text:
        check_printer(text, setting)


def _read(text: str, known: Mapping[str, Scheme]) -> Address:
    if len(text) > _LIMIT_CHARS or not text.isprintable() or "#" in text:
        raise ValueError("no address")
    parts = urlsplit(text)
    scheme = parts.scheme or text
    rules = known.get(scheme)
    if rules is None or parts.username is not None:
        raise ValueError("unknown scheme")
    if parts.netloc and parts.path not in ("", "/"):
        raise ValueError("a host and nothing after it")
    target = parts.hostname or (parts.path if parts.scheme else "")
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
    if not rules.target(target) or not all(name in rules.options and rules.options[name](value) for name, value in options.items()):
        raise ValueError("a wrong target or option")
    return Address(scheme, target, parts.port or 0, options)
