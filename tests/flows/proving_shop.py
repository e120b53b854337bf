"""A shop with every documented kind of offer and programme and limits on top, and a counter at which anything may happen."""

from random import Random
from typing import Any

from tests.flows.harness import Till
from tests.flows.shops import GOODS, product, shop
from tests.unit.sync.shopfile.test_offer_examples import examples

Json = dict[str, Any]

FRIEND = "0420000000017"
RICH_GOODS = [
    product("honey", 690, ["T55"], tags=["bio", "jam"], cost_minor=500),
    product("espresso", 180, ["T55"], tags=["coffee"], take_away_taxes=["T20"]),
    product("croissant", 130, ["T55"], tags=["bakery"], cost_minor=100),
    product("claret", 1190, ["T20"], tags=["wine", "bio"], cost_minor=900),
    product("water", 95, ["T55"], deposit="bottle"),
    product("bottle", 20, []),
    product("radio", 3999, ["ECO", "T20"]),
]
LIMITED: list[Json] = [
    {"id": "first-hundred", "kind": "percent", "percent_bp": 700, "when": {"tags": ["jam"]}, "limits": {"total": 30, "per_member": 4}},
    {
        "id": "some-pieces",
        "kind": "amount",
        "per": "piece",
        "amount_minor": 30,
        "when": {"skus": ["espresso"]},
        "limits": {"total_pieces": 40},
    },
    {
        "id": "budget",
        "kind": "percent",
        "percent_bp": 2000,
        "when": {"skus": ["radio"]},
        "limits": {"budget_minor": 5000, "margin_floor_bp": 100},
    },
    {"id": "floor", "kind": "percent", "percent_bp": 3000, "when": {"skus": ["claret", "croissant"]}, "limits": {"margin_floor_bp": 1500}},
    {"id": "summer", "kind": "amount", "per": "basket", "amount_minor": 200, "when": {"codes": ["SUMMER26"]}},
    {"id": "by-card", "kind": "percent", "percent_bp": 150, "when": {"tenders": ["card_standalone"]}},
    {"id": "thanks", "kind": "receipt_coupon", "percent_bp": 1000, "when": {"tags": ["coffee"]}, "valid": {"until": "days", "days": 9}},
    {"id": "gives-tea", "kind": "receipt_coupon", "gives": "tea-half", "when": {"skus": ["radio"]}, "valid": {"until": "days", "days": 9}},
    {"id": "tea-half", "kind": "percent", "percent_bp": 5000, "when": {"skus": ["tea"], "coupon": True}},
]
REWARDS: list[Json] = [
    {"id": "euro-off", "points": 40, "kind": "amount", "amount_minor": 100, "repeat": True},
    {"id": "ten-off", "points": 90, "kind": "percent", "percent_bp": 1000, "stock": 12},
    {"id": "evening", "points": 25, "kind": "event", "stock": 3},
]
SKUS = ["honey", "espresso", "croissant", "claret", "water", "radio", "pear", "lamp", "tea"]


def rich(**shop_fields: Any) -> Json:
    """The shop file; its first person is a manager."""
    found = shop([*GOODS, *RICH_GOODS], **shop_fields)
    found["taxes"].append({"id": "ECO", "name": "Eco", "fixed_minor": 13})
    known = examples()
    found["offers"] = [value for key, value in known.items() if key.startswith("offer.")] + LIMITED
    found["programmes"] = [value for key, value in known.items() if key.startswith("programme.")]
    points = next(each for each in found["programmes"] if each["kind"] == "points")
    points["rewards"] = [*points["rewards"], *REWARDS]
    points.pop("pending_days")
    found["members"] = [
        {"id": "m1", "code": "0421234567890", "profile": {}, "tier": "gold", "balances": {"POINT": 2000, "PURSE": 900, "COFFEE": 7}},
        {"id": "m2", "code": FRIEND, "profile": {}, "joined": "2024-11-22", "consents": ["profiling"], "segments": ["club"]},
    ]
    found["staff"].sort(key=lambda person: person["role"] != "manager")
    return found


class Counter:
    """Random tickets at a till; what is refused is refused, and the ticket goes on."""

    def __init__(self, till: Till, seed: int, skus: list[str], rewards: list[str]) -> None:
        self.till, self.random = till, Random(seed)
        self.skus, self.rewards = skus, rewards
        self.coupons: list[str] = []
        self.sold: list[str] = []

    def sell(self, count: int) -> list[str]:
        """Make so many sales and return their receipts."""
        while len(self.sold) < count:
            self._ticket()
        return self.sold

    def _ticket(self) -> None:
        for act in self.random.choices(self._acts, weights=self._weights, k=self.random.randint(2, 9)):
            act(self)
        if not self._pay():
            self.till.ask("cancel_basket")

    def _pay(self) -> bool:
        if self.random.random() < 0.2:
            self.till.ask("tender", kind=self.random.choice(["points", "cashback"]), amount_minor=self.random.choice([100, 300]))
        self.till.ask("tender", kind=self.random.choice(["cash", "card_standalone", "cash", "cheque"]))
        done = self.till.ask("finish", paper="none")
        if done["ok"]:
            self.sold.append(done["receipt"]["number"])
            self.coupons += [each["code"] for each in done["basket"]["coupons_issued"]]
        return bool(done["ok"])

    def _add(self) -> None:
        self.till.ask("add", sku=self.random.choice(self.skus), quantity=self.random.choice([1, 1, 2, 3, 7, 12]))

    def _weigh(self) -> None:
        self.till.ask("add", sku="grapes", weight_g=self.random.randint(1, 3_000))

    def _label(self) -> None:
        self.till.ask("scan", code=self.random.choice(["2305000123451", "2112345015002"]))

    def _member(self) -> None:
        self.till.ask("member", id=self.random.choice(["m1", "m1", "m2"]))

    def _coupon(self) -> None:
        if self.coupons:
            self.till.ask("coupon", code=self.coupons.pop(self.random.randrange(len(self.coupons))))

    def _code(self) -> None:
        self.till.ask("coupon", code="SUMMER26")

    def _reward(self) -> None:
        if self.rewards:
            self.till.ask("reward", id=self.random.choice(self.rewards))

    def _discount(self) -> None:
        off = self.random.choice([{"percent_bp": 500}, {"amount_minor": 35}])
        where = self.random.choice([{}, {"line": 1}])
        self.till.ask("discount", reason="damaged", **off, **where)

    def _override(self) -> None:
        self.till.ask("override_price", line=1, price_minor=self.random.choice([90, 100]), reason="label")

    def _mode(self) -> None:
        self.till.ask("tax_mode", mode=self.random.choice(["take_away", "exempt", "eat_in"]))

    def _void(self) -> None:
        self.till.ask("void_line", line=self.random.randint(1, 3))

    def _card(self) -> None:
        self.till.ask("gift_card", amount_minor=1000, code=f"GC{self.random.randint(0, 10**9)}")

    def _return(self) -> None:
        if self.sold:
            self.till.ask("return", receipt=self.random.choice(self.sold), lines=[{"line": 1, "quantity": 1}])

    _acts = (_add, _weigh, _label, _member, _coupon, _code, _reward, _discount, _override, _mode, _void, _card, _return)
    _weights = (20, 2, 2, 6, 4, 2, 4, 2, 1, 1, 1, 1, 2)
