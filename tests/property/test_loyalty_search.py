"""The best lawful combination: on small baskets the search finds what trying every plan finds; it is bounded in steps."""

from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty import search
from kiosk.domain.loyalty.index import Index
from kiosk.domain.loyalty.live import Live, live
from kiosk.domain.loyalty.meeting import NO_PLAN, Plan, apply_level, in_order
from kiosk.domain.loyalty.search import best_plan
from kiosk.domain.loyalty.table import Table
from kiosk.domain.pricing import price
from sync.protocol.offers import AmountOffer, CheapestFreeOffer, Discounting, FixedPriceOffer, Offer, OfferWhen, PercentOffer
from tests.property.loyalty_baskets import PRODUCTS, filled
from tests.unit.kiosk.domain.builders import NOW, basket_of, piece, policy

tags = st.sampled_from([[], ["x"], ["y"]]).map(lambda found: OfferWhen(tags=found))
parts = {"id": st.sampled_from("abcd"), "when": tags, "group": st.sampled_from(["g", "g", "h", ""])}
whole_lines: st.SearchStrategy[Offer] = st.one_of(
    st.builds(PercentOffer, percent_bp=st.integers(1, 9_000), allocation=st.sampled_from(["per_line", "basket"]), **parts),
    st.builds(AmountOffer, amount_minor=st.integers(1, 400), per=st.sampled_from(["piece", "line", "basket"]), **parts),
    st.builds(FixedPriceOffer, price_minor=st.integers(1, 300), **parts),
)
levels = st.lists(whole_lines, min_size=1, max_size=4, unique_by=lambda offer: offer.id)
small = st.lists(st.tuples(st.sampled_from(PRODUCTS[:5]), st.integers(1, 4)), min_size=1, max_size=3)


def at_table(basket: Basket, offers: list[Offer]) -> tuple[list[Live], Table]:
    goods = Goods(basket.lines, policy(*offers, taxes=[]))
    found = [
        live(rule, rule.offer, rule.chooser.places(goods.lines, goods.places), goods.lines, goods.places)
        for rule in Index(offers).rules
        if isinstance(rule.offer, Discounting)
    ]
    return in_order([each for each in found if each.places]), Table(goods)


def taken(level: list[Live], table: Table, plan: Plan) -> int:
    return sum(met.take.total for met in apply_level(level, table.fork(), plan) if met.take is not None)


def best_of_all(level: list[Live], table: Table) -> int:
    """Try every owner of every line of every group: the meaning of the rule, without any of the search."""
    owners: dict[tuple[str, int], list[str]] = {}
    for each in level:
        if each.offer.group:
            for place in each.places:
                owners.setdefault((each.offer.group, place), []).append(each.rule.id)
    keys = list(owners)
    plans = (dict(zip(keys, chosen, strict=True)) for chosen in product(*(owners[key] for key in keys)))
    return max(taken(level, table, Plan({}, plan, {}, {})) for plan in plans)


def untaxed(basket: Basket) -> Basket:
    return msgspec.structs.replace(basket, lines=[msgspec.structs.replace(line, taxes=[]) for line in basket.lines])


@given(small, levels)
def test_no_lawful_plan_takes_more(lines: list[tuple[object, int]], offers: list[Offer]) -> None:
    level, table = at_table(untaxed(filled(lines)), offers)  # type: ignore[arg-type]  # products
    assert taken(level, table, best_plan(level, table)) == best_of_all(level, table)


def test_a_search_that_takes_the_first_is_seen() -> None:
    offers: list[Offer] = [PercentOffer(id="a", percent_bp=100, group="g"), PercentOffer(id="b", percent_bp=5_000, group="g")]
    level, table = at_table(basket_of(piece(100)), offers)
    assert taken(level, table, NO_PLAN) < best_of_all(level, table) == taken(level, table, best_plan(level, table))


basket_groups = st.lists(
    whole_lines.map(lambda offer: msgspec.structs.replace(offer, group_scope="basket")),
    min_size=1,
    max_size=4,
    unique_by=lambda offer: offer.id,
)


@given(small, basket_groups)
def test_of_a_baskets_group_the_best_is_had(lines: list[tuple[object, int]], offers: list[Offer]) -> None:
    level, table = at_table(untaxed(filled(lines)), offers)  # type: ignore[arg-type]  # products
    groups: dict[str, list[str]] = {}
    for each in level:
        if each.offer.group:
            groups.setdefault(each.offer.group, []).append(each.rule.id)
    plans = (dict(zip(groups, chosen, strict=True)) for chosen in product(*groups.values()))
    every = max(taken(level, table, Plan(plan, {}, {}, {})) for plan in plans)
    assert taken(level, table, best_plan(level, table)) == every


@pytest.mark.parametrize(("pieces", "expected"), [(3, 100), (4, 130), (5, 165), (6, 200), (7, 230), (10, 330)])
def test_sets_are_shared_out_as_a_knapsack(pieces: int, expected: int) -> None:
    """Three for the price of two saves 1.00 on 3 pieces, the second for 35 % saves 0.65 on 2: of 7 the best is one and two of them."""
    offers: list[Offer] = [
        CheapestFreeOffer(id="three", quantity=3, group="g"),
        CheapestFreeOffer(id="two", quantity=2, percent_bp=6_500, group="g"),
    ]
    assert price(basket_of((piece(100), pieces)), policy(*offers), NOW).discount_minor == expected


def test_a_search_that_is_stopped_says_what_it_may_have_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    basket = basket_of(*((piece(100 + 7 * index, f"s{index}"), 3) for index in range(30)))
    offers: list[Offer] = [
        PercentOffer(id="a", percent_bp=1_000, allocation="basket", group="g"),
        AmountOffer(id="b", amount_minor=500, group="g"),
        CheapestFreeOffer(id="c", quantity=4, percent_bp=4_000, group="g"),
    ]
    monkeypatch.setattr(search, "STEPS_LIMIT", 300)
    stopped = price(basket, policy(*offers), NOW)
    bounds = [item.more_minor for item in stopped.trace if item.more_minor is not None]
    assert bounds
    monkeypatch.setattr(search, "STEPS_LIMIT", 200_000)
    longer = price(basket, policy(*offers), NOW)
    assert stopped.discount_minor <= longer.discount_minor <= stopped.discount_minor + max(bounds)
    assert price(basket, policy(*offers), NOW) == longer, "the same every time"
