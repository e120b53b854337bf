"""Offers on the goods: candidates, conditions, limits, then level by level; what became of each, and whether a little more would get it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.live import Live, live
from kiosk.domain.loyalty.meeting import NO_PLAN, Met, apply_level, levels, put
from kiosk.domain.loyalty.search import best_plan
from kiosk.domain.loyalty.table import Table
from kiosk.domain.loyalty.taking import MONEY, PIECES, Lack
from kiosk.domain.trace import Status, TraceItem, not_met
from sync.protocol.offers import BuyGetOffer, Discounting, GiftOffer


class Ready(NamedTuple):
    """Candidates sorted by what stands in their way: nothing (`lives`), a condition, or a limit."""

    lives: list[Live]
    lacks: dict[Rule, Lack]
    barred: dict[Rule, Barred]


def ready(found: Mapping[Rule, Sequence[int]], facts: Facts) -> Ready:
    """Ask every candidate that takes something off the goods for its conditions and its limits; nothing is taken yet."""
    result = Ready([], {}, {})
    for rule, places in found.items():
        offer = rule.offer
        if not rule.discounts or not isinstance(offer, Discounting):
            continue
        entered = enter(rule, offer, places, facts)
        if isinstance(entered, Live):
            result.lives.append(entered)
        elif isinstance(entered, Lack):
            result.lacks[rule] = entered
        else:
            result.barred[rule] = entered
    return result


def enter(rule: Rule, offer: Discounting, places: Sequence[int], facts: Facts) -> Live | Lack | Barred:
    """Return the offer with its goods and caps, or what stands in its way: a stop first, then conditions, then limits."""
    caps = caps_of(rule, facts)
    if isinstance(caps, Barred) and caps.lack is None:
        return caps
    lack = lack_of(rule, facts, places)
    if lack is not None:
        return lack
    return caps if isinstance(caps, Barred) else live(rule, offer, places, facts.goods.lines, facts.goods.places, caps)


def apply_offers(candidates: Ready, table: Table, goods: Goods) -> list[Met]:
    """Take off the goods what offers take, by priority."""
    found: list[Met] = []
    for level in levels(candidates.lives):
        found += apply_level(level, table, best_plan(level, table))
    for met in found:
        enact(met, goods)
    return found


def enact(met: Met, goods: Goods) -> None:
    """Put what an offer takes down on the lines."""
    if met.take is not None:
        goods.take(met.live.rule.id, [place for place, _ in met.take.amounts], [amount for _, amount in met.take.amounts])


def items(candidates: Ready, mets: Iterable[Met], places: Mapping[Rule, Sequence[int]], table: Table, facts: Facts) -> list[TraceItem]:
    """Return what became of each candidate, in the order of rules; `table` is what offers left."""
    found = {met.live.rule.position: item_of(met, table, facts) for met in mets}
    for rule, lack in candidates.lacks.items():
        found[rule.position] = lacking(rule, lack, places[rule], table, facts)
    for rule, bar in candidates.barred.items():
        found[rule.position] = barred(rule, bar)
    return [found[position] for position in sorted(found)]


def item_of(met: Met, table: Table, facts: Facts, coupon: str | None = None) -> TraceItem:
    """Return what became of an offer whose conditions held."""
    rule = met.live.rule
    if met.take is not None:
        lines = sorted(facts.goods.lines[place].line for place, _ in met.take.amounts)
        return TraceItem(id=rule.id, status="applied", amount_minor=met.take.total, coupon=coupon, lines=lines, more_minor=met.more_minor)
    if met.beaten:
        return TraceItem(id=rule.id, status="beaten", by=met.by or None, coupon=coupon)
    return _short(not_met_of(rule, met.lack, coupon), met.live, met.lack, table)


def barred(rule: Rule, bar: Barred, coupon: str | None = None) -> TraceItem:
    """Return the item of an offer that is stopped or spent."""
    status: Status = "stopped" if bar.status == "stopped" else "spent" if bar.status == "spent" else "not_met"
    if bar.lack is None:
        return TraceItem(id=rule.id, status=status, coupon=coupon)
    return TraceItem(id=rule.id, status=status, condition=bar.lack.condition, have=bar.lack.have, need=bar.lack.need, coupon=coupon)


def lacking(rule: Rule, lack: Lack, places: Sequence[int], table: Table, facts: Facts, coupon: str | None = None) -> TraceItem:
    """Return the item of an offer that fails at a condition; it says how little more would get it, if that is all that is missing."""
    item = not_met_of(rule, lack, coupon)
    offer = rule.offer
    if not lack.measure or not isinstance(offer, Discounting) or not places:
        return item
    caps = caps_of(rule, facts)
    if isinstance(caps, Barred) or lack_of(rule, facts, places, but=lack.condition) is not None:
        return item
    return _short(item, live(rule, offer, places, facts.goods.lines, facts.goods.places, caps), lack, table)


def not_met_of(rule: Rule, lack: Lack | None, coupon: str | None = None) -> TraceItem:
    """Return the item of an offer that fails at a condition, and no more."""
    condition, have, need = (lack.condition, lack.have, lack.need) if lack is not None else ("discountable_minor", 0, 1)
    return not_met(rule.id, condition, have, need, coupon=coupon)


def _short(item: TraceItem, tried: Live, lack: Lack | None, table: Table) -> TraceItem:
    if lack is None or not lack.measure or lack.need <= lack.have or not _would_get(tried, lack, table):
        return item
    return item.with_short(money=lack.measure == MONEY, short=lack.need - lack.have)


def _would_get(tried: Live, lack: Lack, table: Table) -> bool:
    """Evaluate one offer again with what it lacks: tell whether it would then take something."""
    missing = lack.need - lack.have
    if lack.measure == PIECES and lack.place is None and lack.condition != "min_quantity":
        # Goods that do not lie there yet: a gift, or what is had for others, has no price to try; else it is not known what would do.
        return isinstance(tried.offer, GiftOffer | BuyGetOffer) and lack.condition in ("sku", "get")
    if not tried.places:
        return False
    place = lack.place if lack.place is not None else min(tried.places, key=lambda each: (table.unit[each], table.ties[each]))
    more = table.with_more(place, missing) if lack.measure == MONEY else table.boosted(place, missing)
    return put(tried, more, NO_PLAN).take is not None
