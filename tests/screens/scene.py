"""A scene: how the till stands before a screen is shown, what is done then, and the hands that most scenes need."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from kiosk.screens.cashier.selling import SellingPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.viewmodels.cashier_model import Page
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, MEMBER
from tests.screens.turns import settle

SCANNED = (0, 0, 1, 2, 2, 2, 3, 4)
P = TypeVar("P", bound=ScreenPage)
Play = Callable[[CashierWindow, CompleteTill], object]


class Scene(NamedTuple):
    """One screen: how the till stands before it is shown, and what is done then."""

    name: str
    prepare: Callable[[CompleteTill], object]
    play: Callable[[CashierWindow, CompleteTill], object]


def sell(window: CashierWindow, till: CompleteTill, *, member: bool = True) -> None:
    if member:
        window.scan(MEMBER.code)
    for number in SCANNED:
        window.scan(GOODS[number].sku)
        settle()


def selling(window: CashierWindow) -> SellingPage:
    page = window.page
    assert isinstance(page, SellingPage)
    return page


def page_as(window: CashierWindow, kind: type[P]) -> P:
    """Return the page in sight, which is of this kind."""
    page = window.page
    assert isinstance(page, kind)
    return page


def open_till(till: CompleteTill) -> None:
    till.begin_with()


def after_sales(till: CompleteTill) -> None:
    till.begin_with(staff="ines").sales = [2565, 1840, 990, 4215]


def pay(*, cash: int | None = None, card: bool = False) -> Play:
    def play(window: CashierWindow, till: CompleteTill) -> None:
        sell(window, till)
        window.model.pay()
        settle()
        if cash is not None:
            window.model.payment.tender_cash(cash)
        if card:
            window.model.payment.choose("card_standalone")
            window.model.payment.tender(None)

    return play


def count(window: CashierWindow, till: CompleteTill) -> None:
    window.model.go(Page.COUNT)
    settle()
    for value, pieces in ((2000, 4), (1000, 6), (500, 3), (200, 7), (100, 12), (50, 9)):
        window.model.day.count(value, pieces)


def closed(window: CashierWindow, till: CompleteTill) -> None:
    count(window, till)
    window.model.day.close()
