"""What a worker says arrives on the GUI thread, in its order, and nothing arrives after the bridge is closed."""

import threading
from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import Command, State
from kiosk.services.port import Change
from kiosk.services.queries import Query, SyncState


class ThreadedPort:
    """Answers on a thread of its own, as the worker does."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[Change], None]] = []

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        def work() -> None:
            for listener in self.listeners:
                listener(Change(frozenset({"basket"})))
            done(Answer())

        self.run(work)

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        self.run(lambda: done("view"))

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    @staticmethod
    def run(work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()


def test_everything_comes_on_the_gui_thread_and_in_order(qtbot: QtBot) -> None:
    bridge = Bridge(ThreadedPort())
    heard: list[tuple[str, int]] = []

    def note(what: str) -> Callable[[object], None]:
        return lambda _: heard.append((what, threading.get_ident()))

    bridge.changed.connect(note("change"))
    bridge.answered.connect(note("answered"))
    bridge.submit(State(), note("done"))
    bridge.ask(SyncState(), note("view"))
    assert heard == [] and bridge.busy == 1
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert [what for what, _ in heard] == ["change", "done", "answered", "view"]
    assert {thread for _, thread in heard} == {threading.get_ident()}
    assert bridge.busy == 0


def test_a_closed_bridge_is_silent(qtbot: QtBot) -> None:
    port = ThreadedPort()
    bridge = Bridge(port)
    heard: list[object] = []
    bridge.submit(State(), heard.append)
    bridge.close()
    bridge.close()
    port.submit(State(), lambda answer: None)
    qtbot.wait(10)
    assert heard == [] and port.listeners == []
