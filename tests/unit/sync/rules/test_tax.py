"""Taxes against the cases T-B1 to T-B11 and the corners of law 1."""

import pytest

from sync.protocol.facts import TaxShare
from sync.protocol.records import Tax
from sync.rules.tax import Rounding, Taxed, TaxInput, by_id, fixed_included_minor, least_price_minor, order_of, tax_lines


def percent(rate_bp: int, id: str = "", *, included: bool | None = None, in_base: bool = False) -> Tax:
    return Tax(id=id or f"T{rate_bp}", name="tax", rate_bp=rate_bp, included=included, in_base=in_base)


def fixed(fixed_minor: int, id: str = "", *, included: bool | None = None, in_base: bool = False) -> Tax:
    return Tax(id=id or f"F{fixed_minor}", name="tax", fixed_minor=fixed_minor, included=included, in_base=in_base)


def one(amount_minor: int, *taxes: Tax, units: int = 1, included: bool = False) -> Taxed:
    return tax_lines([TaxInput(amount_minor, units, taxes)], prices_include_tax=included)[0]


def figures(taxed: Taxed) -> tuple[int, int, int]:
    return taxed.net_minor, taxed.tax_minor, taxed.gross_minor


@pytest.mark.parametrize(
    ("case", "amount_minor", "rate_bp", "included", "expected"),
    [
        ("T-B1", 12440, 800, True, (11519, 921, 12440)),
        ("T-B3", 1190, 2100, True, (983, 207, 1190)),
        ("T-B3", 280, 2100, True, (231, 49, 280)),
        ("T-B5 step 1", 22689, 1900, False, (22689, 4311, 27000)),
        ("T-B5 step 1", 9176, 1900, False, (9176, 1743, 10919)),
        ("T-B5 step 1", 27000, 1900, True, (22689, 4311, 27000)),
        ("T-B5 step 1: no round trip", 10920, 1900, True, (9176, 1744, 10920)),
        ("half a unit away from zero", 250, 200, False, (250, 5, 255)),
        ("half a unit away from zero", 25, 200, False, (25, 1, 26)),
        ("nothing", 0, 2000, True, (0, 0, 0)),
        ("rate 0", 100, 0, True, (100, 0, 100)),
    ],
)
def test_one_rate(case: str, amount_minor: int, rate_bp: int, included: bool, expected: tuple[int, int, int]) -> None:
    assert figures(one(amount_minor, percent(rate_bp), included=included)) == expected, case
    assert figures(one(-amount_minor, percent(rate_bp), units=-1, included=included)) == tuple(-each for each in expected), case


@pytest.mark.parametrize(
    ("case", "amount_minor", "in_base", "expected"),
    [
        ("T-B7", 100_00, False, (100_00, [5_00, 21_00, 10_00], 136_00)),
        ("T-B7 the first enters the base", 95_00, True, (95_00, [5_00, 21_00, 10_00], 131_00)),
    ],
)
def test_fixed_taxes_by_piece(case: str, amount_minor: int, in_base: bool, expected: tuple[int, list[int], int]) -> None:
    taxes = (fixed(1_00, in_base=in_base), percent(2100), fixed(2_00))
    taxed = one(amount_minor, *taxes, units=5)
    assert (taxed.net_minor, [share.tax_minor for share in taxed.taxes], taxed.gross_minor) == expected, case
    back = one(taxed.gross_minor, *taxes, units=5, included=True)
    assert figures(back) == figures(taxed), "the included way must lead back"
    assert [share.tax_minor for share in back.taxes] == expected[1]


def test_t_b9_session() -> None:
    seven, ten = percent(700, "7"), percent(1000, "10", included=True)
    p1, p2, p3 = (10_00, [seven]), (20_00, [ten]), (30_00, [ten, seven])
    orders: list[list[tuple[int, tuple[int, list[Tax]]]]] = [[(10, p1), (5, p2)], [(7, p2), (4, p3)], [(1, p1), (3, p2), (5, p3)]]
    taxed = [
        tax_lines([TaxInput(count * price, count, tuple(taxes)) for count, (price, taxes) in order], prices_include_tax=False)
        for order in orders
    ]
    assert [sum(line.gross_minor for line in order) for order in taxed] == [207_00, 267_64, 230_25]
    totals = {share.id: share.tax_minor for share in by_id(share for order in taxed for line in order for share in line.taxes)}
    assert totals == {"7": 24_89, "10": 51_82}
    assert sum(line.gross_minor for order in taxed[:2] for line in order) == 474_64, "cash; the third order was paid by bank"


