"""LOYALTY's laws of the evaluator under Hypothesis, over offers of every kind, coupons, rewards, cards and earning; with wrong twins."""

from collections.abc import Callable, Iterator
from typing import Literal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Memo, Priced, price
from kiosk.domain.returns import give_back
from sync.protocol.facts import OfferShare
from sync.protocol.offers import AmountOffer, BundleOffer, Limits, Offer, PercentOffer, TieredSpendOffer
from sync.protocol.records import Product
from tests.counted_calls import calls
from tests.property.loyalty_baskets import MEMBER, PRODUCTS, ROOM, TAXES, filled, rates, rules, tickets
from tests.property.test_returns_laws import in_parts
from tests.unit.kiosk.domain.builders import NOW, basket_of, empty, piece, policy, sale_of

Engine = Callable[[Basket, Policy], Priced]


def engine(basket: Basket, given_rules: Policy) -> Priced:
    return price(basket, given_rules, NOW, ROOM)


def shares(found: Priced) -> dict[str, int]:
    total: dict[str, int] = {}
    for line in found.lines:
        for share in line.offers:
            total[share.id] = total.get(share.id, 0) + share.amount_minor
    return total


def check_shares(run: Engine, basket: Basket, given_rules: Policy) -> None:
    """No line below zero; a line's shares are its discount; what the trace says of an offer is what lies on the lines."""
    found = run(basket, given_rules)
    for line in found.lines:
        assert 0 <= line.discount_minor <= line.amount_minor
        assert line.discount_minor == sum(share.amount_minor for share in line.offers)
        assert all(share.amount_minor > 0 for share in line.offers)
        assert line.gross_minor >= 0
        assert all(points > 0 for points in [*line.points.values(), *line.spent.values()])
    told: dict[str, int] = {}
    for item in found.trace:
        if item.status == "applied" and item.amount_minor:
            told[item.id] = told.get(item.id, 0) + item.amount_minor
    by_hand = {"manual", "manual_basket"}
    assert {id: amount for id, amount in shares(found).items() if id not in by_hand} == told


def check_points(found: Priced) -> None:
    """What is earned and spent stands on lines, save for rewards that no goods bear; a reward that takes nothing costs nothing."""
    for movement in found.points:
        on_lines = [(line.points.get(movement.programme, 0), line.spent.get(movement.programme, 0)) for line in found.lines]
        words = sum(each.points for each in found.rewards if each.id == "word" and each.programme == movement.programme)
        assert (movement.earned, movement.spent) == (sum(one for one, _ in on_lines), sum(two for _, two in on_lines) + words)
    assert all(each.amount_minor > 0 or each.id == "word" for each in found.rewards)


@given(tickets(), rules())
def test_shares_sum_and_nothing_is_negative(basket: Basket, given_rules: Policy) -> None:
    check_shares(engine, basket, given_rules)
    check_points(engine(basket, given_rules))


def test_a_lost_share_is_seen() -> None:
    def wrong(basket: Basket, given_rules: Policy) -> Priced:
        found = engine(basket, given_rules)
        spoilt = msgspec.structs.replace(found.lines[0], offers=[OfferShare(id="a", amount_minor=99)])
        return msgspec.structs.replace(found, lines=[spoilt])

    with pytest.raises(AssertionError):
        check_shares(wrong, basket_of(piece(1000)), policy(PercentOffer(id="a", percent_bp=1000)))


def seen(found: Priced) -> int:
    return sum(line.amount_minor - line.discount_minor for line in found.lines)


@given(tickets(), rules(), st.data())
def test_neither_lines_nor_offers_have_an_order(basket: Basket, given_rules: Policy, data: st.DataObject) -> None:
    """In tax-excluded mode a tie may put a cent under another rate; what is seen stays."""
    other = msgspec.structs.replace(basket, lines=data.draw(st.permutations(basket.lines)))
    offers = tuple(data.draw(st.permutations(given_rules.offers)))
    mixed = msgspec.structs.replace(given_rules, offers=offers)
    one, two = engine(basket, given_rules), engine(other, mixed)
    assert seen(one) == seen(two)
    assert shares(one) == shares(two)
    assert one.rewards == two.rewards
    if given_rules.shop.prices_include_tax:
        assert one.trace == two.trace
        assert one.points == two.points
    else:
        assert abs(one.gross_minor - two.gross_minor) <= len(basket.lines) * len(TAXES)


