"""Two journals beside each other: equal but for what must differ, and a diff that a person can read where they are not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from typing import Any, NamedTuple

import msgspec

from sync.protocol.envelope import Body
from tests.screens.scripted_day.steps import Json
from tests.screens.scripted_day.world import World

RANDOM = frozenset(
    {
        "terminal",
        "epoch",
        "series",
        "basket",
        "intent",
        "reference",
        "card",
        "id",
        "code",
        "reason",
        "buyer",
        "right",
        "profile_hash",
        "trace",
        "sha256",
    }
)
"""Fields that hold what is random, salted or signed; of them only the values that look so are put aside."""

_RANDOM = re.compile(r"[0-9a-f]{16,64}|SIM-[0-9a-f]{8}|C[A-Z]1:.+", re.DOTALL)


class Played(NamedTuple):
    """What a day left behind: its Z as it was answered, the journal, the papers in their order, and how many facts of each kind."""

    z: Json
    journal: list[Json]
    papers: list[Json]
    kinds: Counter[str]


def played(world: World, z: Json) -> Played:
    """Return what a player's day left behind."""
    bodies = world.journal()
    papers = [{"kind": row.kind, "number": row.number, "copy": row.copy} for row in world.papers()]
    return Played(z, facts(bodies), papers, Counter(type(body.fact).__name__ for body in bodies))


class Names:
    """Gives what is random a name by the order in which it appears: the same one wherever it stands again."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def plain(self, value: Any, field: str = "") -> Any:
        """Return builtins with names in the place of what is random."""
        if isinstance(value, dict):
            return {name: self.plain(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self.plain(each, field) for each in value]
        if isinstance(value, str) and field in RANDOM and _RANDOM.fullmatch(value):
            return self._given.setdefault(value, f"{field}#{len(self._given) + 1}")
        return value


def facts(journal: Iterable[Body]) -> list[Json]:
    """Return the journal's bodies whole, times and people and order included, with names for what is random.

    Only the first one's time is left out: a journal is begun when its till is made, before the script's clock is set.
    """
    names = Names()
    found = [names.plain(msgspec.to_builtins(body)) for body in journal]
    return [{name: value for name, value in found[0].items() if name != "at"}, *found[1:]]


def difference(first: Sequence[Json], second: Sequence[Json], titles: tuple[str, str] = ("headless", "on screen")) -> str:
    """Return what differs between two sequences of facts, as lines of a diff; empty when nothing does."""
    return "\n".join(unified_diff(_lines(first), _lines(second), *titles, lineterm="", n=1))


def _lines(found: Sequence[Json]) -> list[str]:
    return [f"{number} {name} = {value}" for number, each in enumerate(found, 1) for name, value in _flat(each)]


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from _flat(each, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and value:
        for index, each in enumerate(value):
            yield from _flat(each, f"{name}[{index}]")
    else:
        yield name, value
