"""L-C7 and L-C9: value that a customer has at the shop pays for goods, to the cent, while more is loaded on the same ticket."""

from pathlib import Path

import pytest

from sync.protocol import facts
from tests.flows.harness import shop_till
from tests.flows.loyalty.shops import CARD, goods, loyal, points

WALLET = "KDO-10"


def test_l_c7_what_was_on_the_wallet_pays_and_what_is_loaded_stays(tmp_path: Path) -> None:
    """10.00 on it, goods of 100.00 and 50.00 more loaded: it pays its 10.00, and 50.00 are left."""
    shop = loyal(goods(thing=10_000)) | {"gift_cards": [{"code": WALLET, "balance_minor": 1000}]}
    with shop_till(tmp_path, shop) as till:
        till.ok("add", sku="thing", quantity=1)
        till.ok("gift_card", amount_minor=5000, code=WALLET)
        paid = till.ok("tender", kind="gift_card", code=WALLET)["basket"]["totals"]
        assert (paid["paid_minor"], paid["due_minor"]) == (1000, 14_000)
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert till.ok("scan", code=WALLET)["gift_card"]["balance_minor"] == 5000


@pytest.mark.parametrize(("price_minor", "used", "left"), [(300_000, 3030, 0), (3000, 1000, 2030), (3001, 1000, 2030)])
def test_l_c9_points_of_three_cents_pay_what_they_are_worth(tmp_path: Path, price_minor: int, used: int, left: int) -> None:
    """3,030 points at 0.03: on an order of 3,000.00 all of them pay 90.90, on one of 30.00 no more than it comes to."""
    programme = points(earn={"points": 0, "per_minor": 100}, value_minor=3)
    with shop_till(tmp_path, loyal(goods(thing=price_minor), programmes=[programme], balances={"POINT": 3030})) as till:
        till.ok("member", code=CARD)
        till.ok("add", sku="thing", quantity=1)
        till.ok("tender", kind="points")
        if till.ok("state")["basket"]["totals"]["due_minor"]:
            till.ok("tender", kind="card_standalone")
        till.ok("finish")
        (sale,) = till.facts(facts.Sale)
        [tender] = [each for each in sale.tenders if each.kind == "points"]
        assert (tender.points, tender.amount_minor) == (used, used * 3)
        assert till.ok("member", code=CARD)["basket"]["member"]["balances"]["POINT"] == left
