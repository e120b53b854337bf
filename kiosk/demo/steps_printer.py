"""The tour's roll of paper: it runs out in the middle of the day, the till sells on, and the receipt follows once a new roll is in."""

from kiosk.demo.tour_hands import Hands
from kiosk.demo.tour_stage import Stage
from sync.base.words import Words


def play(stage: Stage) -> None:
    """Take the paper out, sell, and put it in again, at the simulated printer's own window."""
    printer = Hands(stage.windows.paper)
    goods, printed = stage.shelf.plain(3, "boissons"), len(stage.papers)
    printer.come_to()
    printer.tap("printer_paper")
    with stage.step("printer-without-paper", printer) as seen:
        seen.says("Printer out of paper")
        seen.says("Put paper in")
    _sell(stage, goods.barcode)
    stage.sold.at_till(goods.price_minor)
    with stage.step("cashier-paper-waits", stage.till, "en") as seen:
        seen.says("Printer out of paper")
        seen.reads("1 paper waiting", seen.words.money(goods.price_minor))
        seen.holds("nothing was printed", len(stage.papers) == printed)
    printer.come_to()
    printer.tap("printer_paper")
    with stage.step("printer-with-new-roll", printer) as seen:
        job = stage.wait_for_paper(printed + 1)
        seen.prints(job, goods.french, "01-A-")
        seen.says("Printer ready")
    stage.till.come_to()
    stage.till.tap("next")


def _sell(stage: Stage, barcode: str) -> None:
    till = stage.till
    till.come_to()
    till.scan(barcode)
    till.tap("pay")
    till.tap("quick_0")
    till.tap_words(Words("en").tr("Finish"))
