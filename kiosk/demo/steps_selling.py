"""The tour's first customer: tiles, search, scans, a label of the scale, a member's card before the camera, and a question of age."""

from PySide6.QtCore import Qt

from kiosk.demo.tour_goods import figures, price_label, tenth
from kiosk.demo.tour_stage import Stage
from kiosk.demo.world import TILL

PIECES = 3
LABEL_MINOR = 642
MEMBER = 0


def play(stage: Stage) -> int:
    """Put goods and a member on the ticket; return what it comes to."""
    total = _find(stage) + _scan(stage)
    _know_member(stage)
    return _sell_wine(stage, total)


def _find(stage: Stage) -> int:
    till, shelf = stage.till, stage.shelf
    dairy, jam = shelf.plain(0, "cremerie"), shelf.plain(0, "epicerie_sucree")
    with stage.step("cashier-tiles", till) as seen:
        till.tap_item(shelf.department("cremerie", "fr"))
        seen.reads(dairy.french, figures(seen.words, dairy.price_minor))
        till.tap_item(dairy.french)
        seen.says("Take {amount}", amount=seen.words.money(dairy.price_minor))
    till.tap("back")
    with stage.step("cashier-search", till) as seen:
        till.type(jam.french[:7])
        seen.reads(jam.french, jam.sku)
    till.tap_item(jam.french)
    return dairy.price_minor + jam.price_minor


def _scan(stage: Stage) -> int:
    till, shelf = stage.till, stage.shelf
    one, many, cheese = shelf.organic(0), shelf.organic(1), shelf.cheese()
    with stage.step("cashier-offer", till) as seen:
        till.scan(one.barcode)
        till.scan(many.barcode)
        seen.reads(one.french, many.french)
        seen.reads(figures(seen.words, -one.off_minor), figures(seen.words, -many.off_minor))
    with stage.step("cashier-quantity", till) as seen:
        till.press(Qt.Key.Key_F2)
        till.pad(str(PIECES))
        seen.says("Set the quantity")
    till.press(Qt.Key.Key_Return)
    price, off = many.price_minor * PIECES, tenth(many.price_minor * PIECES)
    with stage.step("cashier-weighed", till) as seen:
        till.scan(price_label(cheese, LABEL_MINOR))
        seen.reads(cheese.french, figures(seen.words, LABEL_MINOR), figures(seen.words, price - off))
    with stage.step("cashier-misread", till) as seen:
        till.scan(one.barcode[:-1] + str((int(one.barcode[-1]) + 1) % 10))
        seen.says("The last digit of this code does not fit. Scan it again, or type it once more.")
    return one.price_minor - one.off_minor + price - off + LABEL_MINOR


def _know_member(stage: Stage) -> None:
    """The camera sees a picture of the card; the code in it has to be decoded."""
    member = stage.shelf.member(MEMBER)
    profile, points = member["profile"], member["balances"]["POINT"]
    camera = stage.world.cameras[TILL]
    with stage.step("cashier-member-by-camera", stage.till) as seen:
        camera.hold_out(stage.world.cards / f"{member['code']}.png")
        seen.reads(f"{profile['first_name']} {profile['last_name'][0]}.")
        seen.reads(seen.words.tr_n("{n} point", "{n} points", points))
        camera.take_away()


def _sell_wine(stage: Stage, total: int) -> int:
    till, wine = stage.till, stage.shelf.wine()
    with stage.step("cashier-age-check", till) as seen:
        till.scan(wine.barcode)
        seen.says("Is the customer {age} or older?", age=18)
        seen.says("Not proven: do not sell")
    till.tap("confirm")
    total += wine.price_minor
    with stage.step("cashier-full-ticket", till) as seen:
        seen.reads(wine.french)
        seen.says("Take {amount}", amount=seen.words.money(total))
        seen.reads(seen.words.tr_n("{n} point to earn", "{n} points to earn", total // 100))
    return total
