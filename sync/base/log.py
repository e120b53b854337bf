"""Logging: one JSON object a line, to a bounded file or standard error, never standard output; no personal data, no secrets."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync.base.crashes import described

FORBIDDEN = frozenset({"pin", "phone", "email", "address", "birthday", "code", "secret", "profile", "first_name", "last_name"})
"""Fields that may hold a person or a secret; their values are blanked wherever they come from."""

FILE = "comptoir.log"
FILE_LIMIT_BYTES = 1_000_000
FILES_KEPT = 4
_OURS = ("kiosk", "sync")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; the rest came with `extra`."""


def configure(folder: Path | None = None, level: int = logging.INFO) -> None:
    """Send log records to `folder`/comptoir.log (bounded in size and number), or to standard error without a folder."""
    handler = _file(folder) if folder else logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_worth_keeping)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


class JsonLines(logging.Formatter):
    """Event, the record's own fields (blanked where forbidden), logger, level and time.

    Written out here because structlog brings rich, pygments and asyncio along: 6 MiB of a terminal's memory for its first line.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        at = datetime.fromtimestamp(record.created, UTC).isoformat()
        line = {"event": record.getMessage(), **blanked(own), "logger": record.name, "level": record.levelname.lower(), "at": at}
        if record.exc_info:
            line["exception"] = described(record.exc_info[1]) if record.exc_info[1] else []
        return json.dumps(line, ensure_ascii=False, default=repr)


def blanked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Blank what must not be kept (law 13)."""
    return {name: "-" if name in FORBIDDEN else value for name, value in fields.items()}


def _is_worth_keeping(record: logging.LogRecord) -> bool:
    """Keep our own records, and others' from WARNING on."""
    return record.levelno >= logging.WARNING or record.name.startswith(_OURS)


def _file(folder: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    return RotatingFileHandler(folder / FILE, maxBytes=FILE_LIMIT_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
