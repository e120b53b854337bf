"""Who may do what: the table, the requests' names, and that a greater role never may less."""

from typing import get_args

import pytest

from kiosk.domain.permissions import Act, act_of, decide
from kiosk.services import commands
from sync.protocol.records import Role

ROLES: tuple[Role, ...] = ("attendant", "cashier", "manager", "administrator")
ACTS: tuple[Act, ...] = get_args(Act)


@pytest.mark.parametrize("act", ["sell", "void", "cancel", "return", "open_day", "close_day", "x_report", "paid_out", "drop", "no_sale"])
def test_a_lone_cashier_runs_the_shop(act: Act) -> None:
    assert decide("cashier", act).allowed


@pytest.mark.parametrize(
    ("role", "act", "allowed", "needs"),
    [
        ("attendant", "sell", True, "attendant"),
        ("attendant", "return", False, "cashier"),
        ("attendant", "drop", False, "cashier"),
        ("cashier", "override_price", False, "manager"),
        ("manager", "override_price", True, "manager"),
        ("manager", "settings", False, "administrator"),
        ("administrator", "settings", True, "administrator"),
        ("", "sell", False, "attendant"),
        ("stranger", "x_report", False, "attendant"),
    ],
)
def test_decide(role: str, act: Act, allowed: bool, needs: Role) -> None:
    assert decide(role, act) == (allowed, needs)


def test_discounts_beyond_a_tenth_need_a_manager() -> None:
    assert decide("cashier", "discount", discount_bp=1000).allowed
    assert decide("cashier", "discount", discount_bp=1001) == (False, "manager")
    assert decide("manager", "discount", discount_bp=10_000).allowed
    assert decide("cashier", "sell", discount_bp=10_000).allowed, "only discounts are measured"


def test_a_greater_role_never_may_less() -> None:
    for act in ACTS:
        allowed = [decide(role, act).allowed for role in ROLES]
        assert allowed == sorted(allowed), act
        assert allowed[-1], "an administrator may do everything"
        assert decide(decide("", act).needs, act).allowed, "who is asked to approve may"


@pytest.mark.parametrize(
    ("request_name", "act"),
    [("scan", "sell"), ("tender", "sell"), ("void_line", "void"), ("undo", "void"), ("cancel_basket", "cancel"), ("return", "return")],
)
def test_requests_are_acts(request_name: str, act: Act) -> None:
    assert act_of(request_name) == act


def test_every_act_but_settings_is_a_request() -> None:
    tags = {kind.__struct_config__.tag for kind in get_args(commands.Command)}
    assert {act_of(tag) for tag in tags if isinstance(tag, str)} == {*ACTS} - {"settings"}
