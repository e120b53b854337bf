"""A paid membership counts from the next ticket on: at once where its fee was paid, with the sale's entry everywhere, before any night."""

from pathlib import Path

from tests.flows.loyalty.scenes import Scene, scene, ways
from tests.flows.loyalty.shops import CARD

CLUB = {"id": "CLUB", "kind": "membership", "sku": "fee", "segment": "club", "months": 12}
PRICE = {"id": "club10", "kind": "percent", "percent_bp": 1000, "when": {"segments": ["club"], "not_skus": ["fee"]}}


def is_cheaper(shop: Scene) -> tuple[bool, bool]:
    """Tell at which of the two tills the member has the price of the club."""
    found = []
    for till in (shop.one, shop.two):
        till.ok("member", code=CARD)
        found.append(till.ok("add", sku="coat", quantity=1)["basket"]["totals"]["discount_minor"] == 500)
        till.ok("cancel_basket")
    return found[0], found[1]


def ends(shop: Scene) -> list[str]:
    return [row["until"] for row in shop.wallet(shop.one)["memberships"]]


@ways
def test_a_fee_counts_before_the_night(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, offers=[PRICE], programmes=[CLUB]) as shop:
        assert is_cheaper(shop) == (False, False)
        fee = shop.sell(fee=1)
        assert is_cheaper(shop) == (True, False)
        assert ends(shop) == ["2027-11-22"]
        shop.settle()
        assert is_cheaper(shop) == (True, True), "no night was needed"
        assert ends(shop) == ["2027-11-22"], "counted once"
        shop.sell(fee=1)
        assert ends(shop) == ["2028-11-22"]
        shop.settle()
        assert ends(shop) == ["2028-11-22"]
        shop.ticket()
        shop.give_back(fee)
        assert ends(shop) == ["2027-11-22"]
        shop.settle()
        assert ends(shop) == ["2027-11-22"] and is_cheaper(shop) == (True, True)


@ways
def test_a_fee_that_is_given_back_ends_it_at_once(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, offers=[PRICE], programmes=[CLUB]) as shop:
        fee = shop.sell(fee=1)
        shop.settle()
        shop.ticket()
        shop.give_back(fee)
        assert is_cheaper(shop) == (False, True)
        assert ends(shop) == []
        shop.settle()
        assert is_cheaper(shop) == (False, False)
