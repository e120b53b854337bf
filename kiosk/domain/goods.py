"""The goods of one evaluation: sold lines with their taxes and the discounts taken so far. Filled step by step within `pricing.price`."""

from collections.abc import Iterable, Sequence

from kiosk.domain.figures import EXEMPT, TAKE_AWAY, figures_of, fixed_minor, laid_over, without_percentages
from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from sync.protocol.money import allocate
from sync.rules.tax import Taxed, TaxInput, is_included, tax_lines

__all__ = ["EXEMPT", "TAKE_AWAY", "Goods", "least_price"]

GRAMS_A_KG = 1_000


class Goods:
    """Sold lines, in the basket's order; what is given back is not among them. Indexes below are places in `lines`.

    `mode` is the ticket's: to take away puts other taxes on some goods; an exempt buyer pays no percentage, which comes out of a price
    that includes it, and the fixed taxes. Deposits and gift cards are taxed here, and seen by no discount and no points: `places` are
    those of goods. `before` are the goods of an earlier evaluation under the same policy and mode: `fresh` are the places whose line is not
    the very one that stood there.
    """

    def __init__(self, lines: Iterable[BasketLine], policy: Policy, mode: str = "", before: "Goods | None" = None) -> None:
        sold = [line for line in lines if line.frozen is None]
        self.exempt = mode == EXEMPT
        self.fresh: Sequence[int] = range(len(sold))
        if before is None:
            self.figures = figures_of(sold, policy, mode)
        else:
            self.figures, self.fresh = laid_over(before.figures, sold, policy, mode)
        self.lines, self.seen_minor, self.counts, self._taxes, start, *_ = self.figures
        self.places: Sequence[int] = [index for index, counted in enumerate(self.counts) if counted]
        self.shares: list[dict[str, int]] = [{} for _ in sold]
        self._left = list(start)
        self._policy = policy

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
        return without_percentages([TaxInput(price_minor, 1 if line.weight_g is None else 0, taxes)], self._policy.shop)[0]

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
        taxed = TaxInput(self._after(index) + more_minor, self.figures.pieces[index], self._taxes[index])
        return tax_lines([taxed], prices_include_tax=self._policy.shop.prices_include_tax)[0].net_minor

    def spread(self, id: str, places: Sequence[int], amount_minor: int) -> None:
        """Take one amount off several lines, by largest remainder on what is left of each."""
        self.take(id, places, allocate(amount_minor, [self._left[index] for index in places]))

    def taxed(self, places: Iterable[int] | None = None) -> list[Taxed]:
        """Return net, taxes and gross of each line as discounted so far; of those at `places` only where each line is rounded by itself."""
        asked = range(len(self.lines)) if places is None else places
        pieces = self.figures.pieces
        inputs = [TaxInput(self._after(index), pieces[index], self._taxes[index]) for index in asked]
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
        lists = {id(taxes): taxes for taxes in self._taxes}.values()
        if all(is_included(tax, shop.prices_include_tax) for taxes in lists for tax in taxes):
            return sum([amounts[index] for index in self.places])
        inputs = [TaxInput(*each) for each in zip(amounts, self.figures.pieces, self._taxes, strict=True)]
        taxed = tax_lines(inputs, prices_include_tax=shop.prices_include_tax, rounding=shop.tax_rounding)
        return sum(taxed[index].gross_minor for index in self.places)

    def _after(self, index: int) -> int:
        return self.seen_minor[index] - sum(self.shares[index].values())


def least_price(line: BasketLine, policy: Policy, mode: str = "") -> int:
    """Return the least unit price of a line: what its fixed taxes come to, where the price includes them, for its net is never below 0."""
    taxes = policy.taxes_of(line.taxes_away if mode == TAKE_AWAY else line.taxes)
    fixed = fixed_minor(taxes, 1, prices_include_tax=policy.shop.prices_include_tax)
    return fixed if line.weight_g is None else -(-fixed * GRAMS_A_KG // line.weight_g)
