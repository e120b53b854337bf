"""Parts that several papers share: head, foot, table of taxes, names of tenders."""

from collections.abc import Iterable, Sequence

from sync.protocol.facts import TaxShare
from sync.protocol.records import Tax
from sync.protocol.text import in_language
from sync.rules.receipt.context import Paper, Translator
from sync.rules.receipt.elements import Banner, Columns, Cut, Element, Line, Logo, Rule

_SHORT_HASH = 8


def head(paper: Paper, words: Translator) -> list[Element]:
    """Return logo, shop, address and the numbers the law asks for; a copy says so before anything else."""
    elements: list[Element] = [Banner(words.tr("DUPLICATE"))] if paper.duplicate else []
    if paper.logo:
        elements.append(Logo())
    elements.append(Line(paper.shop.name.upper(), "center", bold=True, big=True))
    small = [paper.store.name if paper.store.name != paper.shop.name else "", *paper.store.address.splitlines(), *_legal(paper, words)]
    elements += [Line(text, "center", small=True) for text in small if text]
    return elements


def _legal(paper: Paper, words: Translator) -> list[str]:
    legal = paper.shop.legal
    labels = (("siret", "SIRET {number}"), ("vat", words.tr("VAT no. {number}")), ("vat_number", words.tr("VAT no. {number}")))
    return [label.format(number=legal[key]) for key, label in labels if legal.get(key)]


def foot(paper: Paper, words: Translator) -> list[Element]:
    """Return moment, software and proof, then the cut."""
    proof = " · ".join(filter(None, (paper.software, paper.entry_hash[:_SHORT_HASH])))
    lines: list[Element] = [Line(words.date_time(paper.at), "center", small=True), Line(proof, "center", small=True)]
    return [*lines, Cut()]


def table(rows: Sequence[tuple[str, ...]]) -> list[Element]:
    """Return rows of small text under each other, each column as wide as its widest cell and the space between."""
    widths = tuple(max(map(len, column)) + (2 if index else 0) for index, column in enumerate(zip(*rows, strict=True)))
    return [Columns(row, widths, small=True) for row in rows]


def tax_table(shares: Iterable[TaxShare], taxes: Sequence[Tax], words: Translator) -> list[Element]:
    """Return rate, net, tax and gross of each tax; a fixed tax has a name and an amount, no base."""
    known = {tax.id: tax for tax in taxes}
    rows = [_tax_row(share, known.get(share.id), words) for share in shares]
    if not rows:
        return []
    label = max(len(row[0]) for row in rows)
    heading = (words.tr("VAT"), words.tr("Net"), words.tr("VAT"), words.tr("Gross"))
    return table([heading, *((row[0].rjust(label), *row[1:]) for row in rows)])


def _tax_row(share: TaxShare, tax: Tax | None, words: Translator) -> tuple[str, str, str, str]:
    amount = words.money(share.tax_minor, symbol=False)
    if tax is not None and tax.rate_bp is None:
        return (in_language(tax.name, words.language), "", amount, "")
    label = words.percent(tax.rate_bp) if tax is not None and tax.rate_bp is not None else share.id
    gross = words.money(share.base_minor + share.tax_minor, symbol=False)
    return (label, words.money(share.base_minor, symbol=False), amount, gross)


def tender_name(kind: str, words: Translator) -> str:
    """Return the name of a kind of tender; one that is not known keeps its code."""
    names = {
        "cash": words.tr("Cash"),
        "card": words.tr("Bank card"),
        "card_standalone": words.tr("Bank card"),
        "cheque": words.tr("Cheque"),
        "gift_card": words.tr("Gift card"),
        "points": words.tr("Points"),
        "voucher": words.tr("Voucher"),
    }
    return names.get(kind, kind)


def money_row(label: str, minor: int, words: Translator, *, indent: int = 0, bold: bool = False) -> Columns:
    """Return a label with its amount at the right edge."""
    return Columns((label, words.money(minor, symbol=False)), indent=indent, bold=bold)


def block(elements: list[Element]) -> list[Element]:
    """Return a block with the rule that parts it from the one before; an empty block leaves no rule."""
    return [Rule(), *elements] if elements else []
