"""One script a programme: two tills of one ledger earn, spend, give back and exchange, with and without the network."""

from pathlib import Path
from typing import Any

from sync.protocol import facts
from tests.flows.loyalty.scenes import scene, shares, ways
from tests.flows.loyalty.shops import CARD, points, reward

Json = dict[str, Any]


@ways
def test_p1_points(tmp_path: Path, online: bool) -> None:
    """T-E5, T-E11: earned and spent stay two movements; half of the goods back takes half of each."""
    programme = points(rewards=[reward("ten", 150, "amount", amount_minor=1000)])
    with scene(tmp_path, online, programmes=[programme], balances={"POINT": 200}) as shop:
        shop.ticket(coat=2)
        shop.one.ok("reward", id="ten")
        sold = shop.one.pay()
        (movement,) = shop.one.facts(facts.Sale)[0].points
        assert (movement.earned, movement.spent) == (90, 150)
        shop.settle()
        assert shop.balance("POINT") == 140
        shop.give_back(sold, {"line": 1, "quantity": 1})
        shop.settle()
        assert shop.balance("POINT") == 140 - 45 + 75


@ways
def test_p3_tiers(tmp_path: Path, online: bool) -> None:
    tiers = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "gold", "need": 10_000}]}
    gold = {"id": "gold5", "kind": "percent", "percent_bp": 500, "when": {"tiers": ["gold"]}}
    with scene(tmp_path, online, offers=[gold], programmes=[tiers]) as shop:
        shop.sell(coat=1)
        assert shop.member(shop.one)["tier"] == ""
        shop.sell(coat=1)
        shop.settle()
        shop.night(days=1)
        assert shop.member()["tier"] == "gold"
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 250


@ways
def test_p4_cashback(tmp_path: Path, online: bool) -> None:
    cash = {"id": "CASH", "kind": "cashback", "percent_bp": 1000}
    with scene(tmp_path, online, programmes=[cash]) as shop:
        sold = shop.sell(coat=1)
        shop.settle()
        assert shop.balance("CASH") == 500
        shop.ticket(tea=1)
        assert shop.one.ok("tender", kind="cashback")["basket"]["totals"]["paid_minor"] == 500
        shop.one.pay()
        shop.settle()
        assert shop.balance("CASH") == 100
        shop.give_back(sold)
        shop.settle()
        assert shop.balance("CASH") == 0


@ways
def test_p5_punch_cards(tmp_path: Path, online: bool) -> None:
    card = {"id": "TEAS", "kind": "punch", "of": {"skus": ["tea"]}, "needs": 4}
    with scene(tmp_path, online, programmes=[card]) as shop:
        shop.sell(tea=3)
        answer = shop.sell(tea=2)
        assert answer["basket"]["totals"]["discount_minor"] == 1000
        shop.settle()
        assert shop.balance("TEAS") == 0
        shop.give_back(answer)
        shop.settle()
        assert shop.balance("TEAS") == 3


@ways
def test_p6_paid_membership(tmp_path: Path, online: bool) -> None:
    club = {"id": "CLUB", "kind": "membership", "sku": "fee", "segment": "club", "months": 12}
    price = {"id": "club10", "kind": "percent", "percent_bp": 1000, "when": {"segments": ["club"], "not_skus": ["fee"]}}
    with scene(tmp_path, online, offers=[price], programmes=[club]) as shop:
        shop.sell(fee=1)
        shop.settle()
        shop.night(hours=1)
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 500
        shop.one.ok("cancel_basket")
        shop.night(days=400)
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 0


@ways
def test_p7_rewards(tmp_path: Path, online: bool) -> None:
    """T-E7: two pieces free for 3 points; of five pieces ceil(5/2) times 3 points are 9, and 41 of 50 are left."""
    free = reward("pens", 3, "product", of={"skus": ["pen"]}, quantity=2, repeat=True)
    programme = points(earn={"points": 0, "per_minor": 100}, rewards=[free])
    with scene(tmp_path, online, programmes=[programme], balances={"POINT": 50}) as shop:
        shop.ticket(pen=5)
        assert shop.one.ok("reward", id="pens")["basket"]["totals"]["gross_minor"] == 0
        sold = shop.one.pay()
        shop.settle()
        assert shop.balance("POINT") == 41
        shop.give_back(sold)
        shop.settle()
        assert shop.balance("POINT") == 50


@ways
def test_p8_public_codes_and_caps(tmp_path: Path, online: bool) -> None:
    """Only so many in the whole shop: each till spends what it was leased, and nobody more."""
    first = {"id": "first", "kind": "amount", "amount_minor": 100, "when": {"codes": ["FIRST"]}, "limits": {"total": 3}}
    with scene(tmp_path, online, offers=[first]) as shop:
        had = 0
        for till in (shop.one, shop.two) * 4:
            till.ok("add", sku="tea", quantity=1)
            had += till.ok("coupon", code="FIRST")["basket"]["totals"]["discount_minor"] // 100
            till.pay()
            if till.network.up:
                till.exchange()
        shop.settle()
        assert 1 <= had <= 3
        assert not shop.world.cases()


@ways
def test_p9_basket_offers(tmp_path: Path, online: bool) -> None:
    offers: list[Json] = [
        {"id": "three", "kind": "cheapest_free", "quantity": 3, "when": {"skus": ["pen"]}},
        {"id": "spend", "kind": "tiered_spend", "steps": [{"from_minor": 5000, "amount_minor": 500}], "when": {"skus": ["coat"]}},
    ]
    with scene(tmp_path, online, offers=offers) as shop:
        sold = shop.sell(pen=3, coat=1)
        assert sorted(shares(sold)) == [("spend", 500), ("three", 200)]
        back = shop.give_back(sold, {"line": 1, "quantity": 1})
        assert back["basket"]["totals"]["gross_minor"] == -133
        assert shop.give_back(sold)["basket"]["totals"]["gross_minor"] == -(400 - 133) - 4500
        shop.settle()
        assert not shop.world.cases()


