"""A serial scanner's codes arrive on the GUI thread, from a real pseudo-terminal."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from kiosk.qtbase.scanner_feed import ScannerFeed
from sync.protocol.errors import Refusal
from tests.contract.serial_pair import plugged_in


def test_a_code_comes_on_the_gui_thread(qtbot: QtBot) -> None:
    heard: list[tuple[str, str, int]] = []
    with plugged_in(lambda _: b"") as end:
        feed = ScannerFeed(f"serial:{end.path}")
        feed.code.connect(lambda code, symbology: heard.append((code, symbology, threading.get_ident())))
        feed.start()
        assert feed.scanner.wait_listening(10)
        end.say(b"]E03017620422003\r\n")
        qtbot.waitUntil(lambda: bool(heard))
        feed.stop()
    assert heard == [("3017620422003", "EAN13", threading.get_ident())]


def test_one_that_is_not_there_is_told(qtbot: QtBot) -> None:
    feed = ScannerFeed("serial:/dev/comptoir-no-such-port")
    with qtbot.waitSignal(feed.fault) as told:
        feed.start()
    feed.stop()
    assert told.args == ["scanner_off"]


def test_a_wrong_address_is_refused() -> None:
    with pytest.raises(Refusal):
        ScannerFeed("rubbish")
