"""Settling a total: cash rounding, change, cash back, paying out, and what is refused; T-C3, T-C5, T-C9, T-D1, T-D3 and T-D5 as data."""

import pytest

from kiosk.domain import tenders
from kiosk.domain.shift import opening_over_short
from kiosk.domain.tenders import Means, Settlement, change_coins, quick_amounts, round_cash, settle
from sync.protocol.errors import Refusal
from sync.protocol.facts import CashMoved, Fact, Sale, Tender
from sync.protocol.records import CashRounding, Shop
from sync.rules.figures import Figures, contributions, figures
from tests.unit.kiosk.domain.builders import basket_of, piece, policy, sell, shop

HALF_UP, UP, DOWN = CashRounding(step_minor=5), CashRounding(step_minor=5, mode="up"), CashRounding(step_minor=5, mode="down")


def cash(amount_minor: int, *, out: bool = False) -> Tender:
    return Tender(kind="cash", amount_minor=amount_minor, out=out)


def bank(amount_minor: int, *, out: bool = False) -> Tender:
    return Tender(kind="card", amount_minor=amount_minor, out=out)


@pytest.mark.parametrize(
    ("case", "gross", "given", "rule", "expected"),
    [
        # due, paid, change, rounding, complete
        ("nothing handed over", 1572, [], HALF_UP, (1572, 0, 0, 0, False)),
        ("T-C3", 1572, [cash(1570)], HALF_UP, (0, 1570, 0, -2, True)),
        ("T-C3 refund", -1572, [cash(1570, out=True)], HALF_UP, (0, -1570, 0, 2, True)),
        ("T-C3 up", 1572, [cash(1575)], UP, (0, 1575, 0, 3, True)),
        ("T-C3 up refund", -1572, [cash(1575, out=True)], UP, (0, -1575, 0, -3, True)),
        ("T-C5", 1572, [bank(68), cash(1500)], DOWN, (0, 1568, 0, -4, True)),
        ("T-C5 no rounding left", 1572, [bank(67), cash(1505)], DOWN, (0, 1572, 0, 0, True)),
        ("T-C5 half-up", 1572, [bank(68), cash(1505)], HALF_UP, (0, 1573, 0, 1, True)),
        ("T-C5 refund", -1572, [bank(68, out=True), cash(1500, out=True)], DOWN, (0, -1568, 0, 4, True)),
        ("T-C9", 1291, [bank(1559)], HALF_UP, (0, 1559, 270, -2, True)),
        ("T-C9 without rounding", 1291, [bank(1559)], None, (0, 1559, 268, 0, True)),
        ("T-D1", 74_900, [cash(100_000)], None, (0, 100_000, 25_100, 0, True)),
        ("card pays to the cent", 1572, [bank(1572)], HALF_UP, (0, 1572, 0, 0, True)),
        ("card pays a part: due stays unrounded", 1572, [bank(1000)], HALF_UP, (572, 1000, 0, 0, False)),
        ("cash pays a part: due is rounded", 1572, [cash(1000)], HALF_UP, (570, 1000, 0, -2, False)),
        ("cash, then card for what is shown", 1572, [cash(1000), bank(570)], HALF_UP, (0, 1570, 0, -2, True)),
        ("cash, then card to the cent", 1572, [cash(1000), bank(572)], HALF_UP, (0, 1572, 0, 0, True)),
        ("change from rounded total", 1572, [cash(2000)], HALF_UP, (0, 2000, 430, -2, True)),
        ("two cents vanish in cash", 2, [cash(0)], HALF_UP, (0, 0, 0, -2, True)),
        ("cash that is more than rounded", 1572, [cash(1572)], HALF_UP, (0, 1572, 2, -2, True)),
        ("an even exchange", 0, [], HALF_UP, (0, 0, 0, 0, True)),
        ("a refund waits", -1572, [], HALF_UP, (-1572, 0, 0, 0, False)),
        ("a refund in parts", -1572, [bank(1000, out=True)], HALF_UP, (-572, -1000, 0, 0, False)),
    ],
)
def test_settle(case: str, gross: int, given: list[Tender], rule: CashRounding | None, expected: tuple[int, int, int, int, bool]) -> None:
    found = settle(gross, given, rule)
    assert (found.due_minor, found.paid_minor, found.change_minor, found.rounding_minor, found.complete) == expected, case


def test_due_in_cash_can_be_asked_beforehand() -> None:
    assert settle(1572, [], HALF_UP, cash_last=True) == Settlement(
        due_minor=1570, paid_minor=0, change_minor=0, rounding_minor=-2, complete=False
    )
    assert settle(1572, [bank(68)], DOWN, cash_last=True).due_minor == 1500
    assert settle(1572, [bank(1572)], HALF_UP, cash_last=True).rounding_minor == 0


