"""P9: every kind of basket offer is sold, given back piece by piece and exchanged, online and offline, and no share is lost on the way."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.flows.loyalty.scenes import scene, ways

Json = dict[str, Any]


class Kind(NamedTuple):
    """An offer, the goods it is sold with, and what it takes off them."""

    offer: Json
    goods: dict[str, int]
    off_minor: int


KINDS = {
    "percent on lines": Kind({"kind": "percent", "percent_bp": 1000, "when": {"tags": ["coat"]}}, {"coat": 1, "tea": 1}, 500),
    "percent on the basket": Kind({"kind": "percent", "percent_bp": 333, "allocation": "basket"}, {"coat": 1, "pen": 1}, 173),
    "amount on lines": Kind({"kind": "amount", "amount_minor": 50, "per": "piece", "when": {"skus": ["pen"]}}, {"pen": 3}, 150),
    "amount on the basket": Kind({"kind": "amount", "amount_minor": 700, "when": {"min_gross_minor": 6000}}, {"coat": 1, "tea": 1}, 700),
    "fixed price": Kind({"kind": "fixed_price", "price_minor": 150, "when": {"skus": ["pen"]}}, {"pen": 2}, 100),
    "cheapest free": Kind({"kind": "cheapest_free", "quantity": 3, "when": {"tags": ["tea", "pen"]}}, {"tea": 2, "pen": 1}, 200),
    "buy n get m": Kind(
        {"kind": "buy_get", "buy": 2, "get": 1, "of": {"skus": ["pen"]}, "when": {"skus": ["tea"]}}, {"tea": 2, "pen": 1}, 200
    ),
    "bundle price": Kind(
        {"kind": "bundle", "parts": [{"of": {"skus": ["coat"]}}, {"of": {"skus": ["pen"]}, "quantity": 2}], "price_minor": 5000},
        {"coat": 1, "pen": 2},
        400,
    ),
    "tiered spend": Kind(
        {"kind": "tiered_spend", "steps": [{"from_minor": 3000, "amount_minor": 100}, {"from_minor": 5000, "percent_bp": 1000}]},
        {"coat": 1, "tea": 1},
        600,
    ),
    "quantity break": Kind(
        {"kind": "quantity_break", "steps": [{"quantity": 3, "price_minor": 180}], "when": {"skus": ["pen"]}}, {"pen": 4}, 80
    ),
    "gift with purchase": Kind({"kind": "gift", "sku": "pen", "when": {"skus": ["coat"]}}, {"coat": 1, "pen": 1}, 200),
    "happy hour": Kind(
        {"kind": "percent", "percent_bp": 2000, "when": {"hours": [{"since": "09:00", "until": "11:00"}], "weekdays": [7]}}, {"tea": 1}, 200
    ),
}


@pytest.mark.parametrize("name", KINDS)
@ways
def test_every_kind(tmp_path: Path, online: bool, name: str) -> None:
    """What was taken off is spread without rest, shown by its id, and comes back with its goods: one piece, then all the others."""
    kind = KINDS[name]
    offer = {"id": "it", "name": name} | kind.offer
    with scene(tmp_path, online, offers=[offer]) as shop:
        sold = shop.sell(**kind.goods)
        basket = sold["basket"]
        full = sum({"coat": 5000, "tea": 1000, "pen": 200}[sku] * quantity for sku, quantity in kind.goods.items())
        assert (basket["totals"]["discount_minor"], basket["totals"]["gross_minor"]) == (kind.off_minor, full - kind.off_minor)
        assert sum(share["amount_minor"] for line in basket["lines"] for share in line["offers"]) == kind.off_minor
        assert [(item["status"], item["amount_minor"]) for item in basket["offers"]] == [("applied", kind.off_minor)]
        one = shop.give_back(sold, {"line": 1, "quantity": 1})
        rest = shop.give_back(sold)["basket"]["totals"]["gross_minor"] if sum(kind.goods.values()) > 1 else 0
        assert one["basket"]["totals"]["gross_minor"] + rest == kind.off_minor - full
        shop.settle()
        assert not shop.world.cases()


@ways
def test_an_exchange_is_judged_by_what_is_bought(tmp_path: Path, online: bool) -> None:
    """What comes back stands as it was frozen and takes no part; what is new is priced by today's rules."""
    tenth: Json = {"id": "tenth", "kind": "percent", "percent_bp": 1000, "when": {"min_gross_minor": 5000}}
    with scene(tmp_path, online, offers=[tenth]) as shop:
        sold = shop.sell(coat=1)
        shop.one.ok("return", receipt=sold["receipt"]["number"])
        shop.one.ok("add", sku="tea", quantity=1)
        basket = shop.one.ok("state")["basket"]
        assert (basket["totals"]["gross_minor"], basket["totals"]["discount_minor"]) == (1000 - 4500, -500)
        shop.one.pay()
        shop.settle()
        assert not shop.world.cases()
