"""A receipt by e-mail from the till's side: durable until the ledger has it, erased then, and the address in no entry, log or answer."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk.services.mailing import KEPT_FOR
from sync.ledger.mail import send_due
from sync.ledger.tables import mail
from sync.protocol.wire import MailRequest
from tests.contract.ledger.mail_sink import Sink, sink
from tests.flows.counters import Counter, counters
from tests.flows.harness import shop_till
from tests.flows.shops import shop
from tests.unit.sync.ledger.worlds import World

ADDRESS = "zoe.martin@example.com"


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as server:
        yield server


@pytest.fixture
def pair(tmp_path: Path, post: Sink) -> Iterator[tuple[World, Counter]]:
    """A till and its ledger, which has a mail server."""
    with counters(tmp_path, shop(), "R1") as (world, (till,)):
        world.serve(replace(world.context, mail=post.server))
        yield world, till


def waiting(till: Counter) -> int:
    found: int = till.running.worker.call(lambda: till.running.till.terminal.store.count("mail"))
    return found


def holds(folder: Path, words: str) -> list[str]:
    """The files that hold these words."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_receipt_goes_to_the_ledger_at_once_and_the_address_is_gone(
    tmp_path: Path, pair: tuple[World, Counter], post: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world, till = pair
    sold = till.sell({"sku": "lamp"}, paper="digital")
    answer = till.ok("send_receipt", receipt=sold["receipt"]["number"], address=ADDRESS, request="m1")
    assert answer["mail"] == "taken"
    assert till.ok("send_receipt", receipt=sold["receipt"]["number"], address=ADDRESS, request="m1")["replayed"]
    assert (waiting(till), world.count(mail)) == (0, 1)
    till.exchange()
    assert send_due(world.context) == 1
    assert "25,00" in post.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    till.running.worker.call(till.running.till.terminal.store.session.truncate_log)
    world.context.engine.dispose()
    assert holds(tmp_path, ADDRESS) == []
    assert ADDRESS not in caplog.text


def test_without_the_network_it_waits_and_the_next_exchange_takes_it(tmp_path: Path, pair: tuple[World, Counter]) -> None:
    world, till = pair
    sold = till.sell({"sku": "lamp"})
    till.network.up = False
    assert till.ok("send_receipt", receipt=sold["receipt"]["code"], address=ADDRESS)["mail"] == "waiting"
    assert waiting(till) == 1
    till.network.up = True
    till.exchange()
    assert (waiting(till), world.count(mail)) == (0, 1)
    assert msgspec.msgpack.decode(world.rows(mail)[0]["body"], type=MailRequest).address == ADDRESS
    assert holds(tmp_path / "R1", ADDRESS) == []


def test_an_address_is_not_kept_for_ever(pair: tuple[World, Counter]) -> None:
    world, till = pair
    number = till.sell({"sku": "lamp"})["receipt"]["number"]
    till.network.up = False
    till.ok("send_receipt", receipt=number, address=ADDRESS)
    till.ok("clock", at=(world.time + KEPT_FOR).isoformat())
    till.network.up = True
    till.ok("clock", at=(world.time + KEPT_FOR * 2).isoformat())
    till.exchange()
    assert (waiting(till), world.count(mail)) == (0, 0)


def test_a_ledger_that_sends_none_says_so_and_nothing_is_kept(tmp_path: Path) -> None:
    with counters(tmp_path, shop(), "R1") as (_, (till,)):
        number = till.sell({"sku": "lamp"})["receipt"]["number"]
        till.no("mail_not_configured", "send_receipt", receipt=number, address=ADDRESS)
        assert waiting(till) == 0
        till.network.up = False
        till.ok("send_receipt", receipt=number, address=ADDRESS)
        till.network.up = True
        till.exchange()
        assert waiting(till) == 0
        assert holds(tmp_path / "R1", ADDRESS) == []


def test_what_cannot_be_sent_is_refused(pair: tuple[World, Counter], tmp_path: Path) -> None:
    _, till = pair
    number = till.sell({"sku": "lamp"})["receipt"]["number"]
    till.no("bad_address", "send_receipt", receipt=number, address="zoe at example")
    till.no("unknown_receipt", "send_receipt", receipt="R1-A-000099", address=ADDRESS)
    with shop_till(tmp_path / "alone", shop()) as alone:
        number = alone.sell({"sku": "lamp"})["receipt"]["number"]
        alone.no("no_ledger", "send_receipt", receipt=number, address=ADDRESS)
