"""The receipt of a sale, a return or an exchange in four blocks: goods, money, member, coupon."""

from collections import Counter
from itertools import chain

from sync.protocol.facts import IssuedCoupon, OfferShare, PointsMovement, Sale, SoldLine, Tender
from sync.protocol.records import PointsProgramme
from sync.protocol.text import in_language
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Banner, Columns, DrawerKick, Element, Line, Qr
from sync.rules.receipt.parts import block, foot, head, money_row, tax_table, tender_name

_INDENT = 2
_RECEIPT_QR_DOTS = 150


def sale_receipt(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return the paper of a finished basket; the same fact and context give the same elements."""
    kick: list[Element] = [DrawerKick()] if paper.open_drawer and not paper.duplicate else []
    coupons = list(chain.from_iterable(block(_coupon(coupon, words)) for coupon in sale.issued))
    return [
        *kick,
        *head(paper, words),
        *block(_goods(sale, paper, words)),
        *block(_money(sale, paper, words)),
        *block(tax_table(sale.taxes, paper.taxes, words)),
        *block(_member(sale, paper, words)),
        *coupons,
        *block(_closing(sale, paper, words)),
        *foot(paper, words),
    ]


def _goods(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Lines with what was taken off each; a coupon is taken off the basket, so its shares are shown once, as one."""
    coupons = {redeemed.id for redeemed in sale.redeemed} | {redeemed.offer for redeemed in sale.redeemed}
    basket_wide: Counter[str] = Counter()
    elements: list[Element] = []
    for line in sale.lines:
        own = [share for share in line.offers if share.id not in coupons]
        for share in line.offers:
            basket_wide[share.id] += share.amount_minor if share.id in coupons else 0
        elements += _line(line, own, paper, words)
    elements += [money_row(words.tr("Coupon"), -amount, words) for amount in basket_wide.values() if amount]
    return elements


def _line(line: SoldLine, own: list[OfferShare], paper: ReceiptContext, words: Translator) -> list[Element]:
    name = in_language(line.name, words.language)
    detail = _detail(line, words)
    elements: list[Element] = [Line(name), money_row(detail, line.amount_minor, words, indent=_INDENT)] if detail else []
    elements = elements or [money_row(name, line.amount_minor, words)]
    if line.origin is not None:
        elements.append(Columns((words.tr("Return of receipt {number}", number=line.origin.receipt), ""), indent=_INDENT))
    elements += [
        money_row(_offer_name(share.id, paper, words), -share.amount_minor, words, indent=_INDENT) for share in own if share.amount_minor
    ]
    return elements


def _detail(line: SoldLine, words: Translator) -> str:
    """Quantity and price, where the amount alone does not say it."""
    price = words.money(line.unit_price_minor, symbol=False)
    if line.weight_g is not None:
        return words.tr("{weight} x {price}/kg", weight=words.weight(line.weight_g), price=price)
    return "" if line.quantity == 1 else words.tr("{quantity} x {price}", quantity=words.number(line.quantity), price=price)


def _offer_name(offer: str, paper: ReceiptContext, words: Translator) -> str:
    return in_language(paper.offers.get(offer, ""), words.language) or words.tr("Discount")


def _money(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    elements: list[Element] = []
    if not paper.shop.prices_include_tax and sale.tax_minor:
        elements += [money_row(words.tr("Subtotal"), sale.net_minor, words), money_row(words.tr("Taxes"), sale.tax_minor, words)]
    elements.append(Columns((words.tr("TOTAL"), words.money(sale.gross_minor)), bold=True, big=True))
    if sale.rounding_minor:
        elements.append(money_row(words.tr("Cash rounding"), sale.rounding_minor, words))
        elements.append(money_row(words.tr("To pay"), sale.gross_minor + sale.rounding_minor, words))
    elements += [_tender(tender, words) for tender in sale.tenders]
    if sale.change_minor:
        elements.append(money_row(words.tr("Change given"), sale.change_minor, words))
    return elements


def _tender(tender: Tender, words: Translator) -> Columns:
    name = tender_name(tender.kind, words)
    label = words.tr("Paid out: {tender}", tender=name) if tender.out else name
    return money_row(label, tender.amount_minor, words)


def _member(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    elements: list[Element] = []
    if sale.member is not None:
        by_id = {programme.id: programme for programme in paper.programmes}
        for movement in sale.points:
            before = sale.member.balances.get(movement.programme, 0)
            elements += _points(movement, before, by_id.get(movement.programme), words)
        elements = _addressed(elements, paper.member_name)
    if sale.discount_minor > 0:
        elements.append(Line(words.tr("You saved {amount}", amount=words.money(sale.discount_minor)), "center", small=True))
    return elements


def _points(movement: PointsMovement, before: int, programme: PointsProgramme | None, words: Translator) -> list[Element]:
    said = [
        (movement.earned, words.tr_n("{n} point earned", "{n} points earned", movement.earned)),
        (movement.spent, words.tr_n("{n} point spent", "{n} points spent", movement.spent)),
        (movement.reversed, words.tr_n("{n} point taken back", "{n} points taken back", movement.reversed)),
    ]
    after = before + movement.earned - movement.spent - movement.reversed
    balance = words.tr_n("Balance: {n} point", "Balance: {n} points", after)
    if programme is not None and after > 0:
        balance += f" ({words.money(after * programme.value_minor)})"
    return [*(Line(text, "center", bold=True) for amount, text in said if amount), Line(balance, "center", small=True)]


def _addressed(elements: list[Element], name: str) -> list[Element]:
    """The member's name opens the block, on the first row if that says what was earned."""
    if not name:
        return elements
    first, rest = (elements[0], elements[1:]) if elements else (Line(""), [])
    if isinstance(first, Line) and first.bold:
        return [Line(f"{name}, {first.text}", "center", bold=True), *rest]
    return [Line(name, "center", bold=True), *elements]


def _coupon(coupon: IssuedCoupon, words: Translator) -> list[Element]:
    amount, minimum = words.money(coupon.amount_minor), words.money(coupon.min_gross_minor)
    heading = (
        words.tr("{amount} OFF FROM {minimum}", amount=amount, minimum=minimum)
        if coupon.min_gross_minor
        else words.tr("{amount} OFF", amount=amount)
    )
    return [
        Banner(heading),
        Line(words.tr("until {day} · once", day=words.date(coupon.valid_until)), "center", small=True),
        Line(words.tr("at register {register}, also without network", register=coupon.home), "center", small=True),
        Qr(coupon.code),
    ]


def _closing(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    number = words.tr("Receipt {number}", number=sale.number)
    elements: list[Element] = [Line(" · ".join(filter(None, (number, paper.cashier))), "center", small=True)]
    if paper.code:
        elements = [Qr(paper.code, _RECEIPT_QR_DOTS), Line(words.tr("for a return or an exchange"), "center", small=True), *elements]
    return elements
