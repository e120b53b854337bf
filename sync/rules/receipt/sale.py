"""The receipt of a sale, a return or an exchange in blocks: goods, money, member, coupon, what to try; and the receipt for a present."""

from itertools import chain

from sync.protocol.facts import Sale
from sync.protocol.text import in_language
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.coupon import coupon_block
from sync.rules.receipt.elements import Banner, DrawerKick, Element, Line, Qr
from sync.rules.receipt.goods import goods, names_only
from sync.rules.receipt.member import member_block
from sync.rules.receipt.money import money, store_credits
from sync.rules.receipt.parts import block, foot, head, tax_table
from sync.rules.receipt.rewards import invitations

_RECEIPT_QR_DOTS = 150


def sale_receipt(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return the paper of a finished basket; the same fact and context give the same elements."""
    kick: list[Element] = [DrawerKick()] if paper.open_drawer and not paper.duplicate and not paper.training else []
    given = [] if paper.training else [coupon_block(coupon, paper, words) for coupon in sale.issued]
    invited = [] if paper.training else invitations(sale, paper, words)
    return [
        *kick,
        *head(paper, words),
        *block([*_mode(sale, words), *goods(sale, paper, words)]),
        *block(money(sale, paper, words)),
        *block(_taxes(sale, paper, words)),
        *block(member_block(sale, paper, words)),
        *chain.from_iterable(map(block, (*store_credits(sale, paper, words), *invited, *given))),
        *block(_suggested(sale, paper, words)),
        *block(_closing(sale, paper, words)),
        *foot(paper, words, words.tr_n("{n} line", "{n} lines", len(sale.lines))),
    ]


def gift_receipt(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return the paper that goes with a present: the goods and the code for an exchange, and not one price."""
    return [
        *head(paper, words),
        *block([Banner(words.tr("GIFT RECEIPT")), *names_only(sale, words)]),
        *block(_closing(sale, paper, words)),
        *foot(paper, words),
    ]


def _taxes(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    untaxed = sum(line.net_minor for line in sale.lines if not line.taxes)
    return tax_table(sale.taxes, paper.taxes, words, (sale.net_minor, sale.tax_minor, sale.gross_minor), untaxed)


def _mode(sale: Sale, words: Translator) -> list[Element]:
    """Say where it is eaten, or why there is no tax: both decide the rates below."""
    said = {"eat_in": words.tr("EAT IN"), "take_away": words.tr("TAKE AWAY"), "exempt": words.tr("TAX EXEMPT")}.get(sale.mode)
    return [Line(said, "center", bold=True)] if said else []


def _suggested(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    names = [in_language(paper.products[sku], words.language) for sku in sale.suggested if sku in paper.products]
    if not names:
        return []
    return [Line(words.tr("You may also like"), "center", small=True), *(Line(name, "center", bold=True) for name in names)]


def _closing(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    number = words.tr("Receipt {number}", number=sale.number)
    elements: list[Element] = [Line(" · ".join(filter(None, (number, paper.cashier))), "center", small=True)]
    if paper.code and not paper.training:
        elements = [Qr(paper.code, _RECEIPT_QR_DOTS), Line(words.tr("for a return or an exchange"), "center", small=True), *elements]
    return elements
