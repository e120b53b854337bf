"""P4 cashback that ends, P5 several punch cards at once, P6 a paid membership with its prices, its rate, its reminder and its renewal."""

from pathlib import Path
from typing import Any

from tests.flows.loyalty.scenes import scene, shares, ways
from tests.flows.loyalty.shops import points

Json = dict[str, Any]


@ways
def test_p4_cashback_ends_and_says_so_before(tmp_path: Path, online: bool) -> None:
    """A third of goods only, for a tier only; it ends half a year after it was earned, and what was spent is not earned twice."""
    tiers: Json = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "gold", "need": 90_000}]}
    cash: Json = {"id": "CASH", "kind": "cashback", "percent_bp": 1000, "of": {"tags": ["coat"]}, "tiers": ["gold"]}
    cash["expiry"] = {"kind": "rolling", "months": 6}
    with scene(tmp_path, online, programmes=[cash, tiers], tier="gold") as shop:
        sold = shop.sell(coat=1, tea=1)
        assert [(move["programme"], move["earned"]) for move in sold["basket"]["movements"]] == [("CASH", 500)]
        shop.settle()
        (row,) = shop.wallet()["balances"]
        assert (row["amount"], row["worth_minor"], row["expiring"], row["expires"]) == (500, 500, 500, "2027-05-22")
        shop.ticket(tea=1)
        assert shop.one.ok("tender", kind="cashback", amount_minor=200)["basket"]["totals"]["due_minor"] == 800
        paid = shop.one.pay()
        shop.settle()
        assert shop.balance("CASH") == 300
        assert [each["kind"] for each in shop.one.ok("return", receipt=paid["receipt"]["number"])["basket"]["refund"]] == [
            "cashback",
            "cash",
        ]
        shop.one.ok("tender", kind="cashback")
        shop.one.ok("tender", kind="cash")
        shop.one.ok("finish")
        shop.settle()
        assert shop.balance("CASH") == 500
        shop.night(days=182)
        assert shop.balance("CASH") == 0


@ways
def test_p4_nobody_of_another_tier_gets_any(tmp_path: Path, online: bool) -> None:
    tiers: Json = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "gold", "need": 90_000}]}
    cash: Json = {"id": "CASH", "kind": "cashback", "percent_bp": 1000, "tiers": ["gold"]}
    extra: Json = {"id": "tea-back", "kind": "cashback", "percent_bp": 300, "when": {"skus": ["tea"]}, "programme": "CASH"}
    with scene(tmp_path, online, programmes=[cash, tiers], offers=[extra]) as shop:
        assert shop.sell(coat=1)["basket"]["movements"] == []
        assert [move["earned"] for move in shop.sell(tea=1)["basket"]["movements"]] == [30], "an offer gives it to anybody"


@ways
def test_p5_several_cards_at_once(tmp_path: Path, online: bool) -> None:
    """One by the piece, one by the visit that gives something else, one at half price; each counts its own, and ends by itself."""
    cards: list[Json] = [
        {"id": "TEAS", "kind": "punch", "of": {"skus": ["tea"]}, "needs": 3},
        {
            "id": "VISITS",
            "kind": "punch",
            "per": "visit",
            "needs": 2,
            "gives": {"skus": ["pen"]},
            "expiry": {"kind": "rolling", "days": 30},
        },
        {"id": "COATS", "kind": "punch", "of": {"skus": ["coat"]}, "needs": 1, "percent_bp": 5000},
    ]
    more: Json = {"id": "extra", "kind": "punch", "programme": "TEAS", "when": {"skus": ["coat"]}}
    with scene(tmp_path, online, programmes=cards, offers=[more]) as shop:
        shop.sell(tea=2, coat=1)
        shop.settle()
        assert [shop.balance(card["id"]) for card in cards] == [3, 1, 1]
        assert {row["programme"]: (row["have"], row["needs"]) for row in shop.wallet()["punches"]} == {
            "TEAS": (3, 3),
            "VISITS": (1, 2),
            "COATS": (1, 1),
        }
        shop.night(days=1)
        sold = shop.sell(tea=1, coat=1, pen=1)
        assert sorted(shares(sold)) == [("COATS", 2500), ("TEAS", 1000)], "the second visit counts when it is over"
        shop.settle()
        assert [shop.balance(card["id"]) for card in cards] == [1, 2, 0], "what is given earns no punch"
        assert shares(shop.sell(pen=1)) == [("VISITS", 200)]
        shop.give_back(sold)
        shop.settle()
        assert [shop.balance(card["id"]) for card in cards] == [3, -1, 1], "the visit that was given back is owed"
        for _ in range(2):
            shop.night(days=1)
            shop.sell(tea=1)
            shop.settle()
        assert shop.balance("VISITS") == 1
        shop.night(days=31)
        assert shop.balance("VISITS") == 0


