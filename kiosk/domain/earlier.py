"""What the last evaluation of a ticket found: lines that nothing touched since are taken over, so that a scan costs its own line.

It is handed in and filled by each evaluation, and it never changes a result.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.figures import EXEMPT, changed
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.evaluation import Memory
from kiosk.domain.policy import Policy
from sync.protocol.facts import SoldLine


class Last(NamedTuple):
    """An evaluation that came to its end: its goods with all that was taken off them, what became of offers, and the lines as sold."""

    goods: Goods
    offers: Memory
    sold: Sequence[SoldLine]


class Memo:
    """The last evaluation of a ticket, and the rules and the mode that it was under."""

    def __init__(self) -> None:
        self._policy: Policy | None = None
        self._mode = ""
        self._last: Last | None = None

    def under(self, policy: Policy, mode: str) -> Last | None:
        """Return the last evaluation, if its lines would say the same by themselves under these rules, in this mode."""
        # An exempt buyer's prices are told by all lines together where a tax is rounded once.
        alone = mode != EXEMPT or policy.shop.tax_rounding == "line"
        return self._last if policy is self._policy and mode == self._mode and alone else None

    def keep(self, policy: Policy, mode: str, last: Last) -> None:
        """Remember an evaluation."""
        self._policy, self._mode, self._last = policy, mode, last


def untouched(last: Last | None, goods: Goods, policy: Policy) -> list[SoldLine | None]:
    """Return the lines of `goods` that come to what they came to, None for each to be computed; points are not looked at.

    That is known only where each line's tax is rounded by itself, for the same line with the same discounts. A line is the same if it is
    the very object: what is equal may have been read back from the file, and is computed once more.
    """
    if last is None or policy.shop.tax_rounding != "line":
        return [None] * len(goods.lines)
    known: list[SoldLine | None] = [*last.sold, *[None] * len(goods.fresh)][: len(goods.lines)]
    for place in [*goods.fresh, *_otherwise_discounted(goods.shares, last.goods.shares)]:
        known[place] = None
    return known


def _otherwise_discounted(now: Sequence[dict[str, int]], before: Sequence[dict[str, int]]) -> list[int]:
    """Return the places whose line bears other discounts; the order in which offers were applied shows on the line."""
    others = (place for place in changed(now, before) if place < len(before))
    return [place for place in others if now[place] != before[place] or list(now[place]) != list(before[place])]