@given(tickets(), rules(), st.data())
def test_renumbered_lines_come_to_the_same(basket: Basket, given_rules: Policy, data: st.DataObject) -> None:
    """Goods rung up in another order bear other numbers; discounts on single lines follow them."""
    basket = msgspec.structs.replace(basket, discounts=[])
    lines = data.draw(st.permutations(basket.lines))
    renumbered = [msgspec.structs.replace(line, line=number) for number, line in enumerate(lines, start=1)]
    one, two = engine(basket, given_rules), engine(msgspec.structs.replace(basket, lines=renumbered), given_rules)
    assert seen(one) == seen(two)
    assert shares(one) == shares(two)


@given(tickets(), rules(included=True))
def test_gross_is_what_the_customer_sees(basket: Basket, given_rules: Policy) -> None:
    found = engine(basket, given_rules)
    assert [line.gross_minor for line in found.lines] == [line.amount_minor - line.discount_minor for line in found.lines]


@given(tickets(), rules())
def test_replay_gives_the_same_bytes(basket: Basket, given_rules: Policy) -> None:
    stored = msgspec.json.decode(msgspec.json.encode(basket), type=Basket)
    assert msgspec.json.encode(engine(stored, given_rules)) == msgspec.json.encode(engine(basket, given_rules))


def split(basket: Basket, index: int, pieces: int) -> Basket:
    """The same goods with one line as two."""
    line = basket.lines[index]
    one, two = msgspec.structs.replace(line, quantity=pieces), msgspec.structs.replace(line, line=99, quantity=line.quantity - pieces)
    return msgspec.structs.replace(basket, lines=[*basket.lines[:index], one, two, *basket.lines[index + 1 :]])


def whole_basket(offer: Offer) -> bool:
    """Offers with allocation `basket`: they take one amount of all their goods."""
    match offer:
        case PercentOffer(allocation="basket", pick=None) | AmountOffer(per="basket") | TieredSpendOffer():
            return offer.limits.margin_floor_bp is None and not offer.group and offer.limits.per_basket is offer.limits.total_pieces is None
        case _:
            return False


def per_line(offer: Offer) -> bool:
    return isinstance(offer, PercentOffer) and offer.pick is None and not offer.group and offer.limits == Limits()


@given(tickets(), rules(), st.data())
def test_splitting_a_line_changes_nothing_with_allocation_basket(basket: Basket, given_rules: Policy, data: st.DataObject) -> None:
    """With `per_line` it changes at most one minor unit per offer and resulting line."""
    basket = msgspec.structs.replace(basket, discounts=[], rewards=[], coupons=[held for held in basket.coupons if not held.gives])
    splittable = [index for index, line in enumerate(basket.lines) if line.quantity > 1]
    assume(splittable)
    index = data.draw(st.sampled_from(splittable))
    parts = split(basket, index, data.draw(st.integers(1, basket.lines[index].quantity - 1)))
    for keeps, apart in ((whole_basket, 0), (lambda offer: whole_basket(offer) or per_line(offer), 2)):
        offers = tuple(offer for offer in given_rules.offers if keeps(offer))
        fitting = msgspec.structs.replace(given_rules, offers=offers, programmes=())
        most = apart * sum(per_line(offer) for offer in offers)
        assert abs(seen(engine(basket, fitting)) - seen(engine(parts, fitting))) <= most


@given(tickets(), rules(), rates, st.sampled_from(["per_line", "basket"]))
def test_a_further_offer_never_makes_it_dearer(
    basket: Basket, given_rules: Policy, rate: int, allocation: Literal["per_line", "basket"]
) -> None:
    """Monotone where declared: one more percentage that goes last and bears no group, and a greater one of it."""
    basket = msgspec.structs.replace(basket, discounts=[], rewards=[], coupons=[], member=None)
    before = engine(basket, given_rules)
    last = PercentOffer(id="z", percent_bp=rate, allocation=allocation, priority=-9)
    greater = msgspec.structs.replace(last, percent_bp=min(10_000, rate + 500))
    with_it, with_more = (
        engine(basket, msgspec.structs.replace(given_rules, offers=(*given_rules.offers, each))) for each in (last, greater)
    )
    assert seen(with_more) <= seen(with_it) <= seen(before)


few_products = st.lists(st.sampled_from(PRODUCTS[:5]), min_size=1, max_size=5, unique_by=lambda product: product.sku)


