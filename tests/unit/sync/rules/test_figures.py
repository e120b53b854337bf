"""Totals of a period: what each fact adds, and the drawer's expected cash in the cases T-D1 to T-D5."""

import pytest

from sync.protocol.facts import (
    BasketCancelled,
    CashMoved,
    DayClosed,
    DayOpened,
    Fact,
    LoggedIn,
    OfferShare,
    Sale,
    SoldLine,
    TaxShare,
    Tender,
    TenderTotal,
)
from sync.rules.figures import Contribution, Figures, average_basket, contributions, figures


def line(gross_minor: int, tax_minor: int = 0, *, quantity: int = 1, weight_g: int | None = None, discount_minor: int = 0) -> SoldLine:
    net = gross_minor - tax_minor
    return SoldLine(
        line=1,
        sku="A",
        name="Apple",
        department="D",
        quantity=quantity,
        weight_g=weight_g,
        unit_price_minor=abs(gross_minor),
        amount_minor=gross_minor + discount_minor,
        discount_minor=discount_minor,
        net_minor=net,
        tax_minor=tax_minor,
        gross_minor=gross_minor,
        taxes=[TaxShare(id="T20", base_minor=net, tax_minor=tax_minor)] if tax_minor else [],
        offers=[OfferShare(id="bio10", amount_minor=discount_minor)] if discount_minor else [],
    )


def sale(lines: list[SoldLine], tenders: list[Tender], *, change_minor: int = 0, rounding_minor: int = 0) -> Sale:
    return Sale(
        basket="b",
        number="R1-A-000001",
        lines=lines,
        taxes=[share for each in lines for share in each.taxes],
        net_minor=sum(each.net_minor for each in lines),
        tax_minor=sum(each.tax_minor for each in lines),
        gross_minor=sum(each.gross_minor for each in lines),
        tenders=tenders,
        change_minor=change_minor,
        rounding_minor=rounding_minor,
    )


def cash(amount_minor: int, *, out: bool = False) -> Tender:
    return Tender(kind="cash", amount_minor=amount_minor, out=out)


def of(*facts: Fact) -> Figures:
    """Sum contributions as a till's table and a ledger do."""
    totals: dict[str, tuple[int, int]] = {}
    for fact in facts:
        for each in contributions(fact):
            amount, count = totals.get(each.key, (0, 0))
            totals[each.key] = (amount + each.amount_minor, count + each.count)
    return figures((key, *value) for key, value in totals.items())


def opened(float_minor: int, last_count: int = 0) -> DayOpened:
    return DayOpened(business_day="2026-11-22", float_minor=float_minor, opening_over_short_minor=float_minor - last_count)


@pytest.mark.parametrize(
    ("case", "facts", "expected_minor"),
    [
        ("T-D1 change stays out", [opened(500_00), sale([line(749_00)], [cash(1000_00)], change_minor=251_00)], 1249_00),
        ("T-D3 no float", [CashMoved(kind="paid_out", amount_minor=35_00), CashMoved(kind="drop", amount_minor=15_00)], -50_00),
        ("T-D5 second day", [opened(0, 500_00), *[sale([line(500_00)], [cash(500_00)])] * 2], 1000_00),
        ("paid in", [opened(10_00), CashMoved(kind="paid_in", amount_minor=5_00)], 15_00),
        ("a card fills no drawer", [sale([line(20_00)], [Tender(kind="card", amount_minor=20_00)])], 0),
        ("cash back on a card", [sale([line(20_00)], [Tender(kind="card", amount_minor=50_00)], change_minor=30_00)], -30_00),
        ("T-C1 sale and full refund", [sale([line(17_10)], [cash(17_10)]), sale([line(-17_10, quantity=-1)], [cash(17_10, out=True)])], 0),
        ("T-C3 rounded", [sale([line(15_72)], [cash(15_70)], rounding_minor=-2)], 15_70),
        (
            "T-C9 cash back rounded",
            [sale([line(12_91)], [Tender(kind="card", amount_minor=15_59)], change_minor=2_70, rounding_minor=-2)],
            -2_70,
        ),
    ],
)
def test_expected_cash(case: str, facts: list[Fact], expected_minor: int) -> None:
    assert of(*facts).expected_minor == expected_minor, case


