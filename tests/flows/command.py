"""The real `comptoir till`, as an integrator starts it: a process, lines in, lines out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]
COMPTOIR = [sys.executable, "-c", "from kiosk.cli.main import main; main()"]
LIMIT_S = 60


def run(*arguments: object, stdin: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end."""
    return subprocess.run(
        [*COMPTOIR, *map(str, arguments)], input=stdin, capture_output=True, timeout=LIMIT_S, check=False, env=_environment(environment)
    )


def talk(requests: Sequence[Json | bytes], *arguments: object, **environment: str) -> list[Json]:
    """Send all requests to one till and return its answers; standard output holds nothing else."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in requests]
    done = run("till", *arguments, stdin=b"".join(line + b"\n" for line in lines), **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


class Process:
    """A till that stays open, asked one request at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def ask(self, **request: Any) -> Json:
        """Send a request; raises EOFError when the till died before it answered."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        answer: Json = json.loads(line)
        return answer


@contextmanager
def till(profile: Path, *arguments: str, **environment: str) -> Iterator[Process]:
    """Open the till of a profile; it is killed at the end, if it still lives."""
    command = [*COMPTOIR, "till", "--profile", str(profile), *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(environment))
    with process:
        try:
            yield Process(process)
        finally:
            process.kill()


def _environment(changed: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "COMPTOIR_LANGUAGE": "en", **changed}
