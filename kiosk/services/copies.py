"""Papers asked for again, each copy counted and journalled: duplicates, receipts for presents, and what is sent to another printer."""

from typing import Protocol

import msgspec

from kiosk.services import paper_queue, resolve
from kiosk.services.commands import Reprint, Reroute, TestPage
from kiosk.services.spooler import SECOND_KIND, WORK_KIND, PrintJob, job_id
from kiosk.services.work import Work
from kiosk.store.till.unit import Unit
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.facts import CopyPrinted, Sale

REPORTS = frozenset({"closing", "period", "report"})
COUNTED = frozenset({"sale", "gift"}) | REPORTS
"""The papers whose copies are counted."""
_DUPLICATE, _GIFT, _FIRST = "duplicate", "gift", "receipt"
"""The fact's words for them; a receipt wanted on paper after all is no duplicate the first time."""
_KINDS = {1: WORK_KIND, 2: SECOND_KIND}


class Counts(Protocol):
    """The store's part that counting needs."""

    def copies(self, number: str, kind: str = "duplicate") -> int: ...


def reprint(work: Work, command: Reprint) -> None:
    """Print a receipt again, marked as a duplicate with its number; or for a present, without prices; or for the first time after all."""
    number = number_of(work, command.receipt)
    found = work.terminal.store.sale(number)
    if found is None:
        raise Refusal("unknown_receipt", field="receipt")
    paper_queue.require_printer(work)
    job = _job(work, found[1], gift=command.gift)
    copy = count_copy(work.terminal.store, work.unit, job)
    paper_queue.put(work, msgspec.structs.replace(job, copy_number=copy if job.copy else 0), part=8)
    work.extra["copy"] = {"number": number, "copy": copy, "kind": _word(job)}


def number_of(work: Work, receipt: str) -> str:
    """Return the receipt number of what was typed or scanned. Raises Refusal unknown_receipt."""
    if tokens.kind_of(receipt) is None:
        return receipt
    token = resolve.read_token(work.terminal, receipt)
    if not isinstance(token, tokens.ReceiptToken):
        raise Refusal("unknown_receipt", field="receipt")
    return token.number


def _job(work: Work, sale: Sale, *, gift: bool) -> PrintJob:
    store = work.terminal.store
    if gift:
        return PrintJob(kind="gift", number=sale.number, copy=store.copies(sale.number, _GIFT) > 0)
    was_printed = sale.paper == "paper" or paper_queue.must_be_paper(sale) or store.copies(sale.number, _FIRST) > 0
    return PrintJob(kind="sale", number=sale.number, copy=was_printed)


def count_copy(store: Counts, unit: Unit, job: PrintJob) -> int:
    """Journal one more copy of a paper and return its number; copies of each kind count from 1."""
    word = _word(job)
    copy = store.copies(job.number, word) + 1
    unit.append(CopyPrinted(number=job.number, copy=copy, kind=word))
    return copy


def _word(job: PrintJob) -> str:
    if job.kind == _GIFT or job.kind in REPORTS:
        return job.kind
    return _DUPLICATE if job.is_duplicate else _FIRST


def print_test_page(work: Work, command: TestPage) -> None:
    """Print the page by which a printer is tried."""
    paper_queue.require_printer(work)
    paper_queue.put(work, PrintJob(kind="test"), part=7)


def reroute(work: Work, command: Reroute) -> None:
    """Send a paper that waits to another printer; what may be out there already keeps its mark. The drawer stays where it hangs."""
    to = command.printer
    paper_queue.require_printer(work, second=to == 2)
    body = work.terminal.store.get(_KINDS[3 - to], command.paper)
    if body is None:
        raise Refusal("no_such_paper", field="paper")
    job = msgspec.json.decode(body, type=PrintJob)
    if job.kind == "drawer":
        raise Refusal("no_such_paper", field="paper")
    work.unit.drop(_KINDS[3 - to], command.paper)
    work.unit.put(_KINDS[to], command.paper, msgspec.json.encode(msgspec.structs.replace(job, open_drawer=False)))
    if job.open_drawer and to == 2:
        kick = PrintJob(kind="drawer", number=job.number)
        work.unit.put(WORK_KIND, job_id(work.unit.head.seq, part=6), msgspec.json.encode(kick))
    work.topics.add("printer")
