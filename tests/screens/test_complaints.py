"""The guard against unheard warnings goes red on a planted one."""

import logging

import pytest
from PySide6.QtCore import qWarning

from tests.screens.complaints import Complaint, from_log, unheard, unnamed


def record(level: int) -> logging.LogRecord:
    return logging.LogRecord("till", level, "", 0, "planted", None, None)


def test_a_planted_log_record_is_found_and_a_lower_one_is_not() -> None:
    found = from_log([record(logging.WARNING), record(logging.INFO)])
    assert found == [Complaint("till", "planted")]
    assert unnamed(found, []) == found
    assert unnamed(found, ["planted"]) == []


def test_a_named_complaint_has_to_come() -> None:
    assert unheard([], ["planted"]) == ["planted"]
    assert unheard([Complaint("Qt", "planted")], ["planted"]) == []


@pytest.mark.complains("planted in Qt", "planted in a log")
def test_both_kinds_reach_the_guard() -> None:
    qWarning("planted in Qt")
    logging.getLogger("till").warning("planted in a log")
