"""The demo's ledger: the shipped command as a process of its own on loopback, which can be stopped, killed and started again."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

from sync.protocol.errors import EnvironmentFault

HOST = "127.0.0.1"
STOP_LIMIT_S = 15
_LAUNCH = "from kiosk.cli.main import main; main()"


class LedgerProcess:
    """`comptoir ledger serve` over `data`; it keeps its port over restarts, so that terminals find it again."""

    def __init__(self, data: Path, port: int = 0) -> None:
        self.port = port
        self._data = data
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return address_at(self.port)

    @property
    def serves(self) -> bool:
        """Whether it is running."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Serve, and return once it listens; EnvironmentFault when it does not. A port taken by somebody else is given up."""
        if self.serves:
            return
        port = self.port if is_free(self.port) else 0
        with (self._data.parent / "ledger.log").open("a", encoding="utf-8") as log:
            self._process = self._launch(port, log)
        url = self._process.stdout.readline().strip() if self._process.stdout else ""
        if not url:
            raise EnvironmentFault("ledger_unreachable")
        self.port = int(url.rpartition(":")[2])

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self._process is not None:
            self._process.terminate()
            self._end(self._process)

    def kill(self) -> None:
        """End it as a power cut does: with no chance to tidy up."""
        if self._process is not None:
            self._process.kill()
            self._end(self._process)

    def ask(self, *arguments: str) -> str:
        """Return what a sub-command of `comptoir ledger` prints about this ledger; EnvironmentFault when it fails."""
        return printed_by("ledger", *arguments, "--data", str(self._data))

    def _launch(self, port: int, log: IO[str]) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _LAUNCH, "ledger", "serve", "--data", str(self._data), "--host", HOST, "--port", str(port)]
        # A session of its own: Ctrl-C in the terminal ends the demo, and the demo ends the ledger, in this order.
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)  # noqa: S603

    def _end(self, process: "subprocess.Popen[str]") -> None:
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
        self._process = None


def address_at(port: int) -> str:
    """Return the address of a ledger on a port of loopback."""
    return f"http://{HOST}:{port}"


def is_free(port: int) -> bool:
    """Say whether a port of loopback can be taken now; 0 asks for any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of loopback that nobody has now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def printed_by(*arguments: str) -> str:
    """Return what a command of `comptoir` prints, in a process of its own; EnvironmentFault when it fails."""
    command = [sys.executable, "-c", _LAUNCH, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603  # our own command
    if done.returncode:
        raise EnvironmentFault("ledger_nonsense", reason=(done.stderr or done.stdout).strip())
    return done.stdout
