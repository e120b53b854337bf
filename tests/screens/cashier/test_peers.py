"""None of eleven common acts needs more here than where it needs least: the keys and taps of the table are pressed and counted."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt

from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from tests.screens.cashier.hands import key, last, press, touch, type_text, wedge
from tests.screens.cashier.peers import ACTS, CommonAct
from tests.screens.fake_acts import RECEIPT, CompleteTill
from tests.screens.fake_till import GOODS

Begin = Callable[[CashierWindow, CompleteTill], object]
Step = Callable[[CashierWindow], object]


def sold(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, GOODS[0].sku)


def held(window: CashierWindow, till: CompleteTill) -> None:
    sold(window, till)
    key(window, Qt.Key.Key_F6)


def returned(window: CashierWindow, till: CompleteTill) -> None:
    """The receipt's code on the selling page brings all its goods back: a scan, no key."""
    wedge(window, RECEIPT)


def done(window: CashierWindow, till: CompleteTill) -> None:
    sold(window, till)
    for _ in range(3):
        key(window, Qt.Key.Key_Return)


def nothing(window: CashierWindow, till: CompleteTill) -> None:
    pass


def figures(text: str) -> Step:
    return lambda window: type_text(window, text)


BEGIN: dict[str, Begin] = {
    "exact cash sale": sold,
    "10 % off the article just sold": sold,
    "10 % off the whole ticket": sold,
    "put the ticket on hold": sold,
    "bring a ticket back": held,
    "give a whole receipt back": returned,
    "cash paid in": nothing,
    "open the drawer without a sale": nothing,
    "the receipt by e-mail": done,
    "print the last receipt again": done,
    "count and close the day": nothing,
}
TYPED: dict[str, tuple[int, str]] = {"cash paid in": (2, "50"), "the receipt by e-mail": (1, "a@b.fr"), "count and close the day": (2, "1")}
"""What is typed after so many keys or taps, which is counted nowhere."""
BY_EITHER_HAND = frozenset(
    {
        "10 % off the article just sold",
        "10 % off the whole ticket",
        "open the drawer without a sale",
        "cash paid in",
        "count and close the day",
    }
)
"""Acts that need no more here whether by keys or by taps, the reason included."""
OUTCOME: dict[str, type[c.Request]] = {
    "exact cash sale": c.Finish,
    "10 % off the article just sold": c.Discount,
    "10 % off the whole ticket": c.Discount,
    "put the ticket on hold": c.Hold,
    "bring a ticket back": c.Recall,
    "give a whole receipt back": c.Finish,
    "cash paid in": c.PaidIn,
    "open the drawer without a sale": c.NoSaleOpening,
    "the receipt by e-mail": c.SendReceipt,
    "print the last receipt again": c.Reprint,
    "count and close the day": c.CloseDay,
}


def steps(act: CommonAct, how: tuple[str, ...], step: Callable[[CashierWindow, str], None]) -> Iterator[Step]:
    after, text = TYPED.get(act.name, (-1, ""))
    for number, name in enumerate(how):
        if number == after:
            yield figures(text)
        yield partial(_named, step, name)


def _named(step: Callable[[CashierWindow, str], None], name: str, window: CashierWindow) -> None:
    step(window, name)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
@pytest.mark.parametrize("way", ["keys", "taps"])
def test_the_table_does_what_it_says(window: CashierWindow, till: CompleteTill, act: CommonAct, way: str) -> None:
    BEGIN[act.name](window, till)
    before = len(till.sent)
    for step in steps(act, act.keys if way == "keys" else act.taps, press if way == "keys" else touch):
        assert not any(isinstance(command, OUTCOME[act.name]) for command in till.sent[before:]), "fewer would have done"
        step(window)
    assert isinstance(last(till), OUTCOME[act.name])


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_no_common_act_needs_more_here(act: CommonAct) -> None:
    assert min(len(act.keys), len(act.taps)) <= act.fewest_elsewhere
    assert act.name not in BY_EITHER_HAND or max(len(act.keys), len(act.taps)) <= act.fewest_elsewhere
    assert act.sources and len(ACTS) == 11
