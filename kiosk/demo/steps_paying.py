"""Payments: cash with change, the receipt with its coupon, the coupon used once and refused the second time, a card, X."""

from PySide6.QtCore import Qt

from kiosk.demo.tour_eyes import plain
from kiosk.demo.tour_goods import Goods, figures
from kiosk.demo.tour_stage import Stage
from sync.base.words import Words

GIVEN_MINOR = 10_000
COUPON_MINOR, COUPON_FROM_MINOR = 500, 3_000


def pay_cash(stage: Stage, total: int) -> None:
    """Take a note, give change, and look at the paper."""
    till = stage.till
    till.tap("pay")
    with stage.step("cashier-pay", till) as seen:
        seen.says("Left to pay")
        seen.reads(seen.words.money(total))
    with stage.step("cashier-change", till) as seen:
        till.pad(str(GIVEN_MINOR // 100))
        till.tap("finish")
        seen.says("Paid in full")
        seen.reads(seen.words.money(GIVEN_MINOR - total))
    printed = len(stage.papers)
    till.tap("finish")
    with stage.step("cashier-done", till) as seen:
        seen.says("Give back")
        seen.reads(seen.words.money(GIVEN_MINOR - total))
        seen.says("Coupon on the receipt")
    stage.sold.at_till(total)
    _read_receipt(stage, total, printed + 1)
    till.tap("next")


def _read_receipt(stage: Stage, total: int, number: int) -> None:
    """The paper is what the printer made of the bytes; the next customer scans the coupon from it, not from the till's memory."""
    with stage.step("paper-receipt", stage.till) as seen:
        job = stage.wait_for_paper(number)
        seen.paper(job)
        seen.prints(job, seen.words.money(total), figures(seen.words, GIVEN_MINOR), stage.shelf.organic(1).french)
        seen.prints(job, plain(seen.words.money(COUPON_MINOR)), plain(seen.words.money(COUPON_FROM_MINOR)))
        seen.holds("the drawer was opened and the paper cut, once each", (job.paper.kicks, job.paper.cuts) == (1, 1))
        seen.holds("every command was understood by the printer", not job.paper.unknown)
        coupons = [text for text in job.paper.qr if text.startswith("CC1:")]
        seen.holds("one coupon is on the paper, as a QR", len(coupons) == 1)
        stage.coupon = coupons[0]


def use_coupon(stage: Stage) -> None:
    """In English and in the dark: the coupon takes its amount off, a stand-alone card pays, and the coupon is refused the next time."""
    till = stage.till
    with stage.step("cashier-menu-english-dark", till, "en") as seen:
        till.tap("menu")
        till.tap("language_en")
        till.tap("theme_dark")
        seen.says("Theme")
        seen.says("Count and close the day")
        seen.says("Back to selling")
    till.tap("back")
    goods = _fill(stage)
    total = sum(item.price_minor for item in goods) - COUPON_MINOR
    with stage.step("cashier-coupon-used", till, "en") as seen:
        till.scan(stage.coupon)
        seen.says("Take {amount}", amount=seen.words.money(total))
        seen.reads(goods[0].english)
    till.tap("pay")
    with stage.step("cashier-card-sheet", till, "en") as seen:
        till.tap("kind_card_standalone")
        till.tap("finish")
        seen.says("Key this amount on the card terminal. What does it say?")
        seen.reads(seen.words.money(total))
    till.tap("card_accepted")
    printed = len(stage.papers)
    till.tap_words(Words("en").tr("Finish"))
    with stage.step("cashier-card-done", till, "en") as seen:
        seen.says("No change to give")
        seen.reads(seen.words.money(total))
    stage.sold.at_till(total, cash_minor=0)
    till.tap("next")
    stage.wait_for_paper(printed + 1)
    _refuse_coupon(stage)


def _refuse_coupon(stage: Stage) -> None:
    till = stage.till
    with stage.step("cashier-coupon-refused", till, "en") as seen:
        till.scan(stage.shelf.plain(1, "cremerie").barcode)
        till.scan(stage.coupon)
        seen.reads("This coupon was used on", "on receipt 01-")
    till.press(Qt.Key.Key_F8)
    till.press(Qt.Key.Key_F8)


def look_at_figures(stage: Stage) -> None:
    """The X report holds what was sold."""
    till = stage.till
    printed = len(stage.papers)
    till.tap("menu")
    till.tap("x_report")
    with stage.step("cashier-x-report", till, "en") as seen:
        seen.says("X report")
        seen.reads(seen.words.money(sum(stage.sold.till)))
        seen.reads(seen.words.tr_n("{n} receipt", "{n} receipts", len(stage.sold.till)))
    with stage.step("paper-x-report", till) as seen:
        job = stage.wait_for_paper(printed + 1)
        seen.paper(job)
        seen.prints(job, figures(seen.words, sum(stage.sold.till)))
    till.tap("back")
    till.tap("back")


def _fill(stage: Stage) -> list[Goods]:
    """Scan until the ticket is worth more than the coupon asks for."""
    goods: list[Goods] = []
    while sum(item.price_minor for item in goods) < COUPON_FROM_MINOR + COUPON_MINOR:
        goods.append(stage.shelf.plain(len(goods), "boucherie"))
        stage.till.scan(goods[-1].barcode)
    return goods
