"""The second block of a receipt: the total, what was paid and how, and what is left on cards; and the paper of a store credit."""

from sync.protocol.facts import Sale, Tender
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Banner, Columns, Element, Line, Qr
from sync.rules.receipt.parts import card_name, last_day, money_row, tender_name

STORE_CREDIT = "store_credit"
_INDENT = 2


def money(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return total, rounding, tenders and change; a card payment has its reference, never a card's number."""
    elements: list[Element] = []
    if not paper.shop.prices_include_tax and sale.tax_minor:
        elements += [money_row(words.tr("Subtotal"), sale.net_minor, words), money_row(words.tr("Taxes"), sale.tax_minor, words)]
    elements.append(Columns((words.tr("TOTAL"), words.money(sale.gross_minor)), bold=True, big=True))
    if sale.rounding_minor:
        elements.append(money_row(words.tr("Cash rounding"), sale.rounding_minor, words))
        elements.append(money_row(words.tr("To pay"), sale.gross_minor + sale.rounding_minor, words))
    for tender in sale.tenders:
        elements += _tender(tender, paper, words)
    if sale.change_minor:
        elements.append(money_row(words.tr("Change given"), sale.change_minor, words))
    return [*elements, *_sold_cards(sale, paper, words)]


def store_credits(sale: Sale, paper: ReceiptContext, words: Translator) -> list[list[Element]]:
    """Return a block for each store credit, refunded or had as a reward: its worth, and its code where this is the first paper."""
    given = [tender for tender in sale.tenders if tender.kind == STORE_CREDIT and tender.out]
    had = [reward for reward in sale.rewards if reward.card]
    return [
        *(credit(tender.card, tender.amount_minor, tender.valid_until, paper, words) for tender in given),
        *(credit(each.card, each.amount_minor, "", paper, words) for each in had),
    ]


def _tender(tender: Tender, paper: ReceiptContext, words: Translator) -> list[Element]:
    name = card_name(tender_name(tender.kind, words), tender.card)
    label = words.tr("Paid out: {tender}", tender=name) if tender.out else name
    elements: list[Element] = [money_row(label, tender.amount_minor, words)]
    if tender.reference:
        elements.append(Columns((words.tr("payment {reference}", reference=tender.reference), ""), indent=_INDENT, small=True))
    if tender.card in paper.card_balances:
        elements.append(_left(paper.card_balances[tender.card], words))
    return elements


def _sold_cards(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """A card that was sold or charged shows what is on it now."""
    paid_with = {tender.card for tender in sale.tenders}
    cards = {line.card for line in sale.lines if line.card and line.card in paper.card_balances} - paid_with
    return [money_row(card_name(words.tr("On the card"), card), paper.card_balances[card], words) for card in sorted(cards)]


def _left(minor: int, words: Translator) -> Columns:
    return Columns((words.tr("left on it: {amount}", amount=words.money(minor)), ""), indent=_INDENT, small=True)


def credit(card: str, amount_minor: int, valid_until: str, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return what a bearer needs to know of a store credit; its code stands on the first paper only."""
    heading: list[Element] = [Banner(words.tr("STORE CREDIT {amount}", amount=words.money(amount_minor)))]
    code = paper.credit_codes.get(card, "")
    if not code:
        return [*heading, Line(words.tr("the code stands on the first paper"), "center", small=True)]
    said = words.tr("good like money in our shops, whoever brings it")
    until = [Line(last_day(valid_until, words), "center", small=True)] if valid_until else []
    end = Line(card_name("", card).strip(), "center", small=True)
    return [*heading, Line(said, "center", small=True), *until, Qr(code), end]
