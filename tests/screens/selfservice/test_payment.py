"""What the card terminal may say, and what the customer is told."""

from kiosk.services.commands import Finish, TenderMoney
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer


def pay(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.tap("pay", "go_on", "confirm")


def test_a_declined_card_may_try_again(customer: Customer, till: FakeKiosk) -> None:
    till.card = ["declined"]
    pay(customer)
    assert customer.screen == "pay"
    assert "Votre carte a été refusée." in customer.words()
    customer.tap("pay_again")
    assert customer.screen == "receipt"


def test_after_a_declined_card_one_may_go_back_to_the_goods(customer: Customer, till: FakeKiosk) -> None:
    till.card = ["declined"]
    pay(customer)
    customer.tap("back")
    assert customer.screen == "scan"
    customer.scan("CAFE")
    assert customer.window.model.ticket.count == 2


def test_an_uncertain_card_keeps_the_customer_and_calls_staff(customer: Customer, till: FakeKiosk) -> None:
    till.card = ["uncertain"]
    pay(customer)
    words = customer.words()
    assert "Nous ne savons pas encore si votre carte a payé." in words
    assert "Ne payez pas deux fois" in words
    assert customer.window.model.help_called
    assert not customer.sees("back")
    customer.tap("help")
    assert not customer.sees("cancel_purchase")
    customer.tap("help_back", "pay_again")
    assert customer.screen == "receipt"


def test_an_uncertain_card_is_never_left_by_silence(customer: Customer, till: FakeKiosk) -> None:
    till.card = ["uncertain"]
    pay(customer)
    customer.wait(10_000)
    assert customer.screen == "pay"
    assert "CancelBasket" not in till.kinds()


def test_a_terminal_that_is_not_there_is_said(customer: Customer, till: FakeKiosk) -> None:
    till.card = ["no_card_terminal"]
    pay(customer)
    assert "Le terminal de paiement ne répond pas." in customer.words()
    assert customer.button("back").isEnabled()


def test_while_the_terminal_is_asked_there_is_nothing_to_press(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    customer.tap("pay", "go_on")
    till.hold_card = True
    customer.tap("confirm")
    assert customer.screen == "pay"
    assert not customer.sees("pay_again")
    assert "Présentez ou insérez votre carte" in customer.words()
    customer.window.model.confirm()
    assert till.kinds().count("TenderMoney") == 1
    till.release_card()
    customer.scan("")
    assert customer.screen == "receipt"


def test_two_taps_finish_once(customer: Customer, till: FakeKiosk) -> None:
    pay(customer)
    customer.window.model.choose_receipt("none")
    customer.window.model.choose_receipt("paper")
    customer.scan("")
    assert [command for command in till.sent if isinstance(command, Finish)] == [Finish(paper="none", language="fr")]


def test_a_card_open_at_a_stop_is_asked_about_first(opened: Open, till: FakeKiosk) -> None:
    till.sell("pain")
    till.intent = {"id": "i1", "amount_minor": 320, "kind": "card", "state": "uncertain"}
    customer = opened()
    assert customer.screen == "pay"
    assert "Nous ne savons pas encore si votre carte a payé." in customer.words()
    customer.tap("pay_again")
    assert till.sent[-1] == TenderMoney(kind="card")
    assert customer.screen == "receipt"


def test_a_sale_paid_before_a_stop_goes_on_at_the_receipt(opened: Open, till: FakeKiosk) -> None:
    till.sell("pain")
    till.paid = 320
    assert opened().screen == "receipt"
