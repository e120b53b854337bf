"""The Internet Printing Protocol's bytes (RFC 8010), as much of it as a till and its simulated print server need."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000B
_VERSION = b"\x01\x01"
_OPERATION, _END = 0x01, 0x03
_FIRST_VALUE_TAG = 0x10
INTEGER, ENUM, KEYWORD, URI, CHARSET, LANGUAGE, NAME, MIME = 0x21, 0x23, 0x44, 0x45, 0x47, 0x48, 0x42, 0x49
_SIGNED = ">i"

Attribute = tuple[int, str, str | int | Sequence[str]]
"""Tag, name and value, or several values of the same name."""


class Answer(NamedTuple):
    """An answer's status code and attributes: integers as numbers, all else as text; a later group never replaces an earlier one."""

    status: int
    attributes: dict[str, list[int | str]]

    @property
    def ok(self) -> bool:
        """Whether the request was carried out."""
        return self.status < 0x0100

    def number(self, name: str) -> int:
        """Return an attribute's first number, 0 without one."""
        return next((value for value in self.attributes.get(name, []) if isinstance(value, int)), 0)

    def words(self, name: str) -> list[str]:
        """Return an attribute's texts."""
        return [value for value in self.attributes.get(name, []) if isinstance(value, str)]


class NotIpp(Exception):
    """The bytes are no IPP answer."""


def request(operation: int, number: int, attributes: Sequence[Attribute], data: bytes = b"") -> bytes:
    """Return a request in the order the protocol wants: character set and language first, which are added here."""
    first: list[Attribute] = [(CHARSET, "attributes-charset", "utf-8"), (LANGUAGE, "attributes-natural-language", "en")]
    head = _VERSION + struct.pack(">HI", operation, number) + bytes([_OPERATION])
    return head + b"".join(map(_attribute, [*first, *attributes])) + bytes([_END]) + data


def answer(status: int, number: int, group: int, attributes: Sequence[Attribute]) -> bytes:
    """Return an answer with one group of attributes beside the usual ones; group 0 for none."""
    usual = request(status, number, [])[:-1]
    own = bytes([group]) + b"".join(map(_attribute, attributes)) if group else b""
    return usual + own + bytes([_END])


def read(data: bytes) -> Answer:
    """Read an answer. Raises NotIpp."""
    return read_with_rest(data)[0]


def read_with_rest(data: bytes) -> tuple[Answer, bytes]:
    """Read an answer or a request, whose operation then stands as status, and what follows its attributes. Raises NotIpp."""
    try:
        _, status, _ = struct.unpack_from(">HHI", data)
        attributes, end = _attributes(data, 8)
        return Answer(status, attributes), data[end:]
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NotIpp from error


def _attribute(attribute: Attribute) -> bytes:
    tag, name, value = attribute
    values = [value] if isinstance(value, str | int) else list(value)
    return b"".join(_value(tag, name if index == 0 else "", each) for index, each in enumerate(values))


def _value(tag: int, name: str, value: str | int) -> bytes:
    shown = struct.pack(_SIGNED, value) if isinstance(value, int) else value.encode()
    return bytes([tag]) + _sized(name.encode()) + _sized(shown)


def _sized(text: bytes) -> bytes:
    return struct.pack(">H", len(text)) + text


def _attributes(data: bytes, at: int) -> tuple[dict[str, list[int | str]], int]:
    found: dict[str, list[int | str]] = {}
    name = ""
    while data[at] != _END:
        tag, at = data[at], at + 1
        if tag < _FIRST_VALUE_TAG:
            continue
        named, at = _text(data, at)
        value, at = _text(data, at)
        name = named.decode() or name
        found.setdefault(name, []).append(_decoded(tag, value))
    return found, at + 1


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, at)
    end = at + 2 + length
    if end > len(data):
        raise IndexError
    return data[at + 2 : end], end


def _decoded(tag: int, value: bytes) -> int | str:
    if tag in (INTEGER, ENUM):
        return int(struct.unpack(_SIGNED, value)[0])
    return value.decode(errors="replace")
