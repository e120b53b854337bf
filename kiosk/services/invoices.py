"""An invoice on request: numbered without a gap, journalled with its buyer's salted hash, written as a PDF; a receipt is invoiced once."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import msgspec

from kiosk.services import copies, invoice_pdf, papers
from kiosk.services.commands import Buyer, Invoice
from kiosk.services.work import Terminal, Work
from sync.base.files import write_durably
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.ids import new_id
from sync.rules import vat_number
from sync.rules.receipt.invoice import invoice as form_of

FOLDER = "documents"
SERIES_KIND = "invoice_series"
"""The kind of open work that counts the invoices of a series."""
PERSONAL_KIND = "buyer"
YEARS_KEPT = 10
"""Code de commerce, art. L. 123-22: accounts and what proves them are kept for ten years from the end of the year."""


class KeptInvoice(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice's buyer, beside the entries (law 13); `keep_until` is the last day on which the law forbids its erasure."""

    salt: str
    buyer: Buyer
    number: str
    issued: str
    keep_until: str


def issue(work: Work, command: Invoice) -> None:
    """Make the invoice of a receipt of this till; asked for again by the same buyer, the first one is answered, and refused to another."""
    buyer = checked(command.buyer)
    terminal, receipt = work.terminal, copies.number_of(work, command.receipt)
    found = terminal.store.sale(receipt)
    if found is None:
        raise Refusal("unknown_receipt", field="receipt")
    number = terminal.store.invoice_of(receipt)
    kept = _kept(terminal, number, buyer) if number else _new(work, receipt, buyer)
    path = folder_of(terminal) / f"{kept.number}.pdf"
    work.extra["invoice"] = {"number": kept.number, "path": str(path), "again": number is not None}
    work.after.append(lambda: write(terminal, found, kept, path))


def checked(buyer: Buyer) -> Buyer:
    """Return the buyer with its numbers in their normal form. Raises Refusal vat_number or siren."""
    vat, siren = vat_number.normal(buyer.vat_number), vat_number.normal(buyer.siren)
    if vat and not vat_number.is_valid(vat):
        raise Refusal("vat_number", field="buyer.vat_number")
    if siren and not vat_number.is_siren(siren):
        raise Refusal("siren", field="buyer.siren")
    if siren and vat.startswith("FR") and not vat.endswith(siren):
        raise Refusal("siren_differs", field="buyer.siren")
    return msgspec.structs.replace(buyer, vat_number=vat, siren=siren)


def folder_of(terminal: Terminal) -> Path:
    """Return the profile's folder of documents."""
    return terminal.store.session.path.parent / FOLDER


def write(terminal: Terminal, found: tuple[int, facts.Sale], kept: KeptInvoice, path: Path) -> None:
    """Write the PDF where it is not there yet: after the commit, and again from what is stored whenever it was lost."""
    if path.exists():
        return
    seq, sale = found
    form = form_of(sale, kept.number, kept.issued, msgspec.to_builtins(kept.buyer), papers.head_of(terminal, seq), terminal.words)
    data = invoice_pdf.render(form, language=terminal.words.language, made=datetime.fromisoformat(kept.issued), software=papers.SOFTWARE)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_durably(path, data)


def keep_until(issued: str) -> str:
    """Return the last day on which the law wants an invoice of this day kept."""
    return date(int(issued[:4]) + YEARS_KEPT, 12, 31).isoformat()


def kept_until(terminal: Terminal, number: str) -> str:
    """Return the last day on which an invoice's buyer is kept, empty where it was erased."""
    body = terminal.store.personal(PERSONAL_KIND, number)
    return "" if body is None else msgspec.json.decode(body, type=KeptInvoice).keep_until


def _new(work: Work, receipt: str, buyer: Buyer) -> KeptInvoice:
    salt = new_id()
    number = _next_number(work)
    kept = KeptInvoice(salt=salt, buyer=buyer, number=number, issued=work.at, keep_until=keep_until(work.at))
    digest = hashlib.sha256(salt.encode() + msgspec.json.encode(buyer)).hexdigest()
    work.append(facts.InvoiceIssued(number=number, receipt=receipt, buyer=digest))
    work.unit.put_personal(PERSONAL_KIND, number, msgspec.json.encode(kept))
    return kept


def _next_number(work: Work) -> str:
    """REGISTER-F<series>-000001: a series of its own beside the receipts', opened and ended with theirs."""
    store = work.terminal.store
    series = store.identity.series
    last = store.get(SERIES_KIND, series)
    counter = 1 + (msgspec.json.decode(last, type=int) if last else 0)
    work.unit.put(SERIES_KIND, series, msgspec.json.encode(counter))
    return f"{store.identity.register}-F{series}-{counter:06d}"


def _kept(terminal: Terminal, number: str, buyer: Buyer) -> KeptInvoice:
    body = terminal.store.personal(PERSONAL_KIND, number)
    if body is None:
        raise Refusal("invoice_erased", field="receipt", number=number)
    kept = msgspec.json.decode(body, type=KeptInvoice)
    if kept.buyer != buyer:
        raise Refusal("invoice_other_buyer", field="buyer", number=number)
    return kept
