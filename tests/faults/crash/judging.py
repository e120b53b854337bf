"""Judges a profile by the bytes of its journal; its SQL is its own."""

import sqlite3
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from tests.faults.judge import Verdict, journal, judge_journal, sales_of

TILL = "till.db"


def sold(folder: Path) -> dict[str, int]:
    """Return the sales of a journal: amounts by receipt number."""
    return {sale["number"]: sale["gross_minor"] for sale in sales_of(journal(folder / TILL))}


def judged(folder: Path, acknowledged: dict[str, int]) -> tuple[int, int, list[str]]:
    """Return how many acknowledged sales are lost, how many doubled, and what else is wrong."""
    verdict = Verdict()
    try:
        judge_journal(folder, acknowledged, verdict, in_hand=0)
    except sqlite3.DatabaseError as failure:
        verdict.faults.append(f"not read: {failure}")
    return verdict.lost, verdict.duplicated, verdict.faults


def acknowledged_there(folder: Path, numbers: list[str]) -> int:
    """Count which of these receipt numbers an opened image holds."""
    connection = sqlite.connect(folder / TILL)
    try:
        there = {row[0] for row in connection.execute("SELECT number FROM sale")}
    finally:
        connection.close()
    return sum(number in there for number in numbers)
