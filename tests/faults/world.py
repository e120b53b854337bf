"""A ledger and a headless till as processes of the shipped command, in a folder of their own; started, killed, started again."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from tests.faults.printer import ByteKeeper
from tests.faults.shop import shop_file
from tests.faults.starter import Started, Starter

START_LIMIT_S = 60
PLANTS = Path(__file__).parent / "plants"


class NotServing(RuntimeError):
    """The ledger ended before it listened; one that is armed may die over what it has to make up for first."""


class World:
    """The folder, the addresses and the environment that all processes of one run share; `plant` names planted bugs."""

    def __init__(
        self, folder: Path, plant: str = "", *, shop: dict[str, Any] | None = None, settings: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.ledger_folder = folder / "ledger"
        self.profile = folder / "till"
        self.printer = ByteKeeper()
        self.port = 0
        self.environment = {
            **os.environ,
            "COMPTOIR_PRINTER": f"tcp://127.0.0.1:{self.printer.port}",
            "COMPTOIR_SYNC_EVERY_S": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
        }
        self.environment.pop("COMPTOIR_KILL_AT", None)
        self.environment |= settings or {}
        self._shop = shop or shop_file()
        if plant:
            self.environment["COMPTOIR_PLANT"] = plant
            self.environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PLANTS), os.environ.get("PYTHONPATH"))))

        self._starter = Starter(self.environment)

    def build(self) -> None:
        """Make the ledger, import the shop, start serving once and enrol the till."""
        shop = self.folder / "shop.json"
        shop.write_text(json.dumps(self._shop), encoding="utf-8")
        self.run("ledger", "init", "--data", self.ledger_folder)
        self.run("ledger", "import", shop, "--data", self.ledger_folder)
        code = self.run("ledger", "enrol", "02", "--data", self.ledger_folder).strip()
        serving = self.serve()
        self.run("enrol", self.url, code, "--profile", self.profile)
        self.run("sync", "now", "--profile", self.profile)
        reap(serving)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: object) -> str:
        """Run a command to its end and return its output; any other exit than 0 is an error."""
        process = self._start("run", *arguments)
        process.stdin.close()
        with process.stdout as stdout:
            said = stdout.read().decode()
        if process.wait(START_LIMIT_S):
            raise RuntimeError(f"{arguments}: {process.returncode} {said} {self._log('run').read_text(encoding='utf-8')}")
        return said

    def serve(self, kill_at: str = "") -> Started:
        """Start the ledger, on the port it had, and wait until it listens."""
        process = self._start("ledger", "ledger", "serve", "--data", self.ledger_folder, "--port", self.port, kill_at=kill_at)
        line = process.stdout.readline().decode().strip()
        if not line:
            reap(process)
            raise NotServing(f"the ledger did not start: {process.returncode}")
        self.port = int(line.rpartition(":")[2])
        return process

    def open_till(self, kill_at: str = "") -> "Conversation":
        """Start the headless till."""
        return Conversation(self._start("till", "till", "--profile", self.profile, kill_at=kill_at))

    def prove(self) -> None:
        """Bring all that the till holds to the ledger, and let the program prove its own journal and books."""
        self.run("sync", "now", "--profile", self.profile)
        self.run("journal", "verify", "--profile", self.profile)
        self.run("journal", "rebuild", "--check", "--profile", self.profile)
        self.run("ledger", "verify", "--data", self.ledger_folder)

    def close(self) -> None:
        self.printer.close()
        self._starter.close()

    def _start(self, log: str, *arguments: object, kill_at: str = "") -> Started:
        armed = {"COMPTOIR_KILL_AT": kill_at} if kill_at else {}
        return self._starter.start([*map(str, arguments)], self._log(log), **armed)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.stderr"


def reap(process: Started) -> None:
    """Kill a process if it still lives, and let go of its pipes."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()


class Dead(Exception):
    """The till was killed before it answered."""


class Conversation:
    """Requests to a headless till, one at a time."""

    def __init__(self, process: Started) -> None:
        self.process = process

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send a request and return its answer; raises Dead when none comes."""
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise Dead from error
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise Dead
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> int:
        """End the input and wait for the till to stop by itself."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        return self.process.wait(START_LIMIT_S)
