"""Goods to speak of after the purchase: two at most, none that was just bought, each once, by priority; and a word takes nothing off."""

from typing import Any

import pytest

from kiosk.domain.policy import NOWHERE
from kiosk.domain.pricing import Priced, price
from sync.protocol.errors import Refusal
from sync.protocol.offers import Limits, OfferWhen, SuggestOffer
from sync.rules.offer_checks import Known, check_offer
from tests.unit.kiosk.domain.builders import MEMBER, NOW, basket_of, piece, policy


def suggest(id: str, sku: str, **more: Any) -> SuggestOffer:
    return SuggestOffer(id=id, sku=sku, **more)


def found(*offers: SuggestOffer, gross_minor: int = 3000, member: Any = None) -> Priced:
    return price(basket_of(piece(gross_minor, sku="tea"), member=member), policy(*offers), NOW)


def why(priced: Priced) -> dict[str, tuple[str, str | None, str | None]]:
    return {item.id: (item.status, item.condition, item.by) for item in priced.trace}


def test_two_at_most_by_priority_and_each_product_once() -> None:
    priced = found(suggest("a", "mug"), suggest("b", "pot", priority=2), suggest("c", "pot", priority=1), suggest("d", "cup"))
    assert priced.suggested == ["pot", "mug"]
    assert why(priced) == {
        "b": ("applied", None, None),
        "c": ("beaten", None, "b"),
        "a": ("applied", None, None),
        "d": ("beaten", None, "a"),
    }
    assert (priced.gross_minor, priced.discount_minor) == (3000, 0)


def test_of_a_group_one_is_spoken_of() -> None:
    priced = found(suggest("a", "mug", group="g"), suggest("b", "pot", group="g"))
    assert (priced.suggested, why(priced)["b"]) == (["mug"], ("beaten", None, "a"))


def test_what_is_in_the_basket_needs_no_word() -> None:
    priced = found(suggest("a", "tea"))
    assert (priced.suggested, why(priced)) == ([], {"a": ("not_met", "in_basket", None)})


@pytest.mark.parametrize(("gross_minor", "expected"), [(1999, []), (2000, ["mug"])])
def test_its_conditions_are_those_of_any_offer(gross_minor: int, expected: list[str]) -> None:
    assert found(suggest("a", "mug", when=OfferWhen(min_gross_minor=2000)), gross_minor=gross_minor).suggested == expected


def test_a_member_hears_of_it_as_often_as_the_shop_says() -> None:
    once = suggest("a", "mug", limits=Limits(per_member=1, period="month"))
    heard = found(once, member=MEMBER)
    assert ([use.offer for use in heard.uses], heard.suggested) == (["a"], ["mug"])
    again = found(once, member=type(MEMBER)(id="m1", uses={"a": 1}))
    assert (again.suggested, why(again)["a"][:2]) == ([], ("spent", "per_member"))


def test_a_stopped_one_is_silent() -> None:
    circumstances = type(NOWHERE)(stopped=frozenset({"a"}))
    priced = price(basket_of(piece(3000, sku="tea")), policy(suggest("a", "mug")), NOW, circumstances)
    assert (priced.suggested, why(priced)["a"][0]) == ([], "stopped")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"limits": Limits(budget_minor=100)}, "offers[0].limits.budget_minor"),
        ({"limits": Limits(total_pieces=1)}, "offers[0].limits.total_pieces"),
        ({"when": OfferWhen(coupon=True)}, "offers[0].when.coupon"),
        ({"sku": "none"}, "offers[0].sku"),
    ],
)
def test_a_shop_file_cannot_mean_other_limits(more: dict[str, Any], field: str) -> None:
    offer = SuggestOffer(**{"id": "a", "sku": "mug"} | more)
    with pytest.raises(Refusal) as refused:
        check_offer("offers[0]", offer, Known(skus={"mug"}))
    assert refused.value.field == field
