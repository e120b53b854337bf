"""Small papers: a movement of cash with room for two signatures, a member's card, and the page by which a printer is tried."""

from collections.abc import Mapping

from sync.protocol.facts import CashMoved
from sync.rules.receipt.context import Paper, Translator
from sync.rules.receipt.elements import Banner, Columns, Ean13, Element, Feed, Line, Qr, Rule
from sync.rules.receipt.parts import block, foot, head, money_row

_SIGNATURE = "." * 24
_CARD_QR_DOTS = 300


def cash_slip(moved: CashMoved, paper: Paper, words: Translator, reason: str = "") -> list[Element]:
    """Return the paper of a paid-in, a paid-out or a drop; `reason` in words that are given at print time only (law 13)."""
    bag: list[Element] = [Columns((words.tr("Bag"), moved.bag), bold=True)] if moved.bag else []
    why: list[Element] = [Columns((words.tr("Reason"), reason))] if reason else []
    return [
        *head(paper, words),
        Feed(1),
        Banner(_title(moved.kind, words)),
        *block([Columns((words.tr("Amount"), words.money(moved.amount_minor)), bold=True, big=True), *bag, *why]),
        *block(counted(moved.denominations, words)),
        *block(_signatures(paper, words)),
        Rule(),
        *foot(paper, words),
    ]


def counted(denominations: Mapping[str, int], words: Translator, *, indent: int = 0) -> list[Element]:
    """Return a count by value, the greatest first: how many of each, and what they come to."""
    values = sorted(((int(value), count) for value, count in denominations.items() if count), reverse=True)
    rows = [(words.tr("{quantity} x {price}", quantity=count, price=words.money(value)), value * count) for value, count in values]
    return [money_row(label, amount, words, indent=indent) for label, amount in rows]


def _title(kind: str, words: Translator) -> str:
    return {"paid_in": words.tr("PAID IN"), "paid_out": words.tr("PAID OUT"), "drop": words.tr("DROP TO THE SAFE")}.get(kind, kind)


def _signatures(paper: Paper, words: Translator) -> list[Element]:
    given = words.tr("Handed over by {name}", name=paper.cashier) if paper.cashier else words.tr("Handed over by")
    return [Columns((given, _SIGNATURE)), Feed(1), Columns((words.tr("Received by"), _SIGNATURE))]


def member_card(code: str, name: str, paper: Paper, words: Translator) -> list[Element]:
    """Return a member's card on paper: the code, and the first name that is given at print time only (law 13)."""
    return [
        *head(paper, words),
        Feed(1),
        Banner(words.tr("MEMBER CARD")),
        *([Line(name, "center", bold=True, big=True)] if name else []),
        Qr(code, _CARD_QR_DOTS),
        Line(words.tr("Show this code at every purchase. Keep it to yourself: whoever has it can collect with it."), "center", small=True),
        *foot(paper, words),
    ]


def trial_page(paper: Paper, words: Translator) -> list[Element]:
    """Return a page that shows at a glance what a printer can do: accents, euro, sizes, bars, QR and white on black."""
    return [
        *head(paper, words),
        Feed(1),
        Banner(words.tr("PRINTER TEST")),
        Line("àâçéèêëîïôùûüÿ ÀÂÇÉÈÊËÎÏÔÙÛÜ œŒæÆ € £ ° ² ½", "center"),
        Line("0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz", "center", small=True),
        Columns((words.tr("TOTAL"), words.money(123_456_789)), bold=True, big=True),
        Ean13("2000000000008"),
        Qr("https://example.org/comptoir"),
        *foot(paper, words),
    ]
