"""Papers from what is stored: the journal gives the fact, the reference data the names, and only at print time (law 13)."""

from typing import Any

import msgspec

from kiosk.services.spooler import PrintJob
from kiosk.services.work import Terminal
from sync.base.words import Words
from sync.protocol import facts, tokens
from sync.protocol.envelope import Body, decode_body
from sync.protocol.errors import Refusal
from sync.protocol.records import Profile, ReceiptCouponOffer
from sync.protocol.text import Text
from sync.rules.receipt import render_text, sale_receipt, x_report, z_report
from sync.rules.receipt.context import Paper, ReceiptContext
from sync.rules.receipt.elements import DrawerKick, Element
from sync.rules.receipt.reports import PeriodFigures

SOFTWARE = "Comptoir 0.1.0"
_HASH_SHOWN = 8


def elements(terminal: Terminal, job: PrintJob) -> list[Element]:
    """Return the paper of a print job; a copy, or one that may have begun before a stop, is marked as a duplicate."""
    if job.kind == "drawer":
        return [DrawerKick()]
    if job.kind == "sale":
        return sale_paper(terminal, job.number, duplicate=job.copy or job.started, open_drawer=job.open_drawer and not job.started)
    if job.kind == "closing":
        return _closing_paper(terminal, job)
    figures = msgspec.json.decode(job.report, type=PeriodFigures)
    return x_report(figures, _paper(terminal, terminal.clock.now().isoformat(), job.staff), terminal.words)


def sale_paper(terminal: Terminal, number: str, *, duplicate: bool = False, open_drawer: bool = False) -> list[Element]:
    """Return the receipt of a sale of this till. Raises Refusal unknown_receipt."""
    found = terminal.store.sale(number)
    if found is None:
        raise Refusal("unknown_receipt", field="receipt")
    seq, sale = found
    body, shown_hash = _entry(terminal, seq)
    context = ReceiptContext(
        **_head(terminal, body.at, body.staff),
        entry_hash=shown_hash,
        duplicate=duplicate,
        code=receipt_code(terminal, sale, body.at),
        member_name=first_name(terminal, sale.member.id) if sale.member else "",
        offers=_offer_names(terminal, sale),
        programmes=terminal.policy.programmes,
        open_drawer=open_drawer,
    )
    return sale_receipt(sale, context, _speaking(terminal, sale.language))


def receipt_code(terminal: Terminal, sale: facts.Sale, at: str) -> str:
    """Return the signed token that a receipt's QR holds; the same sale gives the same token."""
    return tokens.sign(tokens.ReceiptToken(sale.number, at[:10], sale.gross_minor), terminal.store.signer)


def text_of(terminal: Terminal, number: str) -> str:
    """Return a receipt as plain text, as wide as 80 mm paper."""
    return render_text(sale_paper(terminal, number))


def member_name(terminal: Terminal, member: str) -> str:
    """Return a member's name as a cashier may see it, "Claire M."; empty where this terminal holds no profile (kiosks)."""
    profile = terminal.reference.profile(member)
    return shown_name(profile) if profile else ""


def shown_name(profile: Profile) -> str:
    """Return the first name and the initial of the last."""
    first, last = profile.fields.get("first_name", ""), profile.fields.get("last_name", "")
    return f"{first} {last[:1]}.".strip() if last else first


def first_name(terminal: Terminal, member: str) -> str:
    """Return the first name for the paper."""
    profile = terminal.reference.profile(member)
    return profile.fields.get("first_name", "") if profile else ""


def _closing_paper(terminal: Terminal, job: PrintJob) -> list[Element]:
    body, shown_hash = _entry(terminal, job.seq)
    if not isinstance(body.fact, facts.DayClosed):
        raise Refusal("unknown_receipt", field="receipt")
    paper = Paper(**_head(terminal, body.at, body.staff), entry_hash=shown_hash, duplicate=job.copy or job.started)
    return z_report(body.fact, paper, terminal.words)


def _entry(terminal: Terminal, seq: int) -> tuple[Body, str]:
    entry = terminal.store.entry(seq)
    if entry is None:
        raise Refusal("unknown_receipt", field="receipt")
    return decode_body(entry.body), entry.hash.hex()[:_HASH_SHOWN]


def _paper(terminal: Terminal, at: str, staff: str) -> Paper:
    return Paper(**_head(terminal, at, staff))


def _head(terminal: Terminal, at: str, staff: str) -> dict[str, Any]:
    person = terminal.reference.staff(staff) if staff else None
    return {
        "shop": terminal.policy.shop,
        "store": terminal.store_record,
        "register": terminal.identity.register,
        "at": at,
        "cashier": person.name.split(" ")[0] if person else "",
        "software": SOFTWARE,
        "taxes": tuple(terminal.policy.taxes.values()),
    }


def _offer_names(terminal: Terminal, sale: facts.Sale) -> dict[str, Text]:
    return {offer.id: offer.name for offer in terminal.policy.offers if not isinstance(offer, ReceiptCouponOffer)}


def _speaking(terminal: Terminal, language: str) -> Words:
    if language == terminal.words.language:
        return terminal.words
    shop = terminal.policy.shop
    return Words(language, currency=shop.currency, digits=shop.minor_digits, timezone=shop.timezone)
