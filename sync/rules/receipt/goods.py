"""The first block of a receipt: what was sold and given back, what was taken off each line, and the containers' deposits together."""

from collections import Counter
from collections.abc import Sequence

from sync.protocol.facts import OfferShare, Sale, SoldLine
from sync.protocol.text import in_language
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Columns, Element, Line
from sync.rules.receipt.parts import card_name, last_day, money_row
from sync.rules.receipt.rewards import name_of

_INDENT = 2
_MANUAL, _STAFF, _MANUAL_BASKET = "manual", "staff", "manual_basket"
DEPOSIT, GIFT_CARD = "deposit", "gift_card"


def goods(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return the lines with what was taken off each; what was taken off the basket is shown once, however it was spread."""
    coupons = {redeemed.id for redeemed in sale.redeemed} | {redeemed.offer for redeemed in sale.redeemed}
    wide = coupons | {_MANUAL_BASKET}
    elements: list[Element] = []
    given_back = ""
    for line in sale.lines:
        if line.kind == DEPOSIT:
            continue
        origin = line.origin.receipt if line.origin else ""
        if origin and origin != given_back:
            elements.append(Line(words.tr("Return of receipt {number}", number=origin), bold=True))
        given_back = origin
        elements += _line(line, [share for share in line.offers if share.id not in wide], paper, words)
    return [*elements, *_deposits(sale.lines, words), *_basket_wide(sale, coupons, words)]


def names_only(sale: Sale, words: Translator) -> list[Element]:
    """Return the goods sold without a single amount, for who is given them; what was given back is no present."""
    sold = [line for line in sale.lines if not line.kind and line.origin is None and _measure(line) > 0]
    return [Columns((in_language(line.name, words.language), _amount_of_goods(line, words))) for line in sold]


def _measure(line: SoldLine) -> int:
    return line.quantity if line.weight_g is None else line.weight_g


def _amount_of_goods(line: SoldLine, words: Translator) -> str:
    return words.weight(line.weight_g) if line.weight_g is not None else f"x {words.number(line.quantity)}"


def _line(line: SoldLine, own: list[OfferShare], paper: ReceiptContext, words: Translator) -> list[Element]:
    name = in_language(line.name, words.language)
    name = card_name(name, line.card) if line.kind == GIFT_CARD else name
    detail = _detail(line, words)
    elements: list[Element] = [Line(name), money_row(detail, line.amount_minor, words, indent=_INDENT)] if detail else []
    elements = elements or [money_row(name, line.amount_minor, words)]
    if line.regular_price_minor is not None and line.regular_price_minor != line.unit_price_minor:
        price = words.money(line.regular_price_minor, symbol=False)
        elements.append(Columns((words.tr("Price before: {price}", price=price), ""), indent=_INDENT))
    if line.kind == GIFT_CARD and line.valid_until:
        elements.append(Columns((last_day(line.valid_until, words), ""), indent=_INDENT))
    offs = [(_offer_name(share.id, paper, words), share.amount_minor) for share in own if share.amount_minor]
    return [*elements, *(money_row(label, -amount, words, indent=_INDENT) for label, amount in offs)]


def _detail(line: SoldLine, words: Translator) -> str:
    """Quantity and price, where the amount alone does not say it."""
    price = words.money(line.unit_price_minor, symbol=False)
    if line.weight_g is not None:
        return words.tr("{weight} x {price}/kg", weight=words.weight(line.weight_g), price=price)
    return "" if line.quantity == 1 else words.tr("{quantity} x {price}", quantity=words.number(line.quantity), price=price)


def _offer_name(offer: str, paper: ReceiptContext, words: Translator) -> str:
    """Name what was taken off; what a person gave is a discount, its reason is nobody's business on paper."""
    if offer == _STAFF:
        return words.tr("Staff discount")
    named = "" if offer == _MANUAL else name_of(offer, paper, words)
    return named or words.tr("Discount")


def _deposits(lines: Sequence[SoldLine], words: Translator) -> list[Element]:
    """Deposits of one kind at one price stand together, below the goods."""
    pieces: Counter[tuple[str, int, bool]] = Counter()
    amounts: Counter[tuple[str, int, bool]] = Counter()
    for line in (line for line in lines if line.kind == DEPOSIT):
        key = (in_language(line.name, words.language), line.unit_price_minor, line.quantity < 0)
        pieces[key] += line.quantity
        amounts[key] += line.gross_minor
    return [money_row(_deposit_name(*key[:2], pieces[key], words), amounts[key], words) for key in pieces]


def _deposit_name(name: str, price_minor: int, count: int, words: Translator) -> str:
    price = words.money(price_minor, symbol=False)
    return name if count == 1 else words.tr("{name} {quantity} x {price}", name=name, quantity=words.number(count), price=price)


def _basket_wide(sale: Sale, coupons: set[str], words: Translator) -> list[Element]:
    shares: Counter[str] = Counter()
    for line in sale.lines:
        for share in line.offers:
            shares[share.id] += share.amount_minor
    named = [(words.tr("Coupon"), amount) for id, amount in shares.items() if id in coupons]
    named.append((words.tr("Discount on the ticket"), shares[_MANUAL_BASKET]))
    return [money_row(label, -amount, words) for label, amount in named if amount]
