"""Double entry of each kind of fact; that all sum to zero under Hypothesis is in tests/property/test_postings_balance.py."""

from collections import Counter

import pytest

from sync.protocol.envelope import Body
from sync.protocol.facts import (
    BasketCancelled,
    CashMoved,
    DayOpened,
    Fact,
    IssuedCoupon,
    LoggedIn,
    MemberRef,
    PointsMovement,
    RedeemedCoupon,
    Sale,
    SoldLine,
    TaxShare,
    Tender,
)
from sync.rules.postings import Posting, postings


def post(fact: Fact) -> list[Posting]:
    return postings(Body(terminal="t", epoch="e", seq=1, at="2026-11-22T10:00:00+01:00", fact=fact), "EUR")  # type: ignore[arg-type]  # any fact


def balances(*facts: Fact) -> dict[str, int]:
    found: Counter[str] = Counter()
    for fact in facts:
        for line in post(fact):
            found[f"{line.account}/{line.unit}"] += line.amount
    return {key: amount for key, amount in found.items() if amount}


def sale(net_minor: int, tax_minor: int, *, discount_minor: int = 0, quantity: int = 1, **more: object) -> Sale:
    gross = net_minor + tax_minor
    taxes = [TaxShare(id="T20", base_minor=net_minor, tax_minor=tax_minor)]
    line = SoldLine(
        line=1,
        sku="A",
        name="Apple",
        department="D",
        quantity=quantity,
        unit_price_minor=gross,
        amount_minor=gross + discount_minor,
        discount_minor=discount_minor,
        net_minor=net_minor,
        tax_minor=tax_minor,
        gross_minor=gross,
        taxes=taxes,
    )
    return Sale(
        basket="b",
        number="R1-A-000001",
        lines=[line],
        taxes=taxes,
        net_minor=net_minor,
        tax_minor=tax_minor,
        gross_minor=gross,
        **more,  # type: ignore[arg-type]  # data
    )


def test_a_sale_debits_tenders_and_credits_sales_and_tax() -> None:
    sold = sale(9_00, 1_80, discount_minor=1_20, tenders=[Tender(kind="cash", amount_minor=11_00)], change_minor=20)
    assert balances(sold) == {"tender:cash/EUR": 10_80, "sales/EUR": -10_20, "discount/EUR": 1_20, "tax:T20/EUR": -1_80}


def test_a_return_has_an_account_of_its_own() -> None:
    back = sale(-9_00, -1_80, quantity=-1, tenders=[Tender(kind="cash", amount_minor=10_80, out=True)])
    assert balances(back) == {"tender:cash/EUR": -10_80, "returns/EUR": 9_00, "tax:T20/EUR": 1_80}


def test_t_c9_rounding_balances() -> None:
    sold = sale(12_91, 0, tenders=[Tender(kind="card", amount_minor=15_59)], change_minor=2_70, rounding_minor=-2)
    assert balances(sold) == {"tender:card/EUR": 15_59, "tender:cash/EUR": -2_70, "sales/EUR": -12_91, "rounding/EUR": 2}


def test_t_d5_takings_are_kept_and_the_shortage_is_a_loss() -> None:
    days = [
        DayOpened(business_day="2026-11-22", float_minor=0),
        sale(500_00, 0, tenders=[Tender(kind="cash", amount_minor=500_00)]),
        DayOpened(business_day="2026-11-23", float_minor=0, opening_over_short_minor=-500_00),
        *[sale(500_00, 0, tenders=[Tender(kind="cash", amount_minor=500_00)])] * 2,
    ]
    found = balances(*days)
    assert (found["tender:cash/EUR"], found["over_short/EUR"]) == (1500_00, 500_00)


def test_t_e11_points_stay_gross() -> None:
    moved = PointsMovement(programme="POINT", earned=10, spent=5, reversed=2)
    sold = sale(10_00, 0, tenders=[Tender(kind="card", amount_minor=10_00)], member=MemberRef(id="m"), points=[moved])
    points = [(line.account, line.amount) for line in post(sold) if line.unit == "POINT"]
    assert points == [
        ("points_expense:POINT", 10),
        ("member:m", -10),
        ("member:m", 5),
        ("points_redeemed:POINT", -5),
        ("member:m", 2),
        ("points_expense:POINT", -2),
    ]


def test_coupons_are_counted_by_offer() -> None:
    issued = IssuedCoupon(id="i", offer="next", amount_minor=500, min_gross_minor=3000, valid_until="2026-12-31", home="R1", code="CC1:")
    redeemed = RedeemedCoupon(id="r", offer="last", amount_minor=500)
    sold = sale(0, 0, issued=[issued], redeemed=[redeemed])
    assert balances(sold) == {
        "coupons_issued/COUPON:next": 1,
        "coupons_open/COUPON:next": -1,
        "coupons_open/COUPON:last": 1,
        "coupons_redeemed/COUPON:last": -1,
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("paid_in", {"tender:cash/EUR": 5_00, "paid_in/EUR": -5_00}),
        ("paid_out", {"paid_out/EUR": 5_00, "tender:cash/EUR": -5_00}),
        ("drop", {"drop/EUR": 5_00, "tender:cash/EUR": -5_00}),
    ],
)
def test_cash_movements(kind: str, expected: dict[str, int]) -> None:
    assert balances(CashMoved(kind=kind, amount_minor=5_00)) == expected


def test_money_of_a_cancelled_basket_is_owed() -> None:
    kept = BasketCancelled(basket="b", lines=1, gross_minor=5_00, kept_tenders=[Tender(kind="card", amount_minor=5_00)])
    assert balances(kept) == {"tender:card/EUR": 5_00, "unsettled/EUR": -5_00}


def test_what_moves_no_money_has_no_postings() -> None:
    assert post(LoggedIn()) == []


@pytest.mark.parametrize(
    "fact",
    [CashMoved(kind="gift", amount_minor=1), sale(0, 0, points=[PointsMovement(programme="POINT", earned=1)])],
)
def test_facts_that_contradict_themselves_are_refused(fact: Fact) -> None:
    with pytest.raises(ValueError, match=r"movement|member"):
        post(fact)
