"""Cash that moves without a sale, and the drawer opened without one: each a fact (law 14)."""

import hashlib

import msgspec

from kiosk.services.commands import Drop, NoSaleOpening, PaidIn, PaidOut
from kiosk.services.spooler import WORK_KIND, PrintJob, job_id
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.ids import new_id

_KINDS = {PaidIn: "paid_in", PaidOut: "paid_out", Drop: "drop"}


def move_cash(work: Work, command: PaidIn | PaidOut | Drop) -> None:
    """Journal a paid-in, a paid-out or a drop."""
    work.require_day()
    if command.amount_minor == 0:
        raise Refusal("amount_limit", field="amount_minor")
    kind = _KINDS[type(command)]
    work.append(facts.CashMoved(kind=kind, amount_minor=command.amount_minor, reason=keep_reason(work, command.reason)))
    work.change("day")


def open_drawer(work: Work, command: NoSaleOpening) -> None:
    """Open the drawer without a sale, for a reason that is journalled."""
    work.require_day()
    work.append(facts.NoSale(reason=keep_reason(work, command.reason)))
    if work.terminal.has_printer:
        work.unit.put(WORK_KIND, job_id(work.unit.head.seq), msgspec.json.encode(PrintJob(kind="drawer")))
    work.change("printer")


def keep_reason(work: Work, text: str) -> str:
    """Keep typed words beside the journal, where they can be erased; the fact holds their salted hash (law 13)."""
    salt = new_id()
    digest = hashlib.sha256((salt + text).encode()).hexdigest()
    work.unit.put_personal("reason", digest, msgspec.json.encode({"salt": salt, "text": text}))
    return digest
