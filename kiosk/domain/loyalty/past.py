"""What offers came to in the last evaluation of a ticket, and which of that still stands: only goods that hang together with what has
changed are looked at again. It never changes a result; what cannot be told apart for sure is computed anew.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.candidates import Candidates
from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.entering import Entered, enter
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.live import Field, Live
from kiosk.domain.loyalty.meeting import Met
from kiosk.domain.loyalty.pieces import Run, pick
from kiosk.domain.loyalty.table import Table
from kiosk.domain.loyalty.taking import Take
from kiosk.domain.trace import TraceItem
from sync.protocol.offers import BundleOffer

_POSITION = attrgetter("position")


class Start(NamedTuple):
    """How candidates enter an evaluation. `asked` are those that had to be asked anew, `changed` those that enter otherwise than before, or
    no more."""

    candidates: Candidates
    entered: dict[Rule, Entered]
    field: Field
    asked: Set[Rule] = frozenset()
    changed: Set[Rule] = frozenset()

    def near(self, places: Set[int]) -> list[Rule]:
        """Return, in order, all rules for which it may matter that some places were touched."""
        return sorted({*self.asked, *self.candidates.near(places)}, key=_POSITION)


def from_nothing(candidates: Candidates, facts: Facts) -> Start:
    """Return how candidates enter where nothing is known of before."""
    entered = {rule: enter(rule, places, facts) for rule, places in candidates.discounting.items()}
    return Start(candidates, entered, _field(entered))


@dataclass(frozen=True)
class Past:
    """An evaluation of offers: what it was asked under besides the goods, who could tell ties, and what became of each rule and line."""

    asked: tuple[object, ...]
    told: tuple[bool, bool]
    gross_minor: int | None
    candidates: Candidates
    entered: Mapping[Rule, Entered]
    field: Field
    mets: Mapping[int, Met]
    items: Mapping[int, TraceItem]
    left: Sequence[int]
    shares: Sequence[dict[str, int]]

    def again(self, candidates: Candidates, facts: Facts) -> Start:
        """Return how candidates enter now, each as it did where nothing that it looks at has changed."""
        goods, old, now = facts.goods, self.candidates.discounting, candidates.discounting
        fresh, size = set(goods.fresh), len(goods.lines)
        near = {*candidates.near(fresh), *self.candidates.near([*fresh, *range(size, len(self.left))])}
        asked = {rule: self._entered(rule, now[rule], fresh, facts) for rule in near if rule in now}
        changed = {rule for rule in near if self.entered.get(rule) is not asked.get(rule)}
        entered = {**self.entered, **asked}
        if now.keys() != old.keys():
            entered = {rule: entered[rule] for rule in now}
        return Start(candidates, entered, _field(entered) if changed else self.field, asked.keys(), changed)

    def _entered(self, rule: Rule, places: Sequence[int], fresh: Set[int], facts: Facts) -> Entered:
        still = self.still(rule, places, fresh, facts)
        return still if still is not None else self._same(rule, enter(rule, places, facts), facts)

    def still(self, rule: Rule, places: Sequence[int], fresh: Set[int], facts: Facts) -> Entered | None:
        """Return how a rule entered, if nothing that it looks at has changed."""
        old = self.entered.get(rule)
        if old is None or rule.looks_around or self.candidates.discounting[rule] != places or not fresh.isdisjoint(places):
            return None
        return old if not rule.asks_gross or self._gross_still(rule, old, facts.gross_minor) else None

    def _gross_still(self, rule: Rule, old: Entered, gross_minor: int) -> bool:
        """Tell whether a rule that asks what the basket comes to gets the answer that it got."""
        return gross_minor == self.gross_minor or (isinstance(old, Live) and gross_minor >= (rule.offer.when.min_gross_minor or 0))

    def _same(self, rule: Rule, entered: Entered, facts: Facts) -> Entered:
        """Return the old answer where the new one says the same, and all that is told with it."""
        old = self.entered.get(rule)
        if rule.asks_gross and not isinstance(entered, Live) and facts.gross_minor != self.gross_minor:
            # It may fail at the same condition, and yet the whole basket tell whether a little more would get it.
            return entered
        if isinstance(old, Live) and isinstance(entered, Live):
            alike = old.places == entered.places and old.masks == entered.masks and old.caps == entered.caps
            return old if alike else entered
        return old if old is not None and old == entered else entered

    def touched(self, start: Start, goods: Goods) -> set[int]:
        """Return all places that hang together with what has changed: lines, and offers that came, went or look at other goods."""
        found, size = set(goods.fresh), len(goods.lines)
        for rule in start.changed:
            for each in (self.entered.get(rule), start.entered.get(rule)):
                if isinstance(each, Live):
                    found.update(place for place in each.places if place < size)
        return _hanging_together(start.field.joined, found)

    def resume(self, table: Table, goods: Goods, touched: Set[int]) -> None:
        """Put on the table and the goods what stands; what is touched begins anew."""
        goods.resume(self.shares, self.left, touched)
        table.left = goods.lefts()

    def mets_standing(self, start: Start) -> dict[int, Met]:
        """Return what became of the offers that entered as before."""
        gone = {rule.position for rule in start.changed}
        return {position: met for position, met in self.mets.items() if position not in gone} if gone else dict(self.mets)

    def whole(self, part: Met, live: Live, touched: Set[int], table: Table) -> Met | None:
        """Return what becomes of an offer in all, `part` being what became of it on what was touched; None where that is not known."""
        if len(part.live.places) == len(live.places):
            return part._replace(live=live)
        old = self.mets.get(live.rule.position)
        return merged(old._replace(live=live), part, touched, table) if old is not None else None

    def still_told(self, rule: Rule, start: Start, mets: Mapping[int, Met], touched: Set[int]) -> bool:
        """Tell whether a rule's item is what it was: it entered as before, and nothing was touched that it looks at."""
        outcome = start.entered[rule]
        if self.entered.get(rule) is not outcome:
            return False
        if isinstance(outcome, Live):
            return self.mets[rule.position] is mets[rule.position]
        places = start.candidates.discounting[rule]
        beyond = rule.looks_around or isinstance(rule.offer, BundleOffer)
        return not beyond and places == self.candidates.discounting[rule] and touched.isdisjoint(places)


