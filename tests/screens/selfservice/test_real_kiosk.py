"""The kiosk's window over a real till with its worker and files: a member is found, takes a reward, names a code, pays with points."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.bootstrap import Running
from kiosk.touch.qr import QrView
from tests.flows.shops import shop
from tests.screens.real_till import real_till
from tests.screens.selfservice.hands import Visitor

PEAR, LAMP = "4006381333931", "5000159484695"
CARD, PHONE, EMAIL = "0421234567890", "0639980102", "claire@example.org"
Until = Callable[[Callable[[], bool]], None]

PROGRAMMES = [
    {
        "id": "POINT",
        "name": {"fr": "Points", "en": "Points"},
        "kind": "points",
        "earn": {"points": 1, "per_minor": 100, "on": "gross"},
        "value_minor": 1,
        "spend": {"step": 100, "least": 100},
        "rewards": [
            {"id": "five", "name": {"fr": "5 € de remise", "en": "€5 off"}, "points": 500, "kind": "amount", "amount_minor": 500},
            {"id": "ten", "name": {"fr": "10 € de remise", "en": "€10 off"}, "points": 5_000, "kind": "amount", "amount_minor": 1_000},
        ],
    },
    {
        "id": "CLUB",
        "name": {"fr": "Club", "en": "Club"},
        "kind": "tiers",
        "by": "spend",
        "tiers": [{"id": "silver", "name": {"fr": "Argent", "en": "Silver"}, "need": 5_000}],
    },
    {"id": "PEARS", "name": {"fr": "Carte poires", "en": "Pear card"}, "kind": "punch", "of": {"skus": ["pear"]}, "needs": 5},
]
OFFERS = [
    {
        "id": "spring",
        "name": {"fr": "Code printemps", "en": "Spring code"},
        "kind": "amount",
        "amount_minor": 200,
        "when": {"codes": ["SPRING"]},
    },
    {
        "id": "fifty",
        "name": {"fr": "3 € de remise dès 50 €", "en": "€3 off from €50"},
        "kind": "amount",
        "amount_minor": 300,
        "when": {"min_gross_minor": 5_000},
    },
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    file = shop() | {"programmes": PROGRAMMES, "offers": OFFERS}
    file["registers"][0]["kind"] = "selfservice"
    file["members"][0] |= {"profile": {"first_name": "Claire", "phone": "06 39 98 01 02", "email": EMAIL}, "balances": {"POINT": 1_284}}
    with real_till(tmp_path, file, begun_by="ana") as made:
        yield made


class Shopper(Visitor):
    """A customer who waits for the worker: each act ends when the till has answered."""

    def __init__(self, running: Running, wait: Until) -> None:
        super().__init__(running.worker)
        self._wait = wait
        self.until(lambda: self.screen == "welcome")

    def until(self, met: Callable[[], bool]) -> None:
        self._wait(lambda: met() and not self.window.bridge.busy)

    def due(self, minor: int) -> None:
        self.until(lambda: self.window.model.ticket.basket.totals.due_minor == minor)

    def tap(self, *names: str) -> None:
        for name in names:
            self.until(lambda name=name: self.sees(name) and self.button(name).isEnabled())  # type: ignore[misc]
            super().tap(name)

    def scan(self, *codes: str) -> None:
        for code in codes:
            super().scan(code)
            self.until(lambda: True)


@pytest.fixture
def shopper(running: Running, qtbot: QtBot, wait: Until) -> Iterator[Shopper]:
    customer = Shopper(running, wait)
    qtbot.addWidget(customer.window)
    yield customer
    customer.window.close()


def points_of(shopper: Shopper) -> int:
    return shopper.window.model.loyalty.wallet.points


def named(shopper: Shopper, way: str = "phone", entry: str = "number", prefix: str = "pad_", keyed: str = PHONE) -> None:
    """Buy a pear and be found without the card."""
    shopper.scan(PEAR)
    shopper.tap("pay", "find", f"find_{way}")
    shopper.key(prefix, keyed)
    shopper.tap(f"keyed_{entry}_confirm")
    shopper.until(lambda: shopper.window.model.ticket.is_unproven)


def sees_wallet(shopper: Shopper) -> bool:
    return points_of(shopper) == 1_284 and bool(shopper.rows("wallet_rewards"))


@pytest.mark.parametrize(("way", "entry", "prefix", "keyed"), [("phone", "number", "pad_", PHONE), ("email", "words", "letter_", EMAIL)])
def test_a_member_found_by_contact_earns_and_is_told_nothing(shopper: Shopper, way: str, entry: str, prefix: str, keyed: str) -> None:
    named(shopper, way, entry, prefix, keyed)
    said = shopper.words()
    assert "Scannez votre carte pour utiliser vos points." in said and "vous rapporte 1 point" in said
    assert points_of(shopper) == 0 and not shopper.rows("wallet_rewards")
    assert not [word for word in ("Claire", EMAIL, PHONE, "284", "Argent") if word in said]
    shopper.tap("go_on")
    assert "Scannez votre carte" in shopper.words() and not shopper.sees("pay_points")


def test_the_card_proves_the_same_ticket(shopper: Shopper) -> None:
    named(shopper)
    shopper.scan(CARD)
    shopper.until(lambda: sees_wallet(shopper))
    assert "Scannez votre carte" not in shopper.words()
    shopper.tap("go_on")
    shopper.until(lambda: shopper.sees("confirm"))


def test_an_attendants_pin_proves_it_too(shopper: Shopper) -> None:
    named(shopper)
    shopper.tap("call_to_prove")
    shopper.until(lambda: bool(shopper.window.model.attendant.staff))
    people = [person.id for person in shopper.window.model.attendant.staff]
    shopper.key_pin("123456", person=people.index("max"))
    shopper.until(lambda: sees_wallet(shopper))
    assert not shopper.sees("attendant_confirm")


def test_the_card_found_meanwhile_needs_no_attendant(shopper: Shopper) -> None:
    named(shopper)
    shopper.tap("call_to_prove")
    shopper.scan(CARD)
    shopper.until(lambda: sees_wallet(shopper))
    assert not shopper.sees("attendant_confirm") and not shopper.window.model.calling


def test_a_reward_a_code_and_points_pay_a_lamp(shopper: Shopper) -> None:
    shopper.scan(LAMP)
    shopper.scan(CARD)
    shopper.until(lambda: shopper.window.model.loyalty.wallet.view is not None)
    shopper.window.model.show_card()
    shopper.tap_item("wallet_rewards", 0)
    shopper.due(2_000)
    shopper.until(lambda: "Touchez pour la rendre" in shopper.rows("wallet_rewards")[0].notes[0].words)
    assert "4216" in shopper.rows("wallet_rewards")[1].notes[0].words.replace("\u202f", "")
    shopper.tap("go_on", "have_code")
    shopper.key("letter_", "SPRING")
    shopper.tap("keyed_words_confirm")
    shopper.due(1_800)
    shopper.tap("pay_points")
    shopper.tap("points_pay")
    shopper.due(1_100)
    assert shopper.screen == "review"


def test_nearly_and_tier_and_dots_come_from_the_shops_own_rules(shopper: Shopper) -> None:
    shopper.scan(CARD, LAMP, PEAR)
    assert "3 € de remise dès 50 €" in shopper.words()
    shopper.window.model.show_card()
    shopper.until(lambda: shopper.window.model.loyalty.wallet.view is not None)
    shopper.tap("tab_coupons")
    view = shopper.window.model.loyalty.wallet.view
    assert view is not None and view.punches[0].needs == 5 and view.tiers[0].need == 5_000
    assert "avant Argent" in shopper.words()


def test_somebody_joins_and_the_purchase_counts(shopper: Shopper) -> None:
    shopper.scan(LAMP)
    shopper.tap("pay", "join", "join_first_name")
    shopper.key("letter_", "ANNA")
    shopper.tap("join_words_confirm", "consent_profiling", "join_confirm")
    shopper.until(lambda: shopper.window.model.loyalty.joining.stage == "joined")
    code = shopper.face.findChild(QrView, "new_card")
    assert code is not None and code.isVisible() and code.module_px() >= 4
    token = code.text
    shopper.tap("print_card", "card_done")
    member = shopper.window.model.ticket.basket.member
    assert member is not None and shopper.window.model.ticket.basket.points_earned == 25
    shopper.tap("not_me")
    shopper.until(lambda: shopper.window.model.ticket.basket.member is None)
    shopper.scan(token)
    shopper.until(lambda: shopper.window.model.ticket.basket.member is not None)
    again = shopper.window.model.ticket.basket.member
    assert again is not None and again.id == member.id
