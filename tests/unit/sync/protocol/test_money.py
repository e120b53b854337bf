"""Integer money: the cases L-A1 to L-A5 and T-C11, and amounts that cannot be."""

import pytest

from sync.protocol.money import MINOR_LIMIT, Money, allocate, divide_half_up, percent


@pytest.mark.parametrize(
    ("case", "weights", "total", "expected"),
    [
        ("L-A1", [4000, 2000, 2000], 300, [150, 75, 75]),
        ("L-A3", [4300, 1400, 2300], 299, [161, 52, 86]),
        ("L-A5", [10, 20, 10, 30, 50, 20, 10, 40], 95, [5, 10, 5, 15, 25, 10, 5, 20]),
        ("L-A5", [10, 20, 10, 30, 50, 20, 10, 40], 93, [5, 10, 5, 15, 24, 10, 5, 19]),
        ("L-A13", [200, 600], 400, [100, 300]),
        ("L-A15", [100, 300], 200, [50, 150]),
        ("L-A17 a line of 0", [100, 0], 20, [20, 0]),
        ("ties to the earlier", [1, 1, 1], 2, [1, 1, 0]),
        ("nothing over nothing", [0, 0], 0, [0, 0]),
        ("no lines", [], 0, []),
    ],
)
def test_allocate(case: str, weights: list[int], total: int, expected: list[int]) -> None:
    assert allocate(total, weights) == expected, case
    assert allocate(-total, weights) == [-part for part in expected], case


@pytest.mark.parametrize(("total", "weights"), [(1, [0, 0]), (1, []), (5, [1, -1])])
def test_allocate_refuses_what_cannot_be_split(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"allocate|negative"):
        allocate(total, weights)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(15, 10, 2), (-15, 10, -2), (14, 10, 1), (-14, 10, -1), (25, 10, 3), (0, 7, 0), (1, 3, 0), (2, 3, 1), (10**30 + 5, 10, 10**29 + 1)],
)
def test_half_up_is_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert divide_half_up(numerator, denominator) == expected


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_is_positive(denominator: int) -> None:
    with pytest.raises(ValueError, match="denominator"):
        divide_half_up(1, denominator)


def test_percent_of_an_amount() -> None:
    """L-A7: 10 % per line on 1.06, 2.06, 3.06, 4.06 is 1.04, on the sum 1.02."""
    assert [percent(amount, 1000) for amount in (106, 206, 306, 406)] == [11, 21, 31, 41]
    assert percent(1024, 1000) == 102


def test_t_c11_integers_have_no_residue() -> None:
    euro = Money(10, "EUR") + Money(20, "EUR")
    assert euro == Money(30, "EUR")
    assert sum([euro.minor] * 4) == 120
    assert divide_half_up(525 - 375, 100) == 2


def test_money_of_two_currencies_does_not_mix() -> None:
    with pytest.raises(ValueError, match="mix"):
        Money(1, "EUR") + Money(1, "CHF")
    with pytest.raises(ValueError, match="mix"):
        Money(1, "EUR") - Money(1, "CHF")
    assert Money(3, "EUR") - Money(5, "EUR") == -Money(2, "EUR")


def test_money_is_bounded() -> None:
    assert Money(MINOR_LIMIT - 1, "EUR").minor == MINOR_LIMIT - 1
    with pytest.raises(ValueError, match="bounds"):
        Money(MINOR_LIMIT, "EUR")
