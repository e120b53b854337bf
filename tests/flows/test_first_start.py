"""The first start against a real ledger process: joins by the picture the ledger made, prints a page, compares the clock."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli.setting_up import ThisMachine
from kiosk.devices.printer.simulated import SimulatedPrinter
from kiosk.services.first_start import Joined
from sync.base.settings import load
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.invitation import Invitation
from tests.flows.command import COMPTOIR, run
from tests.flows.shops import shop


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A ledger process that holds the shop: its folder and its address."""
    folder = tmp_path_factory.mktemp("ledger")
    file = folder / "shop.json"
    file.write_text(json.dumps(shop()))
    data = folder / "data"
    assert run("ledger", "init", "--data", data).returncode == 0
    assert run("ledger", "import", file, "--data", data).returncode == 0
    command = [*COMPTOIR, "ledger", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield data, process.stdout.readline().strip()
        process.terminate()


def invited(ledger: tuple[Path, str], folder: Path, register: str) -> Invitation:
    """Ask the ledger for a picture and read it with the camera's decoder, as the first start does."""
    data, url = ledger
    picture = folder / "invitation.png"
    code = run("ledger", "enrol", register, "--data", data, "--url", url, "--qr", picture).stdout.decode().strip()
    seen = json.loads(run("scan", picture, "--json").stdout)["codes"]
    found = Invitation.read(seen[0]["text"])
    assert found == Invitation(url, code)
    return found


def test_a_machine_joins_prints_and_compares_its_clock(ledger: tuple[Path, str], tmp_path: Path) -> None:
    machine = ThisMachine(tmp_path / "till")
    assert machine.joined() is None
    invitation = invited(ledger, tmp_path, "R1")
    expected = Joined("R1", "Lyon", "Au Bon Coin", "cashier")
    assert machine.join(invitation.ledger.removeprefix("http://"), invitation.code) == expected
    assert machine.joined() == expected
    apart = machine.clock().apart_s
    assert apart is not None
    assert apart <= machine.clock().tolerance_s
    with closing(SimulatedPrinter()) as printer:
        address = f"tcp://127.0.0.1:{printer.port}"
        assert machine.print_test(address, 80) == "ready"
        assert printer.wait_for_jobs(1)
        machine.keep("printer", address)
    assert machine.print_test(address, 80) == "off"
    assert load(tmp_path / "till").text("printer") == address


def test_a_code_is_good_once(ledger: tuple[Path, str], tmp_path: Path) -> None:
    invitation = invited(ledger, tmp_path, "R2")
    assert ThisMachine(tmp_path / "one").join(invitation.ledger, invitation.code).register == "R2"
    with pytest.raises(Refusal, match="enrol_code"):
        ThisMachine(tmp_path / "other").join(invitation.ledger, invitation.code)
    assert ThisMachine(tmp_path / "other").joined() is None


def test_an_address_where_nobody_answers_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="ledger_unreachable"):
        ThisMachine(tmp_path / "till").join("127.0.0.1:9", "ABCD-EFGH-JKMN")


def test_a_code_is_not_used_up_where_no_profile_can_be(ledger: tuple[Path, str], tmp_path: Path) -> None:
    data, url = ledger
    code = run("ledger", "enrol", "R1", "--data", data).stdout.decode().strip()
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "till"):
        done = run("enrol", url, code, "--profile", folder)
        assert (done.returncode, len(done.stderr.decode().splitlines())) == (2, 1)
    assert run("enrol", url, "AAAA-AAAA-AAAA", "--profile", tmp_path / "till").returncode != 0
    assert not (tmp_path / "till").exists()
    assert run("enrol", url, code, "--profile", tmp_path / "till").returncode == 0


@pytest.mark.parametrize("url", [(), ("--url", "garbage"), ("--url", "http://" + "h" * 5_000)])
def test_a_picture_needs_the_ledgers_address(ledger: tuple[Path, str], tmp_path: Path, url: tuple[str, ...]) -> None:
    done = run("ledger", "enrol", "R1", "--data", ledger[0], "--qr", tmp_path / "x.png", *url)
    assert (done.returncode, len(done.stderr.decode().splitlines())) == (2, 1)
    assert not (tmp_path / "x.png").exists()
