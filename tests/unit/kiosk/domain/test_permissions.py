"""Who may do what: the table, the requests' names, and that a greater role never may less."""

from typing import get_args

import pytest

from kiosk.domain.permissions import Act, act_of, decide, discount_limit_bp, role_for_discount
from kiosk.services import commands
from sync.protocol.records import Habits, Role

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
        ("cashier", "training", False, "manager"),
        ("cashier", "tax_exempt", True, "cashier"),
        ("attendant", "tax_exempt", False, "cashier"),
        ("manager", "settings", False, "administrator"),
        ("administrator", "settings", True, "administrator"),
        ("", "sell", False, "attendant"),
        ("stranger", "x_report", False, "attendant"),
    ],
)
def test_decide(role: str, act: Act, allowed: bool, needs: Role) -> None:
    assert decide(role, act) == (allowed, needs)


@pytest.mark.parametrize(
    ("limits", "rate_bp", "role"),
    [
        ({}, 1, "cashier"),
        ({}, 1000, "cashier"),
        ({}, 1001, "manager"),
        ({}, 10_000, "manager"),
        ({"attendant": 500}, 500, "attendant"),
        ({"cashier": 0}, 1, "manager"),
        ({"manager": 3000}, 3001, "administrator"),
        ({"manager": 3000, "administrator": 5000}, 5001, None),
    ],
)
def test_a_discount_needs_whose_limit_reaches_so_far(limits: dict[Role, int], rate_bp: int, role: Role | None) -> None:
    assert role_for_discount(rate_bp, limits) == role
    if role is not None:
        assert discount_limit_bp(role, limits) >= rate_bp


def test_a_stranger_gives_nothing() -> None:
    assert discount_limit_bp("stranger", {"cashier": 10_000}) == 0


def test_a_shop_makes_an_act_harder_and_never_easier() -> None:
    strict = Habits(least_roles={"no_sale": "manager", "settings": "attendant", "sell": "cashier"})
    assert decide("cashier", "no_sale", strict) == (False, "manager")
    assert decide("attendant", "sell", strict) == (False, "cashier")
    assert decide("manager", "settings", strict) == (False, "administrator")
    assert decide("cashier", "return", strict).allowed


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


def test_every_act_is_a_request() -> None:
    tags = {kind.__struct_config__.tag for kind in get_args(commands.Command)}
    assert {act_of(tag) for tag in tags if isinstance(tag, str)} == {*ACTS} - {"tax_exempt", "card_word", "refund_cash", "prove_member"}, (
        "what is asked for in them makes them these acts"
    )
