"""Counters for whoever watches the service: names of routes only, never of a person or a machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Metrics:
    """One service's counters in a registry of their own, so that two services in one process do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._refused = Counter("comptoir_refused", "Requests not carried out, by route.", ["route"], registry=self._registry)
        self._seconds = Histogram("comptoir_request_seconds", "Time to answer, by route.", ["route"], registry=self._registry)
        self._entries = Counter("comptoir_entries", "Journal entries in acknowledged pushes.", registry=self._registry)

    @contextmanager
    def timed(self, route: str) -> Iterator[None]:
        """Time one answer, and count it if it is a refusal."""
        with self._seconds.labels(route).time(), self._refused.labels(route).count_exceptions():
            yield

    def received(self, entries: int) -> None:
        """Count the entries of an acknowledged push."""
        self._entries.inc(entries)

    def text(self) -> bytes:
        """Return all counters in Prometheus' text format."""
        return generate_latest(self._registry)
