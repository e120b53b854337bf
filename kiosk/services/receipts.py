"""What is known of a receipt that goods come back from: of this till's files, as the ledger tells it, or as its signed digest says.

What the ledger or a digest told is kept as open work while a ticket gives back of it: the finish of the ticket needs it again.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain import digests
from kiosk.domain.basket import Basket
from kiosk.services import resolve
from kiosk.services.ports import ReceiptsPort
from kiosk.services.pricing import judged_now
from kiosk.services.work import Terminal, Work
from kiosk.store.till.unit import Unit
from sync.protocol import tokens
from sync.protocol.envelope import decode_body
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.facts import IssuedCoupon, Sale, SoldLine, Tender
from sync.protocol.ids import ReceiptNumber
from sync.protocol.wire import GivenBack, ReceiptAnswer, ReceiptRequest
from sync.rules.pieces import pieces_of

TOLD = "receipt_told"
"""The kind of open work that keeps what was told of receipts, by number."""

_UNSENT_LIMIT_ENTRIES = 5_000
Source = Literal["till", "ledger", "digest"]


class Asked(NamedTuple):
    """A receipt as it was named: its number, and its signed code where that was scanned."""

    number: str
    token: tokens.ReceiptToken | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt to give back from. `already` are the lines that gave some back before, `refunded` the money that went out for them,
    `held` the pieces by line that other open tickets are about to give back. `spent` are coupons earned by it and used since, `used` the
    coupons it used, as they were issued.
    """

    number: str
    day: str
    sale: Sale
    source: Source
    already: list[SoldLine] = []
    refunded: list[Tender] = []
    held: dict[int, int] = {}
    spent: list[str] = []
    used: list[IssuedCoupon] = []


_decoder = msgspec.json.Decoder(Receipt)


def read(terminal: Terminal, receipt: str) -> Asked:
    """Return which receipt was typed or scanned; refuses a code that is forged, damaged, or none of a receipt."""
    if tokens.kind_of(receipt) is None:
        return Asked(receipt)
    token = resolve.read_token(terminal, receipt)
    if not isinstance(token, tokens.ReceiptToken):
        raise Refusal("unknown_receipt", field="receipt")
    return Asked(token.number, token)


def ask(ledger: ReceiptsPort, request: ReceiptRequest) -> ReceiptAnswer | None:
    """Ask the ledger; None where it cannot be asked now, or does not know how to answer (an older one)."""
    try:
        return ledger.receipt(request)
    except (EnvironmentFault, Refusal):
        return None


def known(terminal: Terminal, asked: Asked, answer: ReceiptAnswer | None) -> Receipt:
    """Return the receipt from the best that is known. Refuses `unknown_receipt`, `receipt_elsewhere` and `receipt_lines_unknown`."""
    found = _here(terminal, asked.number) or _at_ledger(asked.number, answer) or _digest(terminal, asked, answer)
    return _with_returns(terminal, found, answer)


def require_recent(terminal: Terminal, receipt: Receipt) -> None:
    """Refuse (`return_too_old`) a receipt from before the shop's limit."""
    days = days_exceeded(terminal, receipt)
    if days is not None:
        raise Refusal("return_too_old", field="receipt", days=days)


def days_exceeded(terminal: Terminal, receipt: Receipt) -> int | None:
    """Return the days within which the shop takes goods back, where they have passed; else None."""
    days = terminal.policy.shop.habits.return_days
    over = days is not None and date.fromisoformat(receipt.day) + timedelta(days=days) < judged_now(terminal).date()
    return days if over else None


def require_within_limit(terminal: Terminal, receipt: Receipt, back: Sequence[SoldLine]) -> None:
    """Refuse (`return_limit_offline`) more than the shop gives back on a digest alone; what came back before counts."""
    most = terminal.policy.shop.habits.offline_return_minor
    given = -sum(line.gross_minor for line in (*receipt.already, *back))
    if receipt.source == "digest" and given > most:
        raise Refusal("return_limit_offline", field="receipt", limit_minor=most)


def keep(work: Work, tickets: Sequence[Basket], receipt: Receipt) -> None:
    """Keep what was told with the open ticket; what no line of it, or of one put aside, gives back of any more is forgotten."""
    for number, _ in work.terminal.store.work(TOLD):
        if number != receipt.number and not any(baskets.pending_returns(ticket, number) for ticket in tickets):
            work.unit.drop(TOLD, number)
    if receipt.source == "till" and not (receipt.held or receipt.already or receipt.spent):
        work.unit.drop(TOLD, receipt.number)
    else:
        work.unit.put(TOLD, receipt.number, msgspec.json.encode(receipt))


