"""The ledger as a process of its own, over a real socket: served, enrolled at, killed at its named points, proven."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from sync.base.points import ENVIRONMENT_NAME
from sync.client.channel import Rejection
from sync.client.enrolment import enrol
from sync.client.exchange import exchange
from sync.client.ledger import LedgerClient
from sync.client.push import push_all
from sync.ledger.importing import import_shop
from sync.ledger.opening import create_ledger
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import Page
from tests.faults.starter import Started
from tests.flows.command import COMPTOIR, LIMIT_S, run, started
from tests.unit.sync.ledger.machines import Chain, earned, opened, sale
from tests.unit.sync.ledger.shops import SHOP, shop

ENROL = [*COMPTOIR, "enrol"]


class Shelf:
    """A reference store that counts."""

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}
        self.changes = 0

    def cursors(self) -> dict[str, int]:
        return self.positions

    def apply(self, page: Page) -> None:
        self.positions[page.scope] = page.cursor
        self.changes += len(page.changes)


def ledger(*arguments: str, status: int = 0) -> str:
    """Run a command of the ledger and return what it printed."""
    done = run("ledger", *arguments)
    assert done.returncode == status, done.stderr
    assert b"Traceback" not in done.stderr
    return (done.stdout if status == 0 else done.stdout + done.stderr).decode()


@contextmanager
def served(data: Path, kill_at: str = "") -> Iterator[tuple[str, Started]]:
    """Serve the ledger of a folder: its address and its process."""
    with started(["ledger", "serve", "--data", data, "--port", "0"], **{ENVIRONMENT_NAME: kill_at}) as process:
        yield process.stdout.readline().decode().strip(), process
        process.terminate()
        process.wait(LIMIT_S)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give the folder of a ledger that holds the test shop."""
    folder = tmp_path / "ledger"
    context = create_ledger(folder)
    import_shop(context, shop())
    context.engine.dispose()
    return folder


def test_a_ledger_is_made_and_filled_by_the_command_line(tmp_path: Path) -> None:
    folder, file = tmp_path / "ledger", tmp_path / "shop.json"
    file.write_bytes(msgspec.json.encode(SHOP))
    assert ledger("init", "--data", str(folder)).strip() == str(folder)
    ledger("import", str(file), "--data", str(folder))
    assert ledger("import", str(file), "--data", str(folder)).split() == ["S1:", "0", "S2:", "0"]


def enrolled(data: Path, url: str) -> tuple[str, Chain]:
    code = ledger("enrol", "K1", "--data", str(data)).strip()
    found = enrol(url, code)
    return found.answer.terminal, Chain(found.answer.terminal, found.keys.signing)


@pytest.mark.long(5)
def test_a_terminal_lives_a_day_with_a_ledger_that_restarts(data: Path) -> None:
    with served(data) as (url, _):
        terminal, chain = enrolled(data, url)
        shelf = Shelf()
        chain.add(opened(), *(sale(number, member="m1", moved=earned(6)) for number in range(1, 251)))
        with LedgerClient(url, terminal, chain.key) as client:
            assert exchange(client, chain, shelf, chain.report).pushed.entries == 251
        assert shelf.changes > 10
    with pytest.raises(EnvironmentFault, match="ledger_unreachable"), LedgerClient(url, terminal, chain.key) as client:
        push_all(client, _with_one_more(chain), chain.report)
    with served(data) as (url, _), LedgerClient(url, terminal, chain.key) as client:
        assert exchange(client, chain, shelf, chain.report).pushed.entries == 1
    report = json.loads(ledger("verify", "--json", "--data", str(data)))
    assert (report["entries"], report["epochs"], report["fault"]) == (252, 1, None)
    state = json.loads(ledger("status", "--json", "--data", str(data)))["stores"][0]
    assert (state["entries"], state["cases"], state["terminals"][0]["acked_seq"]) == (252, 0, 252)


def _with_one_more(chain: Chain) -> Chain:
    chain.add(sale(251))
    return chain


