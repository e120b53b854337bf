"""Integer money: rounding half-up away from zero, and splitting by largest remainder. No float is accepted anywhere."""

from collections.abc import Sequence

import msgspec

MINOR_LIMIT = 10**12
"""No amount in minor units may reach this (ten billion euros): beyond it is a typing error, not a price."""


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half-up away from zero (law 1), denominator > 0."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def percent(amount_minor: int, rate_bp: int) -> int:
    """Return `rate_bp` basis points of an amount, rounded half-up away from zero."""
    return divide_half_up(amount_minor * rate_bp, 10_000)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` over non-negative `weights` by largest remainder, ties to the earlier; symmetric in the sign of `total`.

    The parts sum to `total`. When all weights are zero the total must be zero.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nothing to allocate over")
        return [0] * len(weights)
    sign, size = (-1, -total) if total < 0 else (1, total)
    parts = [size * weight // whole for weight in weights]
    remainders = [size * weight % whole for weight in weights]
    missing = size - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]


class Money(msgspec.Struct, frozen=True):
    """An amount in minor units of one currency; adding two currencies is an error."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if abs(self.minor) >= MINOR_LIMIT:
            raise ValueError("amount out of bounds")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
