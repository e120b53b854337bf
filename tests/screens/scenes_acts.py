"""Scenes of the acts of a complete till: lines and tickets, returns, papers, cash, closings, training and the map of keys."""

from collections.abc import Callable

from kiosk.screens.cashier.cash_page import CashPage
from kiosk.screens.cashier.closed import ClosedPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services.queries import PaperRow, PrinterView
from kiosk.touch.keys import KeyButton
from kiosk.viewmodels.acts_model import Reduction
from kiosk.viewmodels.cashier_model import Page
from tests.screens.fake_acts import DIGEST, OTHER_TILL, RECEIPT, CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import Scene, after_sales, closed, count, open_till, page_as, pay, sell, selling
from tests.screens.turns import settle


def act(name: str, then: Callable[[CashierWindow], object] = lambda window: None) -> Callable[[CashierWindow, CompleteTill], None]:
    """Do an act of the selling page with a ticket open."""

    def play(window: CashierWindow, till: CompleteTill) -> None:
        sell(window, till)
        selling(window).side.act_wanted.emit(name)
        settle()
        then(window)

    return play


def acts_page(window: CashierWindow, till: CompleteTill) -> None:
    hold_two(window, till)
    sell(window, till)
    selling(window).side.more.click()


def hold_two(window: CashierWindow, till: CompleteTill) -> None:
    for _ in range(2):
        sell(window, till, member=False)
        window.model.acts.hold()
        settle()


def held(window: CashierWindow, till: CompleteTill) -> None:
    hold_two(window, till)
    selling(window).side.hold.click()


