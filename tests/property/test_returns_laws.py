"""Laws of giving back under Hypothesis: any sequence of partial returns conserves every share (law 6); a wrong twin goes red."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain.pricing import price
from kiosk.domain.returns import Wanted, give_back
from sync.protocol.facts import Sale, SoldLine
from sync.protocol.offers import PercentOffer
from sync.protocol.records import Tax
from sync.rules.tax import Rounding
from tests.unit.kiosk.domain.builders import BIO10, MEMBER, NOW, POINTS, basket_of, by_weight, coupon, empty, piece, policy, sell

GiveBack = Callable[[Sale, list[SoldLine], Wanted | None, str], list[SoldLine]]
RECEIPT = "R1-A-000001"
roundings: st.SearchStrategy[Rounding] = st.sampled_from(["line", "rate"])
TAXES = (
    Tax(id="A", name="", rate_bp=550, in_base=True),
    Tax(id="B", name="", rate_bp=2000),
    Tax(id="C", name="", rate_bp=825, included=False),
    Tax(id="D", name="", fixed_minor=3, included=False),
)

NEARLY_FREE = tuple(PercentOffer(id=f"off{rate_bp}", percent_bp=rate_bp) for rate_bp in (3_333, 7_000, 9_500))
"""Several offers on the same goods, which leave a piece cents or nothing."""


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """A sale of pieces and weights with taxes of several kinds, offers, coupons and points."""
    offers = [BIO10, *(offer for offer in NEARLY_FREE if draw(st.booleans()))]
    rules = policy(*offers, taxes=TAXES, programmes=[POINTS], included=draw(st.booleans()), tax_rounding=draw(roundings))
    basket = basket_of(member=MEMBER)
    for index in range(draw(st.integers(1, 4))):
        taxes = sorted(draw(st.sets(st.sampled_from("ABCD"), max_size=3)))
        price_minor = draw(st.integers(0, 2_000))
        if draw(st.integers(0, 3)) == 0:
            basket = baskets.add_product(basket, by_weight(price_minor, f"w{index}", taxes=taxes), weight_g=draw(st.integers(1, 3_000)))
        else:
            tags = ["bio"] if draw(st.booleans()) else []
            product = piece(price_minor, f"p{index}", taxes=taxes, tags=tags)
            basket = baskets.add_product(basket, product, quantity=draw(st.integers(1, 9)))
    for number in range(draw(st.integers(0, 2))):
        basket = baskets.add_coupon(basket, coupon(draw(st.integers(1, 800)), id=f"c{number}"))
    return sell(basket, rules)


def shares(line: SoldLine) -> dict[str, int]:
    """Every amount of a line under its name."""
    found = {
        "quantity": line.quantity,
        "weight": line.weight_g or 0,
        "amount": line.amount_minor,
        "discount": line.discount_minor,
        "net": line.net_minor,
        "tax": line.tax_minor,
        "gross": line.gross_minor,
    }
    found |= {f"offer {share.id}": share.amount_minor for share in line.offers}
    found |= {f"points {id}": points for id, points in line.points.items()}
    for tax in line.taxes:
        found |= {f"base {tax.id}": tax.base_minor, f"tax {tax.id}": tax.tax_minor}
    return found


def in_parts(engine: GiveBack, sale: Sale, parts: list[int]) -> list[SoldLine]:
    """Give everything back, line by line, in parts of those sizes, and what then is left at once."""
    back: list[SoldLine] = []
    for line in sale.lines:
        left = line.quantity if line.weight_g is None else 1
        for size in parts:
            pieces = min(size, left)
            if pieces:
                back += engine(sale, list(back), [(line.line, pieces)], RECEIPT)
                left -= pieces
        if left:
            back += engine(sale, list(back), [(line.line, None)], RECEIPT)
    return back


def check_conserved(engine: GiveBack, sale: Sale, parts: list[int]) -> None:
    back = in_parts(engine, sale, parts)
    for line in sale.lines:
        total: dict[str, int] = {}
        for part in back:
            if part.origin is not None and part.origin.line == line.line:
                total = {name: total.get(name, 0) + amount for name, amount in shares(part).items()}
        assert total == {name: -amount for name, amount in shares(line).items()}


sizes = st.lists(st.integers(1, 4), max_size=9)


@given(sales(), sizes)
def test_any_sequence_of_partial_returns_conserves_every_share(sale: Sale, parts: list[int]) -> None:
    check_conserved(give_back, sale, parts)


@given(sales(), sizes)
def test_no_return_gives_more_than_was_sold_or_takes(sale: Sale, parts: list[int]) -> None:
    """Each return's amounts stay between nothing and the line's own, and points are never given by a return."""
    sold = {line.line: line for line in sale.lines}
    for back in in_parts(give_back, sale, parts):
        line = sold[back.line]
        assert 0 <= -back.amount_minor <= line.amount_minor
        assert 0 <= -back.discount_minor <= line.discount_minor
        assert all(0 <= -points <= line.points[id] for id, points in back.points.items())
        assert 0 <= -back.tax_minor <= line.tax_minor
        assert back.amount_minor - back.discount_minor <= 0, "goods that come back are never paid for once more"
        assert all(share.amount_minor <= 0 for share in back.offers)


def check_exact(sale: Sale, back: list[SoldLine]) -> None:
    """Where a line's gross (or net) is what the customer saw, so it is on every part that comes back."""
    for part in back:
        line = sale.lines[part.line - 1]
        seen_sold, seen_back = line.amount_minor - line.discount_minor, part.amount_minor - part.discount_minor
        assert line.gross_minor != seen_sold or part.gross_minor == seen_back
        assert line.net_minor != seen_sold or part.net_minor == seen_back


