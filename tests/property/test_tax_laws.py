"""Law 1 under Hypothesis: sums hold by line and in all, the price stays, returns mirror sales; wrong twins are seen to fail."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.money import divide_half_up
from sync.protocol.records import Tax
from sync.rules.tax import Rounding, Taxed, TaxInput, by_id, is_included, tax_lines

Engine = Callable[..., list[Taxed]]

TAXES = [
    Tax(id="A", name="a", rate_bp=550, in_base=True),
    Tax(id="B", name="b", rate_bp=1000),
    Tax(id="C", name="c", rate_bp=2000, included=True),
    Tax(id="D", name="d", rate_bp=825, included=False, in_base=True),
    Tax(id="E", name="e", fixed_minor=13, in_base=True),
    Tax(id="F", name="f", fixed_minor=7, included=False),
]
tax_sets = st.lists(st.sampled_from(range(len(TAXES))), unique=True, max_size=4).map(lambda found: tuple(TAXES[i] for i in sorted(found)))
inputs = st.builds(TaxInput, st.integers(0, 10**7), st.integers(1, 50), tax_sets)
baskets = st.lists(inputs, max_size=8)
roundings: st.SearchStrategy[Rounding] = st.sampled_from(["line", "rate"])


def mirrored(line: TaxInput) -> TaxInput:
    return TaxInput(-line.amount_minor, -line.units, line.taxes)


def check_sums(lines: Sequence[TaxInput], included: bool, taxed: Sequence[Taxed]) -> None:
    """What the customer saw of each line is its net and its included taxes, and nothing is lost between parts and wholes."""
    for line, found in zip(lines, taxed, strict=True):
        inside = sum(share.tax_minor for tax, share in zip(line.taxes, found.taxes, strict=True) if is_included(tax, included))
        assert found.net_minor + inside == line.amount_minor
        assert found.gross_minor == found.net_minor + sum(share.tax_minor for share in found.taxes)
    totals = by_id(share for found in taxed for share in found.taxes)
    assert sum(found.gross_minor - found.net_minor for found in taxed) == sum(total.tax_minor for total in totals)


def check_symmetry(engine: Engine, lines: Sequence[TaxInput], included: bool, rounding: Rounding) -> None:
    sold = engine(lines, prices_include_tax=included, rounding=rounding)
    returned = engine([mirrored(line) for line in lines], prices_include_tax=included, rounding=rounding)
    assert [(-r.net_minor, -r.tax_minor, -r.gross_minor) for r in returned] == [(s.net_minor, s.tax_minor, s.gross_minor) for s in sold]


@given(baskets, st.booleans(), roundings)
def test_sums_hold(lines: list[TaxInput], included: bool, rounding: Rounding) -> None:
    check_sums(lines, included, tax_lines(lines, prices_include_tax=included, rounding=rounding))


@given(baskets, st.booleans(), roundings)
def test_returns_mirror_sales(lines: list[TaxInput], included: bool, rounding: Rounding) -> None:
    check_symmetry(tax_lines, lines, included, rounding)


def by_the_letter(net: Fraction, line: TaxInput) -> list[Fraction]:
    """TILL.md, Taxes: each tax in the product's order, on the net plus the earlier taxes with `in_base`; nothing rounded."""
    found: list[Fraction] = []
    for tax in line.taxes:
        base = net + sum(amount for amount, earlier in zip(found, line.taxes, strict=False) if earlier.in_base)
        found.append(base * (tax.rate_bp or 0) / 10_000 + (tax.fixed_minor or 0) * line.units)
    return found


@given(inputs, st.booleans())
def test_included_taxes_are_those_of_the_one_net_that_makes_the_price(line: TaxInput, included: bool) -> None:
    def price(net: int) -> Fraction:
        inside = zip(line.taxes, by_the_letter(Fraction(net), line), strict=True)
        return net + sum((amount for tax, amount in inside if is_included(tax, included)), Fraction(0))

    net = (line.amount_minor - price(0)) / (price(1) - price(0))
    (taxed,) = tax_lines([line], prices_include_tax=included)
    for tax, exact, share in zip(line.taxes, by_the_letter(net, line), taxed.taxes, strict=True):
        if is_included(tax, included):
            assert share.tax_minor == divide_half_up(exact.numerator, exact.denominator)
        else:
            assert share.tax_minor == divide_half_up(share.base_minor * (tax.rate_bp or 0), 10_000) + (tax.fixed_minor or 0) * line.units


@given(baskets, st.booleans())
def test_a_basket_of_one_is_rounded_the_same_both_ways(lines: list[TaxInput], included: bool) -> None:
    for line in lines:
        by_line, by_rate = (tax_lines([line], prices_include_tax=included, rounding=way) for way in ("line", "rate"))
        assert by_line == by_rate


@given(baskets, st.booleans())
def test_the_two_ways_differ_by_at_most_a_unit_a_line_and_tax(lines: list[TaxInput], included: bool) -> None:
    by_line, by_rate = (tax_lines(lines, prices_include_tax=included, rounding=way) for way in ("line", "rate"))
    for one, other, line in zip(by_line, by_rate, lines, strict=True):
        assert abs(one.tax_minor - other.tax_minor) <= 2 * len(line.taxes)


@given(st.lists(st.integers(0, 10**7), max_size=8), st.integers(0, 10_000), st.booleans())
def test_by_rate_the_tax_is_that_of_the_sum(amounts: list[int], rate_bp: int, included: bool) -> None:
    tax = Tax(id="T", name="t", rate_bp=rate_bp)
    taxed = tax_lines([TaxInput(amount, 1, (tax,)) for amount in amounts], prices_include_tax=included, rounding="rate")
    whole = 10_000 + rate_bp if included else 10_000
    assert sum(line.tax_minor for line in taxed) == divide_half_up(sum(amounts) * rate_bp, whole)
    # Rounding the sum moves a line by less than a half, the largest remainder by less than one more.
    assert all(
        abs(line.tax_minor - Fraction(amount * rate_bp, whole)) < Fraction(3, 2) for line, amount in zip(taxed, amounts, strict=True)
    )


def halving(lines: Sequence[TaxInput], *, prices_include_tax: bool, rounding: Rounding) -> list[Taxed]:
    """A wrong twin: it loses half of the net, rounded towards minus infinity."""
    found = tax_lines(lines, prices_include_tax=prices_include_tax, rounding=rounding)
    return [Taxed(each.net_minor // 2, each.tax_minor, each.net_minor // 2 + each.tax_minor, each.taxes) for each in found]


def test_wrong_twins_are_seen() -> None:
    line = TaxInput(101, 1, ())
    with pytest.raises(AssertionError):
        check_symmetry(halving, [line], True, "line")
    with pytest.raises(AssertionError):
        check_sums([line], True, halving([line], prices_include_tax=True, rounding="line"))
