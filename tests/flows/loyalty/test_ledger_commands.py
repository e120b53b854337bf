"""The ledger's own commands as they are shipped: the night's work, and what the shop holds of a member handed over and erased."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flows import command
from tests.flows.command import run_anew
from tests.flows.counters import counters
from tests.flows.loyalty.shops import CARD, goods, loyal, points
from tests.flows.test_mailing import holds

Json = dict[str, Any]
MEMBER: Json = {"first_name": "Quirinette", "last_name": "Zwickelmann", "phone": "06 39 98 12 34", "email": "q.zwickelmann@example.com"}
TRACES = ("Quirinette", "Zwickelmann", "639981234", "q.zwickelmann@example.com")


def ledger(folder: Path, *arguments: str, status: int = 0) -> str:
    """Run a command of the ledger in English; return what it printed."""
    done = run_anew("ledger", *arguments, "--data", folder)
    said: str = (done.stdout + done.stderr).decode()
    assert done.returncode == status, said
    assert "Traceback" not in said
    return said


@pytest.fixture
def lived(tmp_path: Path) -> tuple[Path, str]:
    """A ledger that knows a day of a till: somebody joined and bought, and m1 bought too. Return its folder and who joined."""
    tiers: Json = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "gold", "need": 4000}]}
    shop = loyal(goods(coat=5000), programmes=[points(pending_days=14), tiers])
    with counters(tmp_path, shop, "R1") as (_, (till,)):
        till.ok("add", sku="coat", quantity=1)
        joined: str = till.ok("join", profile=MEMBER, consents=["email"])["member"]
        till.pay()
        till.ok("add", sku="coat", quantity=1)
        till.ok("member", code=CARD)
        till.pay()
        till.exchange()
    return tmp_path / "ledger", joined


def be_on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let the commands run at noon of a day: what the machine's clock says, no test may depend on."""
    travel = f"import time_machine; time_machine.travel('{day}T12:00:00+01:00').start()"
    monkeypatch.setattr(command, "COMPTOIR", [sys.executable, "-c", f"{travel}; from kiosk.cli.main import main; main()"])


def test_the_night_is_folded_once_for_each_day(lived: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, joined = lived
    be_on(monkeypatch, "2026-12-06")
    said = ledger(folder, "fold", "--day", "2026-11-23", "--json")
    assert json.loads(said) == {"folded": [{"store": "lyon", "day": "2026-11-23", "members": 2, "moved": 0}]}
    assert json.loads(ledger(folder, "fold", "--day", "2026-11-23", "--json")) == {"folded": []}
    assert "day=2026-12-06 members=2" in ledger(folder, "fold", "--day", "2026-12-06")
    (member,) = (json.loads(ledger(folder, "member", "export", id)) for id in (joined,))
    assert json.loads(ledger(folder, "verify", "--json"))["fault"] is None
    told = json.dumps(member)
    assert '"POINT": 50' in told and "gold" in told


def test_a_day_that_has_not_come_is_refused(lived: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    be_on(monkeypatch, "2026-11-23")
    said = ledger(lived[0], "fold", "--day", "2026-11-24", status=2)
    assert all(text in said for text in ("2026-11-24", "2026-11-23", "lyon")) and said.count("\n") == 1
    assert json.loads(ledger(lived[0], "fold", "--json"))["folded"][0]["day"] == "2026-11-23", "nothing was done for it"


def test_a_day_that_is_none_is_refused(lived: tuple[Path, str]) -> None:
    said = ledger(lived[0], "fold", "--day", "2026-02-30", status=2)
    assert "--day" in said and said.count("\n") == 1


def test_a_stolen_machine_is_revoked_and_trusted_again(lived: tuple[Path, str]) -> None:
    folder, _ = lived
    assert "R1" in ledger(folder, "revoke", "R1", status=2), "it is the only one"
    assert ledger(folder, "revoke", "R1", "--machine", "A") == "R1-A: revoked\n"
    (machine,) = json.loads(ledger(folder, "revoke", "R1", "--machine", "A", "--lift", "--json"))["machines"]
    assert (machine["machine"], machine["revoked"]) == ("A", False)


def test_all_that_is_held_is_handed_over_and_then_erased(lived: tuple[Path, str]) -> None:
    folder, joined = lived
    told = json.loads(ledger(folder, "member", "export", joined))
    assert {told["profile"]["first_name"], told["profile"]["email"]} == {"Quirinette", "q.zwickelmann@example.com"}
    joining, bought = told["history"]
    assert (joining["kind"], joining["staff"], joining["at"][:10]) == ("joined", "ana", "2026-11-22")
    assert {each["purpose"]: len(each["wording"]) for each in joining["given"]} == {"loyalty": 64, "email": 64}
    assert (bought["kind"], bought["goods"], bought["spend_minor"]) == ("sale", [["coat", 1, 5000]], 5000)
    erased = json.loads(ledger(folder, "member", "erase", joined, "--json"))
    assert erased["kept"] is not None
    assert {trace: files for trace in TRACES if (files := holds(folder, trace))} == {}
    assert json.loads(ledger(folder, "verify", "--json"))["fault"] is None
    assert "Quirinette" not in ledger(folder, "member", "export", "m1")


@pytest.mark.parametrize("what", ["export", "erase"])
def test_nobody_is_said_to_be_nobody(lived: tuple[Path, str], what: str) -> None:
    said = ledger(lived[0], "member", what, "nobody", status=2)
    assert said.count("\n") == 1 and said.strip().endswith(".")
