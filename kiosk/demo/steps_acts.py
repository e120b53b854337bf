"""The tour's second cashier hour: every act of a ticket - price check, short number, scale, deposit, take-away, prices and discounts."""

from PySide6.QtCore import Qt

from kiosk.demo.steps_opening import MANAGER
from kiosk.demo.tour_goods import Goods, figures
from kiosk.demo.tour_stage import Stage

GREAT_SHARE_BP, TICKET_SHARE_BP = 2_000, 500
WEIGHT_G = 620
SCALE_KEYS = ("scale_500", "scale_100", "scale_10", "scale_10")
OTHER_PRICE_MINOR = 155
EMPTIES = 2
_CTRL = Qt.KeyboardModifier.ControlModifier


def play(stage: Stage) -> int:
    """Fill a ticket by every act there is; return what it comes to."""
    _check_price(stage)
    total = _weigh(stage) + _deposit(stage)
    pastry = _take_away(stage)
    total += _other_price(stage, pastry)
    goods = stage.shelf.plain(0, "charcuterie")
    stage.till.scan(goods.barcode)
    stage.till.wait_words(goods.english)
    _discount_ticket(stage, total + goods.price_minor)
    return _discount_line(stage, goods)


def _check_price(stage: Stage) -> None:
    till, cheese = stage.till, stage.shelf.named("Camembert à rôtir 300 g")
    with stage.step("cashier-acts", till, "en") as seen:
        till.tap("acts")
        for act in ("Discount on the ticket", "Price check", "Short number", "Gift card", "Tickets on hold"):
            seen.says(act)
    till.tap("price_check")
    with stage.step("cashier-price-check", till, "en") as seen:
        seen.says("Scan the article: the ticket stays as it is.")
        till.scan(cheese.barcode)
        seen.reads(cheese.english)
        seen.says("Usually {amount}.", amount=seen.words.money(cheese.price_minor))
        seen.says("The ticket is as it was. The next scan sells again.")
    till.tap("leave")


def _weigh(stage: Stage) -> int:
    """Put bananas on the scale, and key their short number."""
    till, fruit = stage.till, stage.shelf.named("Bananes")
    price = (fruit.price_minor * WEIGHT_G + 500) // 1_000
    stage.devices.come_to()
    for key in SCALE_KEYS:
        stage.devices.tap(key)
    with stage.step("devices-scale", stage.devices) as seen:
        seen.reads(seen.words.weight(WEIGHT_G))
    till.come_to()
    till.press(Qt.Key.Key_F7)
    with stage.step("cashier-short-number", till, "en") as seen:
        till.pad(fruit.plu)
        seen.reads(fruit.english)
    till.tap("confirm")
    with stage.step("cashier-from-the-scale", till, "en") as seen:
        seen.reads(fruit.english, seen.words.weight(WEIGHT_G), figures(seen.words, price))
    return price


def _deposit(stage: Stage) -> int:
    """A bottle brings its deposit with it; empties pay out."""
    till, bottle, empty = (
        stage.till,
        stage.shelf.named("Cola régional lyonnais en verre 33 cl"),
        stage.shelf.named("Retour de bouteille en verre"),
    )
    with stage.step("cashier-deposit", till, "en") as seen:
        till.scan(bottle.barcode)
        seen.says("Deposit")
        for _ in range(EMPTIES):
            till.scan(empty.barcode)
        seen.reads(empty.english, figures(seen.words, -EMPTIES * empty.price_minor))
    return bottle.price_minor + (1 - EMPTIES) * empty.price_minor


def empties_minor(stage: Stage) -> int:
    """Return what the empties brought back come to."""
    return EMPTIES * stage.shelf.named("Retour de bouteille en verre").price_minor


def _take_away(stage: Stage) -> Goods:
    """The rate follows where it is eaten; the price stays."""
    till, pastry = stage.till, stage.shelf.named("Croissant du coin café")
    till.scan(pastry.barcode)
    till.wait_words(pastry.english)
    till.press(Qt.Key.Key_F12)
    with stage.step("cashier-tax-mode", till, "en") as seen:
        seen.says("How is this ticket taxed?")
        seen.says("Eat in")
    till.tap("mode_take_away")
    with stage.step("cashier-take-away", till, "en") as seen:
        seen.says("Take away")
        seen.reads(pastry.english, figures(seen.words, pastry.price_minor))
    return pastry


def _other_price(stage: Stage, pastry: Goods) -> int:
    """Within a cashier's limit another price needs a reason, and nobody else."""
    till = stage.till
    till.press(Qt.Key.Key_F2, _CTRL)
    till.pad_amount(OTHER_PRICE_MINOR, ".")
    with stage.step("cashier-other-price", till, "en") as seen:
        seen.says("Now {price}. Key the other price.", price=seen.words.money(pastry.price_minor))
    till.tap("confirm")
    with stage.step("cashier-reason", till, "en") as seen:
        seen.says("Why? The reason is noted with your name.")
        seen.reads("Short date")
    till.tap_item("Short date")
    with stage.step("cashier-price-changed", till, "en") as seen:
        seen.says("Price changed, usually {price}", price=figures(seen.words, pastry.price_minor))
        seen.reads(figures(seen.words, OTHER_PRICE_MINOR))
    return OTHER_PRICE_MINOR


def _discount_ticket(stage: Stage, total: int) -> None:
    """A twentieth off everything is a cashier's own to give."""
    till = stage.till
    till.press(Qt.Key.Key_F3, _CTRL)
    till.tap(f"share_{TICKET_SHARE_BP}")
    till.tap("reason_goodwill")
    with stage.step("cashier-basket-discount", till, "en") as seen:
        seen.says("Discount on the ticket")
        seen.holds("the ticket is in front again", lambda: till.ready("pay"))
        seen.misses(seen.words.tr("Take {amount}", amount=seen.words.money(total)))
        off = total - stage.amount_on("pay")
        seen.holds("the ticket came down by about a twentieth", 0 < off <= total // 10)


def _discount_line(stage: Stage, goods: Goods) -> int:
    """A fifth is more than a cashier gives alone: the manager comes and keys a PIN."""
    till = stage.till
    off = (goods.price_minor * GREAT_SHARE_BP + 5_000) // 10_000
    till.press(Qt.Key.Key_F3)
    with stage.step("cashier-discount", till, "en") as seen:
        seen.says("This article")
        seen.reads(seen.words.percent(GREAT_SHARE_BP))
    till.tap(f"share_{GREAT_SHARE_BP}")
    till.tap("reason_damaged")
    with stage.step("cashier-approval", till, "en") as seen:
        seen.says("Approval")
        seen.reads(MANAGER)
        till.tap_item(MANAGER)
        till.pad(stage.shelf.pins[MANAGER])
        seen.says("Approve")
    till.tap("confirm_pin")
    with stage.step("cashier-line-discount", till, "en") as seen:
        seen.reads(goods.english, figures(seen.words, -off))
        seen.holds("the ticket is in front again", lambda: till.ready("pay"))
        reached = stage.amount_on("pay")
    with stage.step("customer-ticket", stage.customer, "en") as seen:
        seen.reads(stage.shelf.named("Bananes").english, seen.words.money(reached))
        seen.says("You save {amount}", amount="")
    return reached
