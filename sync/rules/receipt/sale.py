"""The receipt of a sale, a return or an exchange in four blocks: goods, money, member, coupon; and the receipt for a present."""

from itertools import chain

from sync.protocol.facts import IssuedCoupon, PointsMovement, Sale
from sync.protocol.programmes import Programme, unit_value_minor
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Banner, DrawerKick, Element, Line, Qr
from sync.rules.receipt.goods import goods, names_only
from sync.rules.receipt.money import money, store_credits
from sync.rules.receipt.parts import block, foot, head, tax_table

_RECEIPT_QR_DOTS = 150


def sale_receipt(sale: Sale, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return the paper of a finished basket; the same fact and context give the same elements."""
    kick: list[Element] = [DrawerKick()] if paper.open_drawer and not paper.duplicate and not paper.training else []
    given = [] if paper.training else [_coupon(coupon, words) for coupon in sale.issued]
    return [
        *kick,
        *head(paper, words),
        *block([*_mode(sale, words), *goods(sale, paper, words)]),
        *block(money(sale, paper, words)),
        *block(_taxes(sale, paper, words)),
        *block(_member(sale, paper, words)),
        *chain.from_iterable(map(block, (*store_credits(sale, paper, words), *given))),
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


def _points(movement: PointsMovement, before: int, programme: Programme | None, words: Translator) -> list[Element]:
    said = [
        (movement.earned, words.tr_n("{n} point earned", "{n} points earned", movement.earned)),
        (movement.spent, words.tr_n("{n} point spent", "{n} points spent", movement.spent)),
        (movement.reversed, words.tr_n("{n} point taken back", "{n} points taken back", movement.reversed)),
    ]
    after = before + movement.earned - movement.spent - movement.reversed
    balance = words.tr_n("Balance: {n} point", "Balance: {n} points", after)
    value = 0 if programme is None else unit_value_minor(programme)
    if value and after > 0:
        balance += f" ({words.money(after * value)})"
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
    if paper.code and not paper.training:
        elements = [Qr(paper.code, _RECEIPT_QR_DOTS), Line(words.tr("for a return or an exchange"), "center", small=True), *elements]
    return elements