def test_t_b11_no_net_gives_this_gross() -> None:
    gross = {net: one(net, percent(1900)).gross_minor for net in (84_02, 84_03)}
    assert gross == {84_02: 99_98, 84_03: 100_00}
    assert figures(one(99_99, percent(1900), included=True)) == (84_03, 15_96, 99_99), "the price stays, the net is what remains"


def test_taxed_refuses_sums_that_do_not_hold() -> None:
    with pytest.raises(ValueError, match="gross"):
        Taxed(84_03, 15_96, 100_00, (TaxShare(id="T19", base_minor=84_03, tax_minor=15_96),))
    with pytest.raises(ValueError, match="sum of its parts"):
        Taxed(84_03, 15_97, 100_00, (TaxShare(id="T19", base_minor=84_03, tax_minor=15_96),))


def test_several_included_rates_are_taken_out_together() -> None:
    taxed = one(113_00, percent(1000, "A"), percent(300, "B"), included=True)
    assert figures(taxed) == (100_00, 13_00, 113_00)
    assert [share.tax_minor for share in taxed.taxes] == [10_00, 3_00]


def test_included_tax_on_an_included_tax() -> None:
    taxed = one(115_50, percent(1000, "A", in_base=True), percent(500, "B"), included=True)
    assert [(share.base_minor, share.tax_minor) for share in taxed.taxes] == [(100_00, 10_00), (110_00, 5_50)]


def test_an_excluded_tax_is_computed_on_the_net_and_the_earlier_tax_in_base() -> None:
    taxed = one(110_00, percent(1000, "A", included=True, in_base=True), percent(500, "B", included=False), included=False)
    assert (figures(taxed), taxed.taxes[1].base_minor) == ((100_00, 15_50, 115_50), 110_00)


def test_order_is_the_products() -> None:
    first, second = percent(1000, "A", in_base=True), percent(500, "B")
    assert one(100_00, first, second).tax_minor == 15_50
    assert one(100_00, second, first).tax_minor == 15_00


def test_an_included_tax_may_stand_on_an_excluded_one() -> None:
    taxed = one(105_50, percent(1000, "A", included=False, in_base=True), percent(500, "B", included=True))
    assert [(share.base_minor, share.tax_minor) for share in taxed.taxes] == [(100_00, 10_00), (110_00, 5_50)]
    assert taxed.gross_minor == 115_50


@pytest.mark.parametrize("included", [True, False])
def test_own_word_of_a_tax_overrides_the_shops(included: bool) -> None:
    assert one(120_00, percent(2000, included=True), included=included).gross_minor == 120_00
    assert one(120_00, percent(2000, included=False), included=included).gross_minor == 144_00


def test_a_fixed_tax_stays_when_the_price_is_discounted() -> None:
    eco = fixed(10, in_base=True)
    assert one(50_00, percent(1500), fixed(10_00)).gross_minor == 67_50, "L-B45: 100 at 50 % off, 15 % and a fixed tax of 10"
    assert fixed_included_minor([eco, percent(2000)], 3, prices_include_tax=True) == 30
    assert fixed_included_minor([eco, percent(2000)], 3, prices_include_tax=False) == 0
    assert one(0, fixed(5, included=True, in_base=True), percent(2100, included=False)).taxes[0].tax_minor == 5


def rate(*amounts: int, included: bool, tax: Tax | None = None) -> list[Taxed]:
    taxes = (tax or percent(2000),)
    return tax_lines([TaxInput(amount, -1 if amount < 0 else 1, taxes) for amount in amounts], prices_include_tax=included, rounding="rate")


