"""An invoice made of a receipt, as words and figures in their places: what French law wants on one (CGI, annexe II, art. 242 nonies A)."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from sync.protocol.facts import Sale, SoldLine, TaxShare
from sync.protocol.records import Tax
from sync.protocol.text import in_language
from sync.rules.receipt.context import Paper, Translator
from sync.rules.receipt.parts import seller_numbers, tax_row, tender_name

_UNIT_DIGITS = 4
"""A net unit price is seldom a whole number of cents where prices include tax."""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells or buys: a name, rows of an address, and numbers with their labels."""

    name: str
    rows: tuple[str, ...] = ()


class InvoiceForm(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice's texts. `lines` and `taxes` begin with their headings; `totals` are labels with amounts, the last the greatest."""

    title: str
    number: str
    facts: tuple[str, ...]
    seller: Party
    buyer: Party
    buyer_label: str
    lines: tuple[tuple[str, ...], ...]
    taxes: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, str], ...]
    payment: tuple[str, ...]
    mentions: tuple[str, ...]
    page: str


def invoice(sale: Sale, number: str, issued: str, buyer: Mapping[str, str], paper: Paper, words: Translator) -> InvoiceForm:
    """Return the form of the invoice `number` of a sale; `issued` ISO 8601, `buyer` name, address, vat_number and siren."""
    rates = {tax.id: tax for tax in paper.taxes}
    negative = sale.gross_minor < 0
    return InvoiceForm(
        title=words.tr("CREDIT NOTE") if negative else words.tr("INVOICE"),
        number=words.tr("No. {number}", number=number),
        facts=(
            words.tr("Issued on {day}", day=words.date(issued)),
            words.tr("Sale of {day}", day=words.date(paper.at)),
            words.tr("Receipt {number}", number=sale.number),
        ),
        seller=_seller(paper, words),
        buyer=_buyer(buyer, words),
        buyer_label=words.tr("Billed to"),
        lines=(_headings(words), *(_line(line, rates, paper, words) for line in sale.lines)),
        taxes=_taxes(sale.taxes, rates, words),
        totals=_totals(sale, words),
        payment=tuple(_payment(sale, paper, words)),
        mentions=tuple(_mentions(sale, words)),
        page=words.tr("page"),
    )


def _seller(paper: Paper, words: Translator) -> Party:
    address = tuple(paper.store.address.splitlines())
    return Party(name=paper.shop.name, rows=tuple(filter(None, (*address, *seller_numbers(paper, words)))))


def _buyer(buyer: Mapping[str, str], words: Translator) -> Party:
    vat = words.tr("VAT no. {number}", number=buyer["vat_number"]) if buyer.get("vat_number") else ""
    siren = f"SIREN {buyer['siren']}" if buyer.get("siren") else ""
    return Party(name=buyer["name"], rows=tuple(filter(None, (*buyer["address"].splitlines(), siren, vat))))


def _headings(words: Translator) -> tuple[str, ...]:
    return (words.tr("Goods"), words.tr("Quantity"), words.tr("Unit net"), words.tr("Discount net"), words.tr("VAT"), words.tr("Net"))


def _line(line: SoldLine, rates: Mapping[str, Tax], paper: Paper, words: Translator) -> tuple[str, ...]:
    """Unit price and discount are told net, as they are before tax; unit times quantity less discount is the net."""
    off = _net_discount(line, rates, paper)
    shown = [_rate(share, rates, words) for share in line.taxes]
    return (
        in_language(line.name, words.language),
        words.weight(line.weight_g) if line.weight_g is not None else words.number(line.quantity),
        words.money(_unit(line, off), digits=_UNIT_DIGITS, symbol=False),
        words.money(off, symbol=False) if off else "",
        ", ".join(filter(None, shown)),
        words.money(line.net_minor, symbol=False),
    )


def _unit(line: SoldLine, off_minor: int) -> int:
    """The net price of one piece or one kilogram before the discount, in ten-thousandths of the currency's unit."""
    pieces = Decimal(line.quantity) if line.weight_g is None else Decimal(line.weight_g) / 1000
    if not pieces:
        return 0
    return int((Decimal(line.net_minor + off_minor) * 100 / pieces).quantize(Decimal(1), ROUND_HALF_UP))


def _net_discount(line: SoldLine, rates: Mapping[str, Tax], paper: Paper) -> int:
    percent = sum(share.tax_minor for share in line.taxes if _is_percentage(share, rates))
    taxed = line.net_minor + percent
    if not paper.shop.prices_include_tax or not taxed:
        return line.discount_minor
    return int((Decimal(line.discount_minor) * line.net_minor / taxed).quantize(Decimal(1), ROUND_HALF_UP))


def _is_percentage(share: TaxShare, rates: Mapping[str, Tax]) -> bool:
    tax = rates.get(share.id)
    return tax is None or tax.rate_bp is not None


def _rate(share: TaxShare, rates: Mapping[str, Tax], words: Translator) -> str:
    tax = rates.get(share.id)
    if tax is None:
        return share.id
    return words.percent(tax.rate_bp) if tax.rate_bp is not None else in_language(tax.name, words.language)


def _taxes(shares: Sequence[TaxShare], rates: Mapping[str, Tax], words: Translator) -> tuple[tuple[str, ...], ...]:
    heading = (words.tr("VAT"), words.tr("Net"), words.tr("VAT"), words.tr("Gross"))
    return (heading, *(tax_row(share, rates.get(share.id), words) for share in shares)) if shares else ()


def _totals(sale: Sale, words: Translator) -> tuple[tuple[str, str], ...]:
    rows = [
        (words.tr("Total net"), words.money(sale.net_minor)),
        (words.tr("Total VAT"), words.money(sale.tax_minor)),
        (words.tr("Total gross"), words.money(sale.gross_minor)),
    ]
    return tuple(rows)


def _payment(sale: Sale, paper: Paper, words: Translator) -> list[str]:
    day = words.date(paper.at)
    kinds = ", ".join(dict.fromkeys(tender_name(tender.kind, words) for tender in sale.tenders))
    if not kinds:
        return [words.tr("Settled on {day}.", day=day)]
    if sale.gross_minor < 0:
        return [words.tr("Paid back on {day}: {kinds}.", day=day, kinds=kinds)]
    return [words.tr("Paid on {day}: {kinds}.", day=day, kinds=kinds)]


def _mentions(sale: Sale, words: Translator) -> list[str]:
    exempt = [words.tr("Buyer exempt from VAT; the tax was lifted at the till.")] if sale.mode == "exempt" else []
    return [
        *exempt,
        words.tr("Kind of supply: goods."),
        words.tr("No discount for early payment."),
        words.tr("This invoice replaces the receipt for the deduction of VAT: one of the two is to be booked."),
    ]
