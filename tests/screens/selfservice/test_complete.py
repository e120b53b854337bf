"""What the complete till brings to the customer's face: deposits, where goods are eaten, the scale, gift cards, and the ways back."""

import pytest

from kiosk.services.commands import Finish, Scan, TaxMode, TenderMoney, VoidLine, Weigh
from tests.screens.selfservice import scenes
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer
from tests.screens.turns import settle

NBSP = "\N{NO-BREAK SPACE}"


def notes(customer: Customer) -> list[list[str]]:
    page = customer.face.pages["scan"]
    return [[note.words for note in row.notes] for row in page.list.rows()]  # type: ignore[attr-defined]


def test_a_deposit_is_told_under_its_article_and_goes_with_it(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "EAU", "EAU")
    assert notes(customer)[1] == [f"2 × 1,10{NBSP}€", f"Consigne\N{NARROW NO-BREAK SPACE}: 0,30{NBSP}€ en plus"]
    assert "3 articles" in customer.words()
    assert customer.window.model.newest == 2
    customer.tap("remove")
    customer.tap_item("removable", 1)
    assert VoidLine(line=2, quantity=1) in till.sent
    assert notes(customer)[1][1].endswith(f"0,15{NBSP}€ en plus")
    customer.tap_item("removable", 1)
    assert [line.sku for line in till.lines] == ["pain"]


def test_empties_are_taken_back_at_a_till(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "EMPTY")
    assert "Les bouteilles vides sont reprises à l’une des caisses" in customer.face.message.text()
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["pain"]


@pytest.mark.parametrize(("key", "mode"), [("eat_in", "eat_in"), ("take_away", "take_away")])
def test_where_goods_are_eaten_is_asked_before_the_card(customer: Customer, till: FakeKiosk, key: str, mode: str) -> None:
    customer.scan("CROISSANT")
    customer.tap("pay")
    assert customer.screen == "mode"
    customer.tap(key)
    assert TaxMode(mode=mode) in till.sent  # type: ignore[arg-type]
    assert customer.screen == "member"


