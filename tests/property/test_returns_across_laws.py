"""Laws of giving back across tills: however a purchase is split over three tills of one ledger, it comes back once, to the cent."""

from collections import Counter as Multiset
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sync.protocol import facts
from sync.protocol.facts import SoldLine
from tests.flows.counters import Counter, counters
from tests.flows.shops import shop
from tests.property.test_returns_laws import shares
from tests.unit.sync.ledger.worlds import World

Json = dict[str, Any]
Shop = tuple[World, list[Counter]]
REGISTERS = ("R1", "R2", "R3")


def three() -> Json:
    found = shop()
    found["stores"].append({"id": "nice", "name": "Nice"})
    found["registers"].append({"id": "R3", "store": "nice", "kind": "cashier"})
    return found


@pytest.fixture(scope="module")
def tills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Three tills of two stores that stay open for all examples."""
    with counters(tmp_path_factory.mktemp("tills"), three(), *REGISTERS) as found:
        yield found


@st.composite
def purchases(draw: st.DrawFn) -> list[Json]:
    """Goods with an offer, taxes and a weight, enough now and then to earn a coupon."""
    goods: list[Json] = [
        {"sku": "tea", "quantity": draw(st.integers(1, 4))},
        {"sku": "pear", "quantity": draw(st.integers(1, 5))},
        {"sku": "grapes", "weight_g": draw(st.integers(1, 2_000))},
    ]
    return goods[: draw(st.integers(1, 3))]


acts = st.lists(
    st.fixed_dictionaries(
        {
            "till": st.integers(0, 2),
            "line": st.integers(1, 3),
            "pieces": st.none() | st.integers(1, 3),
            "ending": st.sampled_from(["pay", "pay and send", "cancel"]),
        }
    ),
    max_size=6,
)


def sell(tills: list[Counter], at: int, goods: list[Json]) -> facts.Sale:
    tills[at].ok("member", id="m1") if at < 2 else None
    tills[at].sell(*goods)
    tills[at].exchange()
    return last_sale(tills[at])


def last_sale(till: Counter) -> facts.Sale:
    found = till.running.worker.call(till.running.till.terminal.store.last_sale)
    assert found is not None
    return found[1]


def play(tills: list[Counter], number: str, plan: list[Json]) -> None:
    """Give back as planned; what a till refuses, it refuses."""
    for act in plan:
        till = tills[act["till"]]
        part = {"line": act["line"]} | ({} if act["pieces"] is None else {"quantity": act["pieces"]})
        if not till.ask("return", receipt=number, lines=[part])["ok"]:
            continue
        if act["ending"] == "cancel":
            till.ok("cancel_basket")
        else:
            till.pay()
        if act["ending"] != "pay":
            till.exchange()


def given_back(tills: list[Counter], number: str) -> list[SoldLine]:
    """What each till's own books say came back there."""
    stores = [till.running.till.terminal.store for till in tills]
    return [line for till, store in zip(tills, stores, strict=True) for line in till.running.worker.call(partial(store.returned, number))]


def check_never_more(sale: facts.Sale, back: list[SoldLine]) -> None:
    pieces = Multiset[int]()
    for line in back:
        assert line.origin is not None
        pieces[line.origin.line] += 1 if line.weight_g is not None else -line.quantity
    for line in sale.lines:
        assert pieces[line.line] <= (1 if line.weight_g is not None else line.quantity)


def check_all_is_back(sale: facts.Sale, back: list[SoldLine]) -> None:
    for line in sale.lines:
        total = Multiset[str]()
        for part in back:
            if part.origin is not None and part.origin.line == line.line:
                total.update(shares(part))
        assert dict(total) == {name: -amount for name, amount in shares(line).items()}


@settings(max_examples=10, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seller=st.integers(0, 2), goods=purchases(), plan=acts, last=st.integers(0, 2))
def test_any_split_over_three_tills_gives_back_all_of_it_once(
    tills: Shop, seller: int, goods: list[Json], plan: list[Json], last: int
) -> None:
    world, counters_ = tills
    sale = sell(counters_, seller, goods)
    play(counters_, sale.number, plan)
    check_never_more(sale, given_back(counters_, sale.number))
    for till in counters_:
        till.exchange()
    answer = counters_[last].ask("return", receipt=sale.number)
    if answer["ok"]:
        counters_[last].pay()
    else:
        assert answer["error"]["code"] == "nothing_left"
    check_all_is_back(sale, given_back(counters_, sale.number))
    counters_[last].exchange()
    for till in counters_:
        till.no("nothing_left", "return", receipt=sale.number)
    assert not world.cases()


def test_tills_that_ask_nobody_are_seen_to_give_back_too_much(tills: Shop) -> None:
    """The control: with the plugs pulled two tills take the same piece back, here and at the ledger."""
    world, (first, second, _) = tills
    code = first.sell({"sku": "tea"})["receipt"]["code"]
    sale = last_sale(first)
    for till in (first, second):
        till.network.up = False
        till.ok("return", receipt=code)
        till.pay()
        till.network.up = True
    with pytest.raises(AssertionError):
        check_never_more(sale, given_back([first, second], sale.number))
    for till in (first, second):
        till.exchange()
    assert set(world.cases()) == {"over_returned"}
