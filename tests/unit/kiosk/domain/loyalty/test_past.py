"""What an evaluation takes over from the one before: what was touched is looked at again, and a memo that overlooks it is seen."""

from collections.abc import Callable, Sequence

import msgspec
import pytest

from kiosk.domain.basket import Basket
from kiosk.domain.loyalty import past as past_module
from kiosk.domain.loyalty import search
from kiosk.domain.loyalty.past import Past
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Memo, price
from sync.protocol.offers import AmountOffer, CheapestFreeOffer, GiftOffer, OfferWhen, PercentOffer
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
    lambda basket: with_line(basket, 2, quantity=9),
    more,
    lambda basket: msgspec.structs.replace(basket, lines=basket.lines[1:]),
    lambda basket: msgspec.structs.replace(basket, member=MEMBER),
)


def check(rules: Policy = RULES) -> None:
    memo, basket = Memo(), FIRST
    for step in (lambda basket: basket, *STEPS):
        basket = step(basket)
        again, whole = price(basket, rules, NOW, memo=memo), price(basket, rules, NOW)
        assert msgspec.json.encode(again) == msgspec.json.encode(whole)


def test_a_memo_changes_nothing() -> None:
    check()


@pytest.mark.parametrize("overlooked", ["fresh", "still", "told", "hanging together"])
def test_a_memo_that_overlooks_something_is_seen(monkeypatch: pytest.MonkeyPatch, overlooked: str) -> None:
    match overlooked:
        case "fresh":
            monkeypatch.setattr(Past, "fresh", lambda self, goods: set())
        case "still":
            monkeypatch.setattr(Past, "still", lambda self, rule, places, fresh, facts: self.entered.get(rule))
        case "told":
            monkeypatch.setattr(Past, "told", lambda self, rule, outcome, mets, touched: rule.position in self.items)
        case _:
            monkeypatch.setattr(past_module, "_hanging_together", lambda lives, changed: set(changed))
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
    put = past_module.Past.resume

    def counting(self: Past, table: object, goods: object, touched: set[int], kept: set[str]) -> None:
        looks.append(100 - len(kept))
        put(self, table, goods, touched, kept)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(Past, "resume", counting)
    price(with_line(basket, 77, quantity=5), rules, NOW, memo=memo)
    assert looks == [1]


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
