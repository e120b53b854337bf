"""What a payment screen offers of a member's points is what will be taken: beyond the shop's limit nothing while the ledger is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.services.pay_options import options
from kiosk.services.queries import PayWay
from kiosk.services.wallet_views import Wallet
from tests.flows.counters import Counter, counters
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward

Json = dict[str, Any]
LIMIT = 2000
"""What a member may spend in a day without the ledger, unless the shop says otherwise."""


@contextmanager
def one_till(folder: Path, spend: Json | None = None) -> Iterator[Counter]:
    """A till of a ledger; its member has 90.00 in points, and a reward of 30.00 of them."""
    programme = points(spend=spend or {}, rewards=[reward("dear", 3000, "amount", amount_minor=3000)])
    with counters(folder, loyal(goods(coat=9500), programmes=[programme], balances={"POINT": 9000}), "R1") as (_, (till,)):
        till.exchange()
        yield till
        till.network.up = True


def ticket(till: Counter) -> None:
    till.ok("member", code=CARD)
    till.ok("add", sku="coat", quantity=1)


def cut(till: Counter) -> None:
    """The network goes, and the till has noticed."""
    till.network.up = False
    till.no("ledger_unreachable", "sync")


def way(till: Counter) -> PayWay | None:
    """What is offered of the points."""
    ways = options(till.running.till.terminal, till.running.till.session).ways
    return next((each for each in ways if each.kind == "points"), None)


def test_online_all_that_the_member_has(tmp_path: Path) -> None:
    with one_till(tmp_path) as till:
        ticket(till)
        assert way(till) == PayWay("points", 9000)
        assert till.ok("tender", kind="points")["basket"]["totals"]["paid_minor"] == 9000


def test_offline_what_the_limit_leaves_and_says_so(tmp_path: Path) -> None:
    with one_till(tmp_path) as till:
        cut(till)
        ticket(till)
        assert way(till) == PayWay("points", LIMIT, offline_limit_minor=LIMIT)
        till.ok("tender", kind="points", amount_minor=1500)
        assert way(till) == PayWay("points", 500, offline_limit_minor=LIMIT)
        assert till.ok("tender", kind="points")["basket"]["totals"]["paid_minor"] == LIMIT
        assert way(till) == PayWay("points", 0, offline_limit_minor=LIMIT)
        till.no("points_need_ledger", "tender", kind="points")


@pytest.mark.parametrize(("spend", "most"), [({"step": 300, "least": 300}, 1800), ({"step": 1500, "least": 3000}, 0)])
def test_in_whole_steps_and_no_less_than_the_least(tmp_path: Path, spend: Json, most: int) -> None:
    with one_till(tmp_path, spend) as till:
        cut(till)
        ticket(till)
        assert way(till) == PayWay("points", most, offline_limit_minor=LIMIT)
        if most:
            assert till.ok("tender", kind="points")["basket"]["totals"]["paid_minor"] == most
        else:
            till.no("points_need_ledger", "tender", kind="points")


def test_where_the_member_has_no_more_nothing_is_said_of_a_limit(tmp_path: Path) -> None:
    with one_till(tmp_path, {"most_bp": 1_000}) as till:
        cut(till)
        ticket(till)
        assert way(till) == PayWay("points", 950)


def test_a_network_that_goes_just_then_pays_what_it_may(tmp_path: Path) -> None:
    """Nobody knew before the ledger did not answer; from then on the till offers what the limit leaves."""
    with one_till(tmp_path) as till:
        ticket(till)
        till.network.up = False
        assert way(till) == PayWay("points", 9000)
        assert till.ok("tender", kind="points")["basket"]["totals"]["paid_minor"] == LIMIT
        till.ok("undo")
        assert way(till) == PayWay("points", LIMIT, offline_limit_minor=LIMIT)


def test_an_amount_that_was_named_is_paid_or_refused(tmp_path: Path) -> None:
    with one_till(tmp_path) as till:
        ticket(till)
        till.network.up = False
        till.no("points_need_ledger", "tender", kind="points", amount_minor=LIMIT + 1)


def test_once_the_ledger_is_back_all_is_offered_again(tmp_path: Path) -> None:
    with one_till(tmp_path) as till:
        cut(till)
        ticket(till)
        till.network.up = True
        till.exchange()
        assert way(till) == PayWay("points", 9000)


def test_practice_knows_no_limit(tmp_path: Path) -> None:
    with one_till(tmp_path) as till:
        cut(till)
        till.no("approval_needed", "training", on=True)
        till.ok("approve", staff="max", pin="123456")
        ticket(till)
        assert way(till) == PayWay("points", 9000)
        assert till.ok("tender", kind="points")["basket"]["totals"]["paid_minor"] == 9000


def test_a_reward_beyond_the_limit_says_that_it_needs_the_ledger(tmp_path: Path) -> None:
    with one_till(tmp_path) as till:
        ticket(till)

        def cause() -> str:
            return str(till.running.reader.answer(Wallet()).rewards[0].cause)

        assert cause() == ""
        cut(till)
        assert cause() == "ledger"
        till.no("points_need_ledger", "reward", id="dear")
        till.network.up = True
        till.exchange()
        assert cause() == ""
        till.ok("reward", id="dear")
        cut(till)
        assert cause() == "", "what lies on the ticket is reserved"
