"""Whole journeys at the kiosk, by taps and scans on the real widgets."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.services.commands import Add, CancelBasket, Finish, TenderMoney, Undo, VoidLine, Weigh
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer
from tests.screens.selfservice.scenes import habits

BASKET = ("CAFE", "CAFE", "COMTE", "YAOURT", "PAIN")


def test_a_customer_buys_alone(customer: Customer, till: FakeKiosk) -> None:
    assert customer.screen == "welcome"
    customer.tap("start")
    customer.scan(*BASKET)
    assert customer.face.page.summary.amount.text() == "22,40\u00a0€"  # type: ignore[attr-defined]
    customer.tap("pay")
    assert customer.screen == "member"
    customer.scan(MEMBER_CODE)
    assert "1\u202f284 points" in customer.words()
    customer.tap("go_on")
    assert customer.screen == "review"
    customer.tap("confirm")
    assert customer.screen == "receipt"
    customer.tap("paper")
    assert customer.screen == "thanks"
    words = customer.words()
    assert "04-A-000412" in words
    assert "Vous avez gagné 22 points" in words
    assert "1\u202f306 points" in words
    assert "5,00\u00a0€ pour votre prochaine visite" in words
    assert [command for command in till.sent if isinstance(command, (TenderMoney, Finish))] == [
        TenderMoney(kind="card"),
        Finish(paper="paper", language="fr"),
    ]
    customer.tap("leave")
    assert customer.screen == "welcome"
    assert customer.window.model.ticket.basket.lines == []


def test_a_scan_on_the_welcome_screen_begins(customer: Customer) -> None:
    customer.scan("PAIN")
    assert customer.screen == "scan"
    assert [row.title for row in customer.face.page.list.rows()] == ["Pain de campagne"]  # type: ignore[attr-defined]


def test_the_next_customer_may_scan_while_the_last_is_thanked(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.tap("pay", "go_on", "confirm", "no_paper")
    assert customer.screen == "thanks"
    customer.scan("CAFE")
    assert customer.screen == "scan"
    assert customer.window.model.ticket.count == 1


def test_a_scanner_that_types_is_heard_on_every_screen(customer: Customer, till: FakeKiosk) -> None:
    customer.wedge("2000000000046")
    assert customer.screen == "scan"
    customer.tap("switch_en")
    customer.wedge("2000000000046")
    customer.tap("no_barcode")
    customer.wedge("2000000000046")
    assert customer.screen == "goods"
    customer.tap("to_basket", "pay")
    customer.wedge("2000000000046")
    assert customer.screen == "scan"
    customer.tap("help", "help_back")
    customer.scan("VIN")
    customer.key_pin("111111")
    customer.wedge("2000000000046")
    assert [(line.sku, line.quantity) for line in till.lines] == [("pain", 4), ("vin", 1), ("pain", 1)]


def test_nothing_flashes_up_while_the_language_changes(customer: Customer) -> None:
    """A widget shown before it has its place would be a window of its own for a moment, and take the focus with it."""
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    application = QApplication.instance()
    assert application is not None
    watch = Watch()
    application.installEventFilter(watch)
    customer.tap("language_en", "start", "switch_fr")
    application.removeEventFilter(watch)
    assert shown == []
    assert QApplication.focusWidget() is customer.window


def test_a_known_member_is_not_asked_for_the_card(customer: Customer) -> None:
    customer.scan(MEMBER_CODE, "PAIN")
    customer.tap("pay")
    assert customer.screen == "review"


def test_goods_without_a_barcode(customer: Customer, till: FakeKiosk) -> None:
    habits(customer, has_scale=True)
    customer.tap("start", "no_barcode")
    customer.tap_item("goods_grid", 2)
    assert customer.face.header.title.text() == "Boulangerie"
    customer.tap_item("goods_grid", 1)
    assert Add(sku="baguette", quantity=1) in till.sent
    assert customer.face.message.text() == "Baguette tradition\u202f: dans votre panier."
    customer.tap("departments")
    customer.tap_item("goods_grid", 0)
    customer.tap_item("goods_grid", 0)
    assert customer.face.weigh.price.text() == "2,90\u00a0€"
    customer.tap("weigh_take")
    assert Weigh(sku="pomme") in till.sent
    customer.tap("to_basket")
    assert customer.screen == "scan"
    assert customer.window.model.ticket.count == 2


def test_an_empty_department_and_an_open_price_are_not_offered(customer: Customer) -> None:
    customer.tap("start", "no_barcode")
    assert [tile.key for tile in customer.face.page.grid.tiles()] == ["fruit", "vegetables", "bakery", "dairy", "drinks"]  # type: ignore[attr-defined]
    customer.tap_item("goods_grid", 0)
    assert [tile.key for tile in customer.face.page.grid.tiles()] == ["pomme", "banane", "citron"]  # type: ignore[attr-defined]


def test_an_article_is_taken_out_again_piece_by_piece(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("CAFE", "CAFE", "COMTE")
    customer.tap("remove")
    customer.tap_item("removable", 0)
    assert till.sent[-1] == VoidLine(line=1, quantity=1)
    customer.tap_item("removable", 1)
    assert till.sent[-1] == VoidLine(line=2, quantity=None)
    customer.tap_item("removable", 0)
    assert customer.window.model.ticket.basket.lines == []
    assert not customer.sees("remove_done")
    assert not customer.button("pay").isEnabled()


def test_an_unknown_code_is_a_sentence_and_loses_nothing(customer: Customer) -> None:
    customer.scan("PAIN", "4006381333930")
    assert customer.face.message.text().startswith("Nous ne connaissons pas ce code.")
    assert customer.window.model.ticket.count == 1


def test_rubbish_on_the_scanner_line_is_never_sent(customer: Customer, till: FakeKiosk) -> None:
    customer.tap("start")
    before = len(till.sent)
    customer.scan("\x00\x1bgarbage", "9" * 5_000, "   ")
    assert len(till.sent) == before
    assert customer.face.message.text().startswith("Nous ne connaissons pas ce code.")


def test_a_scanned_receipt_is_sent_to_a_till_and_taken_back(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "RECEIPT")
    assert isinstance(till.sent[-1], Undo)
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["pain"]
    assert customer.face.message.text().startswith("C’est un ticket.")


def test_a_purchase_given_up_is_cancelled_at_the_till(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    customer.tap("help", "cancel_purchase")
    assert isinstance(till.sent[-1], CancelBasket)
    assert customer.screen == "welcome"


def test_help_is_called_in_words_and_withdrawn(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.tap("help")
    assert "code-barres" in customer.face.help.sentence.text()
    customer.tap("call_attendant")
    assert customer.face.header.title.text().startswith("Quelqu’un de l’équipe arrive.")
    customer.tap("help", "call_attendant")
    assert customer.face.header.title.text() == "Scannez vos articles"


def test_the_language_switches_everything_at_once(customer: Customer) -> None:
    customer.scan("PAIN", "YAOURT")
    assert "Scannez vos articles" in customer.words()
    customer.tap("switch_en")
    words = customer.words()
    assert "Scan your articles" in words
    assert "Pay" in words
    titles = [row.title for row in customer.face.page.list.rows()]  # type: ignore[attr-defined]
    assert titles == ["Country bread", "Plain sheep's milk yoghurt"]
    assert customer.face.page.summary.amount.text() == "€4.24"  # type: ignore[attr-defined]
    assert "articles" in words and "Vous" not in words


def test_the_next_customer_begins_in_the_shops_language(customer: Customer) -> None:
    customer.tap("language_en")
    customer.tap("start")
    customer.scan("PAIN")
    customer.tap("help", "cancel_purchase")
    assert customer.window.words.language == "fr"
    assert "Commencer" in customer.words()


def test_paper_that_cannot_come_is_said_beforehand(customer: Customer, till: FakeKiosk) -> None:
    till.printer = "paper_out"
    till.tell("printer")
    customer.scan("PAIN")
    customer.tap("pay", "go_on", "confirm")
    assert "n’a plus de papier" in customer.words()


def test_a_ticket_that_a_stop_left_open_comes_back(opened: Open, till: FakeKiosk) -> None:
    till.sell("pain", "cafe")
    customer = opened()
    assert customer.screen == "scan"
    assert customer.window.model.ticket.count == 2
    assert customer.face.message.text().startswith("Il y a eu une courte coupure.")
