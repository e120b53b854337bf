"""Leases of capped campaigns (bounded counters): what a register may be granted of what is left. Pure.

However the network parts the registers, all together spend no more than was granted, and no more is granted than the cap: a cap is exact.
"""

from typing import NamedTuple

from sync.protocol.offers import Limits


class Share(NamedTuple):
    """Baskets, pieces and money of a campaign, in the order of `Limits`; of what has no cap, 0."""

    uses: int = 0
    pieces: int = 0
    amount_minor: int = 0

    def plus(self, other: "Share") -> "Share":
        """Return the sum."""
        return Share(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def less(self, other: "Share") -> "Share":
        """Return the difference."""
        return Share(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def caps(limits: Limits) -> Share | None:
    """Return a campaign's caps, None where it has none."""
    found = (limits.total, limits.total_pieces, limits.budget_minor)
    return Share(*(cap or 0 for cap in found)) if any(cap is not None for cap in found) else None


def grant(cap: Share, granted: Share, registers: int) -> Share:
    """Return what a register that asks for more is granted: half of its equal part of what is left, so that others may ask too; the last
    is granted whole, for money at least what is left of it in small amounts.
    """
    left = cap.less(granted)
    return Share(*(_slice(each, max(registers, 1)) for each in left))


def _slice(left: int, registers: int) -> int:
    return 0 if left <= 0 else max(left // (2 * registers), 1)


def returned(granted: Share, spent: Share) -> Share:
    """Return what a register has left of its leases when it gives them back, never less than nothing."""
    return Share(*(max(each, 0) for each in granted.less(spent)))
