"""The `comptoir` command as an integrator starts it: a process, lines in, lines out.

`run` and `till` take it out of a process that has loaded it (`tests.zygote`), since most of a short command is its imports; `run_anew` and
`talk` start it from nothing.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread, Timer
from typing import Any

from tests.faults.starter import Started, Starter

Json = dict[str, Any]
COMPTOIR = [sys.executable, "-c", "from kiosk.cli.main import main; main()"]
LIMIT_S = 60


def run(*arguments: object, stdin: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end; what still runs after a minute is killed."""
    with TemporaryDirectory() as name:
        errors = Path(name) / "errors"
        with started(arguments, errors, **environment) as process:
            limit = Timer(LIMIT_S, process.kill)
            limit.start()
            feeder = Thread(target=_feed, args=(process, stdin))
            feeder.start()
            said = process.stdout.read()
            feeder.join()
            status = process.wait()
            limit.cancel()
        return subprocess.CompletedProcess([*map(str, arguments)], status, said, errors.read_bytes())


def run_anew(*arguments: object, stdin: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Start a command from nothing and run it to its end."""
    return subprocess.run(
        [*COMPTOIR, *map(str, arguments)], input=stdin, capture_output=True, timeout=LIMIT_S, check=False, env=_environment(environment)
    )


def talk(requests: Sequence[Json | bytes], *arguments: object, **environment: str) -> list[Json]:
    """Send all requests to one till and return its answers; standard output holds nothing else."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in requests]
    done = run_anew("till", *arguments, stdin=b"".join(line + b"\n" for line in lines), **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


class Process:
    """A till that stays open, asked one request at a time."""

    def __init__(self, process: Started) -> None:
        self._process = process

    def ask(self, **request: Any) -> Json:
        """Send a request; raises EOFError when the till died before it answered."""
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        answer: Json = json.loads(line)
        return answer


@contextmanager
def till(profile: Path, *arguments: str, **environment: str) -> Iterator[Process]:
    """Open the till of a profile; it is killed at the end, if it still lives."""
    with started(["till", "--profile", profile, *arguments], **environment) as process:
        yield Process(process)


@contextmanager
def started(arguments: Sequence[object], errors: Path = Path(os.devnull), /, **environment: str) -> Iterator[Started]:
    """Start a command, whose errors go to a file; it is killed at the end, if it still lives."""
    process = _starter().start([*map(str, arguments)], errors, **_environment(environment))
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.close()


@lru_cache
def _starter() -> Starter:
    return Starter(_environment({}))


def end() -> None:
    """End the process that has loaded the command, if one was begun."""
    if _starter.cache_info().currsize:
        _starter().close()
        _starter.cache_clear()


def _feed(process: Started, stdin: bytes) -> None:
    with suppress(BrokenPipeError):
        process.stdin.write(stdin)
        process.stdin.close()


def _environment(changed: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "COMPTOIR_LANGUAGE": "en", **changed}
