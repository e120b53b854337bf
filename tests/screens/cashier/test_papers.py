"""The printer's chip and what stands behind it: papers in words, the other printer, and a header that is silent while all is well."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.services.queries import PaperRow, PrinterView
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import key, last, tap
from tests.screens.fake_acts import CompleteTill
from tests.screens.turns import settle

ROWS = [
    PaperRow("000000000009-0", "sale", "02-A-000009", 0, "started", 1),
    PaperRow("000000000010-0", "gift", "02-A-000009", 1, "waiting", 1),
    PaperRow("000000000008-0", "sale", "02-A-000008", 0, "unknown", 1, "2026-11-21T13:58:00+01:00"),
]


@pytest.fixture
def stuck(opened: Opened, till: CompleteTill) -> CashierWindow:
    till.begin_with().papers = list(ROWS)
    till.printer = PrinterView("paper_out", 2, "ready")
    return opened()


def tap_chip(window: CashierWindow) -> None:
    QTest.mouseClick(window.header.printer, Qt.MouseButton.LeftButton)
    settle()


def test_the_chip_is_a_target_and_opens_the_papers_in_words(stuck: CashierWindow) -> None:
    assert stuck.header.printer.height() >= 56
    tap_chip(stuck)
    assert stuck.papers is not None and stuck.papers.isVisible()
    notes = [row.notes[0].words for row in stuck.papers.list.rows()]
    assert stuck.papers.list.rows()[0].title == "Ticket 02-A-000009"
    assert len(set(notes)) == 3 and all("imprimante" in note for note in notes)


def test_a_paper_that_waits_goes_to_the_other_printer_and_one_that_is_out_does_not(stuck: CashierWindow, till: CompleteTill) -> None:
    tap_chip(stuck)
    assert stuck.papers is not None
    key(stuck, Qt.Key.Key_Down)
    tap(stuck, "reroute")
    assert last(till) == c.Reroute(paper=ROWS[1].id, printer=2)
    key(stuck, Qt.Key.Key_Down)
    assert not stuck.papers.other.isEnabled()
    key(stuck, Qt.Key.Key_Escape)
    assert stuck.papers is None


def test_a_printer_that_is_well_has_nothing_behind_its_chip(window: CashierWindow) -> None:
    tap_chip(window)
    assert window.papers is None


def test_without_a_second_printer_nothing_is_offered(opened: Opened, till: CompleteTill) -> None:
    till.begin_with().papers = list(ROWS)
    till.printer = PrinterView("off", 2)
    window = opened()
    tap_chip(window)
    assert window.papers is not None and not window.papers.other.isVisible()


def test_the_papers_have_a_key_of_their_own(window: CashierWindow) -> None:
    key(window, Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    assert window.papers is not None and window.papers.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert window.papers is None
