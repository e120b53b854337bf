"""Logging: structured lines to a file or standard error, without personal data or secrets. Standard output is never written."""

import logging
import sys
from pathlib import Path

FORBIDDEN = frozenset({"pin", "name", "phone", "email", "address", "birthday", "code", "secret", "profile"})
"""Event fields that may hold a person or a secret; their values are replaced."""


class _Quiet(logging.Filter):
    """Drop what third parties say below WARNING and blank forbidden fields of our own records."""

    def filter(self, record: logging.LogRecord) -> bool:
        for field in FORBIDDEN & record.__dict__.keys() - {"name"}:
            setattr(record, field, "-")
        return record.levelno >= logging.WARNING or record.name.startswith(("kiosk", "sync"))


def configure(folder: Path | None = None, level: int = logging.INFO) -> None:
    """Send log records to `folder`/comptoir.log (bounded: 5 files of 1 MB), or to standard error without a folder."""
    handler: logging.Handler
    if folder is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        from logging.handlers import RotatingFileHandler

        handler = RotatingFileHandler(folder / "comptoir.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True)
    handler.addFilter(_Quiet())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
