"""Which pieces make whole bundles: a flow from runs of pieces to the parts they are good for, exact also where parts overlap."""

from collections.abc import Mapping, Sequence

from kiosk.domain.loyalty.pieces import Picked, Run


def most_sets(runs: Sequence[Run], masks: Mapping[int, int], needs: Sequence[int]) -> int:
    """Return how many whole bundles the pieces make; `needs` are the pieces of each part, `masks` for which parts a place is good."""
    size = sum(needs)
    low, high = 0, sum(run.pieces for run in runs) // size
    for part, need in enumerate(needs):
        high = min(high, sum(run.pieces for run in runs if masks[run.place] >> part & 1) // need)
    if _whole(runs, masks, needs, high):
        # Always so where no goods are good for two parts.
        return high
    while low < high - 1:
        middle = (low + high) // 2
        if _whole(runs, masks, needs, middle):
            low = middle
        else:
            high = middle
    return low


def used_of(runs: Sequence[Run], masks: Mapping[int, int], wanted: Sequence[int]) -> Picked:
    """Return which pieces fill the parts, those of earlier runs before those of later ones.

    A run that found room keeps it while later ones are placed: only which part it fills may change. So runs in the order of their price
    fill the parts with the dearest pieces that can stand together (the greedy of a transversal matroid, which is optimal).
    """
    flow = _Flow(runs, masks, wanted)
    placed = [flow.push(number) for number in range(len(runs))]
    return [(run.place, count) for run, count in zip(runs, placed, strict=True) if count]


def _whole(runs: Sequence[Run], masks: Mapping[int, int], needs: Sequence[int], sets: int) -> bool:
    wanted = [need * sets for need in needs]
    return sum(count for _, count in used_of(runs, masks, wanted)) == sum(wanted)


class _Flow:
    """Pieces of runs placed in parts; `room` is what each part still wants."""

    def __init__(self, runs: Sequence[Run], masks: Mapping[int, int], wanted: Sequence[int]) -> None:
        self._runs = runs
        self._fits = [[part for part in range(len(wanted)) if masks[run.place] >> part & 1] for run in runs]
        self._room = list(wanted)
        self._placed: list[dict[int, int]] = [{} for _ in runs]

    def push(self, number: int) -> int:
        """Place as many pieces of a run as there is room for, moving others aside; return how many."""
        left = self._runs[number].pieces
        while left and (path := self._path(number)):
            left -= self._move(number, path, left)
        return self._runs[number].pieces - left

    def _path(self, number: int) -> list[tuple[int, int]]:
        """Return steps (part, run that makes room in it) to a part with room; the run of the last step is of no account."""
        came: dict[int, tuple[int, int]] = dict.fromkeys(self._fits[number], (-1, -1))
        waiting = list(came)
        for part in waiting:
            if self._room[part]:
                return _traced(part, came)
            for other, placed in enumerate(self._placed):
                if placed.get(part):
                    for further in self._fits[other]:
                        if further not in came:
                            came[further] = (part, other)
                            waiting.append(further)
        return []

    def _move(self, number: int, path: list[tuple[int, int]], most: int) -> int:
        """Move along a path as many pieces as every step allows."""
        moved = min([most, self._room[path[-1][0]], *(self._placed[other][part] for part, other in path[:-1])])
        mover = number
        for part, other in path:
            self._placed[mover][part] = self._placed[mover].get(part, 0) + moved
            if other >= 0:
                self._placed[other][part] -= moved
                mover = other
        self._room[path[-1][0]] -= moved
        return moved


def _traced(end: int, came: Mapping[int, tuple[int, int]]) -> list[tuple[int, int]]:
    path = [(end, -1)]
    part, other = came[end]
    while part >= 0:
        path.append((part, other))
        part, other = came[part]
    return path[::-1]
