"""The member's wallet at the kiosk: what is held, what one takes of it, and that it goes with the session."""

from PySide6.QtWidgets import QWidget

from kiosk.services.commands import DropReward, Reward, SetMember
from kiosk.touch.lines import LineList
from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S, FLOW
from tests.screens.selfservice import scenes_loyalty as scenes
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer


def test_a_scanned_card_opens_the_wallet(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.tap("pay")
    customer.scan(MEMBER_CODE)
    said = customer.words()
    for words in (
        "1\u202f284 points",
        "soit 12,84",
        "42 points en attente",
        "120 points à utiliser avant le 31 déc. 2026",
        "38,00\xa0€ avant Or",
    ):
        assert words in said
    assert [row.title for row in customer.rows("wallet_rewards")][:2] == ["5 € de remise", "Un café offert"]


def test_the_card_beside_the_goods_opens_it_too(customer: Customer) -> None:
    customer.scan(MEMBER_CODE, "PAIN")
    customer.tap_card(customer.face.page.slot)
    assert customer.screen == "member" and customer.face.member.wallet.isVisible()
    customer.tap("go_on")
    assert customer.screen == "review"


def test_points_to_earn_grow_with_each_line(customer: Customer) -> None:
    customer.scan(MEMBER_CODE, "PAIN")
    assert "vous rapporte 3 points." in customer.words()
    customer.scan("CAFE")
    assert "vous rapporte 7 points, 1 tampon." in customer.words()


def test_a_reward_is_one_tap_away_and_another_gives_it_back(customer: Customer, till: FakeKiosk) -> None:
    scenes.wallet(customer)
    before = customer.window.model.ticket.basket.totals.due_minor
    customer.tap_item("wallet_rewards", 0)
    assert till.kinds()[-1] == "Reward"
    assert customer.window.model.ticket.basket.totals.due_minor == before - 500
    assert "Touchez pour la rendre" in customer.rows("wallet_rewards")[0].notes[0].words
    customer.tap_item("wallet_rewards", 0)
    assert till.sent[-1] == DropReward(id="five")
    assert customer.window.model.ticket.basket.totals.due_minor == before


def test_the_balance_is_what_the_ticket_leaves(customer: Customer) -> None:
    scenes.reward(customer)
    said = customer.words()
    assert "784 points" in said and "soit 7,84" in said and "1\u202f284 points" not in said
    customer.tap("back")
    assert "Vous avez 784 points." in customer.words()


def test_a_ticket_that_brings_nothing_yet_tells_what_is_there(customer: Customer) -> None:
    customer.scan(MEMBER_CODE)
    said = customer.words()
    assert "Vos points valent 12,84\xa0€." in said and "38,00\xa0€ avant Or." in said and "0 point" not in said


def test_what_a_reward_took_is_missing_for_the_next(customer: Customer, till: FakeKiosk) -> None:
    """1,284 points buy the one for 500, and then the one for 800 no more."""
    scenes.reward(customer)
    assert customer.window.model.loyalty.wallet.usable("POINT") == 784
    assert customer.rows("wallet_rewards")[1].notes[0].words == "Il manque 16 points."
    customer.tap_item("wallet_rewards", 1)
    assert till.sent[-1] == Reward(id="five")
    assert "Il manque 16 points." in customer.words()


def test_punch_cards_are_dots_and_say_so(customer: Customer) -> None:
    scenes.coupons(customer)
    cards = [card for card in customer.face.member.wallet.punches if card.isVisible()]
    assert [card.dots.accessibleName() for card in cards] == ["Carte café\u202f: 7 sur 10", "Carte pain\u202f: 3 sur 12"]
    titles = [row.title for row in customer.rows("wallet_coupons")]
    assert titles == ["Prochaine visite", "Sur tout le rayon frais", "Club Plus"]


def test_somebody_elses_card_is_put_away(customer: Customer, till: FakeKiosk) -> None:
    scenes.wallet(customer)
    customer.tap("not_me")
    assert till.sent[-1] == SetMember()
    assert customer.sees("join") and customer.window.model.loyalty.wallet.view is None


def test_who_was_only_named_is_asked_for_the_card_on_every_page(customer: Customer, till: FakeKiosk) -> None:
    for scene in (scenes.named, scenes.named_beside_goods, scenes.named_review):
        scene(customer)
        assert "Scannez votre carte pour utiliser vos points." in customer.words()
        assert "vous rapporte 24 points" in customer.words()
        assert _personal_words(customer) == []
        assert not customer.sees("pay_points")
        customer.window.model.cancel()
    assert not [command for command in till.sent if isinstance(command, Reward)]


def test_the_card_then_opens_the_wallet_of_the_same_ticket(customer: Customer) -> None:
    scenes.named(customer)
    customer.scan(MEMBER_CODE)
    assert customer.face.member.wallet.isVisible() and "1\u202f284 points" in customer.words()


def test_a_coupon_tied_to_the_member_waits_for_the_card(customer: Customer) -> None:
    scenes.named_coupon(customer)
    assert "Scannez d’abord la carte, ou appelez l’équipe" in customer.words()
    customer.scan(MEMBER_CODE, "TIED")
    assert "Votre bon compte" in customer.words()


def test_an_attendant_opens_the_wallet_by_pin(customer: Customer) -> None:
    scenes.vouched(customer)
    assert customer.window.model.calling
    customer.key_pin("0000")
    assert customer.sees("attendant_confirm") and _personal_words(customer) == []
    customer.key_pin("111111")
    assert customer.face.member.wallet.isVisible() and not customer.window.model.calling


def test_goodbye_tells_who_was_only_named_what_it_brought(customer: Customer) -> None:
    scenes.named_goodbye(customer)
    assert "Vous avez gagné 24 points" in customer.words() and "prochaine fois" in customer.words()
    assert _personal_words(customer) == []


def test_the_wallet_closes_with_the_session(customer: Customer) -> None:
    scenes.reward(customer)
    customer.wait((FLOW["member"].idle_s or 0) + 1)
    customer.wait(COUNTDOWN_S)
    assert customer.screen == "welcome"
    loyalty = customer.window.model.loyalty
    assert loyalty.wallet.view is None and loyalty.wallet.points == 0
    assert _personal_words(customer) == []


def test_the_guard_sees_what_would_be_left(customer: Customer) -> None:
    scenes.wallet(customer)
    assert _personal_words(customer)


def test_goodbye_tells_points_balance_tier_and_coupon(customer: Customer) -> None:
    scenes.goodbye(customer)
    said = customer.words()
    assert "Vous avez gagné 24 points, 2 tampons." in said
    assert "Vous avez maintenant 1\u202f308 points. 42 points en attente. 15,00\xa0€ avant Or." in said
    assert "5,00\xa0€ pour votre prochaine visite" in said


def test_an_offer_nearly_had_is_told_beside_the_goods(customer: Customer) -> None:
    scenes.nearly(customer)
    assert "Encore 1,60\xa0€ et vous avez\u202f: 5 % sur les fromages" in customer.words()


def test_without_a_card_it_is_told_what_one_would_bring(customer: Customer) -> None:
    scenes.with_our_card(customer)
    assert "Avec notre carte, vous auriez\u202f: Le 3e pain offert" in customer.words()
    customer.till.trace = []
    customer.scan("PAIN")
    assert "Avec notre carte" not in customer.words()


def test_why_a_line_costs_what_it_costs(customer: Customer) -> None:
    scenes.why(customer)
    said = customer.words()
    assert "10 % sur le bio\u202f: vous économisez 0,34\xa0€." in said
    assert "Points doublés\u202f: 12 points." in said
    assert "Heure douce" not in said
    customer.tap("why_done")
    assert customer.sees("pay")
    customer.tap_item("articles", 1)
    assert "Heure douce\u202f: ne compte pas ici, une autre offre vous avantage plus." in customer.words()


def _personal_words(customer: Customer) -> list[str]:
    """Return what any widget still holds of the member, in sight or not: another page shown would bring it back."""
    held = [str(shown()) for widget in customer.face.findChildren(QWidget) if callable(shown := getattr(widget, "text", None))]
    held += [row.title for view in customer.face.findChildren(LineList) for row in view.rows()]
    told = ("1\u202f284", "784", "5 € de remise", "Argent", "Carte café", "04-A-000398")
    return [words for words in held if any(part in words for part in told)]
