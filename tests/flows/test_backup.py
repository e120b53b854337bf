"""Backup and restore as a drill with the real commands: a copy while the till sells, brought back elsewhere, no number twice."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.protocol import facts
from tests.flows.command import run, till
from tests.flows.harness import Json, make, opened, reopened
from tests.flows.shops import shop


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A till that has sold twice and lies still."""
    folder = tmp_path / "till"
    make(folder, shop())
    with opened(folder, "ana") as found:
        for _ in range(2):
            found.sell({"sku": "lamp"})
    return folder


def done(*arguments: object) -> Json:
    ended = run(*arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    found: Json = json.loads(ended.stdout)
    return found


def test_a_drill(profile: Path, tmp_path: Path) -> None:
    """Back up while the till sells, sell on, lose the machine, restore elsewhere, sell and return there."""
    saved, other = tmp_path / "saved", tmp_path / "other"
    with till(profile) as running:
        running.ask(do="login", staff="ana", pin="1234")
        assert done("backup", saved, "--profile", profile)["register"] == "R1"
        running.ask(do="add", sku="pear", quantity=1)
        running.ask(do="tender", kind="cash")
        lost = running.ask(do="finish")["receipt"]["number"]
    assert lost == "R1-A-000003"
    assert done("restore", saved, "--profile", other)["register"] == "R1"
    with till(other) as running:
        running.ask(do="login", staff="ana", pin="1234")
        state = running.ask(do="state")
        assert state["state"] == "ready"
        running.ask(do="add", sku="pear", quantity=1)
        running.ask(do="tender", kind="cash")
        sold = running.ask(do="finish")["receipt"]["number"]
        series = sold.split("-")[1]
        assert sold.endswith("-000001") and int(series.removeprefix("A")) > 10_000
        assert running.ask(do="return", receipt="R1-A-000001")["ok"]
        assert running.ask(do="cancel_basket")["ok"]
        assert not running.ask(do="return", receipt=lost)["ok"]
        figures = running.ask(do="x_report")
        assert (figures["receipts"], figures["perpetual_total_minor"]) == (3, 5_120)
    assert json.loads(run("journal", "verify", "--profile", other, "--json").stdout)["ok"]
    assert run("journal", "rebuild", "--check", "--profile", other).returncode == 0
    assert (other / "keys.json").stat().st_mode & 0o077 == 0 and saved.stat().st_mode & 0o077 == 0


def test_two_restores_of_one_backup_do_not_meet(profile: Path, tmp_path: Path) -> None:
    done("backup", tmp_path / "saved", "--profile", profile)
    numbers = []
    for name in ("one", "two"):
        done("restore", tmp_path / "saved", "--profile", tmp_path / name)
        with reopened(tmp_path / name) as found:
            numbers.append(found.sell({"sku": "pear"})["receipt"]["number"])
    assert len(set(numbers)) == 2


def test_a_backup_with_closed_epochs_is_restored_whole(tmp_path: Path) -> None:
    folder = tmp_path / "till"
    make(folder, shop())
    with opened(folder, "ana") as found:
        number = found.sell({"sku": "lamp"})["receipt"]["number"]
        found.ok("close_day", counted_minor=2_500)
        found.running.worker.call(lambda: found.running.till.terminal.store.turn_epoch("size"))
    done("backup", tmp_path / "saved", "--profile", folder)
    done("restore", tmp_path / "saved", "--profile", tmp_path / "other")
    with reopened(tmp_path / "other") as found:
        assert found.ok("state")["z_number"] == 1
        found.ok("open_day", float_minor=2_500, business_day="2026-11-23")
        found.ok("return", receipt=number)


@pytest.mark.parametrize(
    ("spoil", "status", "said"),
    [
        (lambda saved: (saved / "backup.json").unlink(), 2, "no backup"),
        (lambda saved: (saved / "backup.json").write_bytes(b"{"), 1, "damaged: backup.json"),
        (lambda saved: (saved / "till.db").write_bytes(b"x"), 1, "damaged: till.db"),
        (lambda saved: (saved / "series.json").unlink(), 1, "damaged: series.json"),
    ],
)
def test_a_bad_backup_is_refused_before_anything_is_made(
    profile: Path, tmp_path: Path, spoil: Callable[[Path], object], status: int, said: str
) -> None:
    saved, other = tmp_path / "saved", tmp_path / "other"
    done("backup", saved, "--profile", profile)
    spoil(saved)
    ended = run("restore", saved, "--profile", other)
    assert (ended.returncode, ended.stdout) == (status, b"") and said in ended.stderr.decode()
    assert not (other / "identity.json").exists()


def test_nothing_is_overwritten(profile: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    done("backup", saved, "--profile", profile)
    assert run("backup", saved, "--profile", profile).returncode == 2
    assert run("restore", saved, "--profile", profile).returncode == 2
    assert run("backup", tmp_path / "more", "--profile", tmp_path / "nowhere").returncode == 2


def test_an_archive_on_demand_is_journalled(profile: Path, tmp_path: Path) -> None:
    found = done("journal", "archive", tmp_path / "all.zip", "--profile", profile)
    with opened(profile) as till_:
        made = till_.facts(facts.ArchiveMade)
    assert [each.sha256 for each in made] == [found["sha256"]] and made[0].period == "demand"
    assert run("journal", "archive", tmp_path / "all.zip", "--profile", profile).returncode == 2
