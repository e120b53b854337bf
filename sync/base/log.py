"""Logging: one JSON object a line, to a bounded file or standard error, never standard output; no personal data, no secrets."""

import logging
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

FORBIDDEN = frozenset({"pin", "phone", "email", "address", "birthday", "code", "secret", "profile", "first_name", "last_name"})
"""Fields that may hold a person or a secret; their values are blanked wherever they come from."""

FILE = "comptoir.log"
FILE_LIMIT_BYTES = 1_000_000
FILES_KEPT = 4
_OURS = ("kiosk", "sync")


def configure(folder: Path | None = None, level: int = logging.INFO) -> None:
    """Send log records to `folder`/comptoir.log (bounded in size and number), or to standard error without a folder."""
    handler = _file(folder) if folder else logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_worth_keeping)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


class JsonLines(logging.Formatter):
    """Time, level, logger, event and the record's own fields, blanked where forbidden. structlog is loaded with the first record."""

    def format(self, record: logging.LogRecord) -> str:
        return self._lines.format(record)

    @cached_property
    def _lines(self) -> logging.Formatter:
        import structlog

        return structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                blanked,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )


def blanked(_: Any, __: str, event: Any) -> Any:
    """Blank what must not be kept (law 13)."""
    return {name: "-" if name in FORBIDDEN else value for name, value in event.items()}


def _is_worth_keeping(record: logging.LogRecord) -> bool:
    """Keep our own records, and others' from WARNING on."""
    return record.levelno >= logging.WARNING or record.name.startswith(_OURS)


def _file(folder: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    return RotatingFileHandler(folder / FILE, maxBytes=FILE_LIMIT_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
