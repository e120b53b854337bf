"""Pieces counted in runs of equal ones, never one by one: which are picked, made into sets, or freed (cost independent of quantity)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sync.protocol.offers import Pick


class Run(NamedTuple):
    """So many equal pieces at a place, and the price by which they are ordered."""

    place: int
    pieces: int
    unit_minor: int


Picked = list[tuple[int, int]]
"""Places, each with a number of its pieces."""
Amounts = list[tuple[int, int]]
"""Places, each with an amount."""


def every_nth(count: int, skip: int, step: int) -> int:
    """Return how many of the first `count` pieces are picked: the one after `skip` pieces, then every `step`th."""
    return 0 if count <= skip else (count - 1 - skip) // step + 1


def tail_of_sets(count: int, size: int, tail: int) -> int:
    """Return how many of the first `count` pieces are among the last `tail` of a set of `size`."""
    return count // size * tail + max(0, count % size - (size - tail))


def pick(runs: Sequence[Run], chosen: Pick) -> Picked:
    """Return the pieces picked of runs that are in the pick's order."""
    if chosen.per == "line":
        return _counted((run.place, _most(every_nth(run.pieces, chosen.skip, chosen.every), chosen.most)) for run in runs)
    picked: Picked = []
    seen, left = 0, chosen.most
    for run in runs:
        here = every_nth(seen + run.pieces, chosen.skip, chosen.every) - every_nth(seen, chosen.skip, chosen.every)
        taken = _most(here, left)
        picked.append((run.place, taken))
        seen += run.pieces
        left = None if left is None else left - taken
    return _counted(picked)


def first(runs: Iterable[Run], count: int) -> Picked:
    """Return the first `count` pieces of runs."""
    picked: Picked = []
    for run in runs:
        taken = min(run.pieces, count)
        picked.append((run.place, taken))
        count -= taken
    return _counted(picked)


def sets_of(runs: Sequence[Run], size: int, freed: int, sets: int) -> tuple[Picked, Picked]:
    """Return the pieces that `sets` sets of consecutive pieces use, and of those the last `freed` of each set."""
    used: Picked = []
    free: Picked = []
    seen, end = 0, sets * size
    for run in runs:
        here = min(seen + run.pieces, end)
        if here > seen:
            used.append((run.place, here - seen))
            free.append((run.place, tail_of_sets(here, size, freed) - tail_of_sets(seen, size, freed)))
        seen += run.pieces
    return used, _counted(free)


def _most(count: int, most: int | None) -> int:
    return count if most is None else min(count, most)


def _counted(picked: Iterable[tuple[int, int]]) -> Picked:
    return [(place, pieces) for place, pieces in picked if pieces]