@pytest.mark.parametrize(
    ("rounding", "included", "expected"),
    [
        ("line", False, [1, 1, 1]),
        ("rate", False, [1, 1, 0]),
        ("line", True, [0, 0, 0]),
        ("rate", True, [1, 0, 0]),
    ],
)
def test_rounding_by_line_and_by_rate(rounding: Rounding, included: bool, expected: list[int]) -> None:
    """Three lines of 0.02 with 30 % on top (0.006 each, 0.018 in all), and of 0.02 with 20 % inside (0.0033 each, 0.01 in all)."""
    tax = percent(2000 if included else 3000)
    lines = [TaxInput(2, 1, (tax,)) for _ in range(3)]
    taxed = tax_lines(lines, prices_include_tax=included, rounding=rounding)
    assert [line.tax_minor for line in taxed] == expected
    assert [line.gross_minor if included else line.net_minor for line in taxed] == [2, 2, 2]


def test_by_rate_the_largest_remainder_gets_the_odd_unit() -> None:
    taxed = rate(102, 101, 104, included=False)
    assert [line.tax_minor for line in taxed] == [20, 20, 21], "20.4, 20.2 and 20.8 sum to 61.4"


def test_by_rate_an_exchange_is_taxed_as_each_side_alone() -> None:
    both = rate(101, -102, 103, -99, included=True)
    assert [both[0], both[2]] == rate(101, 103, included=True)
    assert [both[1], both[3]] == rate(-102, -99, included=True)


def test_by_rate_taxes_are_summed_apart_and_a_later_tax_sees_the_earlier_as_stored() -> None:
    eco, first, second = fixed(7, in_base=True), percent(550, "A", in_base=True), percent(990, "B")
    lines = [TaxInput(333, 2, (eco, first, second)), TaxInput(335, 1, (first, second)), TaxInput(337, 3, (second,))]
    taxed = tax_lines(lines, prices_include_tax=False, rounding="rate")
    totals = {share.id: share for share in by_id(share for line in taxed for share in line.taxes)}
    assert (totals["F7"].tax_minor, totals["A"].base_minor, totals["A"].tax_minor) == (14, 333 + 14 + 335, 38)
    assert (totals["B"].base_minor, totals["B"].tax_minor) == (333 + 14 + 335 + 38 + 337, 105)


def test_by_rate_contradictory_orders_are_refused() -> None:
    one_way, other_way = percent(500, "A", in_base=True), percent(300, "B", in_base=True)
    lines = [TaxInput(100, 1, (one_way, other_way)), TaxInput(100, 1, (other_way, one_way))]
    with pytest.raises(ValueError, match="cycle"):
        tax_lines(lines, prices_include_tax=False, rounding="rate")
    assert len(tax_lines(lines, prices_include_tax=False, rounding="line")) == 2
    assert order_of([(one_way, percent(100, "C")), (percent(100, "C"), percent(200, "D"))]).index("A") == 0


def test_no_lines_and_no_taxes() -> None:
    assert tax_lines([], prices_include_tax=True, rounding="rate") == []
    assert figures(one(5_00)) == (5_00, 0, 5_00)


@pytest.mark.parametrize(
    ("taxes", "included", "least"),
    [
        ((percent(2000),), True, 0),
        ((fixed(10),), False, 0),
        ((fixed(10, included=True),), False, 10),
        ((fixed(10), fixed(7, included=False)), True, 10),
        ((fixed(10), percent(2000)), True, 10),
        ((fixed(10, in_base=True), percent(2000)), True, 12),
        ((fixed(1, in_base=True), percent(500, "A"), percent(500, "B")), True, 2),
        ((fixed(1, in_base=True), *(percent(5000, id) for id in "ABC")), True, 4),
    ],
)
def test_the_least_price_of_a_piece_leaves_a_net(taxes: tuple[Tax, ...], included: bool, least: int) -> None:
    assert least_price_minor(taxes, prices_include_tax=included) == least
    found = [tax_lines([TaxInput(price, 1, taxes)], prices_include_tax=included)[0] for price in range(least, least + 20)]
    assert all(each.net_minor >= 0 for each in found)