@ways
def test_p6_prices_rate_reminder_and_renewal(tmp_path: Path, online: bool) -> None:
    club: Json = {"id": "CLUB", "kind": "membership", "sku": "fee", "segment": "club", "months": 12, "remind_days": 30}
    earn: Json = {"points": 1, "per_minor": 100, "rates": [{"segments": ["club"], "times_bp": 30_000}]}
    price: Json = {"id": "club-coat", "kind": "fixed_price", "price_minor": 4000, "when": {"segments": ["club"], "skus": ["coat"]}}
    delivery: Json = {"id": "free-pen", "kind": "percent", "percent_bp": 10_000, "when": {"segments": ["club"], "skus": ["pen"]}}
    with scene(tmp_path, online, programmes=[points(earn=earn), club], offers=[price, delivery]) as shop:
        assert shop.ticket(coat=1)["totals"]["gross_minor"] == 5000
        shop.one.ok("cancel_basket")
        fee = shop.sell(fee=1)
        assert shop.ticket(coat=1)["totals"]["gross_minor"] == 4000, "at once at this till, with or without its network"
        shop.one.ok("cancel_basket")
        shop.settle()
        found = shop.ticket(coat=1, pen=1)
        assert (found["totals"]["gross_minor"], found["points_earned"]) == (4000, 120)
        shop.one.ok("cancel_basket")
        (row,) = shop.wallet()["memberships"]
        assert (row["until"], row["remind"]) == ("2027-11-22", False)
        shop.night(days=334)
        assert shop.wallet()["memberships"][0]["remind"] is False
        shop.night(days=1)
        assert shop.wallet()["memberships"][0]["remind"] is True
        shop.sell(fee=1)
        shop.settle()
        (row,) = shop.wallet()["memberships"]
        assert (row["until"], row["remind"]) == ("2028-11-22", False), "it goes on from its own end"
        shop.night(days=32)
        assert shop.ticket(coat=1)["totals"]["gross_minor"] == 4000
        shop.one.ok("cancel_basket")
        shop.night(days=366)
        assert shop.ticket(coat=1)["totals"]["gross_minor"] == 5000
        shop.one.ok("cancel_basket")
        assert shop.wallet()["memberships"] == []
        assert fee["basket"]["totals"]["gross_minor"] == 3000


@ways
def test_p6_a_fee_that_is_given_back_ends_it(tmp_path: Path, online: bool) -> None:
    club: Json = {"id": "CLUB", "kind": "membership", "sku": "fee", "segment": "club", "months": 12}
    price: Json = {"id": "club10", "kind": "percent", "percent_bp": 1000, "when": {"segments": ["club"], "skus": ["coat"]}}
    with scene(tmp_path, online, programmes=[club], offers=[price]) as shop:
        fee = shop.sell(fee=1)
        shop.settle()
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 500
        shop.one.ok("cancel_basket")
        shop.give_back(fee)
        shop.settle()
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 0
