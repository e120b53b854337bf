"""A terminal's own settings: changed by an administrator, kept whole in the profile, journalled, and refused to everybody else."""

from pathlib import Path

import pytest

from kiosk.services.queries import SettingRow, SettingsNow
from sync.base.settings import FILE, load
from sync.protocol import facts
from tests.flows.harness import Till, shop_till
from tests.flows.shops import shop


def with_administrator() -> dict[str, object]:
    made = shop()
    made["staff"].append({"id": "ada", "name": "Ada Blanc", "role": "administrator", "pin": "246810"})
    return made


def rows(till: Till) -> dict[str, SettingRow]:
    heard: list[list[SettingRow]] = []
    worker = till.running.worker
    worker.ask(SettingsNow(), heard.append)
    worker.call(lambda: None)
    return {row.key: row for row in heard[0]}


def test_an_administrator_changes_a_setting_and_the_next_start_uses_it(tmp_path: Path) -> None:
    with shop_till(tmp_path, with_administrator()) as till:
        till.no("approval_needed", "setting", key="printer", value="tcp://10.0.0.9")
        answer = till.ok("approve", staff="ada", pin="246810")
        assert answer["setting"] == {"key": "printer", "at_once": False}
        assert [each.key for each in till.facts(facts.SettingChanged)] == ["printer"]
        assert rows(till)["printer"].value == "tcp://10.0.0.9"
        assert rows(till)["printer"].waits
        assert not rows(till)["paper_mm"].waits
    assert load(tmp_path).text("printer") == "tcp://10.0.0.9"


def test_a_manager_does_not_approve_it(tmp_path: Path) -> None:
    with shop_till(tmp_path, with_administrator()) as till:
        till.no("approval_needed", "setting", key="theme", value="dark")
        assert not till.ask("approve", staff="max", pin="123456")["ok"]
    assert load(tmp_path).text("theme") == "light"


@pytest.mark.parametrize(("key", "value"), [("nonsense", "1"), ("paper_mm", "1000"), ("theme", "pink"), ("paper_mm", "wide")])
def test_rubbish_changes_nothing(tmp_path: Path, key: str, value: str) -> None:
    with shop_till(tmp_path, with_administrator()) as till:
        till.ok("logout")
        till.ok("login", staff="ada", pin="246810")
        error = till.no("bad_value", "setting", key=key, value=value)
        assert error["field"] == key
        assert till.facts(facts.SettingChanged) == []
    assert not (tmp_path / FILE).exists() or key not in (tmp_path / FILE).read_text()


@pytest.mark.parametrize("key", ["printer", "printer_2", "card", "scale"])
def test_an_address_that_is_none_is_refused_before_it_is_kept(tmp_path: Path, key: str) -> None:
    with shop_till(tmp_path, with_administrator()) as till:
        till.ok("logout")
        till.ok("login", staff="ada", pin="246810")
        error = till.no(f"{key.removesuffix('_2')}_address", "setting", key=key, value="somewhere")
        assert error["field"] == key
    assert not (tmp_path / FILE).exists() or "somewhere" not in (tmp_path / FILE).read_text()
