"""Loyalty at the till, by keys and taps: the wallet and its rewards, why, joining, consents, making good; a late answer disturbs nobody."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from kiosk.screens.cashier.done import DonePage
from kiosk.screens.cashier.paying import PayingPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.services.answers import Answer, LaidCouponView
from kiosk.touch.sheet import open_sheet
from tests.screens.cashier.hands import focus, key, last, paying, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_till import GOODS, MEMBER
from tests.screens.scene import page_as
from tests.screens.scenes_loyalty import done_suggests
from tests.screens.slow_till import SlowTill
from tests.screens.turns import settle

COFFEE, COMTE, YOGHURT, BREAD, SOAP, BEER, FLOWERS, _ = GOODS
NBSP, NNBSP = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def till() -> SlowTill:
    return SlowTill()


def resting(window: CashierWindow) -> bool:
    """Whether the next scan goes to the ticket: nothing is asked, and the field has the focus."""
    return open_sheet(window.page) is None and focus(window) is selling(window).side.field.line


def words(window: CashierWindow) -> list[str]:
    return [f"{row.title}: {' '.join(note.words for note in row.notes)}" for row in selling(window).members.why.list.rows()]


class TestTheTicket:
    def test_it_says_what_is_nearly_reached_and_grows_with_each_line(self, window: CashierWindow) -> None:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        said = selling(window).left.said
        assert "3 points à gagner" in said.text() and "Encore 16,05\N{NO-BREAK SPACE}€" in said.text()
        for _ in range(5):
            wedge(window, COFFEE.sku)
        assert "23 points à gagner" in said.text() and "un bon sur le ticket" in said.text()

    def test_an_empty_one_has_nothing_to_say_of_points(self, window: CashierWindow) -> None:
        wedge(window, MEMBER.code)
        page = selling(window)
        assert "point" not in page.left.said.text() and "point" not in page.side.member.detail.text()
        assert page.left.empty.title.text() == "Prêt pour le premier article"
        wedge(window, COFFEE.sku)
        assert not page.left.empty.isVisible() and "3 points à gagner" in page.left.said.text()

    def test_what_a_reward_takes_is_gone_from_the_balance_at_once(self, window: CashierWindow) -> None:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        window.model.member.take("five")
        settle()
        page = selling(window)
        assert "784 points" in page.side.member.name.text()
        page.side.member.rewards.click()
        settle()
        assert page.members.wallet.sentence.text().startswith("784 pts")

    def test_points_that_go_back_are_no_points_to_earn(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        basket = msgspec.structs.replace(window.model.basket.basket, points_earned=-12)
        till.tell({"basket"}, Answer(state="selling", basket=basket))
        settle()
        assert "12 points repris" in selling(window).left.said.text()

    def test_a_coupon_that_takes_nothing_off_is_said(self, window: CashierWindow, till: SlowTill) -> None:
        till.coupons = [LaidCouponView(id="c", offer="next", names={"fr": "Bon de 5 €", "en": "€5 coupon"})]
        wedge(window, COFFEE.sku)
        assert "Bon de 5 €\N{NARROW NO-BREAK SPACE}: ne déduit rien encore" in selling(window).left.said.text()


class TestPointsWhileTheLedgerIsAway:
    def test_the_keys_offer_what_will_be_taken_and_say_why(self, window: CashierWindow, till: SlowTill) -> None:
        till.offline_left_minor = 700
        page = self.to_pay(window)
        assert page.kinds["points"].text() == "Points · 7,00" and page.kinds["cashback"].text() == "Cagnotte · 4,20"
        assert page.note.isVisible() and page.note.text() == f"Points{NNBSP}: au plus 20,00{NBSP}€ par jour hors ligne."

    def test_what_may_pay_no_more_rests_and_says_why(self, window: CashierWindow, till: SlowTill) -> None:
        till.offline_left_minor = 0
        page = self.to_pay(window)
        assert not page.kinds["points"].isEnabled() and not page.kinds["cashback"].isEnabled()
        assert page.note.text() == f"Points, Cagnotte{NNBSP}: au plus 20,00{NBSP}€ par jour hors ligne."

    def test_once_the_ledger_is_back_all_is_offered_again(self, window: CashierWindow, till: SlowTill) -> None:
        till.offline_left_minor = 700
        page = self.to_pay(window)
        till.offline_left_minor = None
        till.tell({"sync"})
        settle()
        assert page.kinds["points"].text() == "Points · 7,90" and not page.note.isVisible()

    @staticmethod
    def to_pay(window: CashierWindow) -> PayingPage:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        wedge(window, COFFEE.sku)
        key(window, ENTER)
        return paying(window)


class TestTheEnd:
    def test_a_coupon_tells_its_rate_and_each_suggestion_stands_by_itself(self, window: CashierWindow, till: SlowTill) -> None:
        done_suggests(window, till)
        settle()
        rows = page_as(window, DonePage).facts.rows()
        assert [row.amount for row in rows if row.key.startswith("coupon")] == [f"10{NBSP}% jusqu’au 31 déc. 2026"]
        assert [row.title for row in rows if row.key.startswith("suggested")] == [
            "Thé vert bio en vrac",
            "Confiture de figues du Sud-Ouest",
        ]

    def test_who_gets_money_back_is_not_told_what_more_to_spend(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, COFFEE.sku)
        basket = window.model.basket.basket
        assert "Encore" in selling(window).left.said.text()
        totals = msgspec.structs.replace(basket.totals, gross_minor=-395)
        till.tell({"basket"}, Answer(state="selling", basket=msgspec.structs.replace(basket, totals=totals)))
        settle()
        assert "Encore" not in selling(window).left.said.text()


class TestWhy:
    def test_the_key_explains_the_line_that_is_meant(self, window: CashierWindow) -> None:
        wedge(window, COFFEE.sku)
        wedge(window, SOAP.sku)
        key(window, Qt.Key.Key_F1, CTRL)
        sheet = selling(window).members.why
        assert sheet.isVisible() and "0,50" in sheet.sentence.text()
        assert words(window)[0] == "Prix membre: Elle déduit 0,50\N{NO-BREAK SPACE}€."
        assert any(row.startswith("Le printemps des fromages: Remplacée par") for row in words(window))
        assert "Encore 14,06" in words(window)[1]
        key(window, ESCAPE)
        assert resting(window)

    def test_every_other_offer_on_asking(self, window: CashierWindow) -> None:
        wedge(window, COFFEE.sku)
        tap(window, "why_key")
        before = len(words(window))
        key(window, Qt.Key.Key_F3)
        assert words(window)[before:] == ["10 % sur le bio: Aucun de ses articles n’est sur le ticket."]

    def test_a_scan_goes_on_with_the_ticket(self, window: CashierWindow) -> None:
        wedge(window, COFFEE.sku)
        key(window, Qt.Key.Key_F1, CTRL)
        wedge(window, BREAD.sku)
        assert resting(window) and len(window.model.basket.basket.lines) == 2

    def test_what_is_asked_late_is_forgotten_with_its_ticket(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, COFFEE.sku)
        key(window, Qt.Key.Key_F1, CTRL)
        till.dawdle()
        key(window, Qt.Key.Key_F3)
        window.model.basket.scan(BREAD.sku)
        till.catch_up()
        assert window.model.why.others is None


class TestWallet:
    def test_a_reward_is_two_taps_away_and_given_back_likewise(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        tap(window, "rewards")
        tap_item(window, "choices", 0)
        assert last(till) == c.Reward(id="five") and resting(window)
        tap(window, "rewards")
        tap_item(window, "choices", 0)
        assert last(till) == c.DropReward(id="five") and till.taken == []

    def test_the_keyboard_alone(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        key(window, Qt.Key.Key_F4, CTRL)
        key(window, Qt.Key.Key_Down)
        key(window, ENTER)
        assert last(till) == c.Reward(id="coffee") and resting(window)

    def test_what_cannot_be_had_is_told_and_not_taken(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        wedge(window, COFFEE.sku)
        tap(window, "rewards")
        sheet = selling(window).members.wallet
        names = [row.title for row in sheet.list.rows()]
        place = names.index("Soirée dégustation")
        assert sheet.list.rows()[place].notes[0].words == "encore 216 points"
        before = len(till.sent)
        tap_item(window, "choices", place)
        assert len(till.sent) == before and sheet.isVisible()

    def test_a_wallet_that_comes_late_closes_nothing(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, COFFEE.sku)
        till.dawdle()
        wedge(window, MEMBER.code)
        key(window, Qt.Key.Key_F2)
        type_text(window, "1")
        till.catch_up()
        assert selling(window).quantity.isVisible() and selling(window).quantity.entry.text() == "1"
        assert window.model.member.wallet is not None

    def test_the_wallet_of_a_member_who_left_is_forgotten(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        till.dawdle()
        window.model.member.remove()
        till.catch_up()
        assert window.model.member.wallet is None
        assert selling(window).side.member.join.isVisible()


class TestJoining:
    def test_three_fields_and_enter(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, COFFEE.sku)
        key(window, Qt.Key.Key_F12, CTRL)
        type_text(window, "Camille")
        key(window, ENTER)
        type_text(window, "0639981234")
        key(window, Qt.Key.Key_F2)
        key(window, ENTER)
        key(window, ENTER)
        joined = last(till)
        assert isinstance(joined, c.Join) and joined.consents == [c.ConsentAsked(purpose="loyalty")]
        assert (joined.profile.first_name, joined.profile.phone, joined.profile.email) == ("Camille", "0639981234", None)
        assert resting(window) and window.message.isVisible()

    def test_nobody_joins_without_the_programmes_wording(self, window: CashierWindow, till: SlowTill) -> None:
        tap(window, "join")
        type_text(window, "Camille")
        assert not selling(window).members.join.confirm.isEnabled()
        key(window, Qt.Key.Key_F2)
        assert selling(window).members.join.confirm.isEnabled()

    def test_what_was_looked_for_is_filled_in(self, window: CashierWindow) -> None:
        type_text(window, "zoe@example.fr")
        tap(window, "join")
        assert selling(window).members.join.fields["email"].text() == "zoe@example.fr"

    def test_a_refusal_keeps_what_was_typed(self, window: CashierWindow) -> None:
        tap(window, "join")
        sheet = selling(window).members.join
        sheet.fields["phone"].line.setText("0")
        key(window, Qt.Key.Key_F2)
        tap(window, "confirm_join")
        assert sheet.isVisible() and sheet.fields["phone"].text() == "0" and window.message.isVisible()

    def test_a_late_answer_closes_no_other_joining(self, window: CashierWindow, till: SlowTill) -> None:
        tap(window, "join")
        sheet = selling(window).members.join
        type_text(window, "Camille")
        key(window, Qt.Key.Key_F2)
        till.dawdle()
        tap(window, "confirm_join")
        key(window, ESCAPE)
        key(window, ESCAPE)
        assert not sheet.isVisible()
        tap(window, "join")
        type_text(window, "Zo")
        till.catch_up()
        assert sheet.isVisible() and sheet.fields["first_name"].text() == "Zo"


class TestConsents:
    def test_a_tap_notes_it_and_another_takes_it_back(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        tap(window, "rewards")
        tap(window, "consents")
        rows = selling(window).members.consents.list.rows()
        assert [row.ticked for row in rows] == [True, False, False, False, False]
        assert "Le Comptoir" in rows[0].notes[0].words
        tap_item(window, "choices", 1)
        assert last(till) == c.Consent(purpose="sms", given=True)
        assert selling(window).members.consents.list.rows()[1].ticked is True
        key(window, ENTER)
        assert last(till) == c.Consent(purpose="sms", given=False)
        key(window, ESCAPE)
        assert resting(window)


class TestMakingGood:
    def test_a_gesture_an_amount_and_a_reason(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        tap(window, "rewards")
        key(window, Qt.Key.Key_F4)
        key(window, Qt.Key.Key_F2)
        type_text(window, "3")
        key(window, ENTER)
        tap_item(window, "choices", 2)
        assert last(till) == c.Recovery(programme="CREDIT", amount_minor=300, reason="goodwill")
        assert resting(window) and window.message.isVisible()

    def test_more_than_a_role_gives_asks_for_approval(self, window: CashierWindow) -> None:
        wedge(window, MEMBER.code)
        window.model.member.make_good("SORRY", 900, "goodwill")
        settle()
        assert window.approval is not None


def test_the_card_is_printed_and_the_member_taken_off(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, MEMBER.code)
    tap(window, "rewards")
    key(window, Qt.Key.Key_F3)
    assert till.cards == 1 and window.message.isVisible()
    tap(window, "rewards")
    key(window, Qt.Key.Key_F8)
    assert window.model.basket.basket.member is None and resting(window)


class TestPaying:
    def test_points_and_cashback_are_keys_with_what_they_may_pay(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        for _ in range(6):
            wedge(window, COFFEE.sku)
        key(window, ENTER)
        kinds = paying(window).kinds
        assert (kinds["points"].text(), kinds["cashback"].text()) == ("Points · 12,84", "Cagnotte · 4,20")
        key(window, Qt.Key.Key_F9)
        key(window, ENTER)
        assert till.sent[-1] == c.TenderMoney(kind="points") and window.model.payment.due_minor == 2_370 - 1_284

    def test_without_a_member_nobodys_points_are_offered(self, window: CashierWindow) -> None:
        wedge(window, COFFEE.sku)
        key(window, ENTER)
        assert not paying(window).kinds["points"].isVisible()

    def test_a_hasty_enter_after_the_points_pays_the_rest_in_cash(self, window: CashierWindow, till: SlowTill) -> None:
        wedge(window, MEMBER.code)
        for _ in range(6):
            wedge(window, COFFEE.sku)
        key(window, ENTER)
        tap(window, "kind_points")
        till.dawdle()
        tap(window, "finish")
        till.answer_one()
        tap(window, "finish")
        till.catch_up()
        assert last(till) == c.TenderMoney(kind="cash")


class TestCamera:
    def test_a_tap_beside_nobody_shows_what_the_camera_sees(self, window: CashierWindow) -> None:
        wanted: list[bool] = []
        window.model.camera.watched.connect(wanted.append)
        key(window, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
        sheet = selling(window).members.camera
        assert sheet.isVisible() and wanted == [True]
        window.camera_failed("camera_lost")
        assert "Rebranchez" in sheet.view.accessibleDescription()
        window.camera_failed("")
        assert sheet.view.accessibleDescription() == ""
        window.scan(MEMBER.code)
        settle()
        assert resting(window) and wanted == [True, False] and window.model.basket.basket.member is not None
