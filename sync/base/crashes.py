"""Crash reports, kept on this machine alone: what went wrong and where, as types, files, lines and functions.

An error's message and the values of variables may name a person or a secret, so none of them is kept (law 13).
"""

import faulthandler
import json
import logging
import platform
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

FOLDER = "crashes"
KEPT = 20
FRAMES_LIMIT = 60
_PATH = re.compile(r'File "([^"]+)"')
_DYING = "running.txt"
"""Where a process that is killed by its own fault (a segmentation fault, an abort) writes its stacks; empty while it lives well."""


class Kept(NamedTuple):
    """How many reports there are, and when the last was written (ISO 8601, empty for none)."""

    reports: int
    last: str


class Reporter(logging.Handler):
    """Writes a report for every error with a traceback that is logged, or that nobody caught."""

    def __init__(self, folder: Path, software: str) -> None:
        super().__init__(logging.ERROR)
        self._folder = folder
        self._software = software

    def emit(self, record: logging.LogRecord) -> None:
        """Write a report of what a module of ours logged as a bug; `log.exception` says so."""
        if record.exc_info and record.exc_info[1] is not None:
            self.write(record.exc_info[1], record.threadName or "")

    def write(self, error: BaseException, thread: str) -> None:
        """Write one report; a disk that takes none must not hide the error itself."""
        told = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "software": self._software,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "thread": thread,
            "errors": described(error),
        }
        try:
            self._folder.mkdir(exist_ok=True, mode=0o700)
            (self._folder / _name(self._folder, "json")).write_text(json.dumps(told, indent=1), encoding="utf-8")
            _forget(self._folder)
        except OSError:
            return


def watch(profile: Path, software: str) -> Reporter:
    """Report from now on what goes wrong in this process, below `profile`; what killed the last one is kept as a report too."""
    folder = profile / FOLDER
    reporter = Reporter(folder, software)
    logging.getLogger().addHandler(reporter)
    _chain(reporter)
    if not profile.is_dir():
        # A wrong folder is told by whoever opens it, in one clear line.
        return reporter
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        _keep_last_words(folder)
        faulthandler.enable((folder / _DYING).open("w", encoding="utf-8"), all_threads=True)
    except OSError:
        logging.getLogger(__name__).warning("no crash reports: the profile cannot be written to")
    return reporter


def described(error: BaseException) -> list[dict[str, Any]]:
    """Return an error and those it came from, the last first: type, code if it is one of ours, and frames without values."""
    told: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        one: dict[str, Any] = {"type": f"{type(current).__module__}.{type(current).__qualname__}", "frames": _frames(current.__traceback__)}
        if isinstance(code := getattr(current, "code", None), str | int):
            one["code"] = code
        told.append(one)
        current = current.__cause__ or current.__context__
    return told


def kept(profile: Path) -> Kept:
    """Tell which reports a profile holds."""
    reports = sorted(_reports(profile / FOLDER))
    stamp = reports[-1].name[:15] if reports else ""
    return Kept(len(reports), datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC).isoformat() if stamp else "")


def _frames(trace: TracebackType | None) -> list[str]:
    """Return where it happened, as `package/module.py:line function`: a folder of this machine may bear a person's name."""
    found = traceback.extract_tb(trace)[-FRAMES_LIMIT:]
    return [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in found]


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-3:])


def _chain(reporter: Reporter) -> None:
    """Hear what nobody catches, in the main thread and in others, before it goes its usual way."""
    main_before, thread_before = sys.excepthook, threading.excepthook

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            reporter.write(error, "main")
        main_before(kind, error, trace)

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if isinstance(told.exc_value, Exception):
            reporter.write(told.exc_value, told.thread.name if told.thread else "")
        thread_before(told)

    sys.excepthook, threading.excepthook = in_main, in_thread


def _keep_last_words(folder: Path) -> None:
    """Make a report of what the process before left when it died of a fault that Python cannot catch."""
    dying = folder / _DYING
    if dying.exists() and dying.stat().st_size:
        text = _PATH.sub(lambda found: f'File "{_short(found[1])}"', dying.read_text(encoding="utf-8", errors="replace"))
        (folder / _name(folder, "txt")).write_text(text, encoding="utf-8")
        dying.unlink()
        _forget(folder)


def _name(folder: Path, suffix: str) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    count = sum(1 for path in folder.glob(f"{stamp}*"))
    return f"{stamp}-{count + 1}.{suffix}"


def _reports(folder: Path) -> list[Path]:
    return [path for path in folder.glob("2*T*-*.*") if path.suffix in (".json", ".txt")]


def _forget(folder: Path) -> None:
    """Keep the newest reports only."""
    for path in sorted(_reports(folder))[:-KEPT]:
        path.unlink(missing_ok=True)
