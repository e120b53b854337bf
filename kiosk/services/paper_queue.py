"""The door to the print queue for use cases: a paper is put in with the fact it shows, in one unit, and printed after the commit."""

import msgspec

from kiosk.services import papers
from kiosk.services.spooler import WORK_KIND, PrintJob, job_id
from kiosk.services.work import Work
from sync.protocol import facts, tokens
from sync.protocol.errors import Refusal
from sync.rules.figures import CASH

_CARDS = frozenset({"card", "card_standalone"})
_STORE_CREDIT = "store_credit"


def put(work: Work, job: PrintJob, *, seq: int = 0, part: int = 0) -> None:
    """Queue a paper under the entry `seq`, or the newest one; nothing where this till has no printer."""
    if not work.terminal.has_printer:
        return
    day = work.session.day
    signed = msgspec.structs.replace(job, staff=job.staff or work.session.staff, day=day.business_day if day else "")
    work.unit.put(WORK_KIND, job_id(seq or work.unit.head.seq, part), msgspec.json.encode(signed))
    work.topics.add("printer")


def sold(work: Work, sale: facts.Sale, seq: int) -> None:
    """Queue what a finished ticket wants: its paper or only the drawer.

    `digital` answers where the receipt is read; paper that its bearer needs comes out whatever was chosen.
    """
    cash = any(tender.kind == CASH for tender in sale.tenders) or sale.change_minor != 0
    if sale.paper == "digital":
        _answer_digital(work, sale)
    if sale.paper == "paper" or must_be_paper(sale):
        put(work, PrintJob(kind="sale", number=sale.number, seq=seq, open_drawer=cash), seq=seq)
    elif cash:
        put(work, PrintJob(kind="drawer", number=sale.number), seq=seq)


def practised(work: Work, ticket: facts.Sale, seq: int) -> None:
    """Queue the paper of a practice ticket; the drawer stays shut."""
    if ticket.paper == "paper":
        put(work, PrintJob(kind="training", number=ticket.number, seq=seq), seq=seq)


def must_be_paper(sale: facts.Sale) -> bool:
    """Tell whether a receipt is printed whatever the customer chose: a credit on a bank card, or a store credit that only paper carries.

    French law forbids printing a receipt unasked (code de l'environnement, D. 541-370 to 372), but not the proof of a card payment that
    was reversed or credited, nor a paper that its bearer needs to use a right, such as a store credit.
    """
    credited = any(tender.out and tender.kind in _CARDS | {_STORE_CREDIT} for tender in sale.tenders)
    return credited or any(reward.card for reward in sale.rewards)


def require_printer(work: Work, *, second: bool = False) -> None:
    """Refuse where the printer that was asked for is not set up."""
    if second and not work.terminal.has_second_printer:
        raise Refusal("no_second_printer", field="printer")
    if not work.terminal.has_printer:
        raise Refusal("no_printer")


def receipt_url(base: str, code: str) -> str:
    """Return where a digital receipt is read: the shop's public address and the receipt's signed token, empty without an address."""
    return f"{base.rstrip('/')}/r/{tokens.to_path(code)}" if base else ""


def _answer_digital(work: Work, sale: facts.Sale) -> None:
    base = work.terminal.policy.shop.habits.receipt_url
    if not base:
        return
    code = papers.receipt_code(work.terminal, sale, work.at)
    work.extra["digital"] = {"url": receipt_url(base, code), "qr": code}