def discounted(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.model.acts.discount(Reduction(1, percent_bp=1_000), "damaged")
    window.model.acts.override_price(5, 300, "short_date")
    window.model.acts.set_mode("take_away")


def times(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.model.basket.multiply(3)


def give_back(receipt: str, *, all_of_it: bool = False) -> Callable[[CashierWindow, CompleteTill], None]:
    def play(window: CashierWindow, till: CompleteTill) -> None:
        window.model.go(Page.RETURNS)
        settle()
        if receipt:
            window.model.returns.find(receipt)
            settle()
        if all_of_it:
            window.model.returns.all()

    return play


def exchange(window: CashierWindow, till: CompleteTill) -> None:
    give_back(RECEIPT, all_of_it=True)(window, till)
    window.model.returns.give_back()
    settle()
    window.scan(GOODS[4].sku)


def refund(window: CashierWindow, till: CompleteTill) -> None:
    exchange(window, till)
    settle()
    window.model.pay()


def uncertain(window: CashierWindow, till: CompleteTill) -> None:
    pay()(window, till)
    till.card_outcome = "card_uncertain"
    window.model.payment.choose("card")
    window.model.payment.tender(None)


def gift_code(window: CashierWindow, till: CompleteTill) -> None:
    pay()(window, till)
    window.model.payment.choose("gift_card")
    window.model.payment.tender(None)


def done_with(*, digital: bool = False, sheet: str = "") -> Callable[[CashierWindow, CompleteTill], None]:
    def play(window: CashierWindow, till: CompleteTill) -> None:
        pay(cash=3000)(window, till)
        settle()
        window.model.payment.finish("digital" if digital else "none")
        settle()
        if sheet:
            getattr(window.page, sheet).ask()

    return play


def cash(kind: str) -> Callable[[CashierWindow, CompleteTill], None]:
    def play(window: CashierWindow, till: CompleteTill) -> None:
        window.model.drawer.choose(kind)
        window.model.go(Page.CASH)
        settle()
        page_as(window, CashPage).entry.set_text("150")

    return play


def cash_reason(window: CashierWindow, till: CompleteTill) -> None:
    cash("paid_out")(window, till)
    page_as(window, CashPage).go_on.click()


def closing(window: CashierWindow, till: CompleteTill) -> None:
    closed(window, till)
    settle()
    page_as(window, ClosedPage).periods.click()


def training(window: CashierWindow, till: CompleteTill) -> None:
    window.model.drawer.train(on=True)
    settle()
    sell(window, till)


PAPERS = (
    PaperRow("000000000009-0", "sale", "02-A-000009", 0, "started", 1),
    PaperRow("000000000010-0", "gift", "02-A-000009", 1, "waiting", 1),
    PaperRow("000000000008-0", "sale", "02-A-000008", 0, "unknown", 1, "2026-11-21T13:58:00+01:00"),
    PaperRow("000000000007-0", "sale", "02-A-000007", 0, "printed", 1, "2026-11-21T13:51:00+01:00"),
)


def paper_out(*, other: str | None = None) -> Callable[[CompleteTill], None]:
    def prepare(till: CompleteTill) -> None:
        till.begin_with().papers = list(PAPERS)
        till.printer = PrinterView("paper_out", 2, other)

    return prepare


def papers(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.show_papers()


def drop_pieces(window: CashierWindow, till: CompleteTill) -> None:
    cash("drop")(window, till)
    page_as(window, CashPage).by_pieces.click()
    for value, pieces in ((5000, 2), (2000, 6), (1000, 4)):
        window.model.drawer.count(value, pieces)


def _tap(window: CashierWindow, name: str) -> None:
    key = selling(window).findChild(KeyButton, name)
    assert key is not None
    key.click()


def own_share(window: CashierWindow) -> None:
    _tap(window, "other_share")


def own_amount(window: CashierWindow) -> None:
    _tap(window, "share_or_amount")


def open_price(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    selling(window).side.catalogue.take(next(item for item in GOODS if item.price_minor is None))


def wrong_pin(window: CashierWindow, till: CompleteTill) -> None:
    window.model.session.lock()
    settle()
    window.model.session.login("nadia", "9999")


def key_map(window: CashierWindow, till: CompleteTill) -> None:
    sell(window, till)
    window.show_keys()


def number(window: CashierWindow) -> None:
    selling(window).acts.plu.entry.set_text("12")


def price(window: CashierWindow) -> None:
    window.scan(GOODS[3].sku)


def count_open(window: CashierWindow, till: CompleteTill) -> None:
    count(window, till)
    window.model.day.ask_expected()


def after_sales_open(till: CompleteTill) -> None:
    after_sales(till)
    till.blind = False


ACT_SCENES = (
    Scene("acts", open_till, acts_page),
    Scene("held", open_till, held),
    Scene("held_none", open_till, act("held")),
    Scene("discounted", open_till, discounted),
    Scene("times", open_till, times),
    Scene("act_discount", open_till, act("discount")),
    Scene("act_price", open_till, act("override_price")),
    Scene("act_reason", open_till, act("no_sale")),
    Scene("act_mode", open_till, act("tax_mode")),
    Scene("act_plu", open_till, act("plu", number)),
    Scene("act_price_check", open_till, act("price_check")),
    Scene("act_price_checked", open_till, act("price_check", price)),
    Scene("act_gift_card", open_till, act("gift_card")),
    Scene("act_coupon", open_till, act("coupon")),
    Scene("returns", open_till, give_back("")),
    Scene("returns_receipt", open_till, give_back(RECEIPT)),
    Scene("returns_other_till", open_till, give_back(OTHER_TILL, all_of_it=True)),
    Scene("returns_offline", open_till, give_back(DIGEST)),
    Scene("exchange", open_till, exchange),
    Scene("refund", open_till, refund),
    Scene("pay_uncertain", open_till, uncertain),
    Scene("pay_gift_card", open_till, gift_code),
    Scene("done_digital", open_till, done_with(digital=True)),
    Scene("done_mail", open_till, done_with(sheet="mail")),
    Scene("done_invoice", open_till, done_with(sheet="invoice")),
    Scene("menu_manager", after_sales, lambda window, till: window.model.go(Page.DAY)),
    Scene("cash_in", open_till, cash("paid_in")),
    Scene("cash_drop", open_till, cash("drop")),
    Scene("cash_reason", open_till, cash_reason),
    Scene("count_open", after_sales_open, count_open),
    Scene("closings", after_sales, closing),
    Scene("training", after_sales, training),
    Scene("key_map", open_till, key_map),
    Scene("papers", paper_out(other="ready"), papers),
    Scene("papers_one_printer", paper_out(), papers),
    Scene("cash_drop_pieces", open_till, drop_pieces),
    Scene("discount_own_share", open_till, act("discount", own_share)),
    Scene("discount_own_amount", open_till, act("discount", own_amount)),
    Scene("open_price", open_till, open_price),
    Scene("lock_wrong_pin", open_till, wrong_pin),
)
