"""A coupon on paper: what it gives, until when, where and to whom it is good, and its code; and the slip of what staff gave."""

from sync.protocol.facts import IssuedCoupon, RecoveryGiven
from sync.protocol.text import in_language
from sync.rules.receipt.context import ReceiptContext, Translator
from sync.rules.receipt.elements import Banner, Element, Line, Qr
from sync.rules.receipt.money import credit
from sync.rules.receipt.parts import block, foot, head


def coupon_block(coupon: IssuedCoupon, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return what a bearer needs to know of a coupon, and its code."""
    owner = [Line(_owner(paper, words), "center", small=True)] if coupon.member else []
    return [
        Banner(_heading(coupon, paper, words)),
        Line(words.tr("until {day} · once", day=words.date(coupon.valid_until)), "center", small=True),
        Line(_place(coupon, words), "center", small=True),
        *owner,
        Qr(coupon.code),
    ]


def recovery_slip(given: RecoveryGiven, paper: ReceiptContext, words: Translator) -> list[Element]:
    """Return the paper of what staff gave to make good: a coupon, or store credit with its code on the first paper."""
    if given.coupon is not None:
        right = coupon_block(given.coupon, paper, words)
    else:
        right = credit(given.card, given.amount_minor, given.valid_until, paper, words)
    return [*head(paper, words), *block([Line(words.tr("With our apologies"), "center", bold=True)]), *block(right), *foot(paper, words)]


def _heading(coupon: IssuedCoupon, paper: ReceiptContext, words: Translator) -> str:
    minimum = words.money(coupon.min_gross_minor) if coupon.min_gross_minor else ""
    if not coupon.gives and not coupon.percent_bp:
        amount = words.money(coupon.amount_minor)
        return (
            words.tr("{amount} OFF FROM {minimum}", amount=amount, minimum=minimum) if minimum else words.tr("{amount} OFF", amount=amount)
        )
    worth = words.tr("{percent} OFF", percent=words.percent(coupon.percent_bp))
    if coupon.gives:
        worth = in_language(paper.offers.get(coupon.gives, ""), words.language).upper() or words.tr("YOUR OFFER")
    return words.tr("{worth} FROM {minimum}", worth=worth, minimum=minimum) if minimum else worth


def _place(coupon: IssuedCoupon, words: Translator) -> str:
    if coupon.online:
        return words.tr("at any register; without network at {register} only", register=coupon.home)
    return words.tr("at register {register}, also without network", register=coupon.home)


def _owner(paper: ReceiptContext, words: Translator) -> str:
    """Names reach paper only; without one the card says whose it is."""
    return words.tr("for {name} alone", name=paper.member_name) if paper.member_name else words.tr("with your member's card")
