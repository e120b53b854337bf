"""Starts the shipped command out of a process that has loaded it (`tests.zygote`): a run of kills is for sales, not for imports."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_MESSAGE_BYTES = 65_536
_PROJECT = Path(__file__).parents[2]


class Started:
    """A process of the command; `stdin` and `stdout` are its pipes."""

    def __init__(self, starter: "Starter", pid: int, stdin: int, stdout: int) -> None:
        self.stdin = os.fdopen(stdin, "wb")
        self.stdout = os.fdopen(stdout, "rb")
        self.returncode: int | None = None
        self._starter = starter
        self._pid = pid
        self._handle = os.pidfd_open(pid)

    def kill(self) -> None:
        """Kill it, if it still lives."""
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end, if it still lives."""
        self._send(signal.SIGTERM)

    @property
    def alive(self) -> bool:
        """Tell whether it has not ended."""
        return self.returncode is None and not select.select([self._handle], [], [], 0)[0]

    def wait(self, timeout_s: float | None = None) -> int:
        """Wait for its end and return its status, negative for a signal; raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            ended, _, _ = select.select([self._handle], [], [], timeout_s)
            if not ended:
                raise subprocess.TimeoutExpired("comptoir", timeout_s or 0)
            self.returncode = self._starter.reap(self._pid)
            os.close(self._handle)
        return self.returncode

    def _send(self, number: signal.Signals) -> None:
        if self.returncode is None:
            signal.pidfd_send_signal(self._handle, number)


class Starter:
    """A process that has loaded the command under one environment, planted bugs included."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.zygote", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command, env=dict(environment), pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, cwd=_PROJECT
            )
        self._channel = ours
        self._lock = threading.Lock()

    def start(self, arguments: Sequence[str], log: Path, **environment: str) -> Started:
        """Start the command; its errors go to `log`."""
        (child_in, stdin), (stdout, child_out) = os.pipe(), os.pipe()
        errors = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            pid = self._ask({"arguments": list(arguments), "environment": environment}, [child_in, child_out, errors])
        finally:
            for descriptor in (child_in, child_out, errors):
                os.close(descriptor)
        return Started(self, pid, stdin, stdout)

    def reap(self, pid: int) -> int:
        """Return the status of a process that has ended."""
        return self._ask({"reap": pid}, [])

    def close(self) -> None:
        self._channel.close()
        self._process.wait()

    def _ask(self, request: dict[str, Any], descriptors: list[int]) -> int:
        answer = b""
        with self._lock, suppress(ConnectionError):
            socket.send_fds(self._channel, [json.dumps(request).encode()], descriptors)
            answer = self._channel.recv(_MESSAGE_BYTES)
        if not answer:
            raise RuntimeError("the starter has ended")
        return int(answer)
