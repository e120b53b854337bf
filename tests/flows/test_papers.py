"""Papers of a till with printers: copies are counted, what may be out is marked, states are told, a waiting paper can be sent elsewhere."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.printer.simulated import SimulatedPrinter
from kiosk.services.queries import PaperRow, PrintQueue
from sync.base.settings import remember
from sync.protocol import facts
from sync.protocol.tokens import to_path
from tests.flows.harness import Till, make, opened
from tests.flows.shops import shop


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    made = SimulatedPrinter()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[SimulatedPrinter]:
    made = SimulatedPrinter()
    yield made
    made.close()


@pytest.fixture
def till(tmp_path: Path, printer: SimulatedPrinter, other: SimulatedPrinter) -> Iterator[Till]:
    with printing(tmp_path / "till", printer, other) as found:
        yield found


def printing(folder: Path, printer: SimulatedPrinter, other: SimulatedPrinter, **shop_fields: Any) -> Any:
    person = make(folder, shop(**shop_fields))
    remember(folder, "printer", f"tcp://127.0.0.1:{printer.port}")
    remember(folder, "printer_2", f"tcp://127.0.0.1:{other.port}")
    return opened(folder, person)


def number(answer: Any) -> str:
    return str(answer["receipt"]["number"])


def texts(printer: SimulatedPrinter, count: int) -> list[str]:
    assert printer.wait_for_jobs(count)
    return ["\n".join(job.paper.text) for job in printer.jobs]


def rows(till: Till) -> list[PaperRow]:
    found: list[PaperRow] = till.running.worker.call(lambda: till.running.reader.answer(PrintQueue()))
    return found


def until_printed(till: Till, count: int) -> list[PaperRow]:
    """The queue's rows once `count` papers are said to be out."""
    until(lambda: sum(row.state in ("printed", "unknown") for row in rows(till)) >= count)
    return rows(till)


def until(holds: Callable[[], bool]) -> None:
    """Wait for another thread, at most ten seconds."""
    never = threading.Event()
    for _ in range(1_000):
        if holds():
            return
        never.wait(0.01)
    raise AssertionError("it never came to that")


def test_copies_are_counted_journalled_and_marked(till: Till, printer: SimulatedPrinter) -> None:
    sold = number(till.sell({"sku": "lamp"}))
    assert [till.ok("reprint", receipt=sold)["copy"]["copy"] for _ in range(2)] == [1, 2]
    first, second, third = texts(printer, 3)
    assert "DUPLICATA" not in first
    assert "DUPLICATA 1" in second and "DUPLICATA 2" in third
    assert [(each.number, each.copy, each.kind) for each in till.facts(facts.CopyPrinted)] == [
        (sold, 1, "duplicate"),
        (sold, 2, "duplicate"),
    ]
    assert [job.paper.kicks for job in printer.jobs] == [1, 0, 0]


def test_a_receipt_that_was_not_printed_is_no_duplicate_when_asked_for(till: Till, printer: SimulatedPrinter) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("tender", kind="card_standalone")
    sold = number(till.ok("finish", paper="none"))
    till.ok("reprint", receipt=sold)
    till.ok("reprint", receipt=sold)
    first, second = texts(printer, 2)
    assert "DUPLICATA" not in first and "DUPLICATA 1" in second
    assert [each.kind for each in till.facts(facts.CopyPrinted)] == ["receipt", "duplicate"]


def test_a_present_has_a_receipt_without_prices(till: Till, printer: SimulatedPrinter) -> None:
    sold = number(till.sell({"sku": "lamp"}))
    till.ok("reprint", receipt=sold, gift=True)
    paper = texts(printer, 2)[1]
    assert "Lamp" in paper and "25,00" not in paper and "TICKET CADEAU" in paper
    assert till.facts(facts.CopyPrinted)[0].kind == "gift"


def test_a_paper_that_may_be_half_out_comes_again_as_a_counted_duplicate(till: Till, printer: SimulatedPrinter) -> None:
    printer.last_paper = True
    sold = number(till.sell({"sku": "lamp"}))
    until(lambda: till.running.reader.printer_state() == "paper_out")
    assert [row.state for row in rows(till)] == ["started"]
    printer.load_paper()
    till.running.spooler.thread.wake()  # type: ignore[union-attr]  # the fixture set a printer up
    first, again = texts(printer, 2)
    assert "DUPLICATA" not in first and "DUPLICATA 1" in again
    assert [(each.number, each.copy) for each in till.facts(facts.CopyPrinted)] == [(sold, 1)]
    assert [(row.state, row.copy) for row in until_printed(till, 1)] == [("printed", 1)]


