"""Errands come home on the GUI thread, failures as values, and none after the end."""

import threading
from typing import Any

from pytestqt.qtbot import QtBot

from kiosk.qtbase.errand import Errands
from sync.protocol.errors import Refusal


def test_a_result_comes_on_the_gui_thread(qtbot: QtBot) -> None:
    errands, heard = Errands(), []
    worked: list[int] = []

    def work() -> str:
        worked.append(threading.get_ident())
        return "done"

    errands.run(work, lambda result: heard.append((result, threading.get_ident(), errands.busy)))
    assert errands.busy == 1
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("done", threading.get_ident(), 0)]
    assert worked != [threading.get_ident()]


def test_a_failure_is_a_value(qtbot: QtBot) -> None:
    errands = Errands()
    heard: list[Any] = []

    def work() -> None:
        raise Refusal("bad_url", field="url")

    errands.run(work, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], Refusal)


def test_nothing_comes_after_the_end(qtbot: QtBot) -> None:
    errands, gate = Errands(), threading.Event()
    heard: list[Any] = []
    errands.run(gate.wait, heard.append)
    errands.close()
    gate.set()
    qtbot.wait(20)
    assert heard == []
