"""What an earlier evaluation of a ticket found: lines that nothing touched since are taken over, so that a scan costs its own line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from sync.protocol.facts import SoldLine


@dataclass(frozen=True)
class Earlier:
    """A basket, the rules it was evaluated under, and its lines as sold, in its order."""

    basket: Basket
    policy: Policy
    lines: Sequence[SoldLine]

    def untouched(self, goods: Goods, mode: str, policy: Policy) -> list[SoldLine | None]:
        """Return the lines of `goods` that come to what they came to, None for each to be computed; points are not looked at.

        That is known only where each line's tax is rounded by itself, for the same line under the same rules with the same discounts. A
        line is the same if it is the very object: what is equal may have been read back from the file, and is computed once more.
        """
        same_rules = policy is self.policy and mode == self.basket.mode and policy.shop.tax_rounding == "line"
        known = {line.line: (line, sold) for line, sold in zip(self.basket.lines, self.lines, strict=True)} if same_rules else {}
        return [_same(known.get(line.line), line, shares) for line, shares in zip(goods.lines, goods.shares, strict=True)]


def _same(known: tuple[BasketLine, SoldLine] | None, line: BasketLine, shares: Mapping[str, int]) -> SoldLine | None:
    if known is None or known[0] is not line:
        return None
    offers = [(share.id, share.amount_minor) for share in known[1].offers]
    return known[1] if offers == list(shares.items()) else None
