"""Receipts by e-mail over a real socket: taken once, sent when the server takes them, tried a bounded time, erased in every end."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert

from sync.client.channel import Rejection
from sync.client.ledger import LedgerClient
from sync.ledger.mail import ATTEMPTS, FIRST_PAUSE, send_due
from sync.ledger.mail_room import sending
from sync.ledger.mail_server import ADDRESS_NAME, SENDER_NAME, MailServer, mail_server
from sync.ledger.tables import entry, mail
from sync.protocol.errors import Refusal
from sync.protocol.tokens import sign
from sync.protocol.wire import MailRequest
from sync.rules.digest import digest_of
from tests.contract.ledger.mail_sink import Sink, sink
from tests.unit.sync.ledger.machines import Chain, earned, opened, sale
from tests.unit.sync.ledger.worlds import World

SOLD = sale(1, member="m1", moved=earned(6))
ADDRESS = "zoe.martin@example.com"
HIDING = "=?utf-8?q?=0a?=@example.com"
"""A line break in the letters of a header."""


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as server:
        yield server


@pytest.fixture
def machine(shop_world: World, post: Sink) -> tuple[LedgerClient, Chain]:
    """A till of a ledger that has a mail server, with one sale received."""
    shop_world.serve(replace(shop_world.context, mail=post.server))
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), SOLD)
    ledger.push(chain.message())
    return ledger, chain


def errand(chain: Chain, id: str = "e1", **changes: str) -> MailRequest:
    code = sign(digest_of(SOLD, "2026-11-22"), chain.key)
    return msgspec.structs.replace(MailRequest(id=id, code=code, address=ADDRESS), **changes)


def test_a_receipt_goes_out_once_and_is_erased(shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink) -> None:
    ledger, chain = machine
    for _ in range(2):
        ledger.mail(errand(chain))
    assert shop_world.count(mail) == 1
    assert (send_due(shop_world.context), send_due(shop_world.context)) == (1, 0)
    assert shop_world.count(mail) == 0
    (message,) = post.taken
    assert (message["To"], message["From"]) == (ADDRESS, "till@example.org")
    assert message["Subject"] == "Votre ticket K1-A-000001 de Épicerie du Port"
    text, page = (part.get_content() for part in message.iter_parts())
    for body in (text, page):
        assert "Miel" in body and "6,00" in body and "Zoé" not in body
    assert "<style>" in page


def test_a_server_that_is_not_willing_now_is_asked_again_and_not_for_ever(
    shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    machine[0].mail(errand(machine[1]))
    post.answer = "451 later"
    for attempt in range(ATTEMPTS):
        assert shop_world.rows(mail)[0]["attempts"] == attempt
        assert send_due(shop_world.context) == 0
        asked = len(post.recipients)
        assert send_due(shop_world.context) == 0
        assert len(post.recipients) == asked == attempt + 1, "not before the pause is over"
        shop_world.pass_time(seconds=(FIRST_PAUSE * 2**attempt).total_seconds())
    assert shop_world.count(mail) == 0
    assert not post.taken
    assert ADDRESS not in caplog.text and "zoe" not in caplog.text


def test_a_server_that_comes_back_gets_it(shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink) -> None:
    machine[0].mail(errand(machine[1]))
    away = replace(shop_world.context, mail=MailServer("smtp", "127.0.0.1", 9, "till@example.org"))
    assert send_due(away) == 0
    shop_world.pass_time(seconds=FIRST_PAUSE.total_seconds())
    assert send_due(shop_world.context) == 1


def test_an_address_that_exists_nowhere_is_given_up_at_once(shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink) -> None:
    machine[0].mail(errand(machine[1]))
    post.answer = "550 nobody"
    assert send_due(shop_world.context) == 0
    assert shop_world.count(mail) == 0


def test_a_receipt_that_has_not_arrived_is_waited_for(shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink) -> None:
    ledger, chain = machine
    later = sale(2)
    ledger.mail(errand(chain, code=sign(digest_of(later, "2026-11-22"), chain.key)))
    assert send_due(shop_world.context) == 0
    chain.add(later)
    ledger.push(chain.message())
    shop_world.pass_time(hours=1)
    assert send_due(shop_world.context) == 1
    assert post.taken[0]["Subject"].startswith("Votre ticket K1-A-000002")


def test_a_code_that_proves_nothing_sends_nothing(shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink) -> None:
    machine[0].mail(errand(machine[1], code="CR1:AAAA"))
    assert send_due(shop_world.context) == 0
    assert shop_world.count(mail) == 0 and not post.recipients


@pytest.mark.parametrize("address", ["zoe", "zoe@", "a b@c", "a@b\nBcc: x@y", "a@b,c@d", "@b", "x" * 65 + "@b", HIDING])
def test_what_is_no_address_is_refused(machine: tuple[LedgerClient, Chain], address: str) -> None:
    with pytest.raises(Rejection, match="bad_address"):
        machine[0].mail(errand(machine[1], address=address))


def test_an_address_that_no_header_holds_stops_nobody_elses_receipt(
    shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink
) -> None:
    """One that an earlier version took."""
    ledger, chain = machine
    ledger.mail(errand(chain))
    taken = msgspec.msgpack.encode(errand(chain, id="e0", address=HIDING))
    values = {"store": "S1", "id": "e0", "body": taken, "attempts": 0, "due_at": ""}
    shop_world.context.write(lambda connection: connection.execute(insert(mail).values(values)))
    assert send_due(shop_world.context) == 1
    assert (shop_world.count(mail), [message["To"] for message in post.taken]) == (0, [ADDRESS])


def test_a_ledger_without_a_mail_server_says_so(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    with pytest.raises(Rejection, match="mail_not_configured"):
        ledger.mail(errand(chain))
    assert send_due(shop_world.context) == 0


def test_the_room_sends_while_it_is_open(shop_world: World, machine: tuple[LedgerClient, Chain], post: Sink) -> None:
    machine[0].mail(errand(machine[1]))
    with sending(shop_world.context, every_s=0.01):
        while shop_world.count(mail):
            pass
    assert len(post.taken) == 1


def test_nothing_personal_stays_in_entries_or_logs(
    shop_world: World, machine: tuple[LedgerClient, Chain], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    machine[0].mail(errand(machine[1]))
    send_due(shop_world.context)
    assert ADDRESS.encode() not in b"".join(bytes(row["body"]) for row in shop_world.rows(entry))
    assert ADDRESS not in caplog.text
    assert "mail_sent store=S1" in caplog.text


NAMED = {SENDER_NAME: "till@example.org"}


def test_the_environment_names_the_server() -> None:
    assert mail_server({}) is None
    found = mail_server({**NAMED, ADDRESS_NAME: "smtp+starttls://us%40er:p%3Aw@mail.example.org"})
    assert found == MailServer("smtp+starttls", "mail.example.org", 587, "till@example.org", "us@er", "p:w")
    assert mail_server({**NAMED, ADDRESS_NAME: "smtps://h:9"}) == MailServer("smtps", "h", 9, "till@example.org")


@pytest.mark.parametrize(
    "environment", [
        {ADDRESS_NAME: "smtp://h"},
        {**NAMED, ADDRESS_NAME: "http://h"},
        {**NAMED, ADDRESS_NAME: "smtp://h:x"},
        {**NAMED, ADDRESS_NAME: "smtp://"},
        {SENDER_NAME: "nobody", ADDRESS_NAME: "smtp://h"},
    ]
)  # fmt: skip
def test_a_server_that_cannot_be_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(Refusal, match="bad_value"):
        mail_server(environment)


def test_the_pauses_end_after_some_days() -> None:
    whole = sum((FIRST_PAUSE * 2**attempt for attempt in range(ATTEMPTS - 1)), timedelta())
    assert timedelta(days=1) < whole < timedelta(days=7)
