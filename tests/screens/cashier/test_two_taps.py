"""No common act of loyalty is more than two taps, or two keys, away from the ticket: they are tapped, pressed and counted."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from tests.screens.cashier.hands import press, selling, touch, type_text, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, MEMBER

MOST = 2
Seen = Callable[[CashierWindow, CompleteTill], bool]


def sent(kind: type[c.Request]) -> Seen:
    return lambda window, till: any(isinstance(command, kind) for command in till.sent)


def why_is_said(window: CashierWindow, till: CompleteTill) -> bool:
    return bool(selling(window).members.why.isVisible() and selling(window).members.why.list.rows())


def gift_is_asked(window: CashierWindow, till: CompleteTill) -> bool:
    """Whether the gesture's amount may be keyed: amount and reason belong to it, as figures do to a quantity."""
    return selling(window).members.recovery.isVisible()


def joining_is_asked(window: CashierWindow, till: CompleteTill) -> bool:
    return selling(window).members.join.isVisible()


def points_are_meant(window: CashierWindow, till: CompleteTill) -> bool:
    return window.model.payment.kind == "points"


def member_is_off(window: CashierWindow, till: CompleteTill) -> bool:
    return till.basket.member is None


class LoyalAct(NamedTuple):
    """`typed` stands before the first step and is not counted, as figures and letters are nowhere."""

    name: str
    taps: tuple[str, ...]
    keys: tuple[str, ...]
    seen: Seen
    member: bool = True
    typed: str = ""


ACTS = (
    LoyalAct("put a member on the ticket by name", ("results:0",), ("Down", "Return"), sent(c.SetMember), member=False, typed="cla"),
    LoyalAct("take somebody in", ("join",), ("Ctrl+F12",), joining_is_asked, member=False),
    LoyalAct("take a reward", ("rewards", "choices:0"), ("Ctrl+F4", "Return"), sent(c.Reward)),
    LoyalAct("mean the points when paying", ("pay", "kind_points"), ("Return", "F9"), points_are_meant),
    LoyalAct("say why a line costs what it costs", ("why_key",), ("Ctrl+F1",), why_is_said),
    LoyalAct("give a coupon to make good", ("rewards", "recovery"), ("Ctrl+F4", "F4"), gift_is_asked),
    LoyalAct("print the card", ("rewards", "print_card"), ("Ctrl+F4", "F3"), sent(c.MemberCard)),
    LoyalAct("take the member off", ("rewards", "remove_member"), ("Ctrl+F4", "F8"), member_is_off),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
@pytest.mark.parametrize("way", ["taps", "keys"])
def test_two_are_enough(qtbot: QtBot, window: CashierWindow, till: CompleteTill, act: LoyalAct, way: str) -> None:
    wedge(window, GOODS[0].sku)
    if act.member:
        wedge(window, MEMBER.code)
    if act.typed:
        type_text(window, act.typed)
        qtbot.waitUntil(lambda: window.model.search.found.text == act.typed)
    steps, step = (act.taps, touch) if way == "taps" else (act.keys, press)
    assert len(steps) <= MOST
    for each in steps:
        assert not act.seen(window, till), "fewer would have done"
        step(window, each)
    assert act.seen(window, till)