@given(sales(), sizes)
def test_what_the_customer_saw_comes_back_exactly(sale: Sale, parts: list[int]) -> None:
    check_exact(sale, in_parts(give_back, sale, parts))


def test_a_cent_on_a_part_is_seen() -> None:
    sale = sell(basket_of((piece(100), 3)), policy())
    back = give_back(sale, [], [(1, 1)], RECEIPT)[0]
    check_exact(sale, [back])
    with pytest.raises(AssertionError):
        check_exact(sale, [msgspec.structs.replace(back, net_minor=-101, gross_minor=-101)])


@given(sales(), sizes)
def test_a_return_prices_as_it_was_frozen(sale: Sale, parts: list[int]) -> None:
    """Through the basket and the evaluator, under other rules, a full return comes to exactly the sale, with the sign turned."""
    basket = baskets.add_returns(empty(), in_parts(give_back, sale, parts), sale.member)
    found = price(basket, policy(programmes=[POINTS]), NOW)
    assert (found.net_minor, found.tax_minor, found.gross_minor) == (-sale.net_minor, -sale.tax_minor, -sale.gross_minor)
    earned = {each.programme: each.earned for each in sale.points}
    assert {each.programme: each.reversed for each in found.points} == earned
    assert all(each.earned >= 0 and each.spent >= 0 and each.reversed >= 0 for each in found.points)


def test_a_return_that_rounds_each_piece_alone_is_seen() -> None:
    """The control: a twin that forgets what came back before loses a cent of the discount."""

    def forgetful(sale: Sale, already: list[SoldLine], wanted: Wanted | None, receipt: str) -> list[SoldLine]:
        return give_back(sale, [], [(line, 1) for line, _ in wanted or []], receipt)

    sale = sell(basket_of((piece(35, tags=["bio"]), 3)), policy(BIO10))
    with pytest.raises(AssertionError):
        check_conserved(forgetful, sale, [1, 1, 1])
    check_conserved(give_back, sale, [1, 1, 1])


def test_a_return_by_todays_rule_is_seen() -> None:
    """The control: a twin that keeps points where they are."""

    def generous(sale: Sale, already: list[SoldLine], wanted: Wanted | None, receipt: str) -> list[SoldLine]:
        return [msgspec.structs.replace(line, points={}) for line in give_back(sale, already, wanted, receipt)]

    sale = sell(basket_of(piece(1000), member=MEMBER), policy(programmes=[POINTS]))
    with pytest.raises(AssertionError):
        check_conserved(generous, sale, [])
