"""`comptoir doctor`: each device's word, healthy and broken, in both languages, and the exit status."""

import ast
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import check_devices, checks
from kiosk.cli.doctor import doctor, examine, sentence
from kiosk.cli.finding import Finding
from sync.base import crashes, settings
from sync.base.settings import load
from sync.base.words import Words
from tests.flows.harness import make, opened
from tests.flows.shops import shop
from tests.web_server import Quiet, web_server

DATE = "Sun, 22 Nov 2026 10:00:00 GMT"
NOON = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def states(found: list[Finding]) -> dict[str, str]:
    return {each.device: each.state for each in found}


def test_a_machine_without_a_profile_is_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    doctor(as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and {each["device"] for each in told["findings"]} >= {
        "python",
        "sqlite",
        "fonts",
        "display",
        "camera",
        "disk",
        "clock",
    }
    doctor()
    assert len(capsys.readouterr().out.splitlines()) == len(told["findings"])


def test_a_profile_is_looked_at_with_its_devices(tmp_path: Path) -> None:
    make(tmp_path, shop())
    found = states(examine(tmp_path))
    assert (found["profile"], found["ledger"], found["disk"], found["printer"]) == ("ok", "limited", "ok", "limited")
    assert checks.profile(tmp_path)[0].params == {"register": "R1", "store": "lyon"}
    with opened(tmp_path):
        assert "running" in checks.profile(tmp_path)[0].said


def test_a_missing_and_a_damaged_profile_are_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        doctor(profile=tmp_path / "nowhere")
    assert ended.value.code == 1 and "! profile" in capsys.readouterr().out
    make(tmp_path, shop())
    (tmp_path / "keys.json").write_bytes(b"{}")
    assert checks.profile(tmp_path)[0].code == "profile_damaged"


def test_an_old_library_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.sqlite().state == "ok"
    monkeypatch.setattr(checks, "OLDEST_VERSION", (99, 0, 0))
    assert checks.sqlite().code == "sqlite_too_old"
    monkeypatch.setattr(checks, "LEAST_PYTHON", (9, 0))
    assert checks.python().state == "broken"


def test_a_display_is_told_by_the_environment() -> None:
    assert checks.display({"DISPLAY": ":0"}).state == "ok"
    assert checks.display({}).state == "limited"


def test_devices_are_asked(tmp_path: Path) -> None:
    def with_(**values: str) -> settings.Settings:
        return load(None, {f"COMPTOIR_{name.upper()}": value for name, value in values.items()})

    assert checks.printer(with_(printer=f"file:{tmp_path / 'paper'}")).state == "ok"
    assert checks.printer(with_(printer="tcp://127.0.0.1:9")).code == "printer_off"
    assert checks.printer(with_(printer="smoke")).code == "printer_address"
    assert checks.camera(with_(camera="99")).state == "limited"
    assert checks.camera(with_(camera="nothing.avi")).code == "camera_address"
    assert check_devices.card(with_(card="simulated"), tmp_path).state == "ok"
    assert check_devices.card(with_(card="zvt://127.0.0.1:9"), tmp_path).state == "limited"
    assert check_devices.card(with_(card="smoke"), tmp_path).code == "card_address"
    assert check_devices.scale(with_(scale="simulated:500")).state == "ok"
    assert check_devices.scale(with_(scale="serial:/dev/nothing")).state == "limited"
    assert check_devices.pole(with_(pole="simulated")).state == "ok"
    assert check_devices.pole(with_(pole="serial:/dev/nothing")).state == "limited"
    assert check_devices.sounds(with_(sounds="off")).state == "ok"


@contextmanager
def answering(status: int, date: str) -> Iterator[str]:
    """A ledger that answers its health check so."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status)
            self.send_header("content-length", "0")
            if date:
                self.send_header("date", date)
            self.end_headers()

    with web_server(Handler) as address:
        yield address


@pytest.mark.parametrize(
    ("status", "date", "apart_s", "expected"),
    [
        (200, DATE, 30, {"ledger": "ok", "clock": "ok"}),
        (200, DATE, 3600, {"ledger": "ok", "clock": "limited"}),
        (200, "", 0, {"ledger": "ok", "clock": "limited"}),
        (503, DATE, 0, {"ledger": "limited"}),
        (404, DATE, 0, {"ledger": "limited"}),
    ],
)
def test_the_ledger_and_its_clock(status: int, date: str, apart_s: int, expected: dict[str, str]) -> None:
    with answering(status, date) as url:
        assert states(checks.ledger(url, lambda: NOON + timedelta(seconds=apart_s))) == expected


def test_no_ledger_and_one_that_is_away() -> None:
    assert checks.ledger("")[0].code == "no_ledger"
    assert checks.ledger("http://127.0.0.1:9")[0].code == "ledger_unreachable"
    assert checks.ledger("not an address")[0].code == "ledger_unreachable"


def test_a_full_disk_and_a_clock_behind_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.disk(tmp_path).state == "ok"
    monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 2**62)
    assert checks.disk(tmp_path).state == "broken"
    assert checks.clock_alone(tmp_path).state == "ok"
    newer = tmp_path / "till.db"
    newer.touch()
    os.utime(newer, (2**32, 2**32))
    assert checks.clock_alone(tmp_path).state == "limited"


def marked(module: Any) -> list[str]:
    """The messages a module marks for the catalogue."""
    tree = ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
    calls = (node for node in tree if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr")
    return [str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)]


@pytest.mark.parametrize("message", [*marked(checks), *marked(check_devices), *marked(settings)])
def test_french_says_it_too(message: str) -> None:
    assert Words("fr").tr(message) != message


def test_every_finding_can_be_said(tmp_path: Path) -> None:
    make(tmp_path, shop())
    for language in ("fr", "en"):
        for found in examine(tmp_path):
            said = sentence(Words(language), found)
            assert said.endswith(".") and "{" not in said


def test_the_journal_and_crash_reports_are_looked_at(tmp_path: Path) -> None:
    make(tmp_path, shop())
    assert checks.journal(tmp_path).state == checks.crash_reports(tmp_path).state == "ok"
    with opened(tmp_path):
        assert checks.journal(tmp_path).params == {"seq": 1}
    (tmp_path / "till.db").write_bytes(b"rubbish" * 1000)
    assert checks.journal(tmp_path).code == "database_damaged"
    crashes.Reporter(tmp_path / crashes.FOLDER, "test").write(KeyError("x"), "main")
    assert (checks.crash_reports(tmp_path).state, checks.crash_reports(tmp_path).params["count"]) == ("limited", 1)
