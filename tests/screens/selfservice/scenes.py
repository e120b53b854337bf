"""Every screen of the kiosk, each reached as a customer would: for tests of the look, and for pictures to be looked at.

`python -m tests.screens.selfservice.scenes FOLDER [PART OF A NAME]` renders them all; the pictures are not committed.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.screens.selfservice.face import Face
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S, FLOW
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import PORTRAIT, Customer
from tests.screens.selfservice.scenes_loyalty import LOYALTY_SCENES
from tests.screens.turns import settle

SIZES = (PORTRAIT, (1280, 800), (1920, 1080))
LANGUAGES = ("fr", "en")
BASKET = ("CAFE", "CAFE", "COMTE", "YAOURT", "YAOURT", "YAOURT", "PAIN")

Scene = Callable[[Customer], object]


def shop(customer: Customer) -> None:
    customer.scan(*BASKET)


def full(customer: Customer) -> None:
    customer.scan(*BASKET, "CROISSANT", "BAGUETTE", "CITRON", "POMME", "BANANE")


def refused(customer: Customer) -> None:
    shop(customer)
    customer.scan("4006381333930")


def remove(customer: Customer) -> None:
    shop(customer)
    customer.tap("remove")


def departments(customer: Customer) -> None:
    shop(customer)
    customer.tap("no_barcode")


def goods(customer: Customer) -> None:
    departments(customer)
    customer.tap_item("goods_grid", 2)
    customer.tap_item("goods_grid", 1)


def by_weight(customer: Customer) -> None:
    departments(customer)
    customer.tap_item("goods_grid", 0)
    customer.tap_item("goods_grid", 0)


def habits(customer: Customer, **said: object) -> None:
    """Tell the kiosk another habit of its shop."""
    customer.till.habits.update(said)
    customer.window.model.ticket.settle()
    settle()


def weigh(customer: Customer) -> None:
    habits(customer, has_scale=True)
    by_weight(customer)


def unsteady(customer: Customer) -> None:
    customer.till.scale = ["scale_moving"]
    weigh(customer)
    customer.tap("weigh_take")


def deposit(customer: Customer) -> None:
    shop(customer)
    customer.scan("EAU", "EAU")


def blocked(customer: Customer) -> None:
    shop(customer)
    customer.scan("PATES")


def mode(customer: Customer) -> None:
    shop(customer)
    customer.scan("CROISSANT")
    customer.tap("pay")


def gift_card(customer: Customer) -> None:
    review(customer)
    customer.scan("GIFT")


def left_to_pay(customer: Customer) -> None:
    gift_card(customer)
    customer.tap("use_gift_card")


def returning(customer: Customer) -> None:
    told("partial")(customer)
    customer.till.intent = {"id": "i1", "amount_minor": 1000, "kind": "card", "reverses": "i0"}
    customer.till.refuse_undo = "card_uncertain"
    customer.tap("back")


def on_phone(customer: Customer) -> None:
    habits(customer, receipt_url="https://tickets.example.org")
    receipt(customer)


def link(customer: Customer) -> None:
    on_phone(customer)
    customer.tap("on_phone")


def practice(customer: Customer) -> None:
    customer.till.training = True
    shop(customer)


def staff_help(customer: Customer) -> None:
    customer.tap("help")


def age(customer: Customer) -> None:
    shop(customer)
    customer.scan("VIN")
    customer.tap_item("people", 0)


def wrong_pin(customer: Customer) -> None:
    age(customer)
    customer.key_pin("000000")


def card(customer: Customer) -> None:
    shop(customer)
    customer.tap("pay")


def known(customer: Customer) -> None:
    card(customer)
    customer.scan(MEMBER_CODE)


def review(customer: Customer) -> None:
    known(customer)
    customer.tap("go_on")


def help_(customer: Customer) -> None:
    review(customer)
    customer.tap("help")


def called(customer: Customer) -> None:
    help_(customer)
    customer.tap("call_attendant")


def idle(customer: Customer) -> None:
    shop(customer)
    customer.wait((FLOW["scan"].idle_s or 0) + COUNTDOWN_S // 2)


def asking(customer: Customer) -> None:
    customer.till.hold_card = True
    review(customer)
    customer.tap("confirm")


def told(outcome: str) -> Scene:
    def play(customer: Customer) -> None:
        customer.till.card = [outcome]
        review(customer)
        customer.tap("confirm")

    return play


def receipt(customer: Customer) -> None:
    review(customer)
    customer.tap("confirm")


def no_paper(customer: Customer) -> None:
    customer.till.printer = "paper_out"
    customer.till.tell("printer")
    receipt(customer)


def thanks(customer: Customer) -> None:
    receipt(customer)
    customer.tap("paper")


def locked(customer: Customer) -> None:
    shop(customer)
    customer.till.locked = True
    customer.scan("PAIN")


def closed(customer: Customer) -> None:
    customer.till.day = ""
    customer.till.tell("day")
    settle()


def opening(customer: Customer) -> None:
    closed(customer)
    customer.tap("open_kiosk")


SCENES: dict[str, Scene] = {
    "closed": closed,
    "opening": opening,
    "welcome": lambda customer: None,
    "empty": lambda customer: customer.tap("start"),
    "scan": shop,
    "full": full,
    "refused": refused,
    "remove": remove,
    "departments": departments,
    "goods": goods,
    "weigh": weigh,
    "by_label": by_weight,
    "unsteady": unsteady,
    "deposit": deposit,
    "blocked": blocked,
    "mode": mode,
    "gift_card": gift_card,
    "left_to_pay": left_to_pay,
    "partial": told("partial"),
    "returning": returning,
    "on_phone": on_phone,
    "link": link,
    "practice": practice,
    "staff_help": staff_help,
    "age": age,
    "wrong_pin": wrong_pin,
    "card": card,
    "known": known,
    "review": review,
    "help": help_,
    "called": called,
    "idle": idle,
    "asking": asking,
    "declined": told("declined"),
    "uncertain": told("uncertain"),
    "unable": told("no_card_terminal"),
    "receipt": receipt,
    "no_paper": no_paper,
    "thanks": thanks,
    "locked": locked,
    **LOYALTY_SCENES,
}


def play(scene: Scene, customer: Customer, language: str) -> Face:
    """Bring the kiosk to a scene in a language. What lies on the way there need not be painted: that is most of the work."""
    customer.window.setUpdatesEnabled(False)
    customer.window.speak(language)
    settle()
    scene(customer)
    customer.window.setUpdatesEnabled(True)
    settle()
    return customer.face


def render(folder: Path, part: str = "") -> None:
    """Draw every scene whose picture's name holds `part`, in every size, language and look."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for theme in ThemeName:
            for language in LANGUAGES:
                for name, scene in SCENES.items():
                    shot = f"{name}-{language}-{theme}-{size[0]}"
                    if part not in shot:
                        continue
                    customer = Customer(FakeKiosk(), language=language, size=size, theme=theme)
                    play(scene, customer, language)
                    customer.window.grab().save(str(folder / f"{shot}.png"))
                    customer.window.close()


if __name__ == "__main__":
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    render(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
