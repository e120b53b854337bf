"""Bounds of what a terminal may say, checked once at the edge: what passes here fits every column of both databases."""

import re
from collections.abc import Sequence

from sync.ledger.problems import bad_request
from sync.protocol.envelope import Entry
from sync.protocol.wire import BATCH_LIMIT_ENTRIES, Closing, Report

WHOLE_LIMIT = 2**53
"""Beyond what any counter or amount can reach, and exact in every JSON reader."""

ID_LIMIT_CHARS = 64
SOFTWARE_LIMIT_CHARS = 80

_EPOCH = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")
_HASH_BYTES = 32


def check_report(report: Report) -> None:
    """Raise Rejected for a report that is out of bounds."""
    _printable(report.epoch, "report.epoch")
    _match(_DAY, report.business_day, "report.business_day")
    _printable(report.staff, "report.staff")
    _printable(report.software, "report.software", SOFTWARE_LIMIT_CHARS)
    _whole(report.head_seq, "report.head_seq")
    _whole(report.unsent, "report.unsent")
    if len(report.head_hash) > _HASH_BYTES:
        raise bad_request("out_of_bounds", "report.head_hash")
    if report.closing is not None:
        _check_closing(report.closing)
    if report.open_work is not None:
        for name in ("unsent_sales", "held_tickets", "held_minor"):
            # Goods that come back may make a ticket's sum negative.
            value = getattr(report.open_work, name)
            _whole(abs(value) if name == "held_minor" else value, f"report.open_work.{name}")


def _check_closing(closing: Closing) -> None:
    _match(_DAY, closing.business_day, "report.closing.business_day")
    for name in ("z_number", "expected_minor", "counted_minor", "over_short_minor"):
        _whole(abs(getattr(closing, name)), f"report.closing.{name}")


def check_batch(epoch: str, entries: Sequence[Entry]) -> None:
    """Raise Rejected unless the entries are numbered one after the other in an epoch that can be named."""
    _match(_EPOCH, epoch, "epoch")
    if len(entries) > BATCH_LIMIT_ENTRIES:
        raise bad_request("too_many", "entries")
    for index, item in enumerate(entries):
        if item.seq != entries[0].seq + index or not 1 <= item.seq < WHOLE_LIMIT:
            raise bad_request("not_consecutive", f"entries.{index}.seq")


def check_cursors(cursors: dict[str, int]) -> None:
    """Raise Rejected for a cursor that no revision can be."""
    for scope, cursor in cursors.items():
        _printable(scope, "cursors")
        _whole(cursor, f"cursors.{scope}")


def check_day(business_day: str) -> None:
    """Raise Rejected unless this is a day, or none."""
    _match(_DAY, business_day, "business_day")


def check_name(text: str, field: str) -> None:
    """Raise Rejected unless this may be an id of the shop's."""
    _printable(text, field)


def _match(pattern: re.Pattern[str], text: str, field: str) -> None:
    if pattern.fullmatch(text) is None:
        raise bad_request("out_of_bounds", field)


def _printable(text: str, field: str, limit: int = ID_LIMIT_CHARS) -> None:
    """Ids are the shop's to choose: any short text without control characters."""
    if len(text) > limit or not text.isprintable():
        raise bad_request("out_of_bounds", field)


def _whole(number: int, field: str) -> None:
    if not 0 <= number < WHOLE_LIMIT:
        raise bad_request("out_of_bounds", field)