@pytest.mark.long(4)
@pytest.mark.parametrize("point", ["server_before_commit", "server_after_commit", "before_acknowledgement"])
def test_a_ledger_killed_at_a_named_point_loses_and_doubles_nothing(data: Path, point: str) -> None:
    with served(data) as (url, _):
        terminal, chain = enrolled(data, url)
    chain.add(opened(), *(sale(number, member="m1", moved=earned(6)) for number in range(1, 6)))
    with served(data, f"{point}:1") as (url, process), LedgerClient(url, terminal, chain.key) as client:
        with pytest.raises(EnvironmentFault, match="ledger_unreachable"):
            push_all(client, chain, chain.report)
        assert process.wait() == -signal.SIGKILL
    assert chain.acknowledged == 0
    held = json.loads(ledger("verify", "--json", "--data", str(data)))["entries"]
    assert held == (0 if point == "server_before_commit" else 6)
    with served(data) as (url, _), LedgerClient(url, terminal, chain.key) as client:
        assert push_all(client, chain, chain.report).entries == 6
    report = json.loads(ledger("verify", "--json", "--data", str(data)))
    assert (report["entries"], report["fault"]) == (6, None)


def test_a_machine_becomes_a_terminal_by_the_command_line(data: Path, tmp_path: Path) -> None:
    profile = tmp_path / "k1"
    with served(data) as (url, _):
        code = ledger("enrol", "K1", "--data", str(data)).strip()
        command = [*ENROL, url, code, "--profile", str(profile)]
        first = subprocess.run(command, capture_output=True, text=True, check=True)
        assert first.stdout.startswith("K1 ")
        again = subprocess.run(command, capture_output=True, text=True, check=False)
        elsewhere = subprocess.run([*command[:-1], str(tmp_path / "k2")], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (2, "")
    assert (elsewhere.returncode, elsewhere.stdout) == (2, "")
    assert not (tmp_path / "k2" / "identity.json").exists()
    assert (profile / "keys.json").stat().st_mode & 0o077 == 0
    assert json.loads((profile / "identity.json").read_bytes())["ledger"] == url


def test_the_ledgers_secrets_are_its_owners_alone_and_in_no_database(data: Path) -> None:
    keys = data / "ledger-keys.json"
    assert keys.stat().st_mode & 0o777 == 0o600
    secrets = json.loads(keys.read_bytes())
    held = b"".join(path.read_bytes() for path in data.iterdir() if path != keys)
    assert b"123456" not in held
    for secret in [secrets["signing_seed"], *secrets["store_secrets"].values()]:
        raw = msgspec.convert(secret, bytes)
        assert raw not in held
        assert secret.encode() not in held


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["serve", "--data", "{data}/none"], 1),
        (["init", "--data", "{data}"], 1),
        (["import", "{data}/none.json", "--data", "{data}"], 2),
        (["import", "{data}/ledger-keys.json", "--data", "{data}"], 2),
        (["enrol", "K99", "--data", "{data}"], 2),
        (["enrol"], 2),
        (["serve", "--port", "70000", "--data", "{data}"], 2),
        (["serve", "--database", "mysql://x", "--data", "{data}"], 2),
        (["verify", "--jso"], 2),
    ],
)
def test_wrong_input_is_one_clear_sentence_and_a_status(data: Path, arguments: list[str], status: int) -> None:
    said = ledger(*(part.format(data=data) for part in arguments), status=status)
    assert len(said.splitlines()) == 1, "one line"


def test_every_command_explains_itself_with_an_example() -> None:
    for command in ("serve", "init", "import", "enrol", "verify", "status"):
        assert f"comptoir ledger {command}" in " ".join(ledger(command, "--help").split())


def test_a_forged_signature_over_a_real_socket_is_refused(data: Path) -> None:
    with served(data) as (url, _):
        terminal, chain = enrolled(data, url)
        _, stranger = enrolled(data, url)
        forged = Chain(terminal, stranger.key)
        forged.add(opened())
        with LedgerClient(url, terminal, stranger.key) as client, pytest.raises(EnvironmentFault, match="ledger_refused"):
            push_all(client, forged, forged.report)
        with LedgerClient(url, terminal, chain.key) as client, pytest.raises(Rejection, match="bad_signature"):
            push_all(client, forged, forged.report)


def test_the_ledger_loads_no_qt() -> None:
    program = (
        "import sys, kiosk.cli.ledger, kiosk.cli.enrol, sync.ledger.web.serving\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'cv2', 'escpos', 'pyqtgraph')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
