"""The customer's way as data: it holds together, and a step it does not know raises."""

from itertools import pairwise

import pytest

from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S, FLOW, HELP_IDLE_S, STEPS, Journey


def test_every_screen_leads_only_to_screens_that_exist() -> None:
    assert {name for screen in FLOW.values() for name in screen.leads_to} <= set(FLOW)


def test_every_screen_can_be_reached_and_left() -> None:
    reached, frontier = {"closed"}, {"closed"}
    while frontier:
        frontier = {name for screen in frontier for name in FLOW[screen].leads_to} - reached
        reached |= frontier
    assert reached == set(FLOW)
    assert all(screen.leads_to for screen in FLOW.values())


def test_the_four_steps_are_all_there_and_never_go_back_on_the_way_to_the_receipt() -> None:
    way = ["welcome", "scan", "member", "review", "pay", "receipt", "thanks"]
    steps = [FLOW[name].step for name in way]
    assert steps == sorted(steps)
    assert set(steps) == set(range(STEPS + 1))
    assert all(after in FLOW[before].leads_to for before, after in pairwise(way))


def test_silence_never_cancels_what_a_card_may_have_paid() -> None:
    assert FLOW["pay"].idle_s is None
    assert FLOW["receipt"].on_silence == "finish"
    assert {name for name, screen in FLOW.items() if screen.on_silence == "cancel"} == {"scan", "goods", "mode", "member", "review"}


def test_staff_are_given_more_time_than_any_screen() -> None:
    assert max(screen.idle_s or 0 for screen in FLOW.values()) + COUNTDOWN_S < HELP_IDLE_S


def test_a_journey_goes_only_where_the_flow_leads() -> None:
    journey = Journey("welcome")
    assert journey.go("scan")
    assert not journey.go("scan")
    with pytest.raises(ValueError, match="scan does not lead to thanks"):
        journey.go("thanks")
    assert journey.screen.name == "scan"
