"""The tour's papers after a sale: a duplicate, a gift receipt, an invoice, and the receipt on a customer's phone, read from the ledger."""

from collections.abc import Callable
from html import unescape
from urllib.error import HTTPError
from urllib.request import urlopen

from PySide6.QtCore import Qt

from kiosk.demo.tour_eyes import code_on, plain
from kiosk.demo.tour_goods import Goods, figures
from kiosk.demo.tour_stage import Stage
from kiosk.demo.world import TILL
from sync.base.words import Words

BUYER, BUYER_STREET = "Atelier Riviera", "3 quai Perrache"
PAGE = "receipt-page.html"
NOTE_MINOR = 5_000
_FETCH_S, _FOUND = 5.0, 200


def play(stage: Stage) -> None:
    """The sale just done first, then one whose receipt goes to the phone."""
    _copies(stage)
    _invoice(stage)
    stage.till.tap("next")
    _digital(stage)


def _copies(stage: Stage) -> None:
    till, printed = stage.till, len(stage.papers)
    goods = stage.shelf.plain(2, "maison")
    original = stage.wait_for_paper(printed)
    till.tap("print_again")
    with stage.step("paper-duplicate", till) as seen:
        job = stage.wait_for_paper(printed + 1)
        seen.paper(job)
        seen.prints(job, "DUPLICATA 1", figures(seen.words, goods.price_minor))
        seen.holds("a receipt itself is no duplicate", "DUPLICATA" not in "\n".join(original.paper.text))
    till.tap("gift_receipt")
    with stage.step("paper-gift-receipt", till) as seen:
        job = stage.wait_for_paper(printed + 2)
        seen.paper(job)
        seen.prints(job, goods.french)
        rows = plain("\n".join(job.paper.text))
        seen.holds("no price stands on it", figures(seen.words, goods.price_minor) not in rows)


def _invoice(stage: Stage) -> None:
    till, folder = stage.till, stage.world.profiles[TILL] / "documents"
    till.tap("invoice")
    with stage.step("cashier-invoice", till, "en") as seen:
        seen.says("Kept as long as the law asks. A receipt is invoiced once.")
        till.type(BUYER)
        till.press(Qt.Key.Key_Return)
        till.type(BUYER_STREET)
        seen.reads(BUYER, BUYER_STREET)
    till.tap("confirm")
    with stage.step("cashier-invoice-made", till, "en") as seen:
        seen.says("The invoice is made. Its PDF lies in the folder of invoices of this till.")
        seen.holds("one PDF lies there", lambda: [path.read_bytes()[:5] for path in folder.glob("*.pdf")] == [b"%PDF-"])


def _digital(stage: Stage) -> None:
    """The code on the customer's screen is an address: a phone opens it, and reads what the till sold."""
    till, goods = stage.till, stage.shelf.plain(0, "poissonnerie")
    till.scan(goods.barcode)
    till.tap("pay")
    till.pad_amount(NOTE_MINOR)
    till.tap("finish")
    with stage.step("cashier-receipt-choice", till, "en") as seen:
        seen.says("A receipt on paper?")
        seen.says("On the customer's phone")
        seen.says("No receipt")
    printed = len(stage.papers)
    till.tap("paper_digital")
    with stage.step("cashier-receipt-on-the-phone", till, "en") as seen:
        seen.says("Receipt, on the phone")
        seen.says("The customer scans this code with a phone: the receipt opens there.")
        seen.holds("nothing was printed", len(stage.papers) == printed)
    with stage.step("customer-thanks", stage.customer, "en") as seen:
        seen.says("Thank you, and see you soon!")
        seen.reads(seen.words.money(NOTE_MINOR - goods.price_minor))
        seen.holds("the customer's screen shows the same code", lambda: code_on(stage.customer.window) == code_on(till.window) != "")
        _open_on_phone(stage, goods, seen.holds)
    stage.sold.at_till(goods.price_minor)
    till.tap("next")


def _open_on_phone(stage: Stage, goods: Goods, holds: Callable[..., None]) -> None:
    address = code_on(stage.customer.window)
    pages: list[str] = []

    def opened() -> bool:
        pages[:] = [plain(unescape(_fetch(address)))]
        return bool(pages[0])

    holds("the phone opens the receipt once the till has sent it", opened)
    (stage.report.folder / PAGE).write_text(pages[0], encoding="utf-8")
    for text in (stage.shelf.name, goods.french, figures(Words("fr"), goods.price_minor)):
        holds(f"the page reads: {text}", plain(text) in pages[0])


def _fetch(address: str) -> str:
    """Return the page at an address of the demo's own ledger; empty while there is none yet."""
    try:
        with urlopen(address, timeout=_FETCH_S) as page:  # noqa: S310  # the address was read from the till's own screen
            return str(page.read().decode()) if page.status == _FOUND else ""
    except HTTPError:
        return ""
