"""The one door between screens and services: commands, queries and change sets. Callbacks come on the worker's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.services.answers import Answer
from kiosk.services.commands import Command
from kiosk.services.queries import Query


@dataclass(frozen=True)
class Change:
    """What a commit or a device touched; every view model decides for itself whether to repaint.

    Topics are basket, held, session, day, sync, printer, reference, member, card and recovered.
    """

    topics: frozenset[str]
    answer: Answer | None = None


class TillPort(Protocol):
    """A till as screens see it. Nothing here blocks; every `done` and listener is called on the worker's thread."""

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        """Carry out a command; the answer says ok or why not."""

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        """Answer a query; `done` gets the view, or a Refusal or EnvironmentFault as a value."""

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Hear every change set; the result unsubscribes."""
