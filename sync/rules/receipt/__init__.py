"""Paper as a list of elements that any driver can render: receipts, reports and slips, their text and their HTML. No device, no file."""

from sync.rules.receipt.context import Paper, ReceiptContext, Translator
from sync.rules.receipt.coupon import recovery_slip
from sync.rules.receipt.elements import Banner, Columns, Cut, DrawerKick, Ean13, Element, Feed, Line, Logo, Qr, Rule, decode, encode
from sync.rules.receipt.html import render_html
from sync.rules.receipt.reports import PeriodFigures, period_report, x_report, z_report
from sync.rules.receipt.sale import gift_receipt, sale_receipt
from sync.rules.receipt.slips import cash_slip, member_card, trial_page
from sync.rules.receipt.text import render_text

__all__ = [
    "Banner",
    "Columns",
    "Cut",
    "DrawerKick",
    "Ean13",
    "Element",
    "Feed",
    "Line",
    "Logo",
    "Paper",
    "PeriodFigures",
    "Qr",
    "ReceiptContext",
    "Rule",
    "Translator",
    "cash_slip",
    "decode",
    "encode",
    "gift_receipt",
    "member_card",
    "period_report",
    "recovery_slip",
    "render_html",
    "render_text",
    "sale_receipt",
    "trial_page",
    "x_report",
    "z_report",
]