def test_reports_that_come_again_are_counted_duplicates_too(till: Till, printer: SimulatedPrinter) -> None:
    """An X, a Z: whoever holds two of one knows which came first, and the journal how many there are."""
    till.sell({"sku": "lamp"})
    until_printed(till, 1)
    for count, (title, do, fields) in enumerate((("RAPPORT X", "x_report", {}), ("RAPPORT Z", "close_day", {"counted_minor": 2500})), 1):
        printer.last_paper = True
        till.ok(do, **fields)
        until(lambda: till.running.reader.printer_state() == "paper_out")
        printer.load_paper()
        till.running.spooler.thread.wake()  # type: ignore[union-attr]  # the fixture set a printer up
        until_printed(till, count + 1)
        *_, first, again = texts(printer, 1 + 2 * count)
        assert title in first and "DUPLICATA" not in first and "DUPLICATA 1" in again
    x, z = till.facts(facts.CopyPrinted)
    assert (x.kind, x.copy, z.kind, z.number, z.copy) == ("report", 1, "closing", "1", 1)
    assert next((row.kind, row.number, row.copy) for row in rows(till)) == ("closing", "1", 1)


def test_each_copy_has_its_state(till: Till, printer: SimulatedPrinter) -> None:
    sold = number(till.sell({"sku": "lamp"}))
    assert [(row.kind, row.number, row.state) for row in until_printed(till, 1)] == [("sale", sold, "printed")]
    printer.switch_off()
    till.ok("reprint", receipt=sold)
    found = rows(till)
    assert [(row.state, row.copy, row.printer) for row in found] == [("waiting", 1, 1), ("printed", 0, 1)]
    assert till.ok("state")["papers_waiting"] == 1


def test_a_waiting_paper_is_sent_to_the_other_printer_and_the_drawer_stays(
    till: Till, printer: SimulatedPrinter, other: SimulatedPrinter
) -> None:
    printer.switch_off()
    sold = number(till.sell({"sku": "lamp"}))
    (waiting,) = rows(till)
    till.ok("reroute", paper=waiting.id, printer=2)
    assert sold in texts(other, 1)[0]
    assert other.jobs[0].paper.kicks == 0
    printer.switch_on()
    till.running.spooler.thread.wake()  # type: ignore[union-attr]  # the fixture set a printer up
    assert printer.wait_for_jobs(1)
    assert printer.jobs[0].paper.kicks == 1 and printer.jobs[0].paper.text == []
    till.no("no_such_paper", "reroute", paper=waiting.id, printer=2)


def test_without_a_second_printer_nothing_is_sent_there(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    person = make(folder, shop())
    remember(folder, "printer", f"file:{tmp_path / 'paper'}")
    with opened(folder, person) as till:
        till.ok("state")
        till.no("no_second_printer", "reroute", paper="x", printer=2)


def test_a_silent_printer_s_paper_is_unknown(till: Till, printer: SimulatedPrinter) -> None:
    printer.silent = True
    till.sell({"sku": "lamp"})
    assert [row.state for row in until_printed(till, 1)] == ["unknown"]


def test_a_test_page_is_printed(till: Till, printer: SimulatedPrinter) -> None:
    till.ok("test_page")
    assert "ESSAI" in texts(printer, 1)[0]


def test_a_digital_receipt_answers_where_it_is_read_and_prints_nothing(
    tmp_path: Path, printer: SimulatedPrinter, other: SimulatedPrinter
) -> None:
    habits = {"receipt_url": "https://example.org/shop/"}
    with printing(tmp_path / "digital", printer, other, habits=habits) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.ok("tender", kind="cash")
        answer = till.ok("finish", paper="digital")
        assert answer["digital"]["qr"] == answer["receipt"]["code"]
        assert answer["digital"]["url"] == f"https://example.org/shop/r/{to_path(answer['receipt']['code'])}"
        assert printer.wait_for_jobs(1)
        assert printer.jobs[0].paper.kicks == 1 and printer.jobs[0].paper.text == []


def test_a_credit_on_a_card_is_on_paper_whatever_was_chosen(till: Till, printer: SimulatedPrinter) -> None:
    sold = number(till.sell({"sku": "lamp"}, paper="none"))
    till.ok("return", receipt=sold)
    till.ok("tender", kind="card_standalone")
    till.ok("finish", paper="none")
    assert "Remboursé" in texts(printer, 2)[1]


def test_a_store_credit_s_code_is_on_its_first_paper_only_and_in_no_file(till: Till, printer: SimulatedPrinter, tmp_path: Path) -> None:
    sold = number(till.sell({"sku": "lamp"}))
    till.ok("return", receipt=sold)
    till.ok("tender", kind="store_credit")
    answer = till.ok("finish", paper="none")
    code = answer["store_credit"]["code"]
    till.ok("reprint", receipt=number(answer))
    texts(printer, 3)
    assert code in printer.jobs[1].paper.qr and code not in printer.jobs[2].paper.qr
    assert code.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "till").rglob("*") if path.is_file())


