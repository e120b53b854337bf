"""The one thread that owns the writing connection: commands, queries and the queues' small writes run on it in order."""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from kiosk.services.answers import Answer
from kiosk.services.commands import Command
from kiosk.services.port import Change
from kiosk.services.queries import Query
from kiosk.services.reading import Reader
from kiosk.services.till import Till
from sync.protocol.errors import EnvironmentFault, Refusal

T = TypeVar("T")
Job = Callable[[], None]
JOB_LIMIT = 1_000
"""A person cannot be this far ahead of the till; beyond it, something floods it and is refused."""

_log = logging.getLogger(__name__)


class Worker:
    """Runs the till on its own thread. `submit` and `ask` return at once; results come back on this thread."""

    def __init__(self, till: Till, reader: Reader) -> None:
        self._till = till
        self._reader = reader
        self._jobs: queue.Queue[Job | None] = queue.Queue(JOB_LIMIT)
        self._listeners: list[Callable[[Change], None]] = []
        self._thread = threading.Thread(target=self._run, name="till", daemon=True)
        self.elsewhere: dict[type, Callable[[Any], Any]] = {}
        """Queries that reach the network: each runs on a thread of its own, and its result comes back here."""
        till.aside = self._aside

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        """Carry out a command; `done` and every listener hear of it on this thread."""
        self._jobs.put(lambda: self._command(command, done))

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        """Answer a query; `done` gets the view, or the Refusal or EnvironmentFault as a value."""
        reach = self.elsewhere.get(type(query))
        if reach is None:
            self._jobs.put(lambda: self._query(self._reader.answer, query, done))
        else:
            self._reach(reach, query, done)

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Hear every change set until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, *topics: str, answer: Answer | None = None) -> None:
        """Tell the listeners that something outside a command changed; with `answer`, the ticket as it stands since."""
        self._tell(Change(frozenset(topics), answer))

    def call(self, work: Callable[[], T]) -> T:
        """Run `work` on the worker and wait for its result; for the queues' threads, never for the GUI's."""
        if threading.current_thread() is self._thread:
            return work()
        answer: Future[T] = Future()
        self._jobs.put(lambda: _fill(answer, work))
        return answer.result()

    def execute(self, command: Command) -> Answer:
        """Carry out a command and wait for its answer; for callers that are not the GUI."""
        return self.call(lambda: self._answer(command))

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception:
                # A bug in one job must not end the thread that everything durable goes through; commands have locked the till by then.
                _log.exception("bug on the worker")

    def _command(self, command: Command, done: Callable[[Answer], None]) -> None:
        done(self._answer(command))

    def _answer(self, command: Command) -> Answer:
        if self._till.is_busy:
            return self._till.busy()
        answer, topics = self._till.handle(command)
        self._tell(Change(topics, answer))
        return answer

    def _reach(self, reach: Callable[[Any], Any], query: Query, done: Callable[[Any], None]) -> None:
        def run() -> None:
            self._query(reach, query, lambda result: self._jobs.put(lambda: done(result)))

        threading.Thread(target=run, name="desk", daemon=True).start()

    def _query(self, answer: Callable[[Any], Any], query: Query, done: Callable[[Any], None]) -> None:
        try:
            result: Any = answer(query)
        except (Refusal, EnvironmentFault) as failure:
            result = failure
        done(result)

    def _tell(self, change: Change) -> None:
        if change.topics:
            for listener in tuple(self._listeners):
                listener(change)

    def _aside(self, work: Callable[[], T]) -> T:
        """Run a slow call on a thread of its own and serve what comes until it returns; the till says whether commands are refused."""
        answer: Future[T] = Future()

        def run() -> None:
            _fill(answer, work)
            self._jobs.put(lambda: None)

        thread = threading.Thread(target=run, name="device", daemon=True)
        thread.start()
        while not answer.done():
            job = self._jobs.get()
            if job is None:
                self._jobs.put(None)
                thread.join()
                break
            job()
        return answer.result()


def _fill(answer: Future[T], work: Callable[[], T]) -> None:
    """Do the work and hand its result, or whatever it raised, to who waits for it on another thread."""
    try:
        answer.set_result(work())
    except BaseException as error:
        answer.set_exception(error)