def test_goods_taxed_alike_ask_nothing(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.tap("pay")
    assert customer.screen == "member"


def test_the_scale_weighs_and_nobody_keys_a_weight(customer: Customer, till: FakeKiosk) -> None:
    scenes.unsteady(customer)
    assert "La balance n’est pas stable." in customer.words()
    assert not customer.sees("pad_1")
    customer.tap("weigh_take")
    assert till.sent.count(Weigh(sku="pomme")) == 2
    line = customer.window.model.ticket.newest
    assert line is not None
    assert (line.sku, line.weight_g) == ("pomme", 850)
    assert not customer.sees("weigh_take")


def test_without_a_scale_the_label_is_the_way(customer: Customer, till: FakeKiosk) -> None:
    scenes.by_weight(customer)
    assert "collez l’étiquette et scannez-la ici." in customer.words()
    assert not customer.sees("weigh_take")
    customer.tap("weigh_away")
    assert customer.screen == "goods"


def test_what_else_ails_a_scale_points_to_the_label(customer: Customer, till: FakeKiosk) -> None:
    till.scale = ["scale_off"]
    scenes.weigh(customer)
    customer.tap("weigh_take")
    assert "Scannez plutôt une étiquette du rayon" in customer.words()


@pytest.mark.parametrize(("language", "why"), [("fr", "Rappel sanitaire."), ("en", "Recalled by its maker.")])
def test_blocked_goods_say_why_in_the_customers_language(opened: Open, language: str, why: str) -> None:
    customer = opened()
    customer.window.speak(language)
    customer.scan("PAIN", "PATES")
    assert why in customer.face.message.text()
    assert len(customer.window.model.ticket.basket.lines) == 1


def test_a_gs1_label_is_no_rubbish(customer: Customer, till: FakeKiosk) -> None:
    label = "01095060001343523103000412\x1d10LOT7"
    customer.scan("PAIN", label, "\x07beep")
    assert Scan(code=label) in till.sent
    assert Scan(code="\x07beep") not in till.sent


def test_a_gift_card_pays_a_part_and_the_bank_card_the_rest(customer: Customer, till: FakeKiosk) -> None:
    scenes.gift_card(customer)
    assert f"20,00{NBSP}€" in customer.words()
    customer.tap("use_gift_card")
    assert TenderMoney(kind="gift_card", amount_minor=2000, code="GIFT") in till.sent
    assert customer.screen == "review"
    assert f"Il reste 4,47{NBSP}€ à payer." in customer.words()
    customer.tap("confirm")
    assert [tender.kind for tender in till.tenders] == ["gift_card", "card"]
    assert customer.screen == "receipt"


def test_a_gift_card_shown_early_only_tells_what_is_on_it(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "GIFT")
    assert f"Il reste 20,00{NBSP}€ sur cette carte cadeau." in customer.face.message.text()
    assert till.tenders == []


def test_a_gift_card_may_be_kept(customer: Customer, till: FakeKiosk) -> None:
    scenes.gift_card(customer)
    customer.tap("keep_gift_card")
    assert not customer.sees("use_gift_card")
    assert till.tenders == []


def test_a_card_that_paid_a_part_is_told_and_the_rest_paid_with_another(customer: Customer, till: FakeKiosk) -> None:
    scenes.told("partial")(customer)
    assert customer.screen == "pay"
    assert f"Votre carte a payé une partie\N{NARROW NO-BREAK SPACE}: 10,00{NBSP}€." in customer.words()
    customer.tap("pay_again")
    assert [tender.kind for tender in till.tenders] == ["card", "card"]
    assert customer.screen == "receipt"


def test_back_to_the_articles_gives_back_what_was_paid(customer: Customer, till: FakeKiosk) -> None:
    scenes.told("partial")(customer)
    customer.tap("back")
    assert till.tenders == []
    assert customer.screen == "scan"
    customer.tap("pay")
    customer.tap("confirm")
    assert customer.screen == "receipt"
    customer.tap("back")
    assert (till.tenders, customer.screen) == ([], "scan")


def test_a_way_back_that_is_not_known_waits_for_an_attendant(customer: Customer, till: FakeKiosk) -> None:
    scenes.returning(customer)
    assert "Nous ne savons pas encore si votre carte a été remboursée." in customer.words()
    assert customer.window.model.calling
    assert not customer.sees("back")
    till.refuse_undo, till.intent = "", None
    customer.tap("pay_again")
    assert (till.tenders, customer.screen) == ([], "scan")


def test_a_card_that_cannot_be_paid_back_keeps_the_sale(customer: Customer, till: FakeKiosk) -> None:
    scenes.receipt(customer)
    till.refuse_undo = "card_cannot_reverse"
    customer.tap("back")
    assert customer.screen == "receipt"
    assert "Votre carte ne peut pas être remboursée ici." in customer.face.message.text()
    customer.tap("no_paper")
    assert customer.screen == "thanks"


def test_the_receipt_goes_to_the_phone(customer: Customer, till: FakeKiosk) -> None:
    scenes.link(customer)
    assert till.sent[-1] == Finish(paper="digital", language="fr")
    page = customer.face.pages["thanks"]
    assert page.qr.text.startswith("https://tickets.example.org/r/")  # type: ignore[attr-defined]
    assert customer.window.model.idle_s == 60


def test_without_an_address_for_receipts_no_phone_is_offered(customer: Customer) -> None:
    scenes.receipt(customer)
    assert not customer.sees("on_phone")


def test_a_shop_that_does_not_ask_prints(customer: Customer, till: FakeKiosk) -> None:
    scenes.habits(customer, ask_paper=False)
    scenes.receipt(customer)
    assert Finish(paper="paper", language="fr") in till.sent
    assert customer.screen == "thanks"


def test_practice_is_said_on_every_page(customer: Customer, till: FakeKiosk) -> None:
    assert not customer.face.practice.isVisible()
    scenes.practice(customer)
    assert customer.face.practice.isVisible()
    customer.tap("pay")
    assert customer.face.practice.isVisible()
    till.training = False
    customer.tap("back")
    customer.scan("PAIN")
    settle()
    assert not customer.face.practice.isVisible()


def test_staff_read_at_the_help_what_waits(customer: Customer) -> None:
    customer.tap("help")
    assert "Hors ligne · 34 ventes en attente" in customer.words()