def _field(entered: Mapping[Rule, Entered]) -> Field:
    return Field([each for each in entered.values() if isinstance(each, Live)])


def merged(old: Met, new: Met, touched: Set[int], table: Table) -> Met | None:
    """Return what an offer that goes line by line takes in all: of untouched lines what it took, of the others what it takes now.

    None where that cannot be told from the two, so that everything is computed anew.
    """
    amounts = [each for each in old.take.amounts if each[0] not in touched] if old.take is not None else []
    if new.take is not None:
        amounts += new.take.amounts
    if not amounts or old.more_minor is not None or new.more_minor is not None:
        return None
    return Met(old.live, take=Take(amounts, sum(_pieces_at(old.live, place, table) for place, _ in amounts)))


def _pieces_at(live: Live, place: int, table: Table) -> int:
    """Return for how many pieces of one line an offer is that goes line by line."""
    chosen = getattr(live.offer, "pick", None)
    count = table.count[place]
    return count if chosen is None else sum(pieces for _, pieces in pick([Run(place, count, table.unit[place])], chosen))


def _hanging_together(joined: Sequence[Sequence[int]], changed: Set[int]) -> set[int]:
    """Return the places that `changed` ones hang together with: one after another, through offers that look at several at once."""
    waiting = joined
    found = set(changed)
    while True:
        apart = [places for places in waiting if found.isdisjoint(places)]
        if len(apart) == len(waiting):
            return found
        for places in waiting:
            if not found.isdisjoint(places):
                found.update(places)
        waiting = apart
