"""Cash that moves without a sale, and the drawer opened without one: each a fact (law 14)."""

from kiosk.domain import shift
from kiosk.services import paper_queue, reasons
from kiosk.services.commands import Drop, NoSaleOpening, PaidIn, PaidOut
from kiosk.services.spooler import PrintJob
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal

_KINDS = {PaidIn: "paid_in", PaidOut: "paid_out", Drop: "drop"}


def move_cash(work: Work, command: PaidIn | PaidOut | Drop) -> None:
    """Journal a paid-in, a paid-out or a drop, open the drawer for it and print its slip."""
    work.require_day()
    if command.amount_minor == 0:
        raise Refusal("amount_limit", field="amount_minor")
    seq = work.unit.append(_moved(work, command))
    paper_queue.put(work, PrintJob(kind="drawer"), seq=seq)
    paper_queue.put(work, PrintJob(kind="cash", seq=seq), seq=seq, part=1)
    work.change("day")


def open_drawer(work: Work, command: NoSaleOpening) -> None:
    """Open the drawer without a sale, for a reason that is journalled."""
    work.require_day()
    seq = work.unit.append(facts.NoSale(reason=reasons.kept(work, command.reason)))
    paper_queue.put(work, PrintJob(kind="drawer"), seq=seq)
    work.change("printer")


def _moved(work: Work, command: PaidIn | PaidOut | Drop) -> facts.CashMoved:
    reason, kind = reasons.kept(work, command.reason), _KINDS[type(command)]
    if not isinstance(command, Drop):
        return facts.CashMoved(kind=kind, amount_minor=command.amount_minor, reason=reason)
    counted = command.denominations or {}
    if counted:
        shift.count_sum(counted, command.amount_minor)
    return facts.CashMoved(kind=kind, amount_minor=command.amount_minor, reason=reason, bag=command.bag or "", denominations=counted)
