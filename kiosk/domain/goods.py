"""The goods of one evaluation: sold lines with their taxes and the discounts taken so far. Filled step by step within `pricing.price`."""

from collections.abc import Iterable, Sequence

from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from sync.protocol.money import allocate
from sync.protocol.records import Tax
from sync.rules.tax import Taxed, TaxInput, fixed_included_minor, is_included, tax_lines

EXEMPT, TAKE_AWAY = "exempt", "take_away"
GRAMS_A_KG = 1_000


class Goods:
    """Sold lines, in the basket's order; what is given back is not among them. Indexes below are places in `lines`.

    `mode` is the ticket's: to take away puts other taxes on some goods; an exempt buyer pays no percentage, which comes out of a price
    that includes it, and the fixed taxes. Deposits and gift cards are taxed here, and seen by no discount and no points: `counts` tells of
    each line whether it is goods, `places` which are.
    """

    def __init__(self, lines: Iterable[BasketLine], policy: Policy, mode: str = "") -> None:
        self.lines = [line for line in lines if line.frozen is None]
        self.seen_minor = [line.seen_minor for line in self.lines]
        self.shares: list[dict[str, int]] = [{} for _ in self.lines]
        self.exempt = mode == EXEMPT
        self.counts = [not line.kind for line in self.lines]
        self.places = [index for index, counted in enumerate(self.counts) if counted]
        self._policy = policy
        away = mode == TAKE_AWAY
        ids = [tuple(line.taxes_away if away else line.taxes) for line in self.lines]
        # A basket has many lines and few lists of taxes.
        by_ids = {each: policy.taxes_of(each) for each in dict.fromkeys(ids)}
        self._taxes = [by_ids[each] for each in ids]
        self._tax_lists = list(by_ids.values())
        if self.exempt:
            self._lift_percentages()
        self._left = [0] * len(self.lines)
        has_fixed = any(tax.fixed_minor for taxes in by_ids.values() for tax in taxes)
        for index in self.places:
            self._left[index] = max(0, self.seen_minor[index] - (self._fixed(index) if has_fixed else 0))

    def left(self, index: int) -> int:
        """What a discount may still take off a line: the amount seen less discounts and less the fixed taxes in it, which have none."""
        return self._left[index]

    def lefts(self) -> list[int]:
        """What a discount may still take off each line."""
        return list(self._left)

    def all_left(self) -> int:
        """What discounts may still take off all lines."""
        return sum(self._left)

    def bare(self, index: int, price_minor: int) -> int:
        """Return what is left of a unit price without percentages, as an exempt buyer sees it.

        It is rounded by itself, for show: what a line comes to is taken out of the whole line, so that the tax lifted is the tax that was
        in it, and may differ from this price times the pieces by up to half a minor unit a piece.
        """
        line = self.lines[index]
        taxes = self._policy.taxes_of(line.taxes)
        return self._without_percentages([TaxInput(price_minor, 1 if line.weight_g is None else 0, taxes)])[0]

    def take(self, id: str, places: Sequence[int], amounts: Sequence[int]) -> None:
        """Take amounts off lines in the name of an offer."""
        for index, amount in zip(places, amounts, strict=True):
            if amount > self._left[index]:
                raise ValueError("no line may be discounted below zero")
            if amount:
                self._left[index] -= amount
                # A new one each time: earlier evaluations may hold the old one.
                shares = self.shares[index]
                self.shares[index] = {**shares, id: shares.get(id, 0) + amount}

    def resume(self, shares: Sequence[dict[str, int]], lefts: Sequence[int], touched: Iterable[int]) -> None:
        """Lay on the lines, before anything is taken, what an earlier evaluation found for them; those that are touched begin anew."""
        known, every = min(len(lefts), len(self.lines)), self._left
        self.shares = [*shares[:known], *self.shares[known:]]
        self._left = [*lefts[:known], *every[known:]]
        for index in touched:
            self.shares[index], self._left[index] = {}, every[index]

    def begin_anew(self, lefts: Sequence[int]) -> None:
        """Take back all that was taken; `lefts` are what could be, before."""
        self.shares, self._left = [{} for _ in self.lines], list(lefts)

    def give_back(self, id: str, index: int, amount_minor: int) -> None:
        """Put back what an offer took too much of a line; a share of nothing is none."""
        shares = dict(self.shares[index])
        rest = shares.pop(id) - amount_minor
        self._left[index] += amount_minor
        self.shares[index] = {**shares, id: rest} if rest else shares

    def net_with(self, index: int, more_minor: int) -> int:
        """Return what a line's net would be, its tax rounded by itself, if so much more were paid for it."""
        taxed = TaxInput(self._after(index) + more_minor, _units(self.lines[index]), self._taxes[index])
        return tax_lines([taxed], prices_include_tax=self._policy.shop.prices_include_tax)[0].net_minor

    def spread(self, id: str, places: Sequence[int], amount_minor: int) -> None:
        """Take one amount off several lines, by largest remainder on what is left of each."""
        self.take(id, places, allocate(amount_minor, [self._left[index] for index in places]))

    def taxed(self, places: Iterable[int] | None = None) -> list[Taxed]:
        """Return net, taxes and gross of each line as discounted so far; of those at `places` only where each line is rounded by itself."""
        asked = range(len(self.lines)) if places is None else places
        inputs = [TaxInput(self._after(index), _units(self.lines[index]), self._taxes[index]) for index in asked]
        shop = self._policy.shop
        return tax_lines(inputs, prices_include_tax=shop.prices_include_tax, rounding=shop.tax_rounding)

    def gross_minor(self) -> int:
        """Return the gross of the goods as discounted so far; where every tax is included it is what the customer sees."""
        return self._gross([self._after(index) for index in range(len(self.lines))])

    def gross_before(self) -> int:
        """Return the gross of the goods before any discount."""
        return self._gross(self.seen_minor)

    def _gross(self, amounts: Sequence[int]) -> int:
        shop = self._policy.shop
        if all(is_included(tax, shop.prices_include_tax) for taxes in self._tax_lists for tax in taxes):
            return sum([amounts[index] for index in self.places])
        inputs = [TaxInput(amount, _units(line), taxes) for amount, line, taxes in zip(amounts, self.lines, self._taxes, strict=True)]
        taxed = tax_lines(inputs, prices_include_tax=shop.prices_include_tax, rounding=shop.tax_rounding)
        return sum(taxed[index].gross_minor for index in self.places)

    def _lift_percentages(self) -> None:
        """Take percentages out of prices that include them, and off the lines."""
        whole = [TaxInput(seen, _units(line), taxes) for seen, line, taxes in zip(self.seen_minor, self.lines, self._taxes, strict=True)]
        self.seen_minor = self._without_percentages(whole)
        self._taxes = [tuple(tax for tax in taxes if tax.rate_bp is None) for taxes in self._taxes]
        self._tax_lists = self._taxes

    def _without_percentages(self, inputs: Sequence[TaxInput]) -> list[int]:
        shop = self._policy.shop
        taxed = tax_lines(inputs, prices_include_tax=shop.prices_include_tax, rounding=shop.tax_rounding)
        return [
            given.amount_minor
            - sum(
                share.tax_minor
                for tax, share in zip(given.taxes, line.taxes, strict=True)
                if tax.rate_bp is not None and is_included(tax, shop.prices_include_tax)
            )
            for given, line in zip(inputs, taxed, strict=True)
        ]

    def _after(self, index: int) -> int:
        return self.seen_minor[index] - sum(self.shares[index].values())

    def _fixed(self, index: int) -> int:
        return _fixed_minor(self._taxes[index], _units(self.lines[index]), prices_include_tax=self._policy.shop.prices_include_tax)


def least_price(line: BasketLine, policy: Policy, mode: str = "") -> int:
    """Return the least unit price of a line: what its fixed taxes come to, where the price includes them, for its net is never below 0."""
    taxes = policy.taxes_of(line.taxes_away if mode == TAKE_AWAY else line.taxes)
    fixed = _fixed_minor(taxes, 1, prices_include_tax=policy.shop.prices_include_tax)
    return fixed if line.weight_g is None else -(-fixed * GRAMS_A_KG // line.weight_g)


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
