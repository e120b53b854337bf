"""Wrong tills, each of which the proof by failing calls must see."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kiosk.store.session import CommitFailed, Session, Statement


def careless(session: type[Session]) -> dict[str, Any]:
    """A COMMIT that failed is taken for one that did not."""
    write = session.write

    def careless_write(self: Session, statements: Sequence[Statement]) -> None:
        try:
            write(self, statements)
        except CommitFailed:
            return

    return {"write": careless_write}


TWINS: dict[str, Callable[[type[Session]], dict[str, Any]]] = {"careless": careless}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Have the store's session be the twin of this name, if it is one of these."""
    changed = TWINS[name](Session) if name in TWINS else {}
    kept = {attribute: vars(Session)[attribute] for attribute in changed}
    for attribute, value in changed.items():
        setattr(Session, attribute, value)
    try:
        yield
    finally:
        for attribute, value in kept.items():
            setattr(Session, attribute, value)
