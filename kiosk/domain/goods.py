"""The goods of one evaluation: sold lines with their taxes and the discounts taken so far. Filled step by step within `pricing.price`."""

from collections.abc import Iterable, Sequence

from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from sync.protocol.money import allocate
from sync.protocol.records import Tax
from sync.rules.tax import Taxed, TaxInput, fixed_included_minor, is_included, tax_lines


class Goods:
    """Sold lines, in the basket's order; what is given back is not among them. Indexes below are places in `lines`."""

    def __init__(self, lines: Iterable[BasketLine], policy: Policy) -> None:
        self.lines = [line for line in lines if line.frozen is None]
        self.seen_minor = [line.seen_minor for line in self.lines]
        self.shares: list[dict[str, int]] = [{} for _ in self.lines]
        self._policy = policy
        self._taxes = [policy.taxes_of(line.taxes) for line in self.lines]
        self._left = [max(0, seen - self._fixed(index)) for index, seen in enumerate(self.seen_minor)]

    def left(self, index: int) -> int:
        """What a discount may still take off a line: the amount seen less discounts and less the fixed taxes in it, which have none."""
        return self._left[index]

    def take(self, id: str, places: Sequence[int], amounts: Sequence[int]) -> None:
        """Take amounts off lines in the name of an offer."""
        for index, amount in zip(places, amounts, strict=True):
            if amount > self._left[index]:
                raise ValueError("no line may be discounted below zero")
            if amount:
                self._left[index] -= amount
                self.shares[index][id] = self.shares[index].get(id, 0) + amount

    def spread(self, id: str, places: Sequence[int], amount_minor: int) -> None:
        """Take one amount off several lines, by largest remainder on what is left of each."""
        self.take(id, places, allocate(amount_minor, [self._left[index] for index in places]))

    def taxed(self) -> list[Taxed]:
        """Return net, taxes and gross of each line as discounted so far."""
        inputs = [TaxInput(self._after(index), _units(line), self._taxes[index]) for index, line in enumerate(self.lines)]
        shop = self._policy.shop
        return tax_lines(inputs, prices_include_tax=shop.prices_include_tax, rounding=shop.tax_rounding)

    def gross_minor(self) -> int:
        """Return the gross as discounted so far; where every tax is included it is what the customer sees, and no tax need be computed."""
        included = self._policy.shop.prices_include_tax
        if all(is_included(tax, included) for taxes in self._taxes for tax in taxes):
            return sum(self._after(index) for index in range(len(self.lines)))
        return sum(line.gross_minor for line in self.taxed())

    def _after(self, index: int) -> int:
        return self.seen_minor[index] - sum(self.shares[index].values())

    def _fixed(self, index: int) -> int:
        return _fixed_minor(self._taxes[index], _units(self.lines[index]), prices_include_tax=self._policy.shop.prices_include_tax)


def _units(line: BasketLine) -> int:
    """Fixed taxes count pieces; goods by weight are one."""
    return 1 if line.weight_g is not None else line.quantity


def _fixed_minor(taxes: Sequence[Tax], units: int, *, prices_include_tax: bool) -> int:
    """Return what the price would be at a net of 0: the fixed taxes in it and, rounded up, percentages on those that enter their base."""
    fixed = fixed_included_minor(taxes, units, prices_include_tax=prices_include_tax)
    if not fixed:
        return 0
    base = floor = 0
    for tax in taxes:
        if not is_included(tax, prices_include_tax):
            continue
        amount = -(-base * (tax.rate_bp or 0) // 10_000) + (tax.fixed_minor or 0) * units
        floor += amount
        base += amount if tax.in_base else 0
    return floor