@given(rules(), few_products)
def test_six_thousand_units_cost_as_sixty(given_rules: Policy, products: list[Product]) -> None:
    """The same conditions hold for both, so it is the same work. Only the number of bundles that are worth while, and of pieces that cards
    free, is found by halving, which looks a few times more often; one by one it would be a hundred times."""
    offers = tuple(offer for offer in given_rules.offers if offer.limits == Limits())
    halving = any(isinstance(offer, BundleOffer) for offer in offers)
    fitting = msgspec.structs.replace(given_rules, offers=offers)
    few, many = (filled([(product, count) for product in products], MEMBER) for count in (60, 6_000))
    cost, more = calls(lambda: engine(few, fitting)), calls(lambda: engine(many, fitting))
    assert more <= cost * (4 if halving else 1.1) + 300


@given(tickets(), rules(), st.lists(st.integers(1, 4), max_size=6))
def test_returns_conserve_every_share(basket: Basket, given_rules: Policy, sizes: list[int]) -> None:
    """Piece by piece all comes back that was taken, earned and spent, and a full return is the sale with its sign turned."""
    basket = msgspec.structs.replace(basket, member=MEMBER)
    sale = sale_of(engine(basket, given_rules), member=MEMBER)
    back = in_parts(give_back, sale, sizes)
    found = engine(baskets.add_returns(empty(), back, MEMBER), given_rules)
    assert (found.gross_minor, found.discount_minor) == (-sale.gross_minor, -sale.discount_minor)
    on_lines: dict[str, tuple[int, int]] = {}
    for line in sale.lines:
        for id in {*line.points, *line.spent}:
            earned, spent = on_lines.get(id, (0, 0))
            on_lines[id] = earned + line.points.get(id, 0), spent + line.spent.get(id, 0)
    assert {each.programme: (each.reversed, each.restored) for each in found.points} == on_lines


def by_code(given_rules: Policy) -> Policy:
    """The same rules, those of whose offers that come first by their names only for who knows a code."""
    coded = [msgspec.structs.replace(offer, when=msgspec.structs.replace(offer.when, codes=["K"])) for offer in given_rules.offers[:2]]
    return msgspec.structs.replace(given_rules, offers=(*coded, *given_rules.offers[2:]))


memo_rules = st.lists(rules() | rules().map(by_code), min_size=1, max_size=2)


@given(st.lists(tickets(), min_size=1, max_size=4), memo_rules, st.data())
def test_a_memo_changes_no_result(ticket: list[Basket], policies: list[Policy], data: st.DataObject) -> None:
    memo = Memo()
    for basket in ticket:
        given_rules = data.draw(st.sampled_from(policies))
        for changed in (basket, *grown(basket, data)):
            again, whole = price(changed, given_rules, NOW, ROOM, memo), engine(changed, given_rules)
            assert msgspec.json.encode(again) == msgspec.json.encode(whole)


def grown(basket: Basket, data: st.DataObject) -> Iterator[Basket]:
    """The basket as it changes at a counter: a quantity, a line more, a line less, a coupon or the member gone, a code said."""
    for _ in range(data.draw(st.integers(0, 4))):
        act = data.draw(st.sampled_from(["quantity", "add", "void", "member", "coupons", "language", "codes"]))
        index = data.draw(st.integers(0, max(0, len(basket.lines) - 1)))
        match act:
            case "quantity" if basket.lines and basket.lines[index].weight_g is None:
                line = msgspec.structs.replace(basket.lines[index], quantity=data.draw(st.integers(1, 9)))
                basket = msgspec.structs.replace(basket, lines=[*basket.lines[:index], line, *basket.lines[index + 1 :]])
            case "add":
                basket = baskets.add_product(basket, data.draw(st.sampled_from(PRODUCTS[:5])))
            case "void":
                basket = msgspec.structs.replace(basket, lines=[line for place, line in enumerate(basket.lines) if place != index])
            case "member":
                basket = msgspec.structs.replace(basket, member=None if basket.member else MEMBER)
            case "coupons":
                basket = msgspec.structs.replace(basket, coupons=[])
            case "codes":
                basket = msgspec.structs.replace(basket, codes=[] if basket.codes else ["K"])
            case _:
                basket = msgspec.structs.replace(basket, language="en" if basket.language == "fr" else "fr")
        yield basket
