"""A queue's thread: turn after turn, resting between them, woken when there is something to do, stopped after the turn in hand."""

import threading
from collections.abc import Callable

Turn = Callable[[], float]
"""One piece of work; returns how many seconds to rest, 0 to go on at once."""


class Background:
    """Runs turns on a thread of its own until it is stopped."""

    def __init__(self, name: str, turn: Turn) -> None:
        self._turn = turn
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def wake(self) -> None:
        """Cut the rest short."""
        self._wake.set()

    def stop(self) -> None:
        """End after the turn in hand; what is left, the next start does."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            rest_s = self._turn()
            if rest_s:
                self._wake.wait(rest_s)
