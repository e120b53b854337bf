"""Rounding and splitting under Hypothesis: nothing is lost, nothing depends on the sign."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from sync.protocol.money import allocate, divide_half_up

totals = st.integers(-(10**9), 10**9)
weight_lists = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(totals, st.integers(1, 10**6))
def test_rounding_is_to_the_nearest_and_away_from_zero_at_a_half(numerator: int, denominator: int) -> None:
    rounded, exact = divide_half_up(numerator, denominator), Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    assert abs(rounded - exact) != Fraction(1, 2) or abs(rounded) > abs(exact)
    assert divide_half_up(-numerator, denominator) == -rounded


@given(totals, weight_lists)
def test_shares_sum_to_the_total_and_stay_within_one_unit(total: int, weights: list[int]) -> None:
    assume(sum(weights))
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)
    assert allocate(-total, weights) == [-part for part in parts]


@given(totals, weight_lists)
def test_a_heavier_line_never_gets_less(total: int, weights: list[int]) -> None:
    assume(sum(weights))
    parts = allocate(abs(total), weights)
    ordered = [part for _, part in sorted(zip(weights, parts, strict=True))]
    assert all(later >= earlier for earlier, later in pairwise(ordered))
