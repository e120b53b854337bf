"""The best lawful combination of offers of equal priority: which of a group gets the basket, which gets each line, how sets are made.

The choices are laid apart into parts that do not touch each other, and all plans of a part are tried where that takes no more than
its steps; a step is one look at the pieces of a line, never a measure of time. Where it would take more, the best of a few plain plans is
taken (each line to the offer that could take most of it; all that can be had to one offer). Unless that comes within rounding of what no
plan can exceed, it is improved choice by choice until nothing gets better or the steps are spent. What a better plan could bring at most is
reported. Nothing here depends on the order of lines or offers.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import permutations, product
from math import prod
from typing import NamedTuple

from kiosk.domain.loyalty.effects import effect_of
from kiosk.domain.loyalty.joined import Joined
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.meeting import NO_PLAN, SETS, Plan, put, sequence
from kiosk.domain.loyalty.table import WHOLE_BP, Table
from kiosk.domain.loyalty.taking import Lack
from kiosk.domain.loyalty.worth import by_line, most, rounding

STEPS_LIMIT, STEPS_LEAST, STEPS_A_LINE = 4_000, 2_000, 600
"""A part may take so many steps for each of its lines, no fewer and no more than these; what other parts take is not their concern."""
FEWER_LIMIT = 6
"""So many sets fewer than the most are tried of an offer, that others may make more of the pieces."""
PERMUTED_LIMIT = 3
"""Of so many offers that make sets of the same goods all orders are tried; of more, each one first."""

Option = str | tuple[tuple[str, int | None], ...]


class Choice(NamedTuple):
    """One thing to be decided about a group: a line, or with `place` None who gets the basket, or how sets are made; `near` is a line that
    it is about."""

    group: str
    place: int | None
    options: tuple[Option, ...]
    near: int


class Part(NamedTuple):
    """Choices that touch each other, with the offers and the goods that they are about."""

    choices: list[Choice]
    lives: list[Live]
    places: frozenset[int]


def best_plan(level: Sequence[Live], table: Table) -> Plan:
    """Return the plan under which equals take most; `level` is in the order in which they are applied."""
    choices = _choices(level, table)
    if not choices:
        return NO_PLAN
    plan = Plan({}, {}, {}, {})
    for part in _parts(choices, level, table):
        search = _Search(part, table, min(STEPS_LIMIT, max(STEPS_LEAST, STEPS_A_LINE * len(part.places))))
        _enter(plan, part.choices, search.best())
        if search.more_minor:
            groups = {choice.group for choice in part.choices}
            found = {live.rule.id for live in part.lives if live.offer.group in groups}
            plan.more_minor.update({id: max(search.more_minor, plan.more_minor.get(id, 0)) for id in found})
    return plan


class _Search:
    """Tries plans of one part; `more_minor` is what a better one could bring at most."""

    def __init__(self, part: Part, table: Table, steps_limit: int) -> None:
        self._part, self._table, self._limit = part, table, steps_limit
        self.steps = 0
        self.more_minor = 0
        self._known: dict[tuple[Option, ...], int] = {}

    def best(self) -> tuple[Option, ...]:
        """Return the options of the best plan found."""
        choices = self._part.choices
        best = tuple(choice.options[0] for choice in choices)
        total = self._tried(best)
        if self.steps * prod(len(choice.options) for choice in choices) <= self._limit:
            return max(product(*(choice.options for choice in choices)), key=self._tried)
        for plan in (self._line_by_line(), *self._one_sided()):
            found = self._tried(plan)
            best, total = (plan, found) if found > total else (best, total)
        lives = self._part.lives
        bound = most(lives, self._table, sorted(self._part.places)) // WHOLE_BP
        if total < bound - rounding(lives):
            best, total = self._improved(best, total)
        self.more_minor = max(0, bound + rounding(lives) - total)
        return best

    def _tried(self, options: tuple[Option, ...]) -> int:
        """Return what all offers of the part take together under a plan."""
        if options not in self._known:
            self._known[options] = self._taken(options)
        return self._known[options]

    def _taken(self, options: tuple[Option, ...]) -> int:
        plan = Plan({}, {}, {}, {})
        _enter(plan, self._part.choices, options)
        table = self._table.fork()
        lives = self._part.lives if len(self._part.places) > 1 else [live for live in self._part.lives if _may_have(live, plan)]
        mets = [put(live, table, plan, most) for live, most in sequence(lives, plan)]
        self.steps += table.steps + len(mets)
        return sum([met.take.total for met in mets if met.take is not None])

    def _line_by_line(self) -> tuple[Option, ...]:
        """The plan that gives each line to the offer that could take most of it."""
        worth = {live.rule.id: by_line(live, self._table) or {} for live in self._part.lives}

        def of_line(choice: Choice, option: Option) -> int:
            return worth.get(option, {}).get(choice.place, 0) if isinstance(option, str) and choice.place is not None else 0

        return tuple(max(choice.options, key=partial(of_line, choice)) for choice in self._part.choices)

    def _one_sided(self) -> Iterator[tuple[Option, ...]]:
        """Plans that give one offer all it can have, and the first of the others the rest."""
        for id in sorted({option for choice in self._part.choices for option in choice.options if isinstance(option, str)}):
            yield tuple(id if id in choice.options else choice.options[0] for choice in self._part.choices)

    def _improved(self, options: tuple[Option, ...], total: int) -> tuple[tuple[Option, ...], int]:
        """Change one choice after another for the better until none gets better or the steps are spent."""
        better = True
        while better:
            better = False
            for number, choice in enumerate(self._part.choices):
                for option in choice.options:
                    if self.steps >= self._limit:
                        return options, total
                    changed = (*options[:number], option, *options[number + 1 :])
                    found = self._tried(changed)
                    if found > total:
                        options, total, better = changed, found, True
        return options, total


def _may_have(live: Live, plan: Plan) -> bool:
    """Tell whether a plan leaves an offer the one line it is about."""
    owner = plan.owners.get((live.offer.group, live.places[0]))
    return owner is None or owner == (SETS if live.makes_sets else live.rule.id)


def _enter(plan: Plan, choices: Sequence[Choice], options: Sequence[Option]) -> None:
    for choice, option in zip(choices, options, strict=True):
        if isinstance(option, tuple):
            plan.orders[min(id for id, _ in option)] = option
        elif choice.place is None:
            plan.baskets[choice.group] = option
        else:
            plan.owners[choice.group, choice.place] = option


def _choices(level: Sequence[Live], table: Table) -> list[Choice]:
    groups: dict[str, list[Live]] = {}
    for live in level:
        if live.offer.group and live.offer.group not in table.groups.closed:
            groups.setdefault(live.offer.group, []).append(live)
    found: list[Choice] = []
    for group, members in sorted(groups.items()):
        if len(members) > 1:
            found += _choices_of(group, members, table)
    return found


def _choices_of(group: str, members: Sequence[Live], table: Table) -> Iterator[Choice]:
    if any(live.offer.group_scope == "basket" for live in members):
        yield Choice(group, None, tuple(sorted(live.rule.id for live in members)), _near(members))
        return
    for sharing in _sharing([live for live in members if live.makes_sets and live.places], table):
        yield Choice(group, None, tuple(_orders(sharing, table)), _near(sharing))
    wanted: dict[int, set[str]] = {}
    for live in members:
        for place in live.places:
            wanted.setdefault(place, set()).add(SETS if live.makes_sets else live.rule.id)
    for place in sorted(wanted, key=lambda place: table.ties[place]):
        if len(wanted[place]) > 1 and (group, place) not in table.groups.held:
            yield Choice(group, place, tuple(sorted(wanted[place])), place)


def _near(lives: Sequence[Live]) -> int:
    return next((live.places[0] for live in lives if live.places), 0)


def _sharing(lives: Sequence[Live], table: Table) -> list[list[Live]]:
    """Return the offers that make sets of the same goods, several together."""
    joined = Joined(range(len(table.left)))
    for live in lives:
        joined.join(live.places)
    found: dict[int, list[Live]] = {}
    for live in lives:
        found.setdefault(joined.root(live.places[0]), []).append(live)
    return [together for together in found.values() if len(together) > 1]


def _orders(sharing: Sequence[Live], table: Table) -> Iterator[tuple[tuple[str, int | None], ...]]:
    """Orders in which sets are made; all but the last offer may make some sets fewer than they could."""
    times = {live.rule.id: _times(live, table) for live in sharing}
    ids = sorted(times)
    if len(ids) > PERMUTED_LIMIT:
        for number in range(len(ids)):
            yield tuple((id, None) for id in (*ids[number:], *ids[:number]))
        return
    found: list[tuple[tuple[str, int | None], ...]] = []
    for order in permutations(ids):
        fewer: list[list[int | None]] = [[None, *range(times[id] - 1, max(-1, times[id] - 1 - FEWER_LIMIT), -1)] for id in order[:-1]]
        found += [(*zip(order[:-1], counts, strict=True), (order[-1], None)) for counts in product(*fewer)]
    # As many sets as can be made first: where the search is stopped it has seen what is most likely the best.
    yield from sorted(found, key=lambda option: sum(most is not None for _, most in option))


def _times(live: Live, table: Table) -> int:
    found = effect_of(live, live.places, table, live.caps)
    return 0 if isinstance(found, Lack) else found.times


def _parts(choices: Sequence[Choice], level: Sequence[Live], table: Table) -> list[Part]:
    """Lay choices apart: goods hang together that an offer looks at together, or of which one group's offers exclude each other."""
    joined = Joined(range(len(table.left)))
    in_baskets = {choice.group for choice in choices if choice.place is None and isinstance(choice.options[0], str)}
    for live in level:
        if live.places and not live.line_by_line:
            joined.join(live.places)
    for group in sorted(in_baskets):
        joined.join([place for live in level if live.offer.group == group for place in live.places])
    by_root: dict[int, list[Choice]] = {}
    for choice in choices:
        by_root.setdefault(joined.root(choice.near), []).append(choice)
    lives = _laid_apart(level, joined)
    return [
        Part(found, lives.get(root, []), frozenset(p for live in lives.get(root, []) for p in live.places))
        for root, found in by_root.items()
    ]


def _laid_apart(level: Sequence[Live], joined: Joined) -> dict[int, list[Live]]:
    """Return the offers of each part with the goods they have there."""
    found: dict[int, list[Live]] = {}
    for live in level:
        by_root: dict[int, list[int]] = {}
        for place in live.places:
            by_root.setdefault(joined.root(place), []).append(place)
        for root, places in by_root.items():
            found.setdefault(root, []).append(live._replace(places=places))
    return found
