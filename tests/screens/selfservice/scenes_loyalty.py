"""The kiosk's screens of loyalty, each reached as a customer would."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage

from kiosk.qtbase.camera import CameraPicture
from kiosk.services.answers import OfferView, SuggestionView, TraceView
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_loyalty import REWARDS, WALLET
from tests.screens.selfservice.hands import Customer

BASKET = ("CAFE", "CAFE", "COMTE", "YAOURT", "YAOURT", "YAOURT", "PAIN")
PHONE, EMAIL = "0612345678", "claire@example.org"
NEAR = TraceView(
    id="cheese", status="not_met", condition="min_gross_minor", short_minor=160, names={"fr": "5 % sur les fromages", "en": "5% off cheese"}
)
FOR_MEMBERS = TraceView(id="club", status="not_met", condition="member", names={"fr": "Le 3e pain offert", "en": "Every 3rd loaf free"})
WELCOME = TraceView(id="welcome", status="not_met", condition="proven", need=1, names={"fr": "5 € de bienvenue", "en": "€5 welcome"})
BEATEN = TraceView(id="happy", status="beaten", by="bio10", names={"fr": "Heure douce", "en": "Happy hour"}, lines=[2])
DOUBLED = TraceView(id="x2", status="applied", points=12, names={"fr": "Points doublés", "en": "Double points"}, lines=[3])
TO_TRY = (
    SuggestionView(sku="the", names={"fr": "Thé vert bio en vrac", "en": "Organic loose green tea"}),
    SuggestionView(sku="figues", names={"fr": "Confiture de figues du Sud-Ouest", "en": "Fig jam from the south-west"}),
)

Scene = Callable[[Customer], object]


def shop(customer: Customer) -> None:
    customer.scan(*BASKET)


def nearly(customer: Customer) -> None:
    customer.till.trace = [NEAR]
    customer.scan(MEMBER_CODE, *BASKET)


def with_our_card(customer: Customer) -> None:
    customer.till.trace = [FOR_MEMBERS]
    shop(customer)


def why(customer: Customer) -> None:
    customer.till.trace = [BEATEN, DOUBLED, NEAR, FOR_MEMBERS]
    shop(customer)
    _name_offers(customer)
    customer.scan("CAFE")
    customer.tap_item("articles", 2)


def _name_offers(customer: Customer) -> None:
    """Let the line's share bear the name of its offer, as the real till answers."""
    name = {"fr": "10 % sur le bio", "en": "10% off organic"}
    for number, line in enumerate(customer.till.lines):
        if line.offers:
            shares = [OfferView(id=share.id, amount_minor=share.amount_minor, names=name) for share in line.offers]
            customer.till.lines[number] = msgspec.structs.replace(line, offers=shares)


def question(customer: Customer) -> None:
    shop(customer)
    customer.tap("pay")


def too_dark(customer: Customer) -> None:
    question(customer)
    customer.window.camera_trouble("camera_dark")


def no_camera(customer: Customer) -> None:
    question(customer)
    customer.window.camera_trouble("camera_missing")


def in_view(customer: Customer) -> None:
    question(customer)
    image = QImage(480, 360, QImage.Format.Format_RGB32)
    image.fill(QColor("#8A8F98"))
    customer.window.camera_picture(CameraPicture(image, (((160.0, 100.0), (320.0, 110.0), (315.0, 260.0), (155.0, 250.0)),)))


def find(customer: Customer) -> None:
    question(customer)
    customer.tap("find")


def by_phone(customer: Customer) -> None:
    find(customer)
    customer.tap("find_phone")
    customer.key("pad_", PHONE)


def named(customer: Customer) -> None:
    """Found by a phone number: what is asked for then is the card."""
    by_phone(customer)
    customer.tap("keyed_number_confirm")


def named_beside_goods(customer: Customer) -> None:
    named(customer)
    customer.tap("back")


def named_own_offer(customer: Customer) -> None:
    """What is each member's own waits for the card."""
    customer.till.trace = [WELCOME, NEAR]
    named_beside_goods(customer)


def named_review(customer: Customer) -> None:
    named(customer)
    customer.tap("go_on")


def vouched(customer: Customer) -> None:
    named(customer)
    customer.tap("call_to_prove")


def named_coupon(customer: Customer) -> None:
    named_review(customer)
    customer.scan("TIED")


def named_goodbye(customer: Customer) -> None:
    named_review(customer)
    customer.tap("confirm", "paper")


def reward_late(customer: Customer) -> None:
    """A reward was refused while a code is keyed on the next page."""
    customer.till.refuse_reward = "points_short"
    review(customer)
    customer.tap("have_code")
    customer.window.model.loyalty.take(REWARDS[0])


