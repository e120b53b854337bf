"""What a desk answer proves: each standing, and that unknown is never counted as nothing."""

import pytest

from kiosk.viewmodels.manager_figures import SILENT_AFTER_S, Standing, answered, day_of
from sync.protocol.wire import Closing, DeskAnswer, TerminalState

DAY = "2026-11-21"
NOW = "2026-11-21T20:00:00+01:00"
CLOSED = Closing(business_day=DAY, z_number=3, expected_minor=10_000, counted_minor=9_700, over_short_minor=-300)
LATER = Closing(business_day="2026-11-22", z_number=4, expected_minor=1, counted_minor=1, over_short_minor=0)


def till(**more: object) -> TerminalState:
    known = {"terminal": "t1", "register": "1", "kind": "cashier", "last_heard": NOW, "unsent": 0, "head_seq": 9, "acked_seq": 9}
    return TerminalState(**{**known, **more})  # type: ignore[arg-type]


def answer(*terminals: TerminalState) -> DeskAnswer:
    return DeskAnswer(
        store="s", business_day=DAY, terminals=list(terminals), sales_minor=0, receipts=0, cases=0, push_now=1, server_time=NOW
    )


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (till(last_heard="", unsent=None, head_seq=None, acked_seq=0), Standing.NEVER),
        (till(unsent=4, head_seq=13), Standing.UNSENT),
        (till(unsent=None, head_seq=None), Standing.UNSENT),
        (till(closing=CLOSED, unsent=4, head_seq=13), Standing.UNSENT),
        (till(business_day=DAY), Standing.OPEN),
        (till(business_day=DAY, closing=CLOSED), Standing.OPEN),
        (till(closing=CLOSED), Standing.PROVEN),
        (till(closing=LATER), Standing.PROVEN),
        (till(), Standing.UNUSED),
        (till(last_heard="2026-11-21T08:00:00+01:00"), Standing.SILENT),
        (till(last_heard="2026-11-21T08:00:00+01:00", closing=CLOSED), Standing.PROVEN),
    ],
)
def test_what_a_terminal_s_last_word_proves(state: TerminalState, standing: Standing) -> None:
    row = day_of(answer(state)).rows[0]
    assert row.standing == standing
    assert row.proven == (standing in (Standing.PROVEN, Standing.UNUSED))


def test_the_ledger_s_own_head_beats_an_old_word_about_what_waits() -> None:
    assert day_of(answer(till(unsent=34, head_seq=9, acked_seq=9))).rows[0].waiting == 0
    assert day_of(answer(till(unsent=34, head_seq=43, acked_seq=9))).rows[0].waiting == 34


def test_figures_of_another_day_are_not_this_day_s() -> None:
    assert day_of(answer(till(closing=LATER))).rows[0].counted_minor is None
    assert day_of(answer(till(closing=CLOSED))).rows[0].over_short_minor == -300


def test_a_kiosk_has_no_drawer() -> None:
    row = day_of(answer(till(kind="selfservice", closing=CLOSED))).rows[0]
    assert row.proven and row.expected_minor is None


def test_silence_begins_after_two_minutes() -> None:
    heard = {SILENT_AFTER_S: "2026-11-21T19:58:00+01:00", SILENT_AFTER_S + 1: "2026-11-21T19:57:59+01:00"}
    assert [day_of(answer(till(last_heard=at))).rows[0].silent for at in heard.values()] == [False, True]


def test_offsets_of_clocks_are_understood() -> None:
    assert not day_of(answer(till(last_heard="2026-11-21T19:00:00+00:00"))).rows[0].silent


def test_unknown_is_never_counted_as_nothing() -> None:
    never = till(register="2", last_heard="", unsent=None, head_seq=None, acked_seq=0)
    assert day_of(answer(never)).waiting is None
    assert day_of(answer(till(), never)).waiting is None
    assert day_of(answer(till(unsent=3, head_seq=12), never)).waiting == 3
    assert day_of(answer(till())).waiting == 0
    assert [row.register for row in day_of(answer(till(), never)).unknown] == ["2"]


def test_who_has_not_counted_is_named() -> None:
    day = day_of(
        answer(till(closing=CLOSED), till(register="2", business_day=DAY), till(register="3", kind="selfservice", business_day=DAY))
    )
    assert [row.register for row in day.uncounted] == ["2"]
    assert [row.register for row in day.counted] == ["1"]
    assert [row.register for row in day.missing] == ["2", "3"]


def test_desks_are_no_tills() -> None:
    desk = till(register="D", kind="manager", business_day=DAY, answered_push=0)
    assert day_of(answer(desk)).rows == ()
    assert answered(answer(desk, till(answered_push=1), till(register="2")), 1) == (1, 2)
