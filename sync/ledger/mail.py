"""Receipts by e-mail: taken from the till into a durable outbox, sent when the mail server takes them, and erased then (law 13)."""

import logging
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from sync.ledger.context import Context
from sync.ledger.mail_server import MailServer, Unwilling
from sync.ledger.paper import Missing, Shown, show
from sync.ledger.problems import bad_request, forbidden
from sync.ledger.tables import mail
from sync.ledger.terminals import Terminal, touch
from sync.protocol.text import in_language
from sync.protocol.wire import MailAnswer, MailRequest
from sync.rules.contacts import is_email
from sync.rules.receipt import render_html, render_text

ATTEMPTS = 10
"""Over a little more than two days, as the pause doubles; then the errand is given up and erased."""
FIRST_PAUSE = timedelta(minutes=5)
ARRIVAL_PAUSE = timedelta(minutes=1)
"""How soon to look again for a receipt whose entry has not arrived; doubles too, and ends with ATTEMPTS."""
LEASE = timedelta(minutes=2)
"""Longer than a mail server may take to answer: no other worker sends the same errand meanwhile."""

_ID_LIMIT_CHARS, _CODE_LIMIT_CHARS, _LANGUAGE_LIMIT_CHARS = 64, 400, 8

_log = logging.getLogger(__name__)


def take(context: Context, who: Terminal, request: MailRequest) -> MailAnswer:
    """Put an errand into the outbox, once; raises Rejected `mail_not_configured` where this ledger has no mail server."""
    if context.mail is None:
        raise forbidden("mail_not_configured")
    _check(request)

    def work(connection: Connection) -> MailAnswer:
        at = context.stamp()
        touch(connection, who, at)
        known = connection.execute(select(mail.c.id).where(mail.c.store == who.store, mail.c.id == request.id)).one_or_none()
        if known is None:
            row = {"store": who.store, "id": request.id, "body": msgspec.msgpack.encode(request), "attempts": 0, "due_at": at}
            connection.execute(insert(mail).values(row))
        return MailAnswer(server_time=at)

    return context.write(work)


def send_due(context: Context) -> int:
    """Send what is due, one errand after the other; return how many went out. What fails waits longer each time, and not for ever."""
    sent = 0
    while context.mail is not None and (row := context.write(lambda connection: _lease(connection, context))) is not None:
        sent += _send(context, context.mail, row)
    return sent


def _lease(connection: Connection, context: Context) -> Row[tuple[object, ...]] | None:
    """Take the errand that has been due for longest, for this worker alone."""
    query = select(mail).where(mail.c.due_at <= context.stamp()).order_by(mail.c.due_at).limit(1).with_for_update(skip_locked=True)
    row = connection.execute(query).one_or_none()
    if row is not None:
        _put_off(connection, row, context, LEASE, row.attempts)
    return row


def _send(context: Context, server: MailServer, row: Row[tuple[object, ...]]) -> int:
    request = msgspec.msgpack.decode(row.body, type=MailRequest)
    found = context.read(lambda connection: show(connection, request.code, request.language))
    if isinstance(found, Missing):
        _wait(context, row, forget=found.cause == "unknown", pause=ARRIVAL_PAUSE * 2**row.attempts, cause=found.cause)
        return 0
    try:
        server.send(_message(server, request.address, found))
    except ValueError:  # what a header makes of the address: one with an encoded line break, say
        _wait(context, row, forget=True, pause=FIRST_PAUSE, cause="bad_address")
        return 0
    except Unwilling as refusal:
        _wait(context, row, forget=refusal.for_good, pause=FIRST_PAUSE * 2**row.attempts, cause=refusal.cause)
        return 0
    context.write(lambda connection: _erase(connection, row))
    _log.info("mail_sent store=%s", row.store)
    return 1


def _message(server: MailServer, address: str, found: Shown) -> EmailMessage:
    """Return the receipt as plain text and as the page that the link would show."""
    words = found.words
    name = in_language(found.shop.name, words.language)
    subject = words.tr("Your receipt {number} from {shop}", number=found.number, shop=name)
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"], message["To"] = subject, server.sender, address
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_text(found.elements))
    message.add_alternative(render_html(found.elements, language=words.language, title=subject), subtype="html")
    return message


def _wait(context: Context, row: Row[tuple[object, ...]], *, forget: bool, pause: timedelta, cause: str) -> None:
    """Try again later, a bounded number of times; an errand that is given up is erased too."""
    over = forget or row.attempts + 1 >= ATTEMPTS
    _log.warning("mail_%s store=%s cause=%s attempts=%d", "given_up" if over else "waits", row.store, cause, row.attempts + 1)
    change: Callable[[Connection], None] = (
        (lambda connection: _erase(connection, row))
        if over
        else (lambda connection: _put_off(connection, row, context, pause, row.attempts + 1))
    )
    context.write(change)


def _put_off(connection: Connection, row: Row[tuple[object, ...]], context: Context, pause: timedelta, attempts: int) -> None:
    due = (context.now() + pause).isoformat(timespec="milliseconds")
    connection.execute(update(mail).where(mail.c.store == row.store, mail.c.id == row.id).values(due_at=due, attempts=attempts))


def _erase(connection: Connection, row: Row[tuple[object, ...]]) -> None:
    connection.execute(delete(mail).where(mail.c.store == row.store, mail.c.id == row.id))


def _check(request: MailRequest) -> None:
    bounds = (("id", _ID_LIMIT_CHARS), ("code", _CODE_LIMIT_CHARS), ("language", _LANGUAGE_LIMIT_CHARS))
    for field, most in bounds:
        text = getattr(request, field)
        if not text or len(text) > most or not text.isprintable():
            raise bad_request("out_of_bounds", field)
    if not is_email(request.address):
        raise bad_request("bad_address", "address")
