"""A till that answers late: what is handed in waits until a test lets the till answer, one by one and in its order."""

from collections import deque
from collections.abc import Callable
from typing import Any

from kiosk.services import commands as c
from kiosk.services import queries as q
from kiosk.services.answers import Answer
from tests.screens.fake_acts import CompleteTill
from tests.screens.turns import settle


class Dawdling:
    """Goes before a till in memory, which answers at once until it is told to `dawdle`; then `answer_one` lets the oldest answer come,
    `catch_up` all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._dawdles = False
        self._waits: deque[Callable[[], None]] = deque()

    def dawdle(self) -> None:
        self._dawdles = True

    def answer_one(self) -> None:
        self._waits.popleft()()
        settle()

    def catch_up(self) -> None:
        self._dawdles = False
        while self._waits:
            self.answer_one()

    def submit(self, command: c.Command, done: Callable[[Answer], None]) -> None:
        self._later(lambda: super(Dawdling, self).submit(command, done))  # type: ignore[misc]

    def ask(self, query: q.Query, done: Callable[[Any], None]) -> None:
        self._later(lambda: super(Dawdling, self).ask(query, done))  # type: ignore[misc]

    def _later(self, work: Callable[[], None]) -> None:
        if self._dawdles:
            self._waits.append(work)
        else:
            work()


class SlowTill(Dawdling, CompleteTill):
    """The cashier's till, late."""
