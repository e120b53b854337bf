"""What an evaluation takes over from the one before: what was touched is looked at again, and a memo that overlooks it is seen."""

from collections.abc import Callable, Sequence

import msgspec
import pytest

from kiosk.domain import figures as figures_module
from kiosk.domain.basket import Basket
from kiosk.domain.loyalty import applying as applying_module
from kiosk.domain.loyalty import past as past_module
from kiosk.domain.loyalty import search
from kiosk.domain.loyalty.candidates import Candidates
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.meeting import Met, Plan, apply_level
from kiosk.domain.loyalty.past import Past
from kiosk.domain.loyalty.table import Table
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Memo, price
from sync.protocol.offers import AmountOffer, CheapestFreeOffer, GiftOffer, OfferWhen, PercentOffer
from tests.counted_calls import calls
from tests.unit.kiosk.domain.builders import MEMBER, NOW, basket_of, piece, policy

RULES = policy(
    CheapestFreeOffer(id="sets", when=OfferWhen(tags=["x"]), quantity=3),
    PercentOffer(id="each", percent_bp=1000, priority=-1),
    AmountOffer(id="much", when=OfferWhen(min_gross_minor=3000), amount_minor=333, priority=-2),
    GiftOffer(id="gift", when=OfferWhen(tags=["y"]), sku="cup"),
)
FIRST = basket_of((piece(500, "a", tags=["x"]), 2), (piece(300, "b", tags=["x"]), 1), (piece(200, "c", tags=["y"]), 4))


def with_line(basket: Basket, index: int, **changes: int) -> Basket:
    lines = list(basket.lines)
    lines[index] = msgspec.structs.replace(lines[index], **changes)
    return msgspec.structs.replace(basket, lines=lines)


def more(basket: Basket) -> Basket:
    return msgspec.structs.replace(basket, lines=[*basket.lines, *[msgspec.structs.replace(line, line=9) for line in CUP.lines]])


CUP = basket_of(piece(150, "cup"))
STEPS: Sequence[Callable[[Basket], Basket]] = (
    lambda basket: with_line(basket, 0, quantity=3),
    more,
    lambda basket: with_line(basket, 3, quantity=2),
    lambda basket: with_line(basket, 2, quantity=9),
    lambda basket: msgspec.structs.replace(basket, lines=basket.lines[1:]),
    lambda basket: msgspec.structs.replace(basket, member=MEMBER),
)


def check(rules: Policy = RULES) -> None:
    memo, basket = Memo(), FIRST
    for step in (lambda basket: basket, *STEPS):
        basket = step(basket)
        again, whole = price(basket, rules, NOW, memo=memo), price(basket, rules, NOW)
        assert msgspec.json.encode(again) == msgspec.json.encode(whole)


def only_found_there(self: Candidates, places: Sequence[int]) -> list[Rule]:
    return [rule for rule, own in self.discounting.items() if not set(own).isdisjoint(places)]


def test_a_memo_changes_nothing() -> None:
    check()


@pytest.mark.parametrize("overlooked", ["fresh", "candidates", "still", "told", "beyond", "hanging together"])
def test_a_memo_that_overlooks_something_is_seen(monkeypatch: pytest.MonkeyPatch, overlooked: str) -> None:
    match overlooked:
        case "fresh":
            monkeypatch.setattr(figures_module, "changed", lambda now, before: list(range(len(before), len(now))))
        case "candidates":
            monkeypatch.setattr(Candidates, "_moved", lambda self, goods, found_by: self._by_rule)
        case "still":
            monkeypatch.setattr(Past, "still", lambda self, rule, places, fresh, facts: self.entered.get(rule))
        case "told":
            monkeypatch.setattr(Past, "still_told", lambda self, rule, start, mets, touched: rule.position in self.items)
        case "beyond":
            monkeypatch.setattr(Candidates, "near", only_found_there)
        case _:
            monkeypatch.setattr(past_module, "_hanging_together", lambda joined, changed: set(changed))
    with pytest.raises((AssertionError, KeyError, ValueError, IndexError)):
        check()


