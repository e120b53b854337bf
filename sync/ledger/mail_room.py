"""Receipts that a serving ledger sends by e-mail, whatever the mail server does."""

from contextlib import AbstractContextManager, nullcontext

from sync.ledger.context import Context
from sync.ledger.mail import send_due
from sync.ledger.turns import turns

EVERY_S = 5.0


def sending(context: Context, every_s: float = EVERY_S) -> AbstractContextManager[None]:
    """Send what is due for as long as the block lasts; without a mail server there is nothing to do."""
    return nullcontext() if context.mail is None else turns("mail", lambda: _send(context), every_s)


def _send(context: Context) -> None:
    send_due(context)
