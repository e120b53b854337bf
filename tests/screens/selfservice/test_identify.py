"""Being found at the kiosk without the card's code, joining there, and keying a code. No contact data stays on the screen."""

import pytest

from kiosk.screens.selfservice.window import SelfServiceWindow
from kiosk.services.commands import Coupon, SetMember
from kiosk.touch.qr import QrView
from sync.base.consents import wording, wording_hash
from sync.base.words import Words
from tests.screens.selfservice import scenes_loyalty as scenes
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.fake_loyalty import NEW_CARD
from tests.screens.selfservice.hands import Customer


@pytest.mark.parametrize(
    ("scene", "confirm", "code"), [(scenes.by_phone, "number", scenes.PHONE), (scenes.by_email, "words", scenes.EMAIL)]
)
def test_a_member_is_found_by_what_is_keyed(customer: Customer, till: FakeKiosk, scene: scenes.Scene, confirm: str, code: str) -> None:
    scene(customer)
    customer.tap(f"keyed_{confirm}_confirm")
    assert till.sent[-1] == SetMember(code=code)
    assert "Scannez votre carte pour utiliser vos points." in customer.words()
    assert code not in customer.words()


def test_who_was_only_named_is_asked_for_the_card_for_what_is_each_members_own(customer: Customer) -> None:
    scenes.named_own_offer(customer)
    assert "Votre carte peut aussi vous apporter\u202f: 5 € de bienvenue" in customer.words()
    customer.tap_item("articles", 0)
    assert "5 € de bienvenue\u202f: scannez votre carte, elle vous revient peut-être." in customer.words()


def test_nobody_found_is_said_in_words_for_what_was_keyed(customer: Customer) -> None:
    scenes.by_email_unknown(customer)
    assert "Personne n’a adhéré avec cette adresse" in customer.words()
    customer.tap("keyed_words_away", "find_number")
    customer.key("pad_", "55")
    customer.tap("keyed_number_confirm")
    assert "Aucune carte ne porte ce numéro" in customer.words()


def test_what_was_keyed_is_gone_when_the_question_is_asked_again(customer: Customer) -> None:
    scenes.by_phone(customer)
    customer.tap("keyed_number_away", "find_phone")
    assert customer.face.findChild(type(customer.face.questions[1]), "") is not None
    assert scenes.PHONE not in customer.words()


def test_a_card_shown_meanwhile_ends_the_search(customer: Customer) -> None:
    scenes.find(customer)
    customer.scan(MEMBER_CODE)
    assert not customer.sees("find_phone") and customer.face.member.wallet.isVisible()


def test_joining_takes_two_touches_and_a_number(customer: Customer, till: FakeKiosk) -> None:
    scenes.join(customer)
    assert not customer.button("join_confirm").isEnabled()
    customer.tap("join_phone")
    customer.key("pad_", scenes.PHONE)
    customer.tap("join_number_confirm", "join_confirm")
    joined = till.joins[-1]
    assert joined.profile.phone == scenes.PHONE and joined.profile.email is None and joined.profile.language == "fr"
    assert [getattr(each, "purpose", each) for each in joined.consents] == ["loyalty"]
    code = customer.face.findChild(QrView, "new_card")
    assert code is not None and code.isVisible() and code.text == NEW_CARD
    assert scenes.PHONE not in customer.words()


def test_each_consent_is_given_by_itself_in_the_words_that_were_shown(customer: Customer, till: FakeKiosk) -> None:
    scenes.new_card(customer)
    words = Words("fr")
    given = {each.purpose: each.wording for each in till.joins[-1].consents if not isinstance(each, str)}
    assert given == {purpose: wording_hash(wording(words, purpose, "Le Comptoir")) for purpose in ("loyalty", "sms", "profiling")}


def test_offers_by_mail_ask_for_the_address_first(customer: Customer, till: FakeKiosk) -> None:
    scenes.join(customer)
    customer.tap("consent_email")
    assert customer.sees("join_words_confirm")
    customer.key("letter_", "a@example.org")
    customer.tap("join_words_confirm", "consent_email", "join_confirm")
    assert [getattr(each, "purpose", each) for each in till.joins[-1].consents] == ["loyalty", "email"]


def test_the_new_card_is_printed_once_and_forgotten(customer: Customer, till: FakeKiosk) -> None:
    scenes.new_card(customer)
    customer.tap("print_card")
    assert till.printed_cards == 1 and not customer.button("print_card").isEnabled()
    customer.tap("card_done")
    joining = customer.window.model.loyalty.joining
    assert joining.card == "" and joining.contacts == {} and customer.face.member.wallet.isVisible()


def test_who_has_joined_before_is_told_the_way(customer: Customer) -> None:
    scenes.join_refused(customer)
    assert "Carte oubliée\u202f?" in customer.words()
    assert customer.window.model.loyalty.joining.contacts == {"phone": scenes.PHONE}


def test_walking_away_forgets_what_was_keyed(customer: Customer) -> None:
    scenes.join_ticked(customer)
    customer.window.model.back()
    assert customer.window.model.loyalty.joining.contacts == {}
    assert not customer.sees("join_confirm")


def test_a_code_is_keyed_before_paying(customer: Customer, till: FakeKiosk) -> None:
    scenes.review(customer)
    customer.tap("have_code")
    customer.key("letter_", "COUPON")
    before = customer.window.model.ticket.basket.totals.due_minor
    customer.tap("keyed_words_confirm")
    assert till.sent[-1] == Coupon(code="COUPON")
    assert customer.window.model.ticket.basket.totals.due_minor == before - 500
    assert customer.screen == "review" and not customer.sees("keyed_words_confirm")


def test_a_public_code_is_noted(customer: Customer) -> None:
    scenes.review(customer)
    customer.tap("have_code")
    customer.key("letter_", "NOEL")
    told: list[object] = []
    customer.window.model.noticed.connect(told.append)
    customer.tap("keyed_words_confirm")
    assert [getattr(each, "code", None) for each in told] == ["code"]


def test_why_the_camera_sees_nothing_survives_another_language(customer: Customer) -> None:
    scenes.too_dark(customer)
    customer.window.speak("en")
    view = customer.face.member.finder.view
    assert view.accessibleDescription().startswith("It is too dark")
    customer.window.camera_trouble("")
    assert view.accessibleDescription() == ""


def test_an_unknown_trouble_is_said_as_no_camera(customer: Customer) -> None:
    scenes.no_camera(customer)
    assert customer.face.member.finder.view.accessibleDescription().startswith("La caméra ne voit rien")
    assert isinstance(customer.window, SelfServiceWindow)
