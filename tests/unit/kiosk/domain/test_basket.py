"""The basket's operations, one by one: numbering, joining, bounds, refusals, and what a tender locks."""

from collections.abc import Callable

import msgspec
import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.returns import give_back
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef, Tender
from sync.protocol.money import MINOR_LIMIT
from tests.unit.kiosk.domain.builders import MEMBER, POINTS, basket_of, by_weight, coupon, empty, piece, policy, sell

APPLE, BREAD, HAM = piece(100, "apple"), piece(250, "bread", tags=["bio", "pic:loaf"]), by_weight(1999, "ham")


def quantities(basket: Basket) -> list[tuple[int, str, int]]:
    return [(line.line, line.sku, line.quantity) for line in basket.lines]


def refused(code: str, act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def with_return(points: bool = False) -> Basket:
    """A basket that gives one apple back."""
    rules = policy(programmes=[POINTS] if points else [])
    sale = sell(basket_of((APPLE, 3), member=MEMBER), rules)
    return baskets.add_returns(empty(), give_back(sale, [], [(1, 1)], sale.number), sale.member)


def test_the_same_goods_raise_the_newest_line_only() -> None:
    basket = basket_of(APPLE, APPLE, BREAD, APPLE, (APPLE, 6))
    assert quantities(basket) == [(1, "apple", 2), (2, "bread", 1), (3, "apple", 7)]


def test_another_price_opens_a_line() -> None:
    basket = basket_of(APPLE, msgspec.structs.replace(APPLE, price_minor=120))
    assert quantities(basket) == [(1, "apple", 1), (2, "apple", 1)]


def test_other_taxes_open_a_line() -> None:
    basket = basket_of(APPLE, msgspec.structs.replace(APPLE, taxes=["T20"]))
    assert quantities(basket) == [(1, "apple", 1), (2, "apple", 1)]


def test_what_comes_back_does_not_widen_the_bound() -> None:
    dear = piece(MINOR_LIMIT - 1, "dear")
    sale = sell(basket_of(dear), policy())
    basket = baskets.add_returns(empty(), give_back(sale, [], None, sale.number))
    refused("amount_limit", lambda: baskets.add_product(basket, dear))


def test_weighed_goods_open_a_line_each_and_round_half_up() -> None:
    basket = baskets.add_product(baskets.add_product(empty(), HAM, weight_g=250), HAM, weight_g=250)
    assert [(line.weight_g, line.quantity, line.seen_minor) for line in basket.lines] == [(250, 0, 500), (250, 0, 500)]


def test_a_labels_price_is_one_piece_at_that_price() -> None:
    basket = baskets.add_product(empty(), HAM, amount_minor=12345)
    basket = baskets.add_product(basket, HAM, amount_minor=12345)
    assert [(line.quantity, line.unit_price_minor, line.seen_minor) for line in basket.lines] == [(1, 12345, 12345)] * 2


def test_a_label_may_say_weight_and_price() -> None:
    line = baskets.add_product(empty(), HAM, weight_g=250, amount_minor=499).lines[0]
    assert (line.weight_g, line.quantity, line.unit_price_minor, line.seen_minor) == (250, 0, 1999, 499)


def test_open_prices_are_keyed() -> None:
    line = baskets.add_product(empty(), piece(None), price_minor=777, quantity=2).lines[0]
    assert (line.unit_price_minor, line.seen_minor) == (777, 1554)


def test_numbers_are_never_used_again() -> None:
    basket = baskets.void_line(basket_of(APPLE, BREAD), 2)
    assert quantities(baskets.add_product(basket, BREAD)) == [(1, "apple", 1), (3, "bread", 1)]


def test_voiding_some_pieces_keeps_the_line() -> None:
    basket = basket_of((APPLE, 5))
    assert quantities(baskets.void_line(basket, 1, 2)) == [(1, "apple", 3)]
    assert quantities(baskets.void_line(basket, 1, 5)) == []
    assert refused("void_quantity", lambda: baskets.void_line(basket, 1, 6)).params == {"have": 5, "need": 6}


def test_the_picture_is_a_tag() -> None:
    assert [line.picture for line in basket_of(APPLE, BREAD).lines] == ["", "loaf"]


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("not_sellable", lambda: baskets.add_product(empty(), piece(1, sellable=False))),
        ("weight_needed", lambda: baskets.add_product(empty(), HAM)),
        ("sold_by_piece", lambda: baskets.add_product(empty(), APPLE, weight_g=100)),
        ("weight_limit", lambda: baskets.add_product(empty(), HAM, weight_g=1_000_001)),
        ("weight_limit", lambda: baskets.add_product(empty(), HAM, weight_g=0)),
        ("quantity_limit", lambda: baskets.add_product(empty(), APPLE, quantity=10_000)),
        ("quantity_limit", lambda: baskets.add_product(empty(), APPLE, quantity=0)),
        ("quantity_limit", lambda: baskets.add_product(basket_of((APPLE, 9_999)), APPLE)),
        ("quantity_limit", lambda: baskets.add_product(empty(), HAM, amount_minor=100, quantity=2)),
        ("quantity_limit", lambda: baskets.set_quantity(baskets.add_product(empty(), HAM, amount_minor=100), 1, 2)),
        ("amount_limit", lambda: baskets.add_product(empty(), HAM, amount_minor=0)),
        ("amount_limit", lambda: baskets.add_product(empty(), piece(None), price_minor=MINOR_LIMIT)),
        ("amount_limit", lambda: basket_of((piece(MINOR_LIMIT // 2), 2))),
        ("price_needed", lambda: baskets.add_product(empty(), piece(None))),
        ("price_fixed", lambda: baskets.add_product(empty(), APPLE, price_minor=1)),
        ("weighed_line", lambda: baskets.set_quantity(baskets.add_product(empty(), HAM, weight_g=1), 1, 2)),
        ("no_such_line", lambda: baskets.set_quantity(basket_of(APPLE), 2, 2)),
        ("no_such_line", lambda: baskets.void_line(empty(), 1)),
        ("returned_line", lambda: baskets.set_quantity(with_return(), 1, 2)),
        ("coupon_in_basket", lambda: basket_of(coupons=[coupon(100), coupon(100)])),
        ("no_such_tender", lambda: baskets.drop_tender(empty())),
        ("basket_empty", lambda: baskets.add_tender(empty(), Tender(kind="cash", amount_minor=1))),
    ],
)
def test_refusals(code: str, act: Callable[[], object]) -> None:
    refused(code, act)


def test_lines_are_bounded() -> None:
    basket = basket_of(*(piece(1, f"s{index}") for index in range(baskets.LINES_LIMIT)))
    refused("lines_limit", lambda: baskets.add_product(basket, APPLE))
    raised = baskets.add_product(basket, piece(1, f"s{baskets.LINES_LIMIT - 1}"))
    assert raised.lines[-1].quantity == 2, "the newest line can still grow"


def test_coupons_and_tenders_are_bounded() -> None:
    full = basket_of(APPLE, coupons=[coupon(1, id=f"c{index}") for index in range(baskets.COUPONS_LIMIT)])
    refused("coupons_limit", lambda: baskets.add_coupon(full, coupon(1, id="more")))
    for _ in range(baskets.TENDERS_LIMIT):
        full = baskets.add_tender(full, Tender(kind="cash", amount_minor=1))
    refused("tenders_limit", lambda: baskets.add_tender(full, Tender(kind="cash", amount_minor=1)))


@pytest.mark.parametrize(
    "change",
    [
        lambda basket: baskets.add_product(basket, APPLE),
        lambda basket: baskets.set_quantity(basket, 1, 2),
        lambda basket: baskets.void_line(basket, 1),
        lambda basket: baskets.set_member(basket, MEMBER),
        lambda basket: baskets.add_coupon(basket, coupon(1)),
        lambda basket: baskets.add_returns(basket, []),
    ],
)
def test_a_tender_locks_the_goods_until_it_is_handed_back(change: Callable[[Basket], Basket]) -> None:
    basket = basket_of(APPLE, coupons=[coupon(1, id="c0")])
    paid = baskets.add_tender(basket, Tender(kind="cash", amount_minor=100))
    refused("tender_begun", lambda: change(paid))
    assert baskets.drop_tender(paid) == basket
    change(basket)


@pytest.mark.parametrize("kind", ["card", "card_standalone"])
def test_a_cards_money_stays(kind: str) -> None:
    paid = baskets.add_tender(basket_of(APPLE), Tender(kind=kind, amount_minor=50, intent="i"))
    paid = baskets.add_tender(paid, Tender(kind="cash", amount_minor=50))
    cash_back = baskets.drop_tender(paid)
    assert [tender.kind for tender in cash_back.tenders] == [kind]
    refused("card_tender_stays", lambda: baskets.drop_tender(cash_back))
    refused("card_tender_stays", lambda: baskets.drop_tender(paid, 0))


def test_returned_lines_go_whole_and_do_not_take_sold_ones_in() -> None:
    basket = baskets.add_product(with_return(), APPLE)
    assert quantities(basket) == [(1, "apple", -1), (2, "apple", 1)]
    assert quantities(baskets.void_line(basket, 1)) == [(2, "apple", 1)]
    returned = baskets.add_returns(basket_of(APPLE, BREAD), [line.frozen for line in basket.lines if line.frozen])
    assert returned.lines[-1].line == 3
    assert returned.lines[-1].frozen is not None
    assert returned.lines[-1].frozen.line == 3, "a returned line bears its number in this basket"
    assert [line.line for line in baskets.pending_returns(returned, "R1-A-000001")] == [3]
    assert baskets.pending_returns(returned, "R1-A-000002") == []


def test_points_go_back_to_who_earned_them() -> None:
    basket = with_return(points=True)
    assert basket.member == MEMBER, "the basket takes the buyer over"
    refused("other_member", lambda: baskets.set_member(basket, None))
    refused("other_member", lambda: baskets.set_member(basket, MemberRef(id="m2")))
    fresh = MemberRef(id=MEMBER.id, tier="gold")
    assert baskets.set_member(basket, fresh).member == fresh
    lines = [line.frozen for line in basket.lines if line.frozen]
    refused("other_member", lambda: baskets.add_returns(basket_of(member=MemberRef(id="m2")), lines, MEMBER))
    with pytest.raises(ValueError, match="earned by a member"):
        baskets.add_returns(empty(), lines)
    assert baskets.set_member(baskets.void_line(basket, 1), None).member is None


def test_age_is_proven_once_a_basket() -> None:
    wine = msgspec.structs.replace(APPLE, age=18)
    assert baskets.age_needed(empty(), wine) == 18
    proven = baskets.with_age_proven(empty(), 18)
    assert baskets.age_needed(proven, wine) is None
    assert baskets.age_needed(proven, msgspec.structs.replace(APPLE, age=21)) == 21
    assert baskets.age_needed(empty(), APPLE) is None
    assert baskets.with_age_proven(proven, 16).age_passed == 18


def test_nothing_in_an_empty_basket_would_be_missed() -> None:
    assert empty().is_empty
    assert not basket_of(member=MEMBER).is_empty
    assert not basket_of(APPLE).is_empty
