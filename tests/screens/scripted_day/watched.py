"""The door between screen and till, watched: what the screen asked for, what it was answered, and whether anything is still under way."""

from collections.abc import Callable
from threading import Condition
from typing import Any

from kiosk.services.answers import Answer
from kiosk.services.commands import Command
from kiosk.services.port import Change, TillPort
from kiosk.services.queries import Query

PATIENCE_S = 30.0


class WatchedPort:
    """Hands everything on as it is. `begun` counts commands and queries, `answers` are those of the commands."""

    def __init__(self, port: TillPort) -> None:
        self._port = port
        self._under_way = 0
        self._changed = Condition()
        self.begun = 0
        self.answers: list[Answer] = []

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        def answered(answer: Answer) -> None:
            self.answers.append(answer)
            done(answer)
            self._end()

        self._begin()
        self._port.submit(command, answered)

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        def answered(view: Any) -> None:
            done(view)
            self._end()

        self._begin()
        self._port.ask(query, answered)

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        return self._port.subscribe(listener)

    @property
    def is_quiet(self) -> bool:
        return self._under_way == 0

    def wait(self) -> None:
        """Wait until everything under way was answered."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.is_quiet, PATIENCE_S), "the till does not answer"

    def _begin(self) -> None:
        with self._changed:
            self._under_way += 1
            self.begun += 1

    def _end(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()
