"""Log lines are JSON, bounded, and hold no person and no secret."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.base import log


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    log.configure(tmp_path)
    yield tmp_path / log.FILE
    for handler in root.handlers:
        handler.close()
    root.handlers = before
    root.setLevel(level)


def test_a_record_is_one_json_object_with_its_fields(lines: Path) -> None:
    logging.getLogger("kiosk.services").info("paper out", extra={"printer": "counter"})
    (line,) = lines.read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert (found["event"], found["level"], found["logger"], found["printer"]) == ("paper out", "info", "kiosk.services", "counter")


def test_persons_and_secrets_are_blanked(lines: Path) -> None:
    logging.getLogger("sync.client").warning("refused", extra={"pin": "123456", "email": "claire@example.org", "first_name": "Claire"})
    text = lines.read_text(encoding="utf-8")
    assert not any(secret in text for secret in ("123456", "claire", "Claire"))


def test_others_speak_only_of_trouble(lines: Path) -> None:
    logging.getLogger("httpx").info("chatter")
    logging.getLogger("httpx").warning("trouble")
    assert [json.loads(line)["event"] for line in lines.read_text(encoding="utf-8").splitlines()] == ["trouble"]


def test_a_bug_is_told_with_its_trace_but_without_its_words(lines: Path) -> None:
    try:
        raise KeyError("sku")
    except KeyError:
        logging.getLogger("kiosk").exception("bug in %s", "Scan", extra={"folder": Path("a")})
    (line,) = lines.read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert (found["event"], found["level"], found["folder"]) == ("bug in Scan", "error", repr(Path("a")))
    (told,) = found["exception"]
    assert told["type"] == "builtins.KeyError" and told["frames"][0].startswith("sync/base/test_log.py:")
    assert "sku" not in line, "an error's message may name a person"
    assert found["at"].endswith("+00:00")


def test_a_log_line_brings_no_terminal_toolkit_into_memory() -> None:
    program = "import logging, sys; from sync.base import log; log.configure(); logging.getLogger('kiosk').info('x'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()
    assert "sync.base.log" in loaded
    assert not {"structlog", "rich", "pygments", "asyncio"} & set(loaded)
