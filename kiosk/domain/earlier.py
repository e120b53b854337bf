"""What earlier evaluations of a ticket found: lines that nothing touched since are taken over, so that a scan costs its own line.

It is handed in and filled by each evaluation, and it never changes a result.
"""

from collections.abc import Mapping, Sequence

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.evaluation import Memory
from kiosk.domain.policy import Policy
from sync.protocol.facts import SoldLine

Known = tuple[BasketLine, SoldLine, dict[str, int]]
"""A line as it was rung up, as it was sold, and what offers and persons took off it."""


class Memo:
    """The last evaluation of a ticket: its rules, its mode, its lines as rung up and as sold; and what became of offers."""

    def __init__(self) -> None:
        self.offers = Memory()
        self._policy: Policy | None = None
        self._mode = ""
        self._known: Mapping[int, Known] = {}

    def for_rules(self, policy: Policy) -> "Memo":
        """Return the memo as far as it holds under these rules."""
        if policy is not self._policy:
            self.offers, self._known, self._policy = Memory(), {}, policy
        return self

    def untouched(self, goods: Goods, mode: str, policy: Policy) -> list[SoldLine | None]:
        """Return the lines of `goods` that come to what they came to, None for each to be computed; points are not looked at.

        That is known only where each line's tax is rounded by itself, for the same line under the same rules with the same discounts. A
        line is the same if it is the very object: what is equal may have been read back from the file, and is computed once more.
        """
        same_rules = policy is self._policy and mode == self._mode and policy.shop.tax_rounding == "line"
        if not same_rules:
            return [None] * len(goods.lines)
        known = self._known
        return [_same(known.get(line.line), line, shares) for line, shares in zip(goods.lines, goods.shares, strict=True)]

    def keep(self, basket: Basket, policy: Policy, goods: Goods, lines: Sequence[SoldLine]) -> None:
        """Remember an evaluation: `lines` are those of the goods, as sold."""
        self._policy, self._mode = policy, basket.mode
        known = zip(goods.lines, lines, goods.shares, strict=True)
        self._known = {line.line: (line, sold, shares) for line, sold, shares in known}


def _same(known: Known | None, line: BasketLine, shares: dict[str, int]) -> SoldLine | None:
    if known is None or known[0] is not line:
        return None
    before = known[2]
    # The order in which offers were applied shows on the line.
    return known[1] if shares is before or (shares == before and list(shares) == list(before)) else None
