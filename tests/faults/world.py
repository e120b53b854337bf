"""A ledger and a headless till as processes of the shipped command, in a folder of their own; started, killed, started again."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.faults.printer import ByteKeeper
from tests.faults.shop import shop_file

COMMAND = str(Path(sys.executable).parent / "comptoir")
START_LIMIT_S = 60
PLANTS = Path(__file__).parent / "plants"


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
        done = subprocess.run(
            [COMMAND, *map(str, arguments)], env=self.environment, capture_output=True, text=True, timeout=START_LIMIT_S, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.returncode} {done.stdout} {done.stderr}")
        return done.stdout

    def serve(self, kill_at: str = "") -> "subprocess.Popen[str]":
        """Start the ledger, on the port it had, and wait until it listens."""
        process = subprocess.Popen(
            [COMMAND, "ledger", "serve", "--data", str(self.ledger_folder), "--port", str(self.port)],
            env=self._armed(kill_at),
            stdout=subprocess.PIPE,
            stderr=self._log("ledger"),
            text=True,
        )
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"the ledger did not start: {process.wait()}")
        self.port = int(line.rpartition(":")[2])
        return process

    def open_till(self, kill_at: str = "") -> "Conversation":
        """Start the headless till."""
        process = subprocess.Popen(
            [COMMAND, "till", "--profile", str(self.profile)],
            env=self._armed(kill_at),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log("till"),
        )
        return Conversation(process)

    def _armed(self, kill_at: str) -> dict[str, str]:
        return {**self.environment, "COMPTOIR_KILL_AT": kill_at} if kill_at else self.environment

    def _log(self, name: str) -> int:
        return os.open(self.folder / f"{name}.stderr", os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def reap(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """Kill a process if it still lives, and let go of its pipes."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            with contextlib.suppress(OSError):
                stream.close()


class Dead(Exception):
    """The till was killed before it answered."""


class Conversation:
    """Requests to a headless till, one at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send a request and return its answer; raises Dead when none comes."""
        assert self.process.stdin is not None and self.process.stdout is not None
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
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        return self.process.wait(START_LIMIT_S)
