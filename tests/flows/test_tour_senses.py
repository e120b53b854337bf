"""The tour must be able to fail: what is not on a screen is not read, what cannot be tapped is not tapped, a wrong fact is a fault."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.demo import tour_hands
from kiosk.demo.tour_eyes import words_on
from kiosk.demo.tour_hands import Hands, NotSeen
from kiosk.demo.tour_report import StepRecord
from kiosk.demo.tour_stage import Seen
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.theme import make_theme
from sync.base.words import Words

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def window(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[QWidget]:
    monkeypatch.setattr(tour_hands, "PATIENCE_S", 0.1)
    theme = make_theme()
    found = QWidget()
    box = QVBoxLayout(found)
    box.addWidget(Label(theme, "12,50\N{NO-BREAK SPACE}€"))
    for name in ("open", "shut", "away"):
        key = KeyButton(theme, name)
        key.setObjectName(name)
        key.setEnabled(name == "open")
        box.addWidget(key)
        key.setVisible(name != "away")
    found.show()
    yield found
    found.close()


def seen_on(window: QWidget) -> tuple[Seen, StepRecord]:
    record = StepRecord(n=1, name="step")
    return Seen(record, window, Words("fr")), record


def test_what_stands_there_is_read_and_noted(window: QWidget) -> None:
    seen, record = seen_on(window)
    seen.reads("12,50 €")
    assert record.checked == ["reads: 12,50 €"]
    assert "away" not in words_on(window)


@pytest.mark.parametrize("text", ["12,51 €", "away"])
def test_what_does_not_stand_there_is_not_read(window: QWidget, text: str) -> None:
    seen, record = seen_on(window)
    with pytest.raises(NotSeen, match="12,50"):
        seen.reads(text)
    assert record.checked == []


@pytest.mark.parametrize("name", ["shut", "away", "nowhere"])
def test_what_cannot_be_tapped_is_not_tapped(window: QWidget, name: str) -> None:
    with pytest.raises(NotSeen, match=name):
        Hands(window).tap(name)


def test_a_wrong_fact_is_a_fault(window: QWidget) -> None:
    seen, record = seen_on(window)
    seen.holds("one is one", True)
    with pytest.raises(NotSeen):
        seen.holds("one is two", False)
    with pytest.raises(NotSeen):
        seen.holds("never", lambda: False, patience_s=0.05)
    assert record.checked == ["one is one"]
