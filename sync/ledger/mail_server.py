"""The shop's mail server, as the environment names it, and one message handed over to it by SMTP."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sync.protocol.errors import Refusal

ADDRESS_NAME = "COMPTOIR_MAIL"
"""smtp://, smtp+starttls:// or smtps://, with USER:PASSWORD@ where the server wants one, then HOST:PORT."""
SENDER_NAME = "COMPTOIR_MAIL_FROM"

TIMEOUT_S = 20.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LASTING = range(500, 600)


class Unwilling(Exception):
    """The server did not take a message: now, or never. `cause` names no person and no address."""

    def __init__(self, cause: str, *, for_good: bool = False) -> None:
        super().__init__(cause)
        self.cause = cause
        self.for_good = for_good


class MailServer(NamedTuple):
    """Where messages go out, and in whose name."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; raises Unwilling."""
        try:
            with self._connect() as connection:
                if self.user:
                    connection.login(self.user, self.password)
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Unwilling("recipient_refused", for_good=all(code in _LASTING for code in codes)) from error
        except (OSError, smtplib.SMTPException) as error:  # SMTPException is an OSError; named for its reader
            raise Unwilling(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=ssl.create_default_context())
        connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        if self.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        return connection


def mail_server(environment: Mapping[str, str] = os.environ) -> MailServer | None:
    """Return the mail server that the environment names, None when it names none; Refusal bad_value for one that cannot be."""
    address = environment.get(ADDRESS_NAME, "")
    if not address:
        return None
    sender = environment.get(SENDER_NAME, "")
    if "@" not in sender or not sender.isprintable():
        raise Refusal("bad_value", field=SENDER_NAME, rule="example: shop@example.com")
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise Refusal("bad_value", field=ADDRESS_NAME, rule="example: smtp://HOST:PORT") from error
    if not parts.hostname:
        raise Refusal("bad_value", field=ADDRESS_NAME, rule="example: smtp://HOST:PORT")
    return MailServer(parts.scheme, parts.hostname, port, sender, unquote(parts.username or ""), unquote(parts.password or ""))
