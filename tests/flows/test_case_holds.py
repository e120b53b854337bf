"""T-E1 at two tills of one ledger that ask at the very same moment: of 100, twice 60 are wanted, one gets them, and 40 are left."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any, NamedTuple

import pytest

from sync.ledger.verify import verify
from tests.flows.counters import Counter, counters
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward

Json = dict[str, Any]
GIFT_CARD = "KDO-100"
SHOP = loyal(
    goods(coat=5000, book=6000),
    programmes=[points(earn={"points": 0, "per_minor": 100}, rewards=[reward("five", 60, "amount", amount_minor=500)])],
    balances={"POINT": 100},
) | {"gift_cards": [{"code": GIFT_CARD, "balance_minor": 10_000}]}


class Case(NamedTuple):
    """What both tills ask at once, why the second is refused, and how what is left is read."""

    do: str
    fields: Json
    refused: str
    left: Callable[[Counter], int]
    after: int


def points_left(till: Counter) -> int:
    shown = till.ok("member", code=CARD)["basket"]["member"]["balances"]["POINT"]
    till.ok("cancel_basket")
    return int(shown)


def card_left(till: Counter) -> int:
    return int(till.ok("scan", code=GIFT_CARD)["gift_card"]["balance_minor"])


CASES = {
    "points": Case("tender", {"kind": "points", "amount_minor": 60}, "points_held", points_left, 40),
    "reward": Case("reward", {"id": "five"}, "points_held", points_left, 40),
    "gift card": Case("tender", {"kind": "gift_card", "code": GIFT_CARD, "amount_minor": 6000}, "gift_card_held", card_left, 4000),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_of_two_at_once_exactly_one_spends(tmp_path: Path, case: Case) -> None:
    with counters(tmp_path, SHOP, "R1", "R2") as (world, tills):
        for till in tills:
            till.ok("member", code=CARD)
            till.ok("add", sku="book", quantity=1)
        both = Barrier(len(tills))

        def spend(till: Counter) -> Json:
            both.wait()
            return till.ask(case.do, **case.fields)

        with ThreadPoolExecutor(len(tills)) as pool:
            answers = list(pool.map(spend, tills))
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        [error] = [answer["error"]["code"] for answer in answers if not answer["ok"]]
        assert error == case.refused
        for till, answer in zip(tills, answers, strict=True):
            if answer["ok"]:
                till.pay()
            else:
                till.ok("cancel_basket")
        for till in (*tills, *tills):
            till.exchange()
        assert [case.left(till) for till in tills] == [case.after, case.after]
        assert (world.cases(), verify(world.context).fault) == ({}, None)
