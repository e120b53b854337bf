"""Which rules a ticket's goods, or a public code, make candidates; taken over from one evaluation to the next, line by line."""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import attrgetter

from kiosk.domain.figures import patched
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.index import Index, Key, Rule

Places = Mapping[Rule, Sequence[int]]
"""Rules in their order, each with the places of the goods it is for."""
Matches = dict[Key, tuple[int, ...]]
FoundBy = Sequence[tuple[int, ...]]
"""The positions of the rules that each line's goods make candidates."""
_POSITION = attrgetter("position")


class Candidates:
    """The candidates of a ticket. What they are asked together is found once, for as long as goods and codes make the same ones.

    `discounting` take something off the goods, `earning` give to the member's accounts, `printing` print a coupon on the receipt,
    `suggesting` speak of goods after the purchase. Some `are_counted` where somebody counts the uses of any; of those that take something
    off, some `are_grouped`, or `ask_gross`: what the whole basket comes to.
    """

    def __init__(self, index: Index, found_by: FoundBy, counts: Sequence[bool], by_rule: Places, named: Set[Rule] = frozenset()) -> None:
        self._index, self._found_by, self._counts, self._named = index, found_by, counts, named
        self._by_rule = by_rule
        self.discounting: Places = {rule: places for rule, places in by_rule.items() if rule.discounts}
        self.earning: Places = {rule: places for rule, places in by_rule.items() if rule.earns}
        self.printing: Places = {rule: places for rule, places in by_rule.items() if rule.prints}
        self.suggesting: Places = {rule: places for rule, places in by_rule.items() if rule.suggests}
        self.are_counted = any(rule.is_counted for rule in by_rule)
        self.are_grouped = any(rule.offer.group for rule in self.discounting)
        self.ask_gross = any(rule.asks_gross for rule in self.discounting)
        self._anywhere = {rule.position for rule in by_rule if rule.looks_beyond or rule in named}

    def again(self, goods: Goods, matches: Matches, codes: Sequence[str]) -> "Candidates":
        """Return the candidates of the ticket as it is now, these very ones if they are the same; `goods.fresh` are its new lines."""
        index = self._index
        fresh = [index.found_by(goods.lines[place], matches) for place in goods.fresh]
        found_by = patched(self._found_by, goods.fresh, fresh, len(goods.lines))
        if codes or self._named:
            return _anew(index, goods, found_by, codes)
        if found_by == self._found_by and goods.counts == self._counts:
            return self
        return Candidates(index, found_by, goods.counts, self._moved(goods, found_by))

    def _moved(self, goods: Goods, found_by: FoundBy) -> Places:
        """Return the candidates with their places, where only those of `goods.fresh` and those that are gone are other ones."""
        rules, there = self._index.rules, len(self._found_by)
        left = {*(place for place in goods.fresh if place < there), *range(len(goods.lines), there)}
        came = [(place, position) for place in goods.fresh if goods.counts[place] for position in found_by[place]]
        moved = {position for place in left for position in self._found_by[place]}.union(position for _, position in came)
        places = {position: [place for place in self._by_rule.get(rules[position], ()) if place not in left] for position in moved}
        for place, position in came:
            insort(places[position], place)
        by_rule = {**self._by_rule, **{rules[position]: found for position, found in places.items()}}
        same = len(by_rule) == len(self._by_rule) and all(places.values())
        return by_rule if same else {rule: by_rule[rule] for rule in sorted(by_rule, key=_POSITION) if by_rule[rule]}

    def near(self, places: Iterable[int]) -> list[Rule]:
        """Return all rules that take something off and may see what lies at some places."""
        found, known = self._found_by, len(self._found_by)
        positions = self._anywhere.union(*(found[place] for place in places if place < known))
        rules = map(self._index.rules.__getitem__, positions)
        return [rule for rule in rules if rule in self.discounting]


def candidates_of(index: Index, goods: Goods, matches: Matches, codes: Sequence[str], before: Candidates | None) -> Candidates:
    """Return the candidates of a ticket, those of `before` where its goods still make them; `matches` remember kinds of goods.

    Neither changes an answer.
    """
    if before is not None:
        return before.again(goods, matches, codes)
    return _anew(index, goods, [index.found_by(line, matches) for line in goods.lines], codes)


def _anew(index: Index, goods: Goods, found_by: FoundBy, codes: Sequence[str]) -> Candidates:
    places: dict[int, list[int]] = {}
    for place in goods.places:
        for position in found_by[place]:
            places.setdefault(position, []).append(place)
    named = {rule for code in codes for rule in index.by_code.get(code, ())}
    places.update({rule.position: rule.chooser.places(goods.lines, goods.places) for rule in named})
    by_rule = {index.rules[position]: places[position] for position in sorted(places)}
    return Candidates(index, found_by, goods.counts, by_rule, named)