def told(terminal: Terminal, number: str, fresh: Unit | None = None) -> Receipt | None:
    """Return a receipt that the open ticket gives back of; None for one that nobody knows. `fresh` is a unit that is not committed yet."""
    kept = terminal.store.get(TOLD, number) if fresh is None else fresh.kept(TOLD, number, terminal.store.get)
    if kept is None:
        return _local(terminal, number)
    return _decoder.decode(kept)


def originals(terminal: Terminal, basket: Basket, fresh: Unit | None = None) -> list[Receipt]:
    """Return the receipts that a ticket gives back of, with how they were paid (`sale.tenders`) and what was refunded before."""
    numbers = dict.fromkeys(line.frozen.origin.receipt for line in basket.lines if line.frozen is not None and line.frozen.origin)
    found = (told(terminal, number, fresh) for number in numbers)
    return [receipt for receipt in found if receipt is not None]


def _local(terminal: Terminal, number: str) -> Receipt | None:
    found = _here(terminal, number)
    return _with_returns(terminal, found, None) if found else None


def _here(terminal: Terminal, number: str) -> Receipt | None:
    found = terminal.store.found_sale(number)
    if found is None:
        return None
    return Receipt(number=number, day=decode_body(found.entry.body).at[:10], sale=found.sale, source="till")


def _at_ledger(number: str, answer: ReceiptAnswer | None) -> Receipt | None:
    if answer is None or not answer.body:
        return None
    body = decode_body(answer.body)
    sale = body.fact
    return Receipt(number=number, day=body.at[:10], sale=sale, source="ledger") if isinstance(sale, Sale) else None


def _digest(terminal: Terminal, asked: Asked, answer: ReceiptAnswer | None) -> Receipt:
    if asked.token is None:
        parsed = ReceiptNumber.parse(asked.number)
        elsewhere = answer is None and terminal.receipts is not None and parsed is not None
        raise Refusal("receipt_elsewhere" if elsewhere else "unknown_receipt", field="receipt")
    sale = digests.sale_of(asked.token, terminal.reference.product, terminal.policy)
    return Receipt(number=asked.number, day=asked.token.day, sale=sale, source="digest")


def _with_returns(terminal: Terminal, receipt: Receipt, answer: ReceiptAnswer | None) -> Receipt:
    """Add what came back before: as this till knows it, and as all others told the ledger."""
    mine = terminal.store.returned(receipt.number)
    if answer is None:
        out = [tender for sale in terminal.store.refunds(receipt.number) for tender in sale.tenders if tender.out]
        return msgspec.structs.replace(receipt, already=mine, refunded=out)
    me = terminal.identity.terminal
    others = [line for each in answer.returns if each.terminal != me for line in each.lines]
    return msgspec.structs.replace(
        receipt,
        already=[*others, *_fuller(mine, _own(terminal, receipt.number, answer.returns))],
        refunded=[tender for each in answer.returns for tender in each.tenders],
        held=answer.held,
        spent=answer.spent,
        used=answer.used,
    )


def _own(terminal: Terminal, number: str, told: Sequence[GivenBack]) -> list[SoldLine]:
    """Return what this till gave back: what the ledger has of it, earlier files included, and what was not sent yet."""
    store, me = terminal.store, terminal.identity.terminal
    received = {(each.epoch, each.seq) for each in told if each.terminal == me}
    lines = [line for each in told if each.terminal == me for line in each.lines]
    for entry in store.entries(store.acknowledged, _UNSENT_LIMIT_ENTRIES):
        if (store.epoch, entry.seq) not in received and number.encode() in entry.body:
            fact = decode_body(entry.body).fact
            lines += [line for line in _sold(fact) if line.origin is not None and line.origin.receipt == number]
    return lines


def _sold(fact: object) -> list[SoldLine]:
    return fact.lines if isinstance(fact, Sale) else []


def _fuller(mine: list[SoldLine], received: list[SoldLine]) -> list[SoldLine]:
    """Two accounts of the same returns: a file that was lost makes this till's the shorter, a restored ledger makes that one."""
    return max(mine, received, key=lambda lines: sum(pieces_of(line) for line in lines))
