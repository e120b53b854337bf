"""Addresses of devices as settings hold them, SCHEME:TARGET?option=value, read in this one place. Rubbish is refused by its setting."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

import msgspec

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


BAUD = one_of("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200")


def read_address(text: str, setting: str, known: Mapping[str, Scheme]) -> Address:
    """Read `text` as an address of one of the `known` schemes with their options. Raises Refusal <setting>_address."""
    try:
        return _read(text, known)
    except ValueError as error:
        raise Refusal(f"{setting}_address", field=setting) from error


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