@pytest.mark.parametrize(
    ("amount", "half_up", "up", "down"),
    [(0, 0, 0, 0), (1, 0, 5, 0), (2, 0, 5, 0), (3, 5, 5, 0), (5, 5, 5, 5), (7, 5, 10, 5), (8, 10, 10, 5)],
)
def test_modes_are_symmetric(amount: int, half_up: int, up: int, down: int) -> None:
    for sign in (1, -1):
        assert [round_cash(sign * amount, rule) for rule in (HALF_UP, UP, DOWN)] == [sign * half_up, sign * up, sign * down]
    assert round_cash(amount, None) == amount


def test_half_a_step_goes_up() -> None:
    assert round_cash(5, CashRounding(step_minor=10)) == 10
    assert round_cash(-5, CashRounding(step_minor=10)) == -10


@pytest.mark.parametrize(
    ("gross", "given", "kind", "amount", "expected"),
    [
        (1572, [], "cash", None, cash(1570)),
        (1572, [], "card", None, bank(1572)),
        (1572, [], "cash", 2000, cash(2000)),
        (1572, [cash(1000)], "card", None, bank(570)),
        (2, [], "cash", None, cash(0)),
        (1572, [bank(1570)], "cash", None, cash(0)),
        (-1572, [], "cash", None, cash(1570, out=True)),
        (-1572, [], "card", 1000, bank(1000, out=True)),
        (-1572, [bank(1000, out=True)], "cash", None, cash(570, out=True)),
        (1291, [], "card", 1559, bank(1559)),
    ],
)
def test_offer(gross: int, given: list[Tender], kind: str, amount: int | None, expected: Tender) -> None:
    assert tenders.offer(gross, given, shop(cash_rounding=HALF_UP), Means(kind=kind), amount) == expected


def test_a_card_names_its_intent() -> None:
    assert tenders.offer(100, [], shop(), Means(kind="card", intent="i1")).intent == "i1"


LIMITED = shop(legal={"cash_limit_minor": 100_000})


@pytest.mark.parametrize(
    ("code", "gross", "given", "kind", "amount", "of"),
    [
        ("nothing_due", 0, [], "cash", 100, shop()),
        ("nothing_due", 1000, [bank(1000)], "cash", None, shop()),
        ("nothing_due", 1572, [cash(1570)], "card", 2, shop(cash_rounding=HALF_UP)),
        ("amount_limit", 1000, [], "cash", 10**12, shop()),
        ("amount_limit", 1000, [], "cash", -1, shop()),
        ("amount_limit", 1000, [], "card", 0, shop()),
        ("overpaid", 1000, [], "voucher", 1001, shop()),
        ("overpaid", -1000, [], "cash", 1001, shop()),
        ("overpaid", -1000, [], "card", 1001, shop()),
        ("cash_back_limit", 1000, [], "card", 7001, shop()),
        ("cash_back_limit", 1000, [], "card_standalone", 1501, shop(legal={"cash_back_limit_minor": 500})),
        ("cash_back_limit", 1000, [], "card", 1001, shop(legal={"cash_back_limit_minor": 0})),
        ("change_limit", 1000, [], "cash", 201_000, shop()),
        ("cash_limit", 100_001, [], "cash", None, LIMITED),
        ("cash_limit", 200_000, [cash(60_000)], "cash", 40_001, LIMITED),
        ("cash_limit", -100_001, [], "cash", None, LIMITED),
    ],
)
def test_refusals(code: str, gross: int, given: list[Tender], kind: str, amount: int | None, of: Shop) -> None:
    with pytest.raises(Refusal) as caught:
        tenders.offer(gross, given, of, Means(kind=kind), amount)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("gross", "given", "kind", "amount", "of"),
    [
        (1000, [], "card", 7000, shop()),
        (1000, [], "cash", 200_999, shop()),
        (100_000, [], "cash", None, LIMITED),
        (95_000, [], "cash", 105_000, LIMITED),
        (100_001, [], "card", None, LIMITED),
        (150_000, [bank(50_000)], "cash", None, LIMITED),
    ],
)
def test_limits_are_still_allowed(gross: int, given: list[Tender], kind: str, amount: int | None, of: Shop) -> None:
    tenders.offer(gross, given, of, Means(kind=kind), amount)


