"""What a ZVT terminal says of a payment: the data of a status information, read by the published table of bitmaps (PA00P015, chapter 13).

The few fields a till needs are taken; card number, tracks, expiry and names are passed over and never become a value of ours.
"""

import msgspec

from kiosk.devices.zvt_apdu import read_bcd

_AMOUNT, _TRACE, _TIME, _DATE = 0x04, 0x0B, 0x0C, 0x0D
_RESULT, _TERMINAL, _ORIGINAL_TRACE, _CURRENCY, _RECEIPT = 0x27, 0x29, 0x37, 0x49, 0x87
_WANTED = frozenset({_AMOUNT, _TRACE, _RESULT, _TERMINAL, _ORIGINAL_TRACE, _CURRENCY, _RECEIPT})

_FIXED = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x05, 0x19, _RESULT, 0x72, 0x73, 0x74, 0x75, 0x8A, 0x8C, 0xA0, 0xD0, 0xD2, 0xD3), 1),
    **dict.fromkeys((0xE0, 0xE9, 0xEA, 0xF0, 0xF9, 0xFA, 0xFB, 0xFC), 1),
    **dict.fromkeys((_DATE, 0x0E, 0x17, 0x3A, _CURRENCY, _RECEIPT), 2),
    **dict.fromkeys((_TRACE, _TIME, _ORIGINAL_TRACE, 0x3D, 0x88, 0xAA), 3),
    **dict.fromkeys((_TERMINAL, 0x70, 0x71), 4),
    **dict.fromkeys((0x3B, 0xEB), 8),
    _AMOUNT: 6,
    0xBA: 5,
    0x2A: 15,
}
_LL = frozenset({0x22, 0x23, 0x2D, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9)})
_LLL = frozenset({0x24, 0x2E, 0x3C, 0x60, 0x92, 0x9A, 0xAF})
_TLV = 0x06


class Transaction(msgspec.Struct, frozen=True, omit_defaults=True):
    """A transaction as the terminal names it. `result` 0 is done; `original_trace` is set on the reversal of another."""

    result: int
    amount_minor: int | None = None
    currency: int | None = None
    trace: int | None = None
    receipt: int | None = None
    terminal: int | None = None
    original_trace: int | None = None

    def same(self, other: "Transaction") -> bool | None:
        """Whether it is another one's equal by the numbers that both carry; None where they have none in common."""
        if None not in (self.terminal, other.terminal) and self.terminal != other.terminal:
            return False
        numbers = [pair for pair in ((self.trace, other.trace), (self.receipt, other.receipt)) if None not in pair]
        return all(ours == theirs for ours, theirs in numbers) if numbers else None

    @property
    def named(self) -> bool:
        """Whether it can be told from another at all."""
        return self.trace is not None or self.receipt is not None

    @property
    def reference(self) -> str:
        """What the journal keeps: terminal, receipt and trace number; empty where the terminal gave no receipt number."""
        return f"{self.terminal or 0:08}-{self.receipt:04}-{self.trace or 0:06}" if self.receipt is not None else ""


def read_status(data: bytes) -> Transaction:
    """Read the data of a status information. ValueError when it cannot be read to its end, or says two things of one field."""
    found: dict[int, int] = {}
    at = 0
    while at < len(data):
        field, at = data[at], at + 1
        start, end = _extent(data, field, at)
        if end > len(data):
            raise ValueError("a field is cut off")
        if field in _WANTED:
            if field in found:
                raise ValueError("a field is there twice")
            found[field] = data[start] if field == _RESULT else read_bcd(data[start:end])
        at = end
    if _RESULT not in found:
        raise ValueError("no result")
    return Transaction(
        found[_RESULT],
        found.get(_AMOUNT),
        found.get(_CURRENCY),
        found.get(_TRACE),
        found.get(_RECEIPT),
        found.get(_TERMINAL),
        found.get(_ORIGINAL_TRACE),
    )


def read_reference(reference: str) -> tuple[int, int] | None:
    """Return the receipt and trace number in a reference of ours; None when it is none."""
    parts = reference.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return int(parts[1]), int(parts[2])


def _extent(data: bytes, field: int, at: int) -> tuple[int, int]:
    """Return where a field's value begins and ends. An unknown field has an unknown length: what follows it could be read as anything."""
    if field in _FIXED:
        return at, at + _FIXED[field]
    if field in _LL or field in _LLL:
        digits = 2 if field in _LL else 3
        start = at + digits
        return start, start + _decimal_length(data[at:start], digits)
    if field == _TLV:
        return _tlv_extent(data, at)
    raise ValueError("an unknown field")


def _decimal_length(marks: bytes, digits: int) -> int:
    """A length of two or three digits, each in the low half of a byte whose high half is F."""
    if len(marks) < digits or any(mark & 0xF0 != 0xF0 or mark & 0x0F > 9 for mark in marks):
        raise ValueError("a wrong length")
    return int("".join(str(mark & 0x0F) for mark in marks))


def _tlv_extent(data: bytes, at: int) -> tuple[int, int]:
    """The container's length is one byte below 80, or 81 and one byte, or 82 and two bytes, the higher first."""
    first = data[at : at + 1]
    if not first or first[0] in (0x80,) or first[0] > 0x82:
        raise ValueError("a wrong length")
    more = first[0] & 0x7F if first[0] > 0x80 else 0
    start = at + 1 + more
    return start, start + (int.from_bytes(data[at + 1 : start], "big") if more else first[0])