@ways
def test_p10_welcome(tmp_path: Path, online: bool) -> None:
    """A gift with the first purchase, for somebody who joins at this till."""
    welcome = {"id": "hello", "kind": "amount", "amount_minor": 500, "when": {"first_purchase": True}}
    with scene(tmp_path, online, offers=[welcome], programmes=[points()]) as shop:
        shop.one.ok("add", sku="coat", quantity=1)
        joined = shop.one.ok("join", profile={"first_name": "Zoé"}, consents=[])
        assert joined["basket"]["totals"]["discount_minor"] == 500
        id = joined["basket"]["member"]["id"]
        shop.one.pay()
        shop.one.ok("add", sku="coat", quantity=1)
        assert shop.one.ok("member", id=id)["basket"]["totals"]["discount_minor"] == 0
        shop.one.ok("cancel_basket")
        shop.settle()
        shop.two.ok("add", sku="coat", quantity=1)
        assert shop.two.ok("member", id=id)["basket"]["totals"]["discount_minor"] == 0
        assert shop.two.ok("state")["basket"]["member"]["balances"] == {"POINT": 45}


@ways
def test_p11_calendar(tmp_path: Path, online: bool) -> None:
    """A year after joining, in hours of its own, in this store: all of it must hold."""
    year = {
        "id": "year",
        "kind": "percent",
        "percent_bp": 1000,
        "when": {"anniversary": {"before": 0, "after": 7}, "stores": ["lyon"], "hours": [{"since": "09:00", "until": "18:00"}]},
        "limits": {"per_member": 1, "period": "year"},
    }
    with scene(tmp_path, online, offers=[year], joined="2025-11-20") as shop:
        sold = shop.sell(coat=1)
        assert sold["basket"]["totals"]["discount_minor"] == 500
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 0
        assert shop.one.ok("explain", id="year")["explained"]["condition"] == "per_member"
        shop.one.ok("cancel_basket")
        shop.settle()
        shop.two.ok("member", code=CARD)
        assert shop.two.ok("add", sku="coat", quantity=1)["basket"]["totals"]["discount_minor"] == 0
        shop.two.ok("cancel_basket")
        shop.give_back(sold)
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 500


@ways
def test_p13_recovery(tmp_path: Path, online: bool) -> None:
    sorry = {"id": "sorry", "kind": "recovery", "most_minor": {"cashier": 500}}
    with scene(tmp_path, online, programmes=[sorry]) as shop:
        shop.one.ok("member", code=CARD)
        coupon = shop.one.ok("recovery", programme="sorry", amount_minor=500, reason="late")["recovery"]["coupon"]
        shop.one.ok("cancel_basket")
        shop.settle()
        shop.two.ok("member", code=CARD)
        shop.two.ok("add", sku="tea", quantity=1)
        assert shop.two.ok("coupon", code=coupon["code"])["basket"]["totals"]["gross_minor"] == 500
        sold = shop.two.pay()
        shop.settle()
        assert sold["basket"]["totals"]["discount_minor"] == 500
        assert not shop.world.cases()


@ways
def test_p17_segments(tmp_path: Path, online: bool) -> None:
    often = {"id": "often", "kind": "segment", "least_sales": 2, "days": 30}
    perk = {"id": "perk", "kind": "percent", "percent_bp": 1000, "when": {"segments": ["often"]}}
    with scene(tmp_path, online, offers=[perk], programmes=[often]) as shop:
        shop.sell(tea=1)
        shop.sell(tea=1)
        shop.settle()
        shop.night(days=1)
        assert shop.ticket(tea=1)["totals"]["discount_minor"] == 100


@ways
def test_p23_wallet(tmp_path: Path, online: bool) -> None:
    card = {"id": "TEAS", "kind": "punch", "of": {"skus": ["tea"]}, "needs": 4}
    with scene(tmp_path, online, programmes=[points(), card]) as shop:
        shop.sell(tea=3)
        shop.settle()
        assert (shop.balance("POINT"), shop.balance("TEAS")) == (30, 3)
        shop.two.ok("member", code=CARD)
        assert shop.two.ok("wallet")["ok"]


@ways
def test_p24_after_the_purchase(tmp_path: Path, online: bool) -> None:
    """The next visit's coupon: printed with this one, used on another, given back with its goods."""
    more = {
        "id": "next",
        "kind": "receipt_coupon",
        "percent_bp": 1000,
        "when": {"min_gross_minor": 2000},
        "valid": {"until": "days", "days": 30},
    }
    with scene(tmp_path, online, offers=[more]) as shop:
        sold = shop.sell(coat=1)
        (coupon,) = sold["basket"]["coupons_issued"]
        assert coupon["valid_until"] == "2026-12-22"
        shop.ticket(tea=1)
        assert shop.one.ok("coupon", code=coupon["code"])["basket"]["totals"]["gross_minor"] == 900
        used = shop.one.pay()
        shop.settle()
        shop.two.ok("add", sku="tea", quantity=1)
        shop.two.no("coupon_used_elsewhere", "coupon", code=coupon["code"])
        shop.two.ok("cancel_basket")
        shop.give_back(used)
        shop.settle()
        shop.two.ok("add", sku="tea", quantity=1)
        assert shop.two.ok("coupon", code=coupon["code"])["basket"]["totals"]["gross_minor"] == 900