@pytest.mark.parametrize(
    ("due", "currency", "expected"),
    [
        (1291, "EUR", [1291, 1500, 2000, 5000, 10000]),
        (2000, "EUR", [2000, 5000, 10000, 20000]),
        (35, "EUR", [35, 100, 200, 500, 1000]),
        (98_765, "EUR", [98_765, 99_000, 100_000]),
        (1291, "CHF", [1291, 2000, 5000, 10000, 20000]),
        (1291, "XTS", [1291, 1500, 2000, 5000, 10000]),
        (0, "EUR", []),
        (-500, "EUR", []),
    ],
)
def test_quick_amounts(due: int, currency: str, expected: list[int]) -> None:
    assert quick_amounts(due, currency) == expected


@pytest.mark.parametrize(
    ("change", "currency", "expected"),
    [
        (251, "EUR", [(200, 1), (50, 1), (1, 1)]),
        (25_100, "EUR", [(20_000, 1), (5000, 1), (100, 1)]),
        (430, "CHF", [(200, 2), (20, 1), (10, 1)]),
        (3, "CHF", []),
        (0, "EUR", []),
    ],
)
def test_change_coins(change: int, currency: str, expected: list[tuple[int, int]]) -> None:
    assert change_coins(change, currency) == expected


def totals(*facts: Fact) -> Figures:
    sums: dict[str, tuple[int, int]] = {}
    for fact in facts:
        for each in contributions(fact):
            amount, count = sums.get(each.key, (0, 0))
            sums[each.key] = (amount + each.amount_minor, count + each.count)
    return figures((key, amount, count) for key, (amount, count) in sums.items())


def paid(amount_minor: int, given: list[Tender], rule: CashRounding | None = None) -> Sale:
    """A sale of one piece at that price, with the settlement of its tenders: the fact itself checks the identity."""
    sale = sell(basket_of(piece(amount_minor)), policy())
    found = settle(amount_minor, given, rule)
    return Sale(
        basket=sale.basket,
        number=sale.number,
        lines=sale.lines,
        taxes=sale.taxes,
        net_minor=sale.net_minor,
        tax_minor=sale.tax_minor,
        gross_minor=sale.gross_minor,
        rounding_minor=found.rounding_minor,
        change_minor=found.change_minor,
        tenders=given,
    )


def with_float(found: Figures, float_minor: int) -> int:
    return float_minor + found.expected_minor


def test_t_d1_change_leaves_the_drawer() -> None:
    assert with_float(totals(paid(74_900, [cash(100_000)])), 50_000) == 124_900


def test_t_d3_movements_alone() -> None:
    found = totals(CashMoved(kind="paid_out", amount_minor=3500), CashMoved(kind="drop", amount_minor=1500))
    assert (found.paid_out_minor + found.drops_minor, found.expected_minor) == (5000, -5000)


def test_t_d5_a_drawer_that_was_emptied_is_a_shortage_at_opening() -> None:
    first = with_float(totals(paid(50_000, [cash(50_000)])), 0)
    assert opening_over_short(0, first) == -50_000
    second = with_float(totals(paid(50_000, [cash(50_000)]), paid(50_000, [cash(50_000)])), 0)
    assert first + second == 150_000


def test_t_c9_the_books_balance() -> None:
    found = totals(paid(1291, [bank(1559)], HALF_UP))
    by_kind = {total.kind: total.amount_minor for total in found.tenders}
    assert (by_kind, found.rounding_minor) == ({"card": 1559, "cash": -270}, -2)
    assert sum(by_kind.values()) == found.sales_minor + found.rounding_minor


@pytest.mark.parametrize(
    ("due", "most", "amount", "expected"),
    [(1000, 400, None, 400), (1000, 4000, None, 1000), (1000, 400, 400, 400), (1000, None, None, 1000)],
)
def test_what_may_pay_only_so_much_pays_that(due: int, most: int | None, amount: int | None, expected: int) -> None:
    means = Means(kind="gift_card", most_minor=most, most_code="gift_card_balance", card="c", valid_until="2027-01-01")
    tender = tenders.offer(due, [], shop(), means, amount)
    assert (tender.amount_minor, tender.card, tender.valid_until) == (expected, "c", "2027-01-01")


def test_more_than_that_is_refused_by_its_own_name() -> None:
    with pytest.raises(Refusal) as caught:
        tenders.offer(1000, [], shop(), Means(kind="voucher", most_minor=400, most_code="voucher_limit"), 401)
    assert (caught.value.code, caught.value.params) == ("voucher_limit", {"most": 400})


@pytest.mark.parametrize("kind", ["cheque", "voucher"])
def test_nothing_is_paid_out_in_paper(kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        tenders.offer(-1000, [], shop(), Means(kind=kind))
    assert caught.value.code == "tender_not_out"
