"""The tour's loyalty at the till: somebody joins, an offer says why, a reward and points pay and come back, and staff make good."""

from typing import Any

from PySide6.QtCore import Qt

from kiosk.demo.tour_goods import Goods
from kiosk.demo.tour_stage import Stage
from kiosk.devices.printer.simulated import Job
from sync.base.words import Words

_CTRL = Qt.KeyboardModifier.ControlModifier
_EN = Words("en")
FIRST_NAME, PHONE = "Nora", "0639981207"
REWARD, REWARD_MINOR, REWARD_POINTS = "€5 off", 500, 500
STEP_POINTS = 100
SPENT_LEAST_MINOR = 1_500
APOLOGY_MEMBER, APOLOGY_MINOR, CASHIERS_MOST_MINOR = 5, 300, 500


def play(stage: Stage) -> None:
    """A new member and an old one."""
    _join(stage)
    receipt, paid, cash = _spend(stage)
    _give_back(stage, receipt, paid, cash)
    _make_good(stage)


def _join(stage: Stage) -> None:
    """Joining takes a name, a phone, the programme's wording and Enter; the ticket counts at once."""
    till, goods, printed = stage.till, stage.shelf.organic(3), len(stage.papers)
    till.scan(goods.barcode)
    till.wait_words(goods.english)
    till.press(Qt.Key.Key_F12, _CTRL)
    till.wait_words(_EN.tr("One of the three is enough."))
    till.type(FIRST_NAME)
    till.press(Qt.Key.Key_Return)
    till.type(PHONE)
    till.tap("join_consent_loyalty")
    with stage.step("loyalty-join", till, "en") as seen:
        seen.says("New member")
        seen.holds("the programme's wording is agreed to", lambda: till.ready("confirm_join"))
    till.tap("confirm_join")
    total = goods.price_minor - goods.off_minor
    with stage.step("loyalty-joined", till, "en") as seen:
        seen.says("Welcome to the new member: the ticket counts for them already.")
        seen.reads(FIRST_NAME, seen.words.tr_n("{n} point to earn", "{n} points to earn", total // 100))
    till.tap("why_key")
    with stage.step("loyalty-why", till, "en") as seen:
        seen.says("Why?")
        seen.reads("10% off organic goods")
        seen.says("It takes off {amount}.", amount=seen.words.money(goods.off_minor))
    till.tap("leave")
    till.tap("pay")
    till.tap("finish")
    till.wait_words(_EN.tr("Paid in full"))
    till.tap("finish")
    till.wait_words(_EN.tr("No change to give"))
    stage.sold.at_till(total)
    till.tap("next")
    _paper_over(stage, total, printed)


def _spend(stage: Stage) -> tuple[str, int, int]:
    """A reward takes its amount off, points pay what they may, cash the rest; return the paper's code, what was paid, and the cash."""
    till, member, printed = stage.till, _rich(stage), len(stage.papers)
    till.scan(str(member["code"]))
    till.wait_words(str(member["profile"]["first_name"]))
    total = sum(goods.price_minor for goods in _fill(stage))
    till.tap("rewards")
    with stage.step("loyalty-wallet", till, "en") as seen:
        seen.reads(REWARD)
        seen.says("can be had now")
    till.tap_item(REWARD)
    due = total - REWARD_MINOR
    with stage.step("loyalty-reward", till, "en") as seen:
        seen.says("Take {amount}", amount=seen.words.money(due))
    till.tap("pay")
    till.tap("kind_points")
    points = min((member["balances"]["POINT"] - REWARD_POINTS) // STEP_POINTS, due // STEP_POINTS) * STEP_POINTS
    till.tap("finish")
    with stage.step("loyalty-points-pay", till, "en") as seen:
        seen.says("Points")
        seen.reads(seen.words.money(due - points))
    till.tap("finish")
    till.wait_words(_EN.tr("Paid in full"))
    till.tap("finish")
    till.wait_words(_EN.tr("No change to give"))
    stage.sold.at_till(due, cash_minor=due - points)
    till.tap("next")
    return next(text for text in _paper_over(stage, due, printed).paper.qr if text.startswith("CR1:")), due, due - points


def _give_back(stage: Stage, receipt: str, paid: int, cash: int) -> None:
    """Everything comes back: the points that paid go back as points, the rest as cash, and the reward's points with the goods."""
    till = stage.till
    till.tap("acts")
    till.tap("returns")
    till.scan(receipt)
    till.tap("all")
    till.tap("give_back")
    till.wait_words(_EN.tr("Returned from receipt {receipt}", receipt="01-"))
    till.tap("pay")
    with stage.step("loyalty-return", till, "en") as seen:
        seen.says("To pay out")
        seen.reads("It was paid: Points")
    till.tap("finish")
    till.wait_words(_EN.tr("Pay out {amount}", amount=_EN.money(cash)))
    till.tap("finish")
    till.wait_words(_EN.tr("Finish"))
    till.tap("finish")
    stage.sold.at_till(-paid, cash_minor=-cash, returned_minor=paid)
    till.tap("next")


def _make_good(stage: Stage) -> None:
    """A complaint is answered with a coupon for this member, within what a cashier may give; nothing is sold."""
    till, member, printed = stage.till, stage.shelf.member(APOLOGY_MEMBER), len(stage.papers)
    first_name = str(member["profile"]["first_name"])
    till.scan(str(member["code"]))
    till.wait_words(first_name)
    till.tap("rewards")
    till.tap("recovery")
    with stage.step("loyalty-make-good", till, "en") as seen:
        seen.reads("Apology coupon")
        seen.says("Up to {amount} without approval.", amount=seen.words.money(CASHIERS_MOST_MINOR))
    till.pad_amount(APOLOGY_MINOR, ".")
    till.press(Qt.Key.Key_Return)
    till.wait_words("Complaint")
    till.press(Qt.Key.Key_Return)
    paper = stage.wait_for_paper_saying("Avec nos excuses", printed)
    with stage.step("paper-make-good", till) as seen:
        seen.prints(paper, seen.words.money(APOLOGY_MINOR), first_name)
        seen.paper(paper)
    till.tap("rewards")
    till.tap("remove_member")
    till.wait_words(_EN.tr("Ready for the next customer"))


def _paper_over(stage: Stage, total: int, since: int) -> Job:
    """Return the receipt over this total; the paper before it may still be on its way."""
    return stage.wait_for_paper_saying(f"{total // 100},{total % 100:02d}", since)


def _fill(stage: Stage) -> list[Goods]:
    """Scan until the reward and some points have something to pay for."""
    goods: list[Goods] = []
    while sum(item.price_minor for item in goods) < SPENT_LEAST_MINOR:
        goods.append(stage.shelf.plain(len(goods), "entretien"))
        stage.till.scan(goods[-1].barcode)
    stage.till.wait_words(goods[-1].english)
    return goods


def _rich(stage: Stage) -> dict[str, Any]:
    """Return a member whose points reach for the reward and for some more, and leave something to pay in cash."""
    few = (stage.shelf.member(number) for number in range(1, 100))
    least, most = REWARD_POINTS + 2 * STEP_POINTS, REWARD_POINTS + 6 * STEP_POINTS
    return next(member for member in few if least <= member["balances"]["POINT"] < most)
