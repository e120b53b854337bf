"""The tour's ways to pay: voucher and cheque, a gift card sold and spent, and a card terminal that says yes, no, and nothing at all."""

from kiosk.demo.steps_acts import empties_minor
from kiosk.demo.tour_goods import figures, gift_card_code
from kiosk.demo.tour_hands import Hands
from kiosk.demo.tour_stage import Stage
from sync.base.words import Words

GIFT_MINOR, NOTE_MINOR = 3_000, 5_000
_EN = Words("en")


def play(stage: Stage, total: int) -> None:
    """The open ticket first, then three of their own."""
    _pay_mixed(stage, total)
    _sell_gift_card(stage)
    _spend_gift_card(stage)
    _take_card_back(stage)


def _pay_mixed(stage: Stage, total: int) -> None:
    """A voucher pays what may be eaten, a cheque the rest."""
    till = stage.till
    till.tap("pay")
    till.tap("kind_voucher")
    with stage.step("cashier-meal-voucher", till, "en") as seen:
        till.tap("finish")
        seen.holds("the voucher paid a part: what is no food is left", lambda: 0 < stage.amount_on("due") < total)
        left = stage.amount_on("due")
    till.tap("kind_cheque")
    with stage.step("cashier-cheque", till, "en") as seen:
        till.tap("finish")
        seen.says("Paid in full")
        seen.reads(seen.words.tr("Cheque"), figures(seen.words, left))
        seen.says("A receipt on paper?")
    till.tap("finish")
    stage.sold.at_till(total, cash_minor=0, returned_minor=empties_minor(stage))
    till.tap("next")


def _sell_gift_card(stage: Stage) -> None:
    """Sold without tax as a debt of the shop, and paid by a card that is declined once."""
    till, code = stage.till, gift_card_code(1)
    till.tap("acts")
    till.tap("gift_card")
    till.pad_amount(GIFT_MINOR)
    till.tap("confirm")
    with stage.step("cashier-gift-card", till, "en") as seen:
        seen.says("Gift card worth {amount}", amount=seen.words.money(GIFT_MINOR))
        till.scan(code)
        seen.says("Take {amount}", amount=seen.words.money(GIFT_MINOR))
    till.tap("pay")
    _ask_card(stage)
    with stage.step("devices-card-asked", stage.devices) as seen:
        stage.devices.come_to()
        seen.says("Wants {amount} from a card", amount=seen.words.money(GIFT_MINOR))
    stage.devices.tap("card_decline")
    with stage.step("cashier-connected-card-declined", till, "en") as seen:
        till.come_to()
        seen.says("Left to pay")
        seen.reads("declined")
    _ask_card(stage)
    with stage.step("cashier-connected-card", till, "en") as seen:
        seen.says("The customer pays at the card terminal.")
        seen.reads(seen.words.money(GIFT_MINOR))
    answer(stage, "card_approve")
    with stage.step("cashier-connected-card-paid", till, "en") as seen:
        seen.says("Paid in full")
    till.tap("finish")
    stage.sold.at_till(0, cash_minor=0)
    till.tap("next")


def _spend_gift_card(stage: Stage) -> None:
    """The gift card pays what it can; the rest by a card whose terminal falls silent after it was charged. No receipt is wanted."""
    till, goods = stage.till, stage.shelf.plain(0, "maison")
    till.scan(goods.barcode)
    till.scan(stage.shelf.plain(1, "maison").barcode)
    total = goods.price_minor + stage.shelf.plain(1, "maison").price_minor
    till.tap("pay")
    till.tap("kind_gift_card")
    till.pad_amount(min(GIFT_MINOR, total // 2), ".")
    till.tap("finish")
    with stage.step("cashier-gift-card-asked", till, "en") as seen:
        seen.says("Scan the card: it pays what it can.")
    till.scan(gift_card_code(1))
    rest = total - min(GIFT_MINOR, total // 2)
    with stage.step("cashier-gift-card-spent", till, "en") as seen:
        seen.reads(seen.words.money(rest))
        seen.says("Gift card")
    _ask_card(stage)
    answer(stage, "card_cable")
    with stage.step("cashier-card-uncertain", till, "en") as seen:
        seen.says("Did the card pay?")
        seen.says("The terminal did not say. Nothing else is taken until it is known.")
    with stage.step("devices-card-unplugged", stage.devices) as seen:
        stage.devices.come_to()
        seen.says("Unplugged: it answers nothing")
    stage.devices.tap("card_cable")
    till.come_to()
    till.tap("card_again")
    with stage.step("cashier-card-resolved", till, "en") as seen:
        seen.says("Paid in full")
        seen.reads(figures(seen.words, rest))
        moved = stage.world.counter.terminal.moved_minor() if stage.world.counter else 0
        seen.holds("the customer was charged once for each sale", moved == GIFT_MINOR + rest)
    printed = len(stage.papers)
    till.tap("no_paper")
    with stage.step("cashier-without-paper", till, "en") as seen:
        seen.says("Receipt, without paper")
        seen.holds("nothing was printed", len(stage.papers) == printed)
    stage.sold.at_till(total, cash_minor=0)
    till.tap("next")


def _take_card_back(stage: Stage) -> None:
    """The customer would rather pay in cash: the terminal takes the payment back first."""
    till, goods = stage.till, stage.shelf.plain(2, "maison")
    till.scan(goods.barcode)
    till.tap("pay")
    _ask_card(stage)
    answer(stage, "card_approve")
    till.wait_words(_EN.tr("Paid in full"))
    till.tap("undo")
    answer(stage, "card_approve")
    with stage.step("cashier-card-taken-back", till, "en") as seen:
        seen.says("Left to pay")
        seen.says("Nothing was handed over yet.")
        seen.reads(seen.words.money(goods.price_minor))
    till.tap("kind_cash")
    till.pad_amount(NOTE_MINOR)
    till.tap("finish")
    till.wait_words(_EN.tr("Paid in full"))
    printed = len(stage.papers)
    till.tap("finish")
    stage.sold.at_till(goods.price_minor)
    till.wait_words(_EN.tr("Give back"))
    stage.wait_for_paper(printed + 1)


def _ask_card(stage: Stage) -> None:
    stage.till.tap("kind_card")
    stage.till.tap("finish")


def answer(stage: Stage, key: str) -> None:
    """Answer at the card terminal once it asks, and turn back to the till."""
    devices: Hands = stage.devices
    devices.come_to()
    devices.wait_for(lambda: stage.world.counter is not None and stage.world.counter.terminal.asked_minor is not None, "a card asked for")
    devices.tap(key)
    stage.till.come_to()