def test_a_gift_card_s_balance_is_on_the_paper(till: Till, printer: SimulatedPrinter) -> None:
    till.ok("gift_card", amount_minor=5_000, code="GIFT-4711")
    till.ok("tender", kind="cash")
    till.ok("finish")
    till.ok("add", sku="lamp", quantity=1)
    till.ok("tender", kind="gift_card", code="GIFT-4711")
    till.ok("finish")
    first, second = texts(printer, 2)
    assert "Solde de la carte" in first and "50,00" in first
    assert "reste : 25,00 €" in second


def test_cash_that_moves_leaves_a_slip_and_practice_its_mark(till: Till, printer: SimulatedPrinter) -> None:
    till.ok("drop", amount_minor=10_000, reason="coffre", bag="S-7")
    until(lambda: any("PRÉLÈVEMENT AU COFFRE" in "\n".join(job.paper.text) for job in printer.jobs))
    assert any("S-7" in "\n".join(job.paper.text) and "coffre" in "\n".join(job.paper.text) for job in printer.jobs)
    before = len(printer.jobs)
    till.ok("logout")
    till.ok("login", staff="max", pin="123456")
    till.ok("training", on=True)
    till.sell({"sku": "lamp"})
    (paper,) = texts(printer, before + 1)[before:]
    assert paper.count("FORMATION - SANS VALEUR") == 2
    assert printer.jobs[before].paper.kicks == 0 and printer.jobs[before].paper.qr == []


def test_a_year_s_epoch_ends_with_the_papers_of_its_closing(tmp_path: Path, printer: SimulatedPrinter, other: SimulatedPrinter) -> None:
    """Paper that waits keeps the file open; when it is out, and no day has been opened, the end that is due comes."""
    printing(tmp_path / "till", printer, other)
    with opened(tmp_path / "till", manual_clock=True) as till:
        till.ok("clock", at="2026-12-31T09:00:00+01:00")
        till.ok("login", staff="max", pin="123456")
        till.ok("open_day", float_minor=0, business_day="2026-12-31")
        till.sell({"sku": "lamp"})
        printer.switch_off()
        till.ok("close_day", counted_minor=2_500)
        till.ok("close_period", period="month")
        till.ok("close_period", period="year")
        before = till.ok("state")["epoch"]
        printer.switch_on()
        until(lambda: till.ok("state")["epoch"] != before)
        (opened_by,) = till.facts(facts.EpochOpened)
        assert (opened_by.reason, opened_by.previous_epoch) == ("year", before)


def test_no_epoch_ends_while_a_day_is_open(tmp_path: Path, printer: SimulatedPrinter, other: SimulatedPrinter) -> None:
    printing(tmp_path / "till", printer, other)
    with opened(tmp_path / "till", manual_clock=True) as till:
        till.ok("clock", at="2026-12-31T09:00:00+01:00")
        till.ok("login", staff="max", pin="123456")
        till.ok("open_day", float_minor=0, business_day="2026-12-31")
        till.ok("close_day", counted_minor=0)
        printer.switch_off()
        till.ok("close_period", period="month")
        till.ok("close_period", period="year")
        before = till.ok("state")["epoch"]
        till.ok("clock", at="2027-01-02T09:00:00+01:00")
        till.ok("open_day", float_minor=0, business_day="2027-01-02")
        printer.switch_on()
        until(lambda: all(row.state == "printed" for row in rows(till)))
        assert till.ok("state")["epoch"] == before
        till.ok("close_day", counted_minor=0)
        until(lambda: till.ok("state")["epoch"] != before)
