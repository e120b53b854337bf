"""Nothing may grumble unheard: a Qt warning or a log record at WARNING or above fails the test that does not name it."""

import logging
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

PLATFORM_OWN = (r"This plugin does not support (propagateSizeHints|raise)\(\)",)
"""What the off-screen platform says of itself on every window; no code of ours can silence it."""


class Complaint(NamedTuple):
    """What was said, and by whom."""

    source: str
    text: str


def from_log(records: Iterable[logging.LogRecord]) -> list[Complaint]:
    """Return the records at WARNING or above."""
    return [Complaint(record.name, record.getMessage()) for record in records if record.levelno >= logging.WARNING]


def unnamed(complaints: Sequence[Complaint], named: Sequence[str]) -> list[Complaint]:
    """Return the complaints that no pattern names."""
    patterns = [re.compile(pattern) for pattern in (*PLATFORM_OWN, *named)]
    return [complaint for complaint in complaints if not any(pattern.search(complaint.text) for pattern in patterns)]


def unheard(complaints: Sequence[Complaint], named: Sequence[str]) -> list[str]:
    """Return the patterns that named a complaint which never came."""
    return [pattern for pattern in named if not any(re.search(pattern, complaint.text) for complaint in complaints)]
