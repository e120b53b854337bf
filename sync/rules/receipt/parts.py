"""Parts that several papers share: head, foot, table of taxes, names of tenders."""

from collections.abc import Iterable, Sequence

from sync.protocol.facts import TaxShare
from sync.protocol.records import Tax
from sync.protocol.text import in_language
from sync.rules.receipt.context import Paper, Translator
from sync.rules.receipt.elements import Banner, Columns, Cut, Element, Line, Logo, Rule

_SHORT_HASH = 8
_CARD_SHOWN = 4
Totals = tuple[int, int, int]
"""Net, tax and gross."""


def head(paper: Paper, words: Translator) -> list[Element]:
    """Return logo, shop, address and the numbers the law asks for; practice and copies say so before anything else."""
    elements: list[Element] = [*practice(paper, words), *_copy(paper, words)]
    if paper.logo:
        elements.append(Logo())
    elements.append(Line(paper.shop.name.upper(), "center", bold=True, big=True))
    small = [
        paper.store.name if paper.store.name != paper.shop.name else "",
        *paper.store.address.splitlines(),
        *seller_numbers(paper, words),
    ]
    elements += [Line(text, "center", small=True) for text in small if text]
    return elements


def practice(paper: Paper, words: Translator) -> list[Element]:
    """Return what marks a paper of training mode; it stands at both ends, so that neither half passes for a receipt."""
    return [Banner(words.tr("TRAINING - NO VALUE"))] if paper.training else []


def _copy(paper: Paper, words: Translator) -> list[Element]:
    if not paper.duplicate:
        return []
    return [Banner(words.tr("DUPLICATE {number}", number=paper.copy) if paper.copy else words.tr("DUPLICATE"))]


def seller_numbers(paper: Paper, words: Translator) -> list[str]:
    """Return legal form and capital, SIRET with activity code, VAT number: what French receipts and invoices name a seller by."""
    legal = paper.shop.legal
    siret = f"SIRET {legal['siret']}" if legal.get("siret") else ""
    naf = f"NAF {legal['naf']}" if legal.get("naf") else ""
    vat = legal.get("vat_number") or legal.get("vat")
    numbers = " · ".join(filter(None, (siret, naf)))
    return [str(legal.get("form", "")), numbers, words.tr("VAT no. {number}", number=vat) if vat else ""]


def foot(paper: Paper, words: Translator, *notes: str) -> list[Element]:
    """Return moment and register, what made and proves this paper (software, entry and its hash), then the cut."""
    entry = words.tr("entry {seq}", seq=paper.seq) if paper.seq else ""
    made = " · ".join(filter(None, (words.date_time(paper.at), words.tr("register {register}", register=paper.register), *notes)))
    proof = " · ".join(filter(None, (paper.software, entry, paper.entry_hash[:_SHORT_HASH])))
    return [Line(made, "center", small=True), Line(proof, "center", small=True), *practice(paper, words), Cut()]


def table(rows: Sequence[tuple[str, ...]], *, total: bool = False) -> list[Element]:
    """Return rows of small text under each other, each column as wide as its widest cell and the space between; a `total` is bold."""
    widths = tuple(max(map(len, column)) + (2 if index else 0) for index, column in enumerate(zip(*rows, strict=True)))
    last = len(rows) - 1
    return [Columns(row, widths, small=True, bold=total and index == last) for index, row in enumerate(rows)]


def tax_table(
    shares: Iterable[TaxShare], taxes: Sequence[Tax], words: Translator, totals: Totals | None = None, untaxed_minor: int = 0
) -> list[Element]:
    """Return rate, net, tax and gross of each tax, and with `totals` their sums where there are several; a fixed tax has no base.

    What no tax is on (`untaxed_minor`) has a row of its own: a table whose rows do not come to its sums proves nothing.
    """
    known = {tax.id: tax for tax in taxes}
    rows = [tax_row(share, known.get(share.id), words) for share in shares]
    if not rows:
        return []
    if untaxed_minor:
        amount = words.money(untaxed_minor, symbol=False)
        rows.append((words.tr("No VAT"), amount, words.money(0, symbol=False), amount))
    summed = totals is not None and len(rows) > 1
    if totals is not None and summed:
        net, tax, gross = (words.money(minor, symbol=False) for minor in totals)
        rows.append((words.tr("Total"), net, tax, gross))
    label = max(len(row[0]) for row in rows)
    heading = (words.tr("VAT"), words.tr("Net"), words.tr("VAT"), words.tr("Gross"))
    return table([heading, *((row[0].rjust(label), *row[1:]) for row in rows)], total=summed)


def tax_row(share: TaxShare, tax: Tax | None, words: Translator) -> tuple[str, str, str, str]:
    """Return rate, base, amount and gross of one tax; a fixed tax has a name and an amount."""
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
        "cashback": words.tr("Cashback"),
        "store_credit": words.tr("Store credit"),
        "voucher": words.tr("Meal voucher"),
    }
    return names.get(kind, kind)


def card_name(name: str, card: str) -> str:
    """Return a gift card's or store credit's name with the end of its id, by which two cards are told apart."""
    return f"{name} ..{card[-_CARD_SHOWN:].upper()}" if card else name


def last_day(iso: str, words: Translator) -> str:
    """Return until when a card is good."""
    return words.tr("until {day}", day=words.date(iso))


def money_row(label: str, minor: int, words: Translator, *, indent: int = 0, bold: bool = False) -> Columns:
    """Return a label with its amount at the right edge."""
    return Columns((label, words.money(minor, symbol=False)), indent=indent, bold=bold)


def block(elements: list[Element]) -> list[Element]:
    """Return a block with the rule that parts it from the one before; an empty block leaves no rule."""
    return [Rule(), *elements] if elements else []