def test_an_offer_that_no_longer_holds_keeps_no_group() -> None:
    """What more would get it is said again once it is gone, though it had the basket's group before."""
    rules = policy(AmountOffer(id="o", when=OfferWhen(min_gross_minor=2000), amount_minor=100, group="g", group_scope="basket"))
    memo, basket = Memo(), basket_of((piece(1000), 2))
    assert price(basket, rules, NOW, memo=memo).discount_minor == 100
    fewer = with_line(basket, 0, quantity=1)
    assert price(fewer, rules, NOW, memo=memo).trace == price(fewer, rules, NOW).trace
    assert price(fewer, rules, NOW, memo=memo).trace[0].short_minor == 1000


def test_what_more_would_get_it_is_told_by_the_basket_of_now() -> None:
    """A cent more of its goods is all that lacks while other goods make the basket large enough, and not once those are gone."""
    rules = policy(PercentOffer(id="o", when=OfferWhen(tags=["x"], min_chosen_minor=251, min_gross_minor=1500), percent_bp=100))
    memo, basket = Memo(), basket_of((piece(1400, "a"), 1), (piece(250, "b", tags=["x"]), 1))
    assert price(basket, rules, NOW, memo=memo).trace[0].short_minor == 1
    alone = msgspec.structs.replace(basket, lines=basket.lines[1:])
    assert price(alone, rules, NOW, memo=memo).trace == price(alone, rules, NOW).trace
    assert price(alone, rules, NOW, memo=memo).trace[0].short_minor is None


def test_what_nothing_touched_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred pairs of lines with an offer each, a changed line has its own pair's looked at only: counted, not timed."""
    looks: list[int] = []
    rules = policy(*(CheapestFreeOffer(id=f"o{each}", when=OfferWhen(tags=[f"t{each}"]), quantity=2) for each in range(100)))
    basket = basket_of(*((piece(100 + each, f"s{each}", tags=[f"t{each // 2}"]), 3) for each in range(200)))
    memo = Memo()
    price(basket, rules, NOW, memo=memo)

    def counting(level: Sequence[Live], table: Table, plan: Plan) -> list[Met]:
        looks.append(len(level))
        return apply_level(level, table, plan)

    monkeypatch.setattr(applying_module, "apply_level", counting)
    price(with_line(basket, 77, quantity=5), rules, NOW, memo=memo)
    assert looks == [1]


def test_a_changed_line_costs_what_it_costs_among_few() -> None:
    """Ten times the lines, and the offers on them, are looked at no more often than the few."""

    def cost(lines: int) -> int:
        rules = policy(*(PercentOffer(id=f"o{each}", when=OfferWhen(skus=[f"s{each}"]), percent_bp=1000) for each in range(lines)))
        basket = basket_of(*((piece(100 + each, f"s{each}", taxes=["T20"]), 3) for each in range(lines)))
        memo = Memo()
        price(basket, rules, NOW, memo=memo)
        price(with_line(basket, 7, quantity=4), rules, NOW, memo=memo)
        return calls(lambda: price(with_line(basket, 7, quantity=5), rules, NOW, memo=memo))

    assert cost(200) == cost(20)


def test_a_search_of_many_choices_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a hundred lines five offers that share each line and five that make sets of them take no more steps than they may."""
    steps: list[int] = []
    tried = search._Search._taken

    def counting(self: search._Search, options: tuple[search.Option, ...]) -> int:
        found = tried(self, options)
        steps.append(self.steps)
        return found

    monkeypatch.setattr(search._Search, "_taken", counting)
    offers = [PercentOffer(id=f"p{each}", percent_bp=500 + each, group="g") for each in range(5)]
    sets = [CheapestFreeOffer(id=f"s{each}", quantity=3 + each, group="g") for each in range(5)]
    basket = basket_of(*((piece(100 + each, f"s{each}"), 30) for each in range(100)))
    price(basket, policy(*offers, *sets), NOW)
    assert steps[-1] <= 2 * search.STEPS_LIMIT
