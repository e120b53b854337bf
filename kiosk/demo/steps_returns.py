"""The tour's goods that come back: some lines of a receipt to the card that paid, and an exchange in one ticket."""

from kiosk.demo.steps_tenders import answer
from kiosk.demo.tour_goods import figures
from kiosk.demo.tour_stage import Stage
from sync.base.words import Words

_EN = Words("en")
NOTE_MINOR = 10_000


def play(stage: Stage) -> None:
    """Sell two things on a card, take one back to the card, then exchange the other."""
    receipt = _sell(stage)
    _return(stage, receipt)
    _exchange(stage, receipt)


def _sell(stage: Stage) -> str:
    """Sell by card, and take the code from the paper as a customer keeps it."""
    till, printed = stage.till, len(stage.papers)
    goods = [stage.shelf.plain(number, "entretien") for number in range(2)]
    for item in goods:
        till.scan(item.barcode)
    till.wait_words(goods[1].english)
    till.tap("pay")
    till.tap("kind_card")
    till.tap("finish")
    answer(stage, "card_approve")
    till.wait_words(_EN.tr("Paid in full"))
    till.tap("finish")
    stage.sold.at_till(sum(item.price_minor for item in goods), cash_minor=0)
    till.tap("next")
    return next(text for text in stage.wait_for_paper(printed + 1).paper.qr if not text.startswith("CC1:"))


def _return(stage: Stage, receipt: str) -> None:
    """One of two things comes back; the money goes where it came from."""
    till, back = stage.till, stage.shelf.plain(0, "entretien")
    till.tap("acts")
    till.tap("returns")
    with stage.step("cashier-return-which", till, "en") as seen:
        seen.says("Which receipt?")
        seen.says("Scan its code, type its number, or choose one of the last of this till.")
    till.scan(receipt)
    with stage.step("cashier-return-lines", till, "en") as seen:
        seen.reads(back.english, stage.shelf.plain(1, "entretien").english)
        till.tap_item(back.english)
        seen.reads(seen.words.money(back.price_minor), "1 / 1")
    till.tap("give_back")
    with stage.step("cashier-return-ticket", till, "en") as seen:
        seen.says("Pay out {amount}", amount=seen.words.money(back.price_minor))
        seen.reads("Returned from receipt 01-")
    till.tap("pay")
    with stage.step("cashier-refund", till, "en") as seen:
        seen.says("To pay out")
        seen.reads("It was paid: Connected card", figures(seen.words, back.price_minor))
    till.tap("finish")
    answer(stage, "card_approve")
    till.wait_words(_EN.tr("Finish"))
    printed = len(stage.papers)
    till.tap("finish")
    with stage.step("paper-refund", till) as seen:
        job = stage.wait_for_paper_saying("Retour du ticket", printed)
        seen.paper(job)
        seen.prints(job, "Remboursé", "Retour du ticket 01-A-", f"-{figures(seen.words, back.price_minor)}")
    stage.sold.at_till(-back.price_minor, cash_minor=0, returned_minor=back.price_minor)
    till.tap("next")


def _exchange(stage: Stage, receipt: str) -> None:
    """What comes back and what goes out stand on one ticket; the customer pays the difference."""
    till, back, dearer = stage.till, stage.shelf.plain(1, "entretien"), stage.shelf.dearest("entretien")
    till.tap("acts")
    till.tap("returns")
    till.scan(receipt)
    till.wait_words(back.english)
    till.tap("all")
    till.tap("give_back")
    till.wait_words(_EN.tr("Returned from receipt {receipt}", receipt="01-"))
    due = dearer.price_minor - back.price_minor
    with stage.step("cashier-exchange", till, "en") as seen:
        till.scan(dearer.barcode)
        seen.reads(back.english, dearer.english)
        seen.says("Take {amount}", amount=seen.words.money(due))
    till.tap("pay")
    till.pad_amount(NOTE_MINOR)
    till.tap("finish")
    till.wait_words(_EN.tr("Paid in full"))
    till.tap("finish")
    till.wait_words(_EN.tr("Give back"))
    stage.sold.at_till(due, returned_minor=back.price_minor)
    till.tap("next")
