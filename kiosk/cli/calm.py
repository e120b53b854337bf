"""How a command speaks: lines on standard output, and one calm sentence with an exit status when it fails (2 wrong input, 1 the world)."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.base.words import Words
from sync.protocol.errors import EnvironmentFault, Refusal

WRONG_INPUT = 2
FAILED = 1


@contextmanager
def calm() -> Iterator[None]:
    """Turn both families of failure (law 9) into a sentence and an exit status; a bug passes through as what it is."""
    try:
        yield
    except Refusal as refused:
        _complain(refused.code, {"field": refused.field or "", **refused.params})
        raise SystemExit(WRONG_INPUT) from refused
    except EnvironmentFault as fault:
        _complain(fault.code, fault.params)
        raise SystemExit(FAILED) from fault
    except OSError as error:
        if error.filename is None:
            _complain("output_failed", {"reason": error.strerror})
            raise SystemExit(FAILED) from error
        _complain("file_unusable", {"file": error.filename, "reason": error.strerror})
        raise SystemExit(WRONG_INPUT) from error


def say(line: str) -> None:
    """Print one line at once: whoever reads a pipe waits for it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def hand_out(data: bytes, out: Path | None) -> None:
    """Write bytes to the file `out`, or to standard output without one."""
    if out is not None:
        out.write_bytes(data)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def in_words(code: str, params: dict[str, object]) -> str:
    """Return the sentence of a code in the language of whoever calls the command."""
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return Words(language[:2]).error(code, params)


def _complain(code: str, params: dict[str, object]) -> None:
    sys.stderr.write(in_words(code, params) + "\n")