def by_number_unknown(customer: Customer) -> None:
    find(customer)
    customer.tap("find_number")
    customer.key("pad_", "123")
    customer.tap("keyed_number_confirm")


def by_email(customer: Customer) -> None:
    find(customer)
    customer.tap("find_email")
    customer.key("letter_", EMAIL)


def by_email_unknown(customer: Customer) -> None:
    find(customer)
    customer.tap("find_email")
    customer.key("letter_", "nobody@example.org")
    customer.tap("keyed_words_confirm")


def join(customer: Customer) -> None:
    question(customer)
    customer.tap("join")


def join_phone(customer: Customer) -> None:
    join(customer)
    customer.tap("join_phone")
    customer.key("pad_", PHONE)


def join_name(customer: Customer) -> None:
    join(customer)
    customer.tap("join_first_name")


def join_ticked(customer: Customer) -> None:
    join_phone(customer)
    customer.tap("join_number_confirm", "consent_sms", "consent_profiling")


def join_refused(customer: Customer) -> None:
    customer.till.refuse_join = "member_exists"
    join_ticked(customer)
    customer.tap("join_confirm")


def new_card(customer: Customer) -> None:
    join_ticked(customer)
    customer.tap("join_confirm")


def new_member(customer: Customer) -> None:
    new_card(customer)
    customer.tap("card_done")


def wallet(customer: Customer) -> None:
    customer.scan(MEMBER_CODE, *BASKET)
    customer.window.model.show_card()


def reward(customer: Customer) -> None:
    wallet(customer)
    customer.tap_item("wallet_rewards", 0)


def coupons(customer: Customer) -> None:
    wallet(customer)
    customer.tap("tab_coupons")


def purchases(customer: Customer) -> None:
    wallet(customer)
    customer.tap("tab_purchases")


def review(customer: Customer) -> None:
    wallet(customer)
    customer.tap("go_on")


def code_late(customer: Customer) -> None:
    review(customer)
    customer.tap("have_code")
    customer.key("letter_", "LATE")
    customer.tap("keyed_words_confirm")


def coupon(customer: Customer) -> None:
    review(customer)
    customer.scan("COUPON")


def points(customer: Customer) -> None:
    review(customer)
    customer.tap("pay_points")


def points_offline(customer: Customer) -> None:
    customer.till.offline_left_minor = 700
    points(customer)


def no_points_offline(customer: Customer) -> None:
    customer.till.offline_left_minor = 0
    points(customer)


def some_points(customer: Customer) -> None:
    points(customer)
    customer.tap("points_less", "points_less", "points_pay")


def goodbye(customer: Customer) -> None:
    tier = replace(WALLET.tiers[0], have=48_500)
    customer.till.after_sale = replace(WALLET, tiers=(tier,))
    review(customer)
    customer.tap("confirm", "paper")


def goodbye_suggests(customer: Customer) -> None:
    """No coupon, but something to try next time; the purchase brought of everything."""
    customer.till.to_try, customer.till.gives_coupons, customer.till.cashback_bp = list(TO_TRY), False, 200
    review(customer)
    customer.tap("confirm", "paper")


def goodbye_all(customer: Customer) -> None:
    """A coupon and something to try."""
    customer.till.to_try, customer.till.cashback_bp = list(TO_TRY), 200
    review(customer)
    customer.tap("confirm", "paper")


def stranger_suggests(customer: Customer) -> None:
    """Somebody without a card may like something too."""
    customer.till.to_try, customer.till.gives_coupons = list(TO_TRY), False
    shop(customer)
    customer.tap("pay", "go_on", "confirm", "paper")


LOYALTY_SCENES: dict[str, Scene] = {
    "nearly": nearly,
    "with_our_card": with_our_card,
    "why": why,
    "too_dark": too_dark,
    "in_view": in_view,
    "find": find,
    "by_phone": by_phone,
    "named": named,
    "named_beside_goods": named_beside_goods,
    "named_own_offer": named_own_offer,
    "named_review": named_review,
    "named_coupon": named_coupon,
    "named_goodbye": named_goodbye,
    "vouched": vouched,
    "reward_late": reward_late,
    "by_number_unknown": by_number_unknown,
    "by_email_unknown": by_email_unknown,
    "join": join,
    "join_name": join_name,
    "join_ticked": join_ticked,
    "join_refused": join_refused,
    "new_card": new_card,
    "new_member": new_member,
    "wallet": wallet,
    "reward": reward,
    "coupons": coupons,
    "purchases": purchases,
    "code_late": code_late,
    "coupon": coupon,
    "points": points,
    "points_offline": points_offline,
    "no_points_offline": no_points_offline,
    "some_points": some_points,
    "goodbye": goodbye,
    "goodbye_suggests": goodbye_suggests,
    "goodbye_all": goodbye_all,
    "stranger_suggests": stranger_suggests,
}
