"""Which rules a ticket's goods, or a public code, make candidates; taken over from one evaluation to the next, line by line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from kiosk.domain.figures import patched
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.index import Index, Key, Rule

Places = Mapping[Rule, Sequence[int]]
"""Rules in their order, each with the places of the goods it is for."""


class Candidates:
    """The candidates of a ticket. What they are asked together is found once, for as long as goods and codes make the same ones."""

    def __init__(self, index: Index, goods: Goods, found_by: Sequence[tuple[int, ...]], codes: Sequence[str]) -> None:
        self._index, self._places, self._found_by, self._codes = index, goods.places, found_by, codes
        places: dict[int, list[int]] = {}
        for place in goods.places:
            for position in found_by[place]:
                places.setdefault(position, []).append(place)
        named = {rule for code in codes for rule in index.by_code.get(code, ())}
        places.update({rule.position: rule.chooser.places(goods.lines, goods.places) for rule in named})
        self.by_rule: Places = {index.rules[position]: places[position] for position in sorted(places)}
        self._anywhere = {rule.position for rule in self.by_rule if rule in named or rule.looks_beyond}

    def again(self, index: Index, goods: Goods, matches: dict[Key, tuple[int, ...]], codes: Sequence[str]) -> "Candidates":
        """Return the candidates of the ticket as it is now, these very ones if they are the same; `goods.fresh` are its new lines."""
        fresh = [index.found_by(goods.lines[place], matches) for place in goods.fresh]
        found_by = patched(self._found_by, goods.fresh, fresh, len(goods.lines))
        same = not codes and not self._codes and found_by == self._found_by and goods.places == self._places
        return self if same else Candidates(index, goods, found_by, codes)

    def near(self, places: Iterable[int]) -> list[Rule]:
        """Return, in order, all rules that take something off and may see what lies at some places."""
        positions = self._anywhere.union(*(self._found_by[place] for place in places))
        rules = map(self._index.rules.__getitem__, sorted(positions))
        return [rule for rule in rules if rule in self.discounting]

    @cached_property
    def discounting(self) -> Places:
        """Those that take something off the goods."""
        return self._which(lambda rule: rule.discounts)

    @cached_property
    def earning(self) -> Places:
        """Those that give to the member's accounts."""
        return self._which(lambda rule: rule.earns)

    @cached_property
    def printing(self) -> Places:
        """Those whose effect is a coupon on the receipt."""
        return self._which(lambda rule: rule.prints)

    @cached_property
    def suggesting(self) -> Places:
        """Those that speak of goods after the purchase."""
        return self._which(lambda rule: rule.suggests)

    @cached_property
    def are_counted(self) -> bool:
        """True when somebody counts the uses of any."""
        return any(rule.is_counted for rule in self.by_rule)

    @cached_property
    def are_grouped(self) -> bool:
        """True when any that takes something off bears a group."""
        return any(rule.offer.group for rule in self.discounting)

    @cached_property
    def ask_gross(self) -> bool:
        """True when any that takes something off asks what the whole basket comes to."""
        return any(rule.asks_gross for rule in self.discounting)

    def _which(self, wanted: Callable[[Rule], bool]) -> Places:
        return {rule: places for rule, places in self.by_rule.items() if wanted(rule)}


def candidates_of(index: Index, goods: Goods, matches: dict[Key, tuple[int, ...]], codes: Sequence[str]) -> Candidates:
    """Return the candidates of a ticket; `matches` remember kinds of goods and change no answer."""
    return Candidates(index, goods, [index.found_by(line, matches) for line in goods.lines], codes)
