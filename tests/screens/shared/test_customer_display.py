"""The customer's screen follows the till: goods, the amount, what is still to pay, thanks with the receipt's code; never the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.screens.shared.customer_display import READ_FROM_AFAR_PX, CustomerDisplay
from kiosk.services import commands as c
from kiosk.services.answers import Answer, BasketView, TotalsView
from kiosk.services.port import Change
from kiosk.touch.labels import Label
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import Face, ThemeName
from kiosk.viewmodels.customer_model import Scene
from sync.base.words import Words
from tests.screens.fake_loyalty import LoyalTill
from tests.screens.fake_till import GOODS, MEMBER, FakeTill
from tests.screens.shared.shots import SIZES, THANKS
from tests.screens.turns import settle

LEAST_MODULE_PX = 4


@pytest.fixture
def till() -> FakeTill:
    made = FakeTill()
    made.submit(c.Login(staff="nadia", pin="1234"), lambda _: None)
    made.submit(c.OpenDay(float_minor=0, business_day="2026-11-22"), lambda _: None)
    return made


@pytest.fixture
def display(qtbot: QtBot, till: FakeTill) -> Iterator[CustomerDisplay]:
    made = CustomerDisplay(till, Words("en"), make_theme())
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    qtbot.wait(10)
    yield made
    made.close()


def say(till: FakeTill, answer: Answer) -> None:
    for listener in till.listeners:
        listener(Change(frozenset({"basket"}), answer))
    QApplication.processEvents()


def send(till: FakeTill, command: c.Command) -> None:
    """Let the cashier act; change sets reach every listener."""
    till.submit(command, lambda _: None)
    for _ in range(5):
        QApplication.processEvents()


def scene(display: CustomerDisplay) -> Scene:
    return display.model.scene


def test_it_welcomes_with_the_shops_name(display: CustomerDisplay) -> None:
    assert display.model.scene is Scene.WELCOME
    assert display.welcome.text()


def test_articles_appear_with_the_amount(till: FakeTill, display: CustomerDisplay) -> None:
    send(till, c.Scan(code=GOODS[0].sku))
    send(till, c.Scan(code=GOODS[3].sku))
    assert display.model.scene is Scene.TICKET
    assert [row.title for row in display.lines.rows()] == ["Ground arabica coffee 250 g", "Country bread"]
    assert "7.15" in display.amount.text()


def test_a_member_is_never_named(till: FakeTill, display: CustomerDisplay) -> None:
    send(till, c.SetMember(id=MEMBER.id))
    send(till, c.Scan(code=GOODS[0].sku))
    shown = [label.text() for label in (display.heading, display.savings, display.points, display.welcome)]
    assert not any("Claire" in words or "Moreau" in words for words in shown)


def test_what_is_still_to_pay_and_the_ways_paid(till: FakeTill, display: CustomerDisplay) -> None:
    send(till, c.Scan(code=GOODS[0].sku))
    send(till, c.TenderMoney(kind="cash", amount_minor=200))
    assert "1.95" in display.amount.text()
    assert [row.amount for row in display.tenders.rows()] == ["2.00"]


def test_thanks_with_change_and_the_receipts_code_until_the_next_article(till: FakeTill, display: CustomerDisplay) -> None:
    sold = Answer(
        basket=BasketView(totals=TotalsView(gross_minor=395, paid_minor=500, change_minor=105)),
        extra={"receipt": {"number": "02-A-000001", "code": "CR1:X"}, "digital": {"url": "https://shop.example/r/x", "qr": "CR1:X"}},
    )
    say(till, sold)
    assert scene(display) is Scene.THANKS
    assert "1.05" in display.change.text()
    assert display.code.text == "https://shop.example/r/x"
    say(till, Answer(basket=BasketView()))
    assert scene(display) is Scene.THANKS
    send(till, c.Scan(code=GOODS[3].sku))
    assert scene(display) is Scene.TICKET


def test_a_refusal_changes_nothing(till: FakeTill, display: CustomerDisplay) -> None:
    send(till, c.Scan(code=GOODS[0].sku))
    send(till, c.Scan(code="4006381333930"))
    assert display.model.scene is Scene.TICKET
    assert len(display.lines.rows()) == 1


def test_practice_is_said_in_words(till: FakeTill, display: CustomerDisplay) -> None:
    assert display.practice.isHidden()
    say(till, Answer(basket=BasketView(), training=True))
    assert not display.practice.isHidden()
    assert "Practice" in display.practice.text()


def test_it_never_takes_the_focus(display: CustomerDisplay) -> None:
    assert display.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert display.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert all(child.focusPolicy() is Qt.FocusPolicy.NoFocus for child in (display.lines, display.tenders))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [ThemeName.LIGHT, ThemeName.HIGH_CONTRAST])
def test_a_phone_can_read_the_code_on_every_screen(qtbot: QtBot, till: FakeTill, size: tuple[int, int], theme: ThemeName) -> None:
    face = Face.KIOSK if size[0] >= READ_FROM_AFAR_PX else Face.TILL
    display = CustomerDisplay(till, Words("fr"), make_theme(theme, face))
    qtbot.addWidget(display)
    display.resize(*size)
    display.show()
    say(till, THANKS)
    assert display.code.isVisible()
    assert display.code.module_px() >= LEAST_MODULE_PX


@pytest.fixture
def loyal(qtbot: QtBot) -> Iterator[tuple[CustomerDisplay, LoyalTill]]:
    till = LoyalTill()
    till.begin_with()
    made = CustomerDisplay(till, Words("en"), make_theme())
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    qtbot.wait(10)
    yield made, till
    made.close()


def test_it_says_what_the_customer_saves_gains_and_nearly_has(loyal: tuple[CustomerDisplay, LoyalTill]) -> None:
    display, till = loyal
    send(till, c.SetMember(id=MEMBER.id))
    send(till, c.Scan(code=GOODS[0].sku))
    assert display.points.text() == "+3 points\n+€0.07 of cashback"
    assert display.coupon.text() == "€16.05 to go: €5 off your next visit"
    for _ in range(5):
        send(till, c.Scan(code=GOODS[0].sku))
    assert display.coupon.text() == "A coupon is printed on the receipt."


def test_thanks_name_the_points_and_the_coupon_that_go_home(loyal: tuple[CustomerDisplay, LoyalTill]) -> None:
    display, till = loyal
    send(till, c.SetMember(id=MEMBER.id))
    for _ in range(6):
        send(till, c.Scan(code=GOODS[0].sku))
    send(till, c.TenderMoney(kind="cash"))
    send(till, c.Finish())
    assert scene(display) is Scene.THANKS
    assert display.gained.text() == "+23 points\n+€0.47 of cashback\nA coupon of €5.00 until 31\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2026"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", list(ThemeName))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_all_that_is_said_at_the_end_is_whole(qtbot: QtBot, till: FakeTill, size: tuple[int, int], theme: ThemeName, language: str) -> None:
    display = CustomerDisplay(till, Words(language), make_theme(theme, Face.KIOSK if size[0] >= READ_FROM_AFAR_PX else Face.TILL))
    qtbot.addWidget(display)
    display.resize(*size)
    display.show()
    say(till, THANKS)
    settle()
    said = (display.thanks, display.change_words, display.change, display.gained, display.tries, display.code_words)
    for label in (each for each in said if isinstance(each, Label)):
        assert label.isVisible() and label.heightForWidth(label.width()) <= label.height(), label.text()
    boxes = [label.rect().translated(label.mapTo(display, label.rect().topLeft())) for label in said]
    assert all(display.rect().contains(box) for box in boxes)
    assert not any(box.intersects(other) for place, box in enumerate(boxes) for other in boxes[place + 1 :])


def test_without_anything_to_gain_nothing_takes_room(display: CustomerDisplay, till: FakeTill) -> None:
    send(till, c.Scan(code=GOODS[0].sku))
    assert not display.points.isVisible() and not display.coupon.isVisible()
