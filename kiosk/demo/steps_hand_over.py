"""The tour's hand-over: a till locked with an open ticket, a colleague who goes on and puts it aside, and the first who recalls it."""

from PySide6.QtCore import Qt

from kiosk.demo.steps_opening import CASHIER, log_in
from kiosk.demo.tour_goods import Goods
from kiosk.demo.tour_stage import Stage

COLLEAGUE = "Marc L."


def play(stage: Stage, total: int) -> int:
    """Lock, take over, hold, log in again and recall: the ticket comes to the same all the while. Something that is no food ends it."""
    till, soap = stage.till, no_food(stage)
    till.press(Qt.Key.Key_F11)
    with stage.step("cashier-locked", till, "en") as seen:
        seen.says("This till is locked")
        seen.says("Unlock")
        seen.holds("the ticket is not in sight", not seen.stands(seen.words.money(total)))
    log_in(stage, till, COLLEAGUE)
    with stage.step("cashier-handed-over", till, "en") as seen:
        seen.reads(COLLEAGUE)
        seen.says("Take {amount}", amount=seen.words.money(total))
    till.tap("hold")
    with stage.step("cashier-on-hold", till, "en") as seen:
        seen.says("Ready for the next customer")
        seen.says("Recall · {n}", n="1")
    till.tap("menu")
    till.tap("log_out")
    log_in(stage, till, CASHIER)
    till.tap("hold")
    with stage.step("cashier-recall", till, "en") as seen:
        seen.says("Anybody at this till may go on with one.")
        seen.reads(COLLEAGUE, seen.words.money(total))
    till.tap("confirm")
    with stage.step("cashier-recalled", till, "en") as seen:
        seen.reads(CASHIER)
        seen.says("Take {amount}", amount=seen.words.money(total))
        till.scan(soap.barcode)
        seen.reads(soap.english)
        more = stage.amount_on("pay") - total
        seen.holds("the discount on the ticket holds for what comes later too", soap.price_minor * 9 // 10 < more < soap.price_minor)
    with stage.step("devices-customer-lines", stage.devices) as seen:
        stage.devices.come_to()
        stage.devices.tap("scale_empty")
        seen.holds("the pole names the total", lambda: seen.stands("Total"))
    till.come_to()
    return total + more


def no_food(stage: Stage) -> Goods:
    """Return something that no meal voucher pays for."""
    return stage.shelf.plain(2, "entretien")
