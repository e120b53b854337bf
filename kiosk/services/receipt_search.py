"""Receipts to give goods back from, as a screen looks for them: the last of this till, and any by its number or its code."""

from collections.abc import Callable
from typing import Any

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.services import queries as q
from kiosk.services import receipts
from kiosk.services.receipts import Asked, Receipt
from kiosk.services.work import Terminal
from sync.protocol.envelope import decode_body
from sync.protocol.facts import SoldLine
from sync.protocol.wire import ReceiptAnswer, ReceiptRequest
from sync.rules.pieces import pieces_left, was_sold

Call = Callable[[Callable[[], Any]], Any]
"""Runs a piece of work on the thread that owns the store."""
RECENT_LIMIT = 200


def recent(terminal: Terminal, limit: int) -> list[q.ReceiptRow]:
    """Return the last receipts of this till's open file, newest first."""
    newest = terminal.store.unit().next_number()
    numbers = (str(newest._replace(counter=newest.counter - back)) for back in range(1, min(limit, RECENT_LIMIT, newest.counter - 1) + 1))
    rows = (_row(terminal, number) for number in numbers)
    return [row for row in rows if row is not None]


def find(terminal: Terminal, basket: Basket | None, receipt: str) -> q.ReturnableReceipt:
    """Return a receipt by what this till knows alone. Raises as `receipts.known`."""
    return _view(terminal, basket, receipts.read(terminal, receipt), None)


def find_anywhere(terminal: Terminal, basket: Callable[[], Basket | None], receipt: str, call: Call) -> q.ReturnableReceipt:
    """Return a receipt of any till; runs off the worker's thread and asks the ledger there, the store through `call`."""
    asked: Asked = call(lambda: receipts.read(terminal, receipt))
    answer = receipts.ask(terminal.receipts, ReceiptRequest(receipt=asked.number)) if terminal.receipts else None
    found: q.ReturnableReceipt = call(lambda: _view(terminal, basket(), asked, answer))
    return found


def _view(terminal: Terminal, basket: Basket | None, asked: Asked, answer: ReceiptAnswer | None) -> q.ReturnableReceipt:
    receipt = receipts.known(terminal, asked, answer)
    pending = baskets.pending_returns(basket, receipt.number) if basket else []
    return q.ReturnableReceipt(
        number=receipt.number,
        day=receipt.day,
        gross_minor=receipt.sale.gross_minor,
        source=receipt.source,
        lines=tuple(_line(line, receipt, pending) for line in receipt.sale.lines if was_sold(line)),
        too_late=receipts.days_exceeded(terminal, receipt),
    )


def _line(line: SoldLine, receipt: Receipt, pending: list[SoldLine]) -> q.ReturnableLine:
    """Pieces as they are counted, grams as they were weighed: a weight comes back whole or not at all."""
    left = max(pieces_left(line, [*receipt.already, *pending]) - receipt.held.get(line.line, 0), 0)
    weight = line.weight_g
    return q.ReturnableLine(
        line=line.line,
        name=line.name,
        sold=line.quantity if weight is None else weight,
        left=left if weight is None else left * weight,
        by_weight=weight is not None,
        gross_minor=line.gross_minor,
    )


def _row(terminal: Terminal, number: str) -> q.ReceiptRow | None:
    found = terminal.store.found_sale(number)
    if found is None:
        return None
    kinds = tuple(dict.fromkeys(tender.kind for tender in found.sale.tenders))
    return q.ReceiptRow(number=number, at=decode_body(found.entry.body).at, gross_minor=found.sale.gross_minor, tenders=kinds)