def test_t_d3_movements_are_kept_apart() -> None:
    moved = of(CashMoved(kind="paid_out", amount_minor=35_00), CashMoved(kind="drop", amount_minor=15_00))
    assert (moved.paid_out_minor, moved.drops_minor, moved.paid_out_minor + moved.drops_minor) == (35_00, 15_00, 50_00)


def test_t_d5_an_opening_shortage_is_told() -> None:
    assert of(opened(0, 500_00)).opening_over_short_minor == -500_00


def test_an_exchange_counts_on_both_sides() -> None:
    exchange = sale([line(12_00, 2_00), line(-6_00, -1_00, quantity=-1)], [cash(6_00)])
    found = of(exchange)
    assert (found.sales_minor, found.returns_minor, found.period_total_minor, found.receipts) == (12_00, 6_00, 6_00, 1)
    assert found.taxes == [TaxShare(id="T20", base_minor=5_00, tax_minor=1_00)]
    assert found.tenders == [TenderTotal(kind="cash", amount_minor=6_00, count=1)]


def test_a_weighed_return_is_a_return_and_a_discount_is_counted() -> None:
    assert of(sale([line(-3_00, quantity=0, weight_g=-500)], [cash(3_00, out=True)])).returns_minor == 3_00
    assert of(sale([line(9_00, discount_minor=1_00)], [cash(9_00)])).discount_minor == 1_00


def test_a_free_line_is_still_a_receipt() -> None:
    found = of(sale([line(0, discount_minor=5_00)], []))
    assert (found.receipts, found.sales_minor, found.discount_minor) == (1, 0, 5_00)


def test_money_kept_of_a_cancelled_basket_is_in_the_drawer() -> None:
    assert of(BasketCancelled(basket="b", lines=1, gross_minor=5_00, kept_tenders=[cash(5_00)])).expected_minor == 5_00


def test_a_closing_adds_what_the_count_missed() -> None:
    closed = DayClosed(
        business_day="2026-11-22",
        z_number=1,
        sales_minor=0,
        returns_minor=0,
        receipts=0,
        taxes=[],
        tenders=[],
        float_minor=10_00,
        expected_minor=10_00,
        counted_minor=9_00,
        over_short_minor=-1_00,
        period_total_minor=0,
        perpetual_total_minor=0,
    )
    assert contributions(closed) == [Contribution("over_short", -1_00)]


def test_keys_are_stable() -> None:
    """They stand in databases: a changed key would lose totals."""
    keys = [each.key for each in contributions(sale([line(12_00, 2_00)], [cash(15_00)], change_minor=3_00))]
    assert keys == ["receipts", "sales", "tax:T20:base", "tax:T20:tax", "tender:cash"]
    assert contributions(LoggedIn()) == []
    assert figures([("a_key_of_tomorrow", 5, 1)]) == Figures()


def test_a_tax_may_have_colons_in_its_id() -> None:
    taxed = figures([("tax:eco:de:base", 5, 1), ("tax:eco:de:tax", 1, 1)])
    assert taxed.taxes == [TaxShare(id="eco:de", base_minor=5, tax_minor=1)]


def test_an_unknown_movement_is_refused() -> None:
    with pytest.raises(ValueError, match="cash movement"):
        contributions(CashMoved(kind="gift", amount_minor=1))


def test_an_average_basket_has_returns_taken_off_and_is_rounded_half_up() -> None:
    assert average_basket(13_934, 18) == 774
    assert average_basket(5, 2) == 3
    assert average_basket(0, 0) == 0
