"""What offers came to in the last evaluation of a ticket, and which of that still stands: only goods that hang together with what has
changed are looked at again. It never changes a result; what cannot be told apart for sure is computed anew.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kiosk.domain.goods import Goods
from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.meeting import Met
from kiosk.domain.loyalty.pieces import Run, pick
from kiosk.domain.loyalty.table import Groups, Table
from kiosk.domain.loyalty.taking import Lack, Take
from kiosk.domain.trace import TraceItem
from sync.protocol.offers import BundleOffer

Entered = Live | Lack | Barred


@dataclass(frozen=True)
class Past:
    """An evaluation of offers: what it was asked under (`key`), with which goods, and what became of each rule, line and group."""

    key: tuple[object, ...]
    gross_minor: int | None
    lines: Sequence[BasketLine]
    seen_minor: Sequence[int]
    places: Mapping[Rule, Sequence[int]]
    entered: Mapping[Rule, Entered]
    mets: Mapping[int, Met]
    items: Mapping[int, TraceItem]
    left: Sequence[int]
    groups: Groups
    shares: Sequence[dict[str, int]]

    def fresh(self, goods: Goods) -> set[int]:
        """Return the places whose line is not the very one that was there."""
        known = len(self.lines)
        of_all = zip(goods.lines, self.lines, goods.seen_minor, self.seen_minor, strict=False)
        found = {place for place, (line, old, seen, old_seen) in enumerate(of_all) if line is not old or seen != old_seen}
        return found.union(range(known, len(goods.lines)))

    def still(self, rule: Rule, places: Sequence[int], fresh: Set[int], facts: Facts) -> Entered | None:
        """Return how a rule entered, if nothing that it looks at has changed."""
        old = self.entered.get(rule)
        if old is None or rule.looks_around or self.places[rule] != places or not fresh.isdisjoint(places):
            return None
        return old if not rule.asks_gross or self._gross_still(rule, old, facts.gross_minor) else None

    def _gross_still(self, rule: Rule, old: Entered, gross_minor: int) -> bool:
        """Tell whether a rule that asks what the basket comes to gets the answer that it got."""
        return gross_minor == self.gross_minor or (isinstance(old, Live) and gross_minor >= (rule.offer.when.min_gross_minor or 0))

    def same(self, rule: Rule, entered: Entered, facts: Facts) -> Entered:
        """Return the old answer where the new one says the same, and all that is told with it."""
        old = self.entered.get(rule)
        if rule.asks_gross and not isinstance(entered, Live) and facts.gross_minor != self.gross_minor:
            # It may fail at the same condition, and yet the whole basket tell whether a little more would get it.
            return entered
        if isinstance(old, Live) and isinstance(entered, Live):
            alike = old.places == entered.places and old.masks == entered.masks and old.caps == entered.caps
            return old if alike else entered
        return old if old is not None and old == entered else entered

    def touched(self, lives: Sequence[Live], entered: Mapping[Rule, Entered], fresh: Set[int], places: int) -> set[int]:
        """Return all places that hang together with what has changed: lines, and offers that came, went or look at other goods."""
        changed = set(fresh)
        for rule, old in self.entered.items():
            if isinstance(old, Live) and entered.get(rule) is not old:
                changed.update(place for place in old.places if place < places)
        for live in lives:
            if self.entered.get(live.rule) is not live:
                changed.update(live.places)
        return _hanging_together(lives, changed)

    def told(self, rule: Rule, outcome: Entered, mets: Mapping[int, Met], touched: Set[int]) -> bool:
        """Tell whether a rule's item is what it was: it entered as before, and nothing was touched that it looks at."""
        if self.entered.get(rule) is not outcome:
            return False
        if isinstance(outcome, Live):
            return self.mets[rule.position] is mets[rule.position]
        return not (rule.looks_around or rule.offer.group or isinstance(rule.offer, BundleOffer)) and touched.isdisjoint(self.places[rule])

    def resume(self, table: Table, goods: Goods, touched: Set[int], kept: Set[str]) -> None:
        """Put on the table and the goods what stands; what is touched begins anew, and a basket's group that none of the `kept` has."""
        goods.resume(self.shares, self.left, touched)
        table.left = goods.lefts()
        groups = self.groups.fork()
        for had in (groups.held, groups.used, groups.used_by, groups.own):
            for key in [key for key in had if key[1] in touched]:
                del had[key]
        groups.closed = {group: id for group, id in groups.closed.items() if id in kept}
        table.groups = groups


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


def _hanging_together(lives: Sequence[Live], changed: set[int]) -> set[int]:
    """Return the places that `changed` ones hang together with: one after another, through offers that look at several at once."""
    waiting = _joining(lives)
    found = set(changed)
    while True:
        apart = [places for places in waiting if found.isdisjoint(places)]
        if len(apart) == len(waiting):
            return found
        for places in waiting:
            if not found.isdisjoint(places):
                found.update(places)
        waiting = apart


def _joining(lives: Sequence[Live]) -> list[Sequence[int]]:
    """Return places that hang together, offer by offer and group by group."""
    found: list[Sequence[int]] = []
    groups: dict[str, list[Live]] = {}
    for live in lives:
        if live.offer.group:
            groups.setdefault(live.offer.group, []).append(live)
        if not live.line_by_line:
            found.append(live.places)
    for members in groups.values():
        if any(live.offer.group_scope == "basket" or not live.line_by_line for live in members):
            found.append([place for live in members for place in live.places])
    return found
