"""P7, the rewards catalogue: every kind, its cost in points, its tier, and a stock that two tills share."""

from pathlib import Path
from typing import Any

from kiosk.services.papers import text_of
from sync.protocol import facts
from tests.flows.counters import Counter
from tests.flows.loyalty.scenes import scene, shares, ways
from tests.flows.loyalty.shops import CARD, points, reward

Json = dict[str, Any]
TIERS: Json = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "silver", "need": 50_000}, {"id": "gold", "need": 90_000}]}
NONE_EARNED: Json = {"points": 0, "per_minor": 100}
REWARDS = [
    reward("ten", 100, "amount", amount_minor=1000, name="Dix euros"),
    reward("tenth", 100, "percent", percent_bp=1000),
    reward("tea", 80, "product", of={"skus": ["tea"]}, name="Un thé"),
    reward("card", 200, "gift_card", amount_minor=1500),
    reward("evening", 300, "event", name="Soirée dégustation", tiers=["gold"]),
    reward("early", 50, "access", name="Vente privée"),
]


def paper(till: Counter, sold: Json) -> str:
    text: str = till.running.worker.call(lambda: text_of(till.running.till.terminal, sold["receipt"]["number"]))
    return text


@ways
def test_every_kind_is_bought_shown_and_given_back(tmp_path: Path, online: bool) -> None:
    programmes = [points(earn=NONE_EARNED, rewards=REWARDS), TIERS]
    with scene(tmp_path, online, programmes=programmes, balances={"POINT": 1000}, tier="gold") as shop:
        shop.ticket(coat=1, tea=1)
        for id in ("ten", "tenth", "tea", "card", "evening", "early"):
            shop.one.ok("reward", id=id)
        sold = shop.one.pay()
        (sale,) = shop.one.facts(facts.Sale)
        assert sorted((each.id, each.points, each.amount_minor) for each in sale.rewards) == [
            ("card", 200, 1500),
            ("early", 50, 0),
            ("evening", 300, 0),
            ("tea", 80, sum(amount for id, amount in shares(sold) if id == "tea")),
            ("ten", 100, 1000),
            ("tenth", 100, sum(amount for id, amount in shares(sold) if id == "tenth")),
        ]
        said = paper(shop.one, sold)
        for words in (
            "SOIRÉE DÉGUSTATION",
            "VENTE PRIVÉE",
            "pour 1 personne, avec ce ticket",
            "Dix euros",
            "Un thé",
            "830 points utilisés",
        ):
            assert words in said, words
        shop.settle()
        assert shop.balance("POINT") == 1000 - 830
        (card,) = sold["reward_cards"]
        shop.two.ok("add", sku="coat", quantity=1)
        assert shop.two.ok("tender", kind="store_credit", code=card["code"])["basket"]["totals"]["paid_minor"] == 1500
        shop.two.pay()
        shop.give_back(sold)
        shop.settle()
        assert shop.balance("POINT") == 170 + 100 + 100 + 80, "what no goods bear is not given back with goods"


@ways
def test_a_tier_opens_what_others_do_not_have(tmp_path: Path, online: bool) -> None:
    """Early access: the same price, for gold members a week before everybody."""
    early: Json = {
        "id": "first",
        "kind": "percent",
        "percent_bp": 2000,
        "when": {"tiers": ["gold"], "skus": ["coat"], "since": "2026-11-20"},
    }
    late: Json = {"id": "all", "kind": "percent", "percent_bp": 2000, "when": {"skus": ["coat"], "since": "2026-11-27"}, "group": "sale"}
    programmes = [points(earn=NONE_EARNED, rewards=REWARDS), TIERS]
    with scene(tmp_path, online, programmes=programmes, offers=[{**early, "group": "sale"}, late], tier="silver") as shop:
        shop.ticket(coat=1)
        shop.one.no("reward_tier", "reward", id="evening")
        assert shop.one.ok("explain", id="first")["explained"]["condition"] == "tiers"
        assert shop.one.pay()["basket"]["totals"]["discount_minor"] == 0
        shop.settle()
        shop.night(days=5)
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 1000


def claims(till: Counter) -> bool:
    """The member asks for the last piece."""
    till.ok("member", code=CARD)
    till.ok("add", sku="coat", quantity=1)
    if not till.ask("reward", id="mug")["ok"]:
        till.ok("cancel_basket")
        return False
    till.pay()
    return True


@ways
def test_a_stock_of_two_is_had_twice(tmp_path: Path, online: bool) -> None:
    """Online in all stores together; a till without its network goes by what it last knew, and the ledger finds the third."""
    mug = reward("mug", 10, "amount", amount_minor=500, stock=2)
    with scene(tmp_path, online, programmes=[points(earn=NONE_EARNED, rewards=[mug])], balances={"POINT": 1000}) as shop:
        had = [claims(shop.two), claims(shop.one), claims(shop.two)]
        assert had == [True, True, not online]
        shop.settle()
        assert bool(shop.world.cases()) is not online
        assert {row["id"]: row["cause"] for row in shop.wallet()["rewards"]} == {"mug": "stock"}
        shop.ticket(coat=1)
        shop.one.no("reward_gone", "reward", id="mug")
