"""Codes a scanner reads: check digits, and the shop's patterns for labels that carry a price, a weight or a person (TILL.md, Codes)."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sync.protocol.errors import Refusal
from sync.protocol.records import BarcodeRule

CHECKED_LENGTHS = (8, 12, 13, 14)
"""Digits of an EAN-8, UPC-A, EAN-13 and GTIN-14: codes whose last digit checks the others."""

PATTERN_LIMIT_CHARS = 64
_PATTERN = re.compile(r"([0-9.]*)(?:\{(N*)(D*)\}([0-9.]*))?")
_VALUED = ("price", "weight")


class Match(NamedTuple):
    """A code that a rule took. `value` has `decimals` decimals and is 0 for rules without one; `base_code` is the product's barcode."""

    means: str
    base_code: str
    value: int
    decimals: int

    def scaled(self, places: int) -> int:
        """Return the value in units of 10**-places (3 for grams of kg); raises ValueError when that would lose decimals."""
        if places < self.decimals:
            raise ValueError("the value has more decimals")
        return int(self.value * 10 ** (places - self.decimals))


class Rule(NamedTuple):
    """A pattern made ready; the value stands at [start, end) and its last `decimals` digits are decimals."""

    means: str
    prefix: re.Pattern[str]
    start: int
    end: int
    decimals: int

    def takes(self, code: str) -> bool:
        """Tell whether the pattern fits, from the left; a price or weight may not reach into the check digit."""
        if self.prefix.match(code) is None:
            return False
        return self.means not in _VALUED or (_is_digits(code) and not (len(code) in CHECKED_LENGTHS and self.end == len(code)))

    def read(self, code: str) -> Match:
        """Return what a fitting code says; raises Refusal wrong_check_digit for a price or weight that was misread."""
        if self.means not in _VALUED:
            return Match(self.means, code, 0, 0)
        require_check_digit(code)
        zeroed = code[: self.start] + "0" * (self.end - self.start) + code[self.end :]
        base = zeroed[:-1] + str(check_digit(zeroed[:-1])) if len(code) in CHECKED_LENGTHS else zeroed
        return Match(self.means, base, int(code[self.start : self.end]), self.decimals)


class Rules:
    """The shop's patterns in their order; the first that fits takes the code."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)

    def match(self, code: str) -> Match | None:
        """Return what the first fitting rule says of `code`, None when no rule fits; raises Refusal wrong_check_digit."""
        rule = next((rule for rule in self.rules if rule.takes(code)), None)
        return rule.read(code) if rule else None


def compile_rules(rules: Sequence[BarcodeRule]) -> Rules:
    """Make patterns ready; raises Refusal shop_file, which names the rule's field, for a pattern that says nothing or too much."""
    return Rules([_compile(rule, f"barcode_rules[{index}].pattern") for index, rule in enumerate(rules)])


def _compile(rule: BarcodeRule, field: str) -> Rule:
    found = _PATTERN.fullmatch(rule.pattern)
    if found is None or not rule.pattern or len(rule.pattern) > PATTERN_LIMIT_CHARS:
        raise Refusal("shop_file", field=field, rule="pattern")
    before, integers, decimals, after = (part or "" for part in found.groups())
    width = len(integers) + len(decimals)
    braces = found[4] is not None
    if (braces and width == 0) or (rule.means in _VALUED and not braces):
        raise Refusal("shop_file", field=field, rule="pattern")
    shape = before + "." * width + after
    prefix = re.compile(shape.replace(".", "[0-9]"))
    return Rule(rule.means, prefix, len(before), len(before) + width, len(decimals))


def check_digit(body: str) -> int:
    """Return the GS1 check digit of the digits before it: weights 3, 1, 3, ... from the right, to the next ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10


def has_valid_check_digit(code: str) -> bool:
    """Tell whether the last digit checks the others; False for what is not digits."""
    return len(code) > 1 and _is_digits(code) and check_digit(code[:-1]) == int(code[-1])


def is_checked(code: str) -> bool:
    """Tell whether a code has the length of those whose last digit must check the others."""
    return len(code) in CHECKED_LENGTHS and _is_digits(code)


def require_check_digit(code: str, *, field: str = "code") -> None:
    """Raise Refusal wrong_check_digit for a code of 8, 12, 13 or 14 digits whose check digit is wrong."""
    if is_checked(code) and not has_valid_check_digit(code):
        raise Refusal("wrong_check_digit", field=field, expected=check_digit(code[:-1]))


def _is_digits(code: str) -> bool:
    return code.isascii() and code.isdigit()
