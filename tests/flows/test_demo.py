"""The demo's own parts: what it takes for a display, whose folder it empties, what its camera and its card terminal do."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.demo.cards import Face, Holder, draw_card
from kiosk.demo.command import has_display
from kiosk.demo.tour_report import Report
from kiosk.demo.world import World
from kiosk.demo.world_counter import CounterCard, TableCamera
from kiosk.devices.camera_decode import decode_frame
from kiosk.devices.card import SimulatedCardTerminal
from sync.protocol.errors import Refusal

TOKEN = "CM1:" + "AB12" * 30


def test_without_a_display_the_demo_plays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not has_display()


def test_a_folder_that_is_somebodys_is_never_emptied(tmp_path: Path) -> None:
    kept = tmp_path / "letters.txt"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        World(tmp_path).prepare(lambda what, done, whole: None, fresh=True)
    assert (refused.value.field, kept.read_text(encoding="utf-8")) == ("--folder", "mine")


def test_the_camera_sees_a_table_and_the_code_of_a_card_laid_on_it(tmp_path: Path) -> None:
    card = tmp_path / "card.png"
    draw_card(Holder("m", "Vincent Gros", "0428059761480", "gold"), TOKEN, Face("Le Comptoir", "Carte")).save(card)
    camera = TableCamera()
    assert decode_frame(camera.read()) == []
    camera.hold_out(card)
    assert TOKEN in [code.text for code in decode_frame(camera.read())]
    camera.take_away()
    assert np.array_equal(camera.read(), TableCamera().read())


def test_the_card_terminal_waits_for_a_card_then_answers_by_its_script(tmp_path: Path) -> None:
    terminal = CounterCard(SimulatedCardTerminal(tmp_path / "memory.json"), patience_s=30)
    terminal.script("declined")
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(terminal.ask("i1", 500).outcome))
    asking.start()
    while not terminal.waits:
        asking.join(0.001)
    assert answers == []
    terminal.hold_card()
    asking.join()
    assert (answers, terminal.outcome("i1").outcome) == (["declined"], "declined")


def test_a_picture_like_another_is_a_fault(tmp_path: Path) -> None:
    report = Report(tmp_path)
    for name, dots in (("one", b"a"), ("two", b"b"), ("three", b"a")):
        report.keep_picture(report.begin(name), _png(tmp_path), dots)
    assert [step.ok for step in report.steps] == [True, True, False]
    assert not report.ok


def _png(folder: Path) -> bytes:
    path = folder / "dot.png"
    Image.new("1", (1, 1)).save(path)
    return path.read_bytes()
