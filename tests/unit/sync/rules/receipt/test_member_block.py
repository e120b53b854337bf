"""What a receipt tells a member: pending points, cashback, punch cards, the next tier; and coupons of every kind."""

from typing import Any

import msgspec
import pytest

from sync.base.words import Words
from sync.protocol.facts import IssuedCoupon, MemberRef, PointsMovement, Sale
from sync.protocol.programmes import CashbackProgramme, PointsEarn, PointsProgramme, PunchProgramme, Tier, TiersProgramme
from sync.protocol.records import Shop, Store, TierState
from sync.rules.receipt import render_text, sale_receipt
from sync.rules.receipt.context import ReceiptContext

SHOP = Shop(
    name="Test", country="FR", currency="EUR", minor_digits=2, timezone="Europe/Paris", languages=["fr", "en"], prices_include_tax=True
)
PROGRAMMES = (
    PointsProgramme(id="POINT", earn=PointsEarn(points=1, per_minor=100)),
    CashbackProgramme(id="CASH", percent_bp=100),
    PunchProgramme(id="TEAS", name="Tea", needs=10),
    TiersProgramme(id="TIERS", by="spend", tiers=[Tier(id="silver", name="Silver", need=5000), Tier(id="gold", name="Gold", need=10_000)]),
)


def text(language: str, *moves: PointsMovement, issued: list[IssuedCoupon] | None = None, **more: Any) -> str:
    """The receipt's text, each run of spaces as one."""
    member = MemberRef(id="m1", balances={"POINT": 100, "CASH": 300, "TEAS": 7})
    empty: dict[str, Any] = {"lines": [], "taxes": [], "net_minor": 0, "tax_minor": 0, "gross_minor": 0}
    sale = Sale(basket="b", number="01-A-1", member=member, points=list(moves), issued=issued or [], **empty)
    tiers = {"TIERS": TierState(tier="silver", have=6200)}
    paper = ReceiptContext(
        shop=SHOP,
        store=Store(id="s", name="Test"),
        register="01",
        at="2026-11-22T10:00:00+01:00",
        programmes=PROGRAMMES,
        tiers=tiers,
        **more,
    )
    shown = render_text(sale_receipt(sale, paper, Words(language, currency="EUR", timezone="Europe/Paris")))
    return " ".join(shown.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def coupon(**worth: Any) -> IssuedCoupon:
    plain = IssuedCoupon(id="c", offer="next", amount_minor=0, min_gross_minor=0, valid_until="2026-12-22", home="01", code="CC1:X")
    return msgspec.structs.replace(plain, **worth)


def test_points_that_wait_are_not_in_the_balance_yet() -> None:
    said = text("en", PointsMovement(programme="POINT", earned=20, usable_from="2026-12-06"))
    assert "20 points earned" in said
    assert "to spend from 6 December 2026 on" in said or "to spend from" in said
    assert "Balance: 100 points (€1.00)" in said


@pytest.mark.parametrize(
    ("language", "move", "expected"),
    [
        ("en", PointsMovement(programme="CASH", earned=50), ["€0.50 cashback earned", "Cashback: €3.50"]),
        ("fr", PointsMovement(programme="CASH", spent=300), ["3,00 € de cagnotte dépensés", "Cagnotte : 0,00 €"]),
        ("en", PointsMovement(programme="TEAS", earned=2), ["Tea: 9 of 10"]),
        ("en", PointsMovement(programme="TEAS", earned=3), ["Tea: 10 of 10", "Your card is full"]),
        ("fr", PointsMovement(programme="TEAS", earned=3, spent=10), ["Tea : 0 sur 10"]),
        ("en", PointsMovement(programme="POINT", restored=75, reversed=35), ["75 points given back", "35 points taken back", "140 points"]),
    ],
)
def test_each_programme_in_its_words(language: str, move: PointsMovement, expected: list[str]) -> None:
    said = text(language, move)
    assert [each for each in expected if each not in said] == []


def test_the_way_to_the_next_tier() -> None:
    assert "Tier: Silver · €38.00 to Gold" in text("en")
    assert "Niveau : Silver · 38,00 € avant Gold" in text("fr")


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        (coupon(percent_bp=1000), "10 % OFF"),
        (coupon(percent_bp=1000, min_gross_minor=2000), "10 % OFF FROM €20.00"),
        (coupon(gives="tea"), "FREE TEA"),
        (coupon(amount_minor=500, online=True), "at any register; without network at 01 only"),
        (coupon(amount_minor=500, member="m1"), "for Claire alone"),
    ],
)
def test_coupons_say_what_they_give_and_to_whom(issued: IssuedCoupon, expected: str) -> None:
    assert expected in text("en", issued=[issued], offers={"tea": "Free tea"}, member_name="Claire")


def test_points_come_first_whatever_the_order_of_the_movements() -> None:
    moves = (
        PointsMovement(programme="TEAS", earned=1),
        PointsMovement(programme="CASH", earned=50),
        PointsMovement(programme="POINT", earned=9),
    )
    said = text("en", *moves, member_name="Claire")
    assert said.index("Claire, 9 points earned") < said.index("€0.50 cashback earned") < said.index("Tea: 8 of 10")
