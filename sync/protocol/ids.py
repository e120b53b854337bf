"""Identifiers made at the terminal: random 128-bit ids and receipt numbers. No clock and no counter of the ledger is in them."""

import hashlib
import re
import secrets
from typing import NamedTuple

_RECEIPT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,31})-([A-Z]{1,4}[0-9]{0,5})-([0-9]{6,9})")


PRACTICE_SERIES = "T"
"""The series of practice tickets, which no register's receipts ever bear."""


def new_id() -> str:
    """Return a new random 128-bit id as 32 lower-case hexadecimal digits."""
    return secrets.token_hex(16)


def card_id(code: str) -> str:
    """Return the id of a gift card or store credit: facts and terminals know it by this, for its code is as good as money."""
    return hashlib.sha256(b"comptoir gift card\0" + code.encode()).hexdigest()[:32]


def voucher_id(code: str) -> str:
    """Return the id by which facts know a meal voucher that was keyed with its code."""
    return hashlib.sha256(b"comptoir voucher\0" + code.encode()).hexdigest()[:32]


class ReceiptNumber(NamedTuple):
    """REGISTER-SERIES-NUMBER: gapless within a series, and a series is never used twice."""

    register: str
    series: str
    counter: int

    def __str__(self) -> str:
        return f"{self.register}-{self.series}-{self.counter:06d}"

    @classmethod
    def parse(cls, text: str) -> "ReceiptNumber | None":
        """Return the number that `text` spells, or None when it is no receipt number."""
        match = _RECEIPT.fullmatch(text)
        return cls(match[1], match[2], int(match[3])) if match else None


def series_name(enrolment: int, local: int = 1) -> str:
    """Name the series of a register's `enrolment` (from 1: A..Z, AA..) and its `local` epoch (from 1): A, A2, A3, B; the 20th is T1."""
    letters = series_letters(enrolment)
    return letters if local == 1 and letters != PRACTICE_SERIES else f"{letters}{local}"


def series_letters(enrolment: int) -> str:
    """Return the letters that all series of a register's `enrolment` bear."""
    letters = ""
    number = enrolment
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
