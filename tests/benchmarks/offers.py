"""One basket of 100 lines and 3,010 pieces under 1,000 offers of which 50 match, evaluated whole with the trace of all candidates.

Beside it: a peer on the same workload, one changed line, many pieces, many offers, and everything explained.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Memo, Priced, explain_all, price
from sync.protocol.offers import OfferWhen, PercentOffer
from sync.protocol.records import Product, Shop, Tax
from tests.benchmarks.figure import Figure, Measure, interleaved
from tests.benchmarks.medusa import available, medusa

LINES, PIECES, OFFERS, MATCHING = 100, 3_010, 1_000, 50
PRICE_MINOR = 1_000
ROUNDS, WARM_UP = 15, 3
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TARGETS = {"offers": 0.05, "offers_line": 0.2, "offers_units": 1.1, "offers_many": 2.0}
SHOP = Shop(name="Shop", country="FR", currency="EUR", minor_digits=2, timezone="Europe/Paris", languages=["fr"], prices_include_tax=True)
TAX = Tax(id="T20", name="20", rate_bp=2_000)

Wanted = Sequence[tuple[str, Sequence[str]]]


def wanted(offers: int = OFFERS, matching: int = MATCHING) -> Wanted:
    """Return offers by name with the products they are for: the first `matching` share the basket's lines, the others' are not in it."""
    of = LINES // matching
    return [
        (f"o{n}", [f"p{n * of + each}" for each in range(of)] if n < matching else [f"x{n * of + each}" for each in range(of)])
        for n in range(offers)
    ]


def pieces() -> list[int]:
    """Return the pieces of each line: from 1 to 59, in no order, 3,010 in all."""
    found = [1 + line * 37 % 59 for line in range(LINES)]
    found[0] += PIECES - sum(found)
    return found


def policy(offers: Wanted) -> Policy:
    """Return the shop under a tenth off for each of the offers, its index compiled."""
    rules = tuple(PercentOffer(id=code, when=OfferWhen(skus=list(products)), percent_bp=1_000) for code, products in offers)
    found = Policy(SHOP, {TAX.id: TAX}, rules, (), "benchmark")
    assert found.index
    return found


def basket(quantities: Sequence[int]) -> Basket:
    """Return a basket with a line of its own for each quantity."""
    found = baskets.new_basket("b", NOW.isoformat(), "fr")
    for line, quantity in enumerate(quantities):
        product = Product(sku=f"p{line}", name=f"P{line}", department="d", price_minor=PRICE_MINOR, unit="piece", taxes=[TAX.id])
        found = baskets.add_product(found, product, quantity=quantity)
    return found


def timed(work: Callable[[], object]) -> Measure:
    """Return a measure of one call, in milliseconds."""

    def measured() -> float:
        begin = time.perf_counter()
        work()
        return (time.perf_counter() - begin) * 1000

    return measured


def whole(found: Basket, rules: Policy) -> Measure:
    """Measure a full evaluation with its trace."""
    return timed(lambda: price(found, rules, NOW))


class OneLine:
    """A basket in which one line changes before each evaluation, which may keep what that did not touch."""

    def __init__(self, quantities: Sequence[int], rules: Policy) -> None:
        self._rules, self._memo = rules, Memo()
        self._basket = basket(quantities)
        self._turn = 0

    def __call__(self) -> float:
        """Change a line, then evaluate; only the evaluation counts."""
        self._turn += 1
        line = self._turn % LINES + 1
        self._basket = baskets.set_quantity(self._basket, line, 1 + self._turn % 50)
        return timed(self._evaluate)()

    def _evaluate(self) -> Priced:
        return price(self._basket, self._rules, NOW, memo=self._memo)


def measure(folder: Path) -> Iterator[Figure]:
    """Measure each against its baseline, in turns."""
    rules, found = policy(wanted()), basket(pieces())
    assert sum(item.status == "applied" for item in price(found, rules, NOW).trace) == MATCHING
    if available():
        lines = [(f"p{line}", quantity, PRICE_MINOR) for line, quantity in enumerate(pieces())]
        with medusa(folder, wanted(), lines) as peer:
            yield _figure("offers", whole(found, rules), peer)
            assert peer.actions == LINES
    yield _figure("offers_line", OneLine(pieces(), rules), whole(found, rules))
    yield _figure("offers_units", whole(basket([6_000] * LINES), rules), whole(basket([1] * LINES), rules))
    yield _figure("offers_many", whole(found, policy(wanted(10_000, 10))), whole(found, policy(wanted(10, 10))))
    yield _figure("offers_explain", timed(lambda: explain_all(found, rules, NOW)), whole(found, rules))


def _figure(name: str, value: Measure, baseline: Measure) -> Figure:
    return Figure(name, *interleaved(value, baseline, ROUNDS, WARM_UP), TARGETS.get(name))
