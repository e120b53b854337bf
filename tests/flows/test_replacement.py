"""A till that died: its disk recovered, its register taken over by another machine; all with the real commands over a real ledger."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.command import run, till
from tests.flows.harness import encoded
from tests.flows.shops import shop
from tests.flows.test_ledger_service import served
from tests.unit.kiosk.store.build import Profile

NOBODY = "http://127.0.0.1:9"
"""Where no ledger listens: what is sold there no ledger has heard of."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that holds the shop."""
    data, file = tmp_path / "ledger", tmp_path / "shop.json"
    file.write_bytes(encoded(shop()))
    assert run("ledger", "init", "--data", data).returncode == 0
    assert run("ledger", "import", file, "--data", data).returncode == 0
    return data


@pytest.fixture
def url(ledger: Path) -> Iterator[str]:
    with served(ledger) as (address, _):
        yield address


def enrol(ledger: Path, url: str, profile: Path) -> None:
    code = run("ledger", "enrol", "R1", "--data", ledger).stdout.decode().strip()
    ended = run("enrol", url, code, "--profile", profile)
    assert ended.returncode == 0, ended.stderr


def done(*arguments: object) -> Any:
    ended = run(*arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def sell(profile: Path, count: int, *, close: bool = False, day: str = "2026-11-22", ledger: str = "") -> list[str]:
    """Sell lamps on a day, opened if it is not; returns the receipts' numbers. The till exchanges with its own ledger, or this one."""
    numbers = []
    with till(profile, *(["--ledger", ledger] if ledger else [])) as running:
        running.ask(do="login", staff="ana", pin="1234")
        running.ask(do="open_day", float_minor=0, business_day=day)
        for _ in range(count):
            running.ask(do="add", sku="lamp", quantity=1)
            running.ask(do="tender", kind="cash")
            numbers.append(running.ask(do="finish")["receipt"]["number"])
        if close:
            assert running.ask(do="close_day", counted_minor=2_500 * count)["ok"]
    return numbers


def cases(ledger: Path) -> int:
    return int(done("ledger", "status", "--data", ledger)["stores"][0]["cases"])


@pytest.mark.long(4)
def test_a_dead_till_is_replaced_and_its_disk_recovered(ledger: Path, url: str, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    enrol(ledger, url, old)
    sell(old, 2, close=True)
    done("sync", "now", "--profile", old)
    lost = sell(old, 3, close=True, day="2026-11-23", ledger=NOBODY)
    disk = tmp_path / "disk"
    shutil.copytree(old, disk)
    shutil.rmtree(old)
    before = {path.name: path.read_bytes() for path in disk.iterdir() if path.is_file()}
    (found,) = done("sync", "recover", disk)
    assert found["bad_seq"] is None and found["sent"] > 3
    assert {path.name: path.read_bytes() for path in disk.iterdir() if path.is_file()} == before
    assert done("sync", "recover", disk) == [found], "the ledger takes each entry once, however often it is sent"
    enrol(ledger, url, new)
    with till(new) as running:
        running.ask(do="login", staff="ana", pin="1234")
        running.ask(do="open_day", float_minor=0, business_day="2026-11-24")
        running.ask(do="add", sku="lamp", quantity=1)
        running.ask(do="tender", kind="cash")
        assert running.ask(do="finish")["receipt"]["number"] == "R1-B-000001"
        figures = running.ask(do="x_report")
        assert (figures["perpetual_total_minor"], figures["period_total_minor"]) == (6 * 2_500, 2_500)
        assert running.ask(do="return", receipt=lost[0])["ok"]
        running.ask(do="cancel_basket")
        assert running.ask(do="close_day", counted_minor=2_500)["z_number"] == 3
    done("sync", "now", "--profile", new)
    assert cases(ledger) == 0
    assert done("ledger", "verify", "--data", ledger)["fault"] is None


def test_a_month_spans_two_machines(ledger: Path, url: str, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    enrol(ledger, url, old)
    sell(old, 2, close=True, day="2026-10-05")
    done("sync", "now", "--profile", old)
    enrol(ledger, url, new)
    sell(new, 1, close=True, day="2026-10-31")
    with till(new) as running:
        running.ask(do="login", staff="max", pin="123456")
        closed = running.ask(do="close_period", period="month")
    assert (closed["key"], closed["first_z"], closed["last_z"], closed["sales_minor"]) == ("2026-10", 1, 2, 7_500)


def test_a_damaged_disk_gives_what_holds(ledger: Path, url: str, tmp_path: Path) -> None:
    old = tmp_path / "old"
    enrol(ledger, url, old)
    sell(old, 3)
    with Profile(old).tampering() as connection:
        connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = 6")
    (found,) = done("sync", "recover", old)
    assert (found["bad_seq"], found["entries"]) == (6, 5)


def test_a_folder_that_is_no_tills_is_refused(tmp_path: Path) -> None:
    assert run("sync", "recover", tmp_path).returncode == 2
