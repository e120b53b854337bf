"""The tour's other pages of the till: cash that comes and goes, a practice ticket, the map of keys, and the settings."""

from PySide6.QtCore import Qt

from kiosk.demo.steps_opening import CASHIER, MANAGER, log_in
from kiosk.demo.tour_goods import figures
from kiosk.demo.tour_stage import Stage

ADMINISTRATOR = "Odile V."
PAID_IN_MINOR, PAID_OUT_MINOR, DROP_MINOR = 2_000, 850, 10_000
BAG = "B-2042"


def play(stage: Stage) -> None:
    """In French: a cashier moves cash, a manager trains somebody, the administrator looks at the settings."""
    _move_cash(stage)
    _show_keys(stage)
    _train(stage)
    _settings(stage)


def _move_cash(stage: Stage) -> None:
    till = stage.till
    with stage.step("cashier-paid-in", till) as seen:
        till.tap("menu")
        till.tap("language_fr")
        till.tap("paid_in")
        seen.says("Cash that comes into the drawer without a sale: small change from the bank, say.")
        till.pad_amount(PAID_IN_MINOR)
        seen.reads(seen.words.money(PAID_IN_MINOR))
    _because(stage, "Apport de monnaie")
    with stage.step("cashier-paid-out-reason", till) as seen:
        till.tap("paid_out")
        till.pad_amount(PAID_OUT_MINOR)
        till.tap("go_on")
        seen.says("Why? The reason is noted with your name.")
        seen.reads("Petites fournitures")
    till.tap_item("Petites fournitures")
    _moved(stage)
    with stage.step("cashier-drop", till) as seen:
        till.tap("drop")
        till.wait_words("Mise au coffre")
        till.tap_field("bag")
        till.type(BAG)
        till.pad_amount(DROP_MINOR)
        seen.says("Cash that goes to the safe, in a bag with a number.")
        seen.reads(BAG, seen.words.money(DROP_MINOR))
    printed = len(stage.papers)
    _because(stage, "Mise au coffre")
    with stage.step("paper-drop", till) as seen:
        job = stage.wait_for_paper_saying(BAG, printed)
        seen.paper(job)
        seen.prints(job, BAG, figures(seen.words, DROP_MINOR))
    stage.sold.cash_minor += PAID_IN_MINOR - PAID_OUT_MINOR - DROP_MINOR
    till.tap("back")


def _because(stage: Stage, reason: str) -> None:
    stage.till.tap("go_on")
    stage.till.tap_item(reason)
    _moved(stage)


def _moved(stage: Stage) -> None:
    stage.till.wait_words(stage.french.tr("The movement is noted, and the drawer opens."))


def _show_keys(stage: Stage) -> None:
    till = stage.till
    till.press(Qt.Key.Key_F1)
    with stage.step("cashier-keys", till) as seen:
        seen.says("What the keys do on this page")
        seen.reads(f"F7 {seen.words.tr('Short number')}", f"F12 {seen.words.tr('Eat in, take away')}")
    till.press(Qt.Key.Key_Escape)


def _train(stage: Stage) -> None:
    """A practice ticket is marked on the screen and on paper, and counts nowhere."""
    till, goods = stage.till, stage.shelf.plain(0, "boucherie")
    _be(stage, MANAGER)
    till.tap("menu")
    till.tap("training")
    till.wait_words(stage.french.tr("End the training"))
    till.tap("back")
    with stage.step("cashier-training", till) as seen:
        till.scan(goods.barcode)
        seen.reads(goods.french)
        seen.says("TRAINING · nothing counts, nothing is owed, the drawer stays shut")
    till.tap("pay")
    till.tap("finish")
    till.wait_words(stage.french.tr("Paid in full"))
    printed = len(stage.papers)
    till.tap("finish")
    with stage.step("paper-training", till) as seen:
        job = stage.wait_for_paper_saying("01-T-", printed)
        seen.paper(job)
        seen.prints(job, "01-T-", goods.french)
    till.tap("next")
    till.tap("menu")
    till.tap("training")
    till.wait_gone(stage.french.tr("End the training"))
    till.tap("back")


def _settings(stage: Stage) -> None:
    till = stage.till
    _be(stage, ADMINISTRATOR)
    till.tap("menu")
    with stage.step("cashier-menu-administrator", till) as seen:
        seen.says("Settings")
        seen.says("End of the store's day")
    till.tap("settings")
    with stage.step("cashier-settings", till) as seen:
        till.tap_item(seen.words.tr("Card terminal: zvt://HOST:PORT?password=000000, simulated, or nothing").partition(":")[0].strip())
        seen.reads("zvt://127.0.0.1:")
    till.tap("leave_desk")
    till.tap("back")
    _be(stage, CASHIER)


def _be(stage: Stage, name: str) -> None:
    stage.till.tap("menu")
    stage.till.tap("log_out")
    log_in(stage, stage.till, name)
    stage.till.wait_gone(stage.french.tr("Who is at the till?"))
    stage.till.wait_words(name)
