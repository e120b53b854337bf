"""The desk: every terminal with its last word, never a guess, and the day as the ledger holds it."""

import pytest

from sync.client.channel import Rejection
from sync.protocol.wire import Closing, FeedRequest, Report, TerminalState
from tests.unit.sync.ledger.machines import DAY, day_opened, opened, sale
from tests.unit.sync.ledger.worlds import World


def states(found: list[TerminalState]) -> dict[str, TerminalState]:
    return {each.register: each for each in found}


def test_a_terminal_never_heard_from_is_unknown_not_zero(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    shop_world.machine("K1")
    found = states(desk.desk().terminals)["K1"]
    assert (found.last_heard, found.unsent, found.head_seq) == ("", None, None)


def test_the_desk_shows_figures_and_each_terminals_last_word(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), day_opened(), sale(1), sale(2))
    ledger.push(chain.message())
    closing = Closing(business_day=DAY, z_number=3, expected_minor=11_200, counted_minor=11_000, over_short_minor=-200)
    word = Report(epoch="e1", head_seq=9, head_hash=chain.hash, unsent=5, business_day=DAY, staff="bob", closing=closing)
    ledger.feed(FeedRequest(report=word))
    answer = desk.desk(DAY)
    assert (answer.store, answer.business_day, answer.sales_minor, answer.receipts) == ("S1", DAY, 1200, 2)
    found = states(answer.terminals)["K1"]
    assert (found.unsent, found.acked_seq, found.head_seq, found.closing, found.staff) == (5, 4, 9, closing, "bob")


def test_an_empty_day_means_the_newest_and_another_day_is_its_own(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), sale(1))
    chain.add(sale(2), day="2026-11-23")
    ledger.push(chain.message())
    assert (desk.desk().business_day, desk.desk().receipts) == ("2026-11-23", 1)
    assert desk.desk(DAY).receipts == 1
    assert desk.desk("2020-01-01").receipts == 0


def test_asking_is_counted_told_and_answered(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(opened())
    assert ledger.push(chain.message()).push_now == 0
    assert desk.ask_push() == 1
    chain.add(sale(1))
    assert ledger.feed(FeedRequest(report=chain.report())).push_now == 1
    assert states(desk.desk().terminals)["K1"].answered_push == 0
    ledger.push(chain.message())
    assert states(desk.desk().terminals)["K1"].answered_push == 1


def test_a_kiosk_may_not_ask(shop_world: World) -> None:
    ledger, _ = shop_world.machine("K2")
    for question in (ledger.desk, ledger.ask_push):
        with pytest.raises(Rejection, match="desk_only"):
            question()


def test_a_replaced_terminal_is_shown_while_it_holds_something(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), sale(1))
    ledger.push(chain.message(chain.entered[:1]))
    shop_world.machine("K1")
    assert [each.register for each in desk.desk().terminals] == ["K1", "K1", "M1"]
    ledger.push(chain.message())
    chain.acknowledged = 2
    ledger.feed(FeedRequest(report=chain.report()))
    assert [each.register for each in desk.desk().terminals] == ["K1", "M1"]
