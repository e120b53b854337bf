"""A member leaves: after it no file of the shop holds the name, phone, e-mail or birthday; before it, they are there to be found."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.queries import SearchMembers
from sync.protocol import facts
from tests.flows import command
from tests.flows.counters import Counter, counters
from tests.flows.harness import Json, Till, make, opened, shop_till
from tests.flows.shops import shop
from tests.flows.test_mailing import holds
from tests.unit.sync.ledger.worlds import World

MEMBER: Json = {
    "first_name": "Quirinette", "last_name": "Zwickelmann", "phone": "06 39 98 12 34", "email": "q.zwickelmann@example.com",
    "birthday": "1987-03-19",
}  # fmt: skip
TRACES = ("Quirinette", "Zwickelmann", "639981234", "q.zwickelmann@example.com", "1987-03-19")
REASON = "pour Madame Zwickelmann"


def found(folder: Path) -> dict[str, list[str]]:
    """What of the member stands in which files."""
    return {trace: files for trace in TRACES if (files := holds(folder, trace))}


def at_rest(till: Till) -> None:
    """Bring what lies in the logs of the databases into their files: they are read byte by byte."""
    terminal = till.running.till.terminal
    till.running.worker.call(terminal.store.session.truncate_log)
    till.running.worker.call(terminal.reference.session.truncate_log)


def lead_a_life(till: Till) -> str:
    """Join, buy with a discount that was explained, have the receipt sent, and a card that waits for the printer."""
    id: str = till.ok("join", profile=MEMBER, consents=["birthday", "email"])["member"]
    till.ok("add", sku="lamp", quantity=1)
    till.ok("discount", line=1, percent_bp=500, reason=REASON)
    till.ok("tender", kind="cash")
    number = till.ok("finish", paper="paper")["receipt"]["number"]
    till.ok("member", id=id)
    till.ok("member_card")
    till.ok("cancel_basket")
    till.ask("send_receipt", receipt=number, address=MEMBER["email"])
    return id


def waiting_papers(till: Till) -> list[str]:
    return [job["kind"] for _, body in till.running.till.terminal.store.work("print") for job in [json.loads(body)]]


def log_in_manager(till: Till) -> None:
    till.ok("logout")
    till.ok("login", staff="max", pin="123456")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[World, Counter, Counter]]:
    with counters(tmp_path, shop(), "R1", "R2") as (world, (first, second)):
        yield world, first, second


def test_a_till_alone_forgets_whom_it_took_in(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.running.till.terminal.has_printer = True
        id = lead_a_life(till)
        at_rest(till)
        assert waiting_papers(till) == ["sale", "member_card"]
        assert set(found(tmp_path)) == set(TRACES) and holds(tmp_path, REASON)
        till.no("approval_needed", "erase_member", id=id)
        log_in_manager(till)
        till.no("unknown_member", "erase_member", id="00" * 16)
        till.ok("member", id=id)
        till.no("member_on_ticket", "erase_member", id=id)
        till.ok("cancel_basket")
        document = till.ok("export_member", id=id, request="e1")["document"]
        assert document["profile"]["last_name"] == "Zwickelmann"
        assert till.ok("erase_member", id=id, request="e2")["kept"] == {}
        assert waiting_papers(till) == ["sale"]
        at_rest(till)
        assert found(tmp_path) == {} and holds(tmp_path, REASON) == []
        till.no("unknown_member", "member", id=id)
        assert till.running.reader.answer(SearchMembers("Zwickelmann")) == []
        assert till.ok("export_member", id=id, request="e1")["replayed"], "what was exported is told once and kept nowhere"


def test_everybody_forgets_who_was_erased_through_the_ledger(
    tmp_path: Path, pair: tuple[World, Counter, Counter], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world, first, second = pair
    first.network.up = False
    id = lead_a_life(first)
    first.network.up = True
    log_in_manager(first)
    first.no("member_not_sent", "erase_member", id=id)
    for till in (first, first, second):
        till.exchange()
    first.network.up = False
    first.ok("member", id=id)
    first.ok("profile", profile={"language": "fr"})
    first.ok("cancel_basket")
    number = first.facts(facts.Sale)[0].number
    for address in (MEMBER["email"], "somebody.else@example.com"):
        assert first.ok("send_receipt", receipt=number, address=address)["mail"] == "waiting"
    first.network.up = True
    at_rest(first)
    at_rest(second)
    world.context.engine.dispose()
    before = found(tmp_path)
    assert set(before) == set(TRACES)
    assert {file.split("/")[0] for files in before.values() for file in files} >= {"R1", "R2", "ledger"}
    document = first.ok("export_member", id=id)["document"]
    assert "Zwickelmann" in json.dumps(document["ledger"]) and document["till"]["profile"]["first_name"] == "Quirinette"
    first.network.up = False
    first.no("ledger_unreachable", "erase_member", id=id)
    first.network.up = True
    first.ok("erase_member", id=id)
    at_rest(first)
    assert found(tmp_path / "R1") == {} and holds(tmp_path / "R1", "somebody.else") == [], "at once, before anything is exchanged"
    for till in (first, second, first, second):
        till.exchange()
        at_rest(till)
    world.context.engine.dispose()
    assert found(tmp_path) == {}
    assert holds(tmp_path / "R1", REASON) == []
    for till in (first, second):
        till.no("unknown_member", "member", id=id)
        till.no("unknown_member", "member", code=MEMBER["phone"])
    assert not any(trace in caplog.text for trace in TRACES)
    assert first.facts(facts.Sale)[0].member.id == id, "what happened stays, under a random id"


def test_a_kiosk_never_held_any_of_it(tmp_path: Path) -> None:
    file = shop()
    file["registers"].append({"id": "K1", "store": "lyon", "kind": "selfservice"})
    with counters(tmp_path, file, "R1", "K1") as (_, (first, kiosk)):
        first.ok("join", profile=MEMBER, consents=["birthday"])
        first.exchange()
        kiosk.exchange()
        kiosk.ok("member", code=MEMBER["phone"])
        at_rest(first)
        at_rest(kiosk)
        assert found(tmp_path / "K1") == {} and found(tmp_path / "R1")


def test_an_invoice_is_kept_for_as_long_as_the_law_asks(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        id = till.ok("join", profile=MEMBER, consents=["birthday"])["member"]
        till.ok("add", sku="lamp", quantity=1)
        till.ok("tender", kind="cash")
        number = till.ok("finish")["receipt"]["number"]
        till.ok("invoice", receipt=number, buyer={"name": "Zwickelmann SARL", "address": "1 rue du Test"})
        log_in_manager(till)
        kept = till.ok("erase_member", id=id)["kept"]
        assert list(kept) == ["invoice"] and kept["invoice"].endswith("-12-31")
        at_rest(till)
        assert set(found(tmp_path)) == {"Zwickelmann"}, "the buyer on the invoice, and nothing else"


def test_the_command_line_exports_and_erases(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, "ana") as till:
        id = till.ok("join", profile=MEMBER, consents=["birthday"])["member"]
        till.ok("cancel_basket")
    document = json.loads(command.run("member", "export", MEMBER["phone"], "--profile", tmp_path).stdout)
    assert document["profile"]["first_name"] == "Quirinette"
    assert command.run("member", "card", id, "--profile", tmp_path).stdout.startswith(b"\x89PNG")
    done = command.run("member", "pass", id, "--profile", tmp_path)
    assert done.returncode == 2 and b"certificate" in done.stderr
    done = command.run("member", "erase", MEMBER["email"], "--profile", tmp_path, "--json")
    assert json.loads(done.stdout) == {"erased": id, "kept": {}}
    assert found(tmp_path) == {}
    assert command.run("member", "export", id, "--profile", tmp_path).returncode == 2
