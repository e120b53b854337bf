"""The acts of the selling screen as data: what each is called, which key does it, and what it needs."""

from collections.abc import Callable
from typing import NamedTuple

from sync.base.words import Words

Phrase = Callable[[Words], str]


class ActKey(NamedTuple):
    """`needs` is line (one that is meant), lines (any), or nothing."""

    name: str
    words: Phrase
    keys: str
    needs: str = ""
    kind: str = "plain"


ACTS = (
    ActKey("void", lambda w: w.tr("Remove"), "Del", "line"),
    ActKey("override_price", lambda w: w.tr("Another price"), "Ctrl+F2", "line"),
    ActKey("basket_discount", lambda w: w.tr("Discount on the ticket"), "Ctrl+F3", "lines"),
    ActKey("staff_discount", lambda w: w.tr("Staff discount"), "Ctrl+F5", "lines"),
    ActKey("tax_mode", lambda w: w.tr("Eat in, take away"), "F12"),
    ActKey("price_check", lambda w: w.tr("Price check"), "F5"),
    ActKey("plu", lambda w: w.tr("Short number"), "F7"),
    ActKey("gift_card", lambda w: w.tr("Gift card"), "Ctrl+F7"),
    ActKey("returns", lambda w: w.tr("Receipts, returns"), "F9"),
    ActKey("held", lambda w: w.tr("Tickets on hold"), "Ctrl+F6"),
    ActKey("no_sale", lambda w: w.tr("Open the drawer"), "Ctrl+F8"),
    ActKey("lock", lambda w: w.tr("Lock"), "F11"),
    ActKey("coupon", lambda w: w.tr("Coupon"), "Ctrl+F9"),
    ActKey("member_search", lambda w: w.tr("Member"), "Ctrl+F10"),
    ActKey("cancel", lambda w: w.tr("Cancel"), "F8", "ticket", "danger"),
)
"""In the order of the page, three in a row: the line, the ticket, goods, the till, and what is done last."""
