"""The drawer's day on the real widgets: log-in, opening, X, count, Z, lock, language and theme."""

from PySide6.QtCore import Qt

from kiosk.screens.cashier.closed import ClosedPage
from kiosk.screens.cashier.count import CountPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.screens.shared.login import LoginPage
from kiosk.services import commands as c
from kiosk.services.queries import PrinterView, RecoveryView, SyncView
from kiosk.touch.labels import Label
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import key, last, page_of, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, OPENING_FLOAT
from tests.screens.turns import settle

NBSP = "\N{NO-BREAK SPACE}"


def test_a_whole_day_by_keys_alone(opened: Opened, till: CompleteTill) -> None:
    window = opened()
    assert page_of(window) is Page.LOGIN
    type_text(window, "1234")
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.OPEN_DAY
    type_text(window, "120")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.OpenDay(float_minor=12_000, business_day="2026-11-21")
    assert page_of(window) is Page.SELLING
    wedge(window, GOODS[0].sku)
    for _ in range(4):
        key(window, Qt.Key.Key_Return)
    assert till.sales == [395]
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F3)
    assert page_of(window) is Page.FIGURES
    key(window, Qt.Key.Key_F4)
    assert page_of(window) is Page.COUNT
    type_text(window, "1")
    key(window, Qt.Key.Key_F4)
    assert last(till) == c.CloseDay(counted_minor=20_000, denominations={"20000": 1})
    assert page_of(window) is Page.CLOSED
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.LOGIN


def test_another_person_is_chosen_by_tile_or_arrow(opened: Opened, till: CompleteTill) -> None:
    window = opened()
    page = window.page
    assert isinstance(page, LoginPage)
    assert page.panel.name.text() == "Nadia Berger"
    key(window, Qt.Key.Key_Down)
    assert page.panel.name.text() == "Marc Lenoir"
    rect = page.staff.item_rect(3)
    page.staff.tapped.emit(3)
    assert rect.isValid() and page.panel.name.text() == "Inès Faure"
    type_text(window, "654321")
    key(window, Qt.Key.Key_Return)
    assert till.staff == "ines"


def test_a_wrong_pin_says_so_and_forgets_what_was_keyed(opened: Opened, till: CompleteTill) -> None:
    window = opened()
    type_text(window, "9999")
    key(window, Qt.Key.Key_Return)
    page = window.page
    assert isinstance(page, LoginPage)
    assert window.message.isVisible() and page.panel.entry.text() == ""


def test_a_short_pin_is_not_sent(opened: Opened, till: CompleteTill) -> None:
    window = opened()
    type_text(window, "12")
    key(window, Qt.Key.Key_Return)
    assert not any(isinstance(command, c.Login) for command in till.sent)


def test_the_float_proposed_is_the_last_count(opened: Opened, till: CompleteTill) -> None:
    till.begin_with(day="")
    window = opened()
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.OpenDay(float_minor=OPENING_FLOAT, business_day="2026-11-21")


def test_the_count_is_blind_and_needs_to_be_made(window: CashierWindow, till: CompleteTill) -> None:
    till.sales = [1000]
    tap(window, "menu")
    tap(window, "count")
    page = window.page
    assert isinstance(page, CountPage)
    assert not page.close_day.isEnabled()
    tap_item(window, "denominations", 3)
    type_text(window, "8")
    assert page.total.text() == f"160,00{NBSP}€"
    tap(window, "close_day")
    closed = window.page
    assert isinstance(closed, ClosedPage)
    assert closed.difference.text() == "La caisse est juste"


def test_missing_money_is_said_in_words(window: CashierWindow, till: CompleteTill) -> None:
    window.model.go(Page.COUNT)
    settle()
    page = window.page
    assert isinstance(page, CountPage)
    page.whole.setFocus()
    for name in ("pad_1", "pad_0", "pad_0"):
        tap(window, name)
    key(window, Qt.Key.Key_F4)
    assert last(till) == c.CloseDay(counted_minor=10_000)
    closed = window.page
    assert isinstance(closed, ClosedPage)
    assert closed.difference.text() == "Il manque dans le tiroir"
    assert closed.amount.text() == f"−50,00{NBSP}€"


def test_expected_cash_is_shown_to_managers_only(opened: Opened, till: CompleteTill) -> None:
    till.begin_with(staff="nadia")
    window = opened()
    tap(window, "menu")
    tap(window, "x_report")
    assert "Espèces attendues" not in shown(window)
    till.staff = "ines"
    till.tell({"session"})
    settle()
    window.model.day.ask_figures()
    settle()
    assert "Espèces attendues" in shown(window)


def shown(window: CashierWindow) -> list[str]:
    return [label.text() for label in window.page.findChildren(Label) if label.isVisible()]


def test_lock_and_unlock_bring_the_ticket_back(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, GOODS[0].sku)
    tap(window, "menu")
    tap(window, "lock")
    assert page_of(window) is Page.LOCK
    type_text(window, "1234")
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.SELLING and window.model.basket.basket.lines


def test_another_language_is_spoken_at_once(window: CashierWindow) -> None:
    wedge(window, GOODS[0].sku)
    tap(window, "menu")
    tap(window, "language_en")
    assert window.look.words.language == "en"
    tap(window, "back")
    assert selling(window).side.pay.text() == "Take €3.95"


def test_another_theme_is_worn_at_once_and_remembered(window: CashierWindow) -> None:
    chosen: list[str] = []
    window.theme_changed.connect(chosen.append)
    tap(window, "menu")
    tap(window, f"theme_{ThemeName.DARK}")
    assert chosen == ["dark"] and window.page.theme.name is ThemeName.DARK
    assert page_of(window) is Page.DAY


def test_the_header_says_states_in_words(window: CashierWindow, till: CompleteTill) -> None:
    assert window.header.sync.text() == f"Hors ligne depuis 12{NBSP}min · 34 ventes en attente"
    assert window.header.printer.text() == "Imprimante prête"
    till.sync = SyncView(configured=True, online=True, since="2026-11-21T14:03:00+01:00", unsent=0)
    till.printer = PrinterView("paper_out", 2)
    till.tell({"sync", "printer"})
    settle()
    assert window.header.sync.text() == "En ligne"
    assert window.header.printer.text() == "Imprimante sans papier · 2 papiers en attente"


def test_send_now(window: CashierWindow, till: CompleteTill) -> None:
    tap(window, "menu")
    tap(window, "sync")
    assert window.header.sync.text() == "En ligne"


def test_what_came_back_after_a_stop_is_said(opened: Opened, till: CompleteTill) -> None:
    till.begin_with()
    till.recovery = RecoveryView(lines=3, papers=1)
    window = opened()
    assert "3 lignes" in window.message.text() and "1 papier" in window.message.text()
