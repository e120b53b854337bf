"""A receipt by e-mail: the errand is durable here until the ledger has taken it; the address stands where it can be erased, and is.

Entries, logs and answers never hold the address (law 13): the outbox names a receipt, and `personal` the address beside it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from kiosk.services import papers, receipts
from kiosk.services.commands import SendReceipt
from kiosk.services.ports import MailPort
from kiosk.services.work import Terminal, Work
from sync.protocol.envelope import decode_body
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.ids import new_id
from sync.protocol.wire import MailRequest
from sync.rules.contacts import is_email

OUTBOX = "mail"
"""The kind of open work, and of personal data, that an errand is kept under."""
KEPT_FOR = timedelta(days=7)
"""An address is not kept for longer, whether the ledger was reached or not."""

_log = logging.getLogger(__name__)
Call = Callable[[Callable[[], Any]], Any]


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt to send, without the address."""

    code: str
    language: str
    at: str


_decoder = msgspec.json.Decoder(Errand)


def send_receipt(work: Work, command: SendReceipt) -> None:
    """Put a receipt of this till into the outbox and hand it over if the ledger answers now; else the next exchange does."""
    terminal = work.terminal
    server = terminal.mail
    if server is None:
        raise Refusal("no_ledger")
    if not is_email(command.address):
        raise Refusal("bad_address", field="address")
    found = terminal.store.found_sale(receipts.read(terminal, command.receipt).number)
    if found is None:
        raise Refusal("unknown_receipt", field="receipt")
    identity = new_id()
    code = papers.receipt_code(terminal, found.sale, decode_body(found.entry.body).at)
    errand = Errand(code=code, language=found.sale.language, at=work.at)
    work.unit.put(OUTBOX, identity, msgspec.json.encode(errand))
    work.unit.put_personal(OUTBOX, identity, command.address.encode())
    request = _request(identity, errand, command.address)
    work.asking = "mail_asked"
    work.aside = (lambda: _offer(server, request), lambda following, failure: _tell(following, identity, failure))


def hand_over(terminal: Terminal, call: Call) -> None:
    """Hand the ledger what waits; off the worker's thread, the store through `call`. Raises EnvironmentFault when it cannot be reached."""
    server = terminal.mail
    waiting: list[tuple[str, bytes]] = call(lambda: terminal.store.work(OUTBOX)) if server is not None else []
    for identity, body in waiting:
        errand = _decoder.decode(body)
        address: bytes | None = call(partial(terminal.store.personal, OUTBOX, identity))
        if server is None or address is None or _is_old(terminal, errand):
            call(partial(forget, terminal, identity))
            continue
        failure = _offer(server, _request(identity, errand, address.decode()))
        if isinstance(failure, EnvironmentFault):
            raise failure
        if failure is not None:
            _log.warning("mail refused: %s", failure.code)
        call(partial(forget, terminal, identity))


def waiting(terminal: Terminal) -> list[tuple[str, str, str]]:
    """Return the errands that wait, each with its address and the number of its receipt."""
    found = []
    for identity, body in terminal.store.work(OUTBOX):
        address = terminal.store.personal(OUTBOX, identity) or b""
        found.append((identity, address.decode(), receipts.read(terminal, _decoder.decode(body).code).number))
    return found


def forget(terminal: Terminal, identity: str) -> None:
    """Erase an address, and with it its errand."""
    terminal.store.erase(OUTBOX, identity)
    with terminal.store.unit() as unit:
        unit.drop(OUTBOX, identity)


def _offer(server: MailPort, request: MailRequest) -> EnvironmentFault | Refusal | None:
    try:
        server.mail(request)
    except (EnvironmentFault, Refusal) as failure:
        return failure
    return None


def _tell(work: Work, identity: str, failure: EnvironmentFault | Refusal | None) -> None:
    """Taken or refused, the address is erased; while the ledger is away the errand waits, and says so."""
    if isinstance(failure, EnvironmentFault):
        work.extra["mail"] = "waiting"
        return
    terminal = work.terminal
    work.after.append(lambda: forget(terminal, identity))
    if failure is None:
        work.extra["mail"] = "taken"
    else:
        work.failure = Refusal(failure.code, field=failure.field)


def _request(identity: str, errand: Errand, address: str) -> MailRequest:
    return MailRequest(id=identity, code=errand.code, address=address, language=errand.language)


def _is_old(terminal: Terminal, errand: Errand) -> bool:
    return terminal.clock.now() - datetime.fromisoformat(errand.at) > KEPT_FOR
