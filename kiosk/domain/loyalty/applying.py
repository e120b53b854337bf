"""Offers on the goods: candidates, conditions, limits, then level by level; what became of each, and whether a little more would get it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.live import Live, live
from kiosk.domain.loyalty.meeting import NO_PLAN, Met, apply_level, levels, put
from kiosk.domain.loyalty.past import Entered, Past, merged
from kiosk.domain.loyalty.search import best_plan
from kiosk.domain.loyalty.table import Groups, Table
from kiosk.domain.loyalty.taking import MONEY, PIECES, Lack
from kiosk.domain.loyalty.ties import SeenTies, tellers
from kiosk.domain.trace import Status, TraceItem, not_met
from sync.protocol.offers import BuyGetOffer, Discounting, GiftOffer
from sync.protocol.programmes import Programme


class Applied(NamedTuple):
    """What became of offers that take something off the goods: those that met, every item in order, and what to remember."""

    mets: list[Met]
    items: list[TraceItem]
    past: Past


class Ticket(NamedTuple):
    """What an evaluation of offers is about."""

    basket: Basket
    goods: Goods
    facts: Facts
    programmes: Sequence[Programme]


def apply_offers(ticket: Ticket, table: Table, found: Mapping[Rule, Sequence[int]], past: Past | None) -> Applied:
    """Take off the goods what offers take, by priority; `past` saves what nothing has changed since."""
    goods, facts = ticket.goods, ticket.facts
    past = past if past is not None and past.key[1:] == _asked_under(ticket) else None
    fresh = past.fresh(goods) if past is not None else set()
    places = {rule: each for rule, each in found.items() if rule.discounts}
    entered = {rule: _entered(rule, each, facts, past, fresh) for rule, each in places.items()}
    lives = [each for each in entered.values() if isinstance(each, Live)]
    several, by_goods = tellers(lives, ticket.basket, ticket.programmes)
    table.ties = SeenTies(goods.lines, (table.unit, table.count, table.start, table.fixed), lives, ticket.basket, by_goods=by_goods)
    if several:
        table.cents = table.ties
    # What one offer of a group lacks may depend on who has other lines, so with a group all is evaluated anew.
    shut = any(rule.offer.group for rule in places)
    key = ((several, by_goods, shut), *_asked_under(ticket))
    known = _resumed(past, lives, entered, fresh, ticket, table) if past is not None and past.key == key and not shut else None
    mets, touched = known if known is not None else (_from_nothing(lives, ticket, table), None)
    items = _items(entered, mets, places, table, facts, past if known is not None else None, touched)
    asked = facts.gross_minor if any(rule.asks_gross for rule in places) else None
    shares = list(goods.shares)
    kept = Past(key, asked, goods.lines, goods.seen_minor, places, entered, mets, items, list(table.left), table.groups.fork(), shares)
    return Applied(list(mets.values()), [items[position] for position in sorted(items)], kept)


def _asked_under(ticket: Ticket) -> tuple[object, ...]:
    """Return all that conditions and ties may look at besides the goods."""
    basket, facts = ticket.basket, ticket.facts
    minute = facts.now.replace(second=0, microsecond=0)
    return ticket.goods.exempt, basket.member, basket.language, basket.codes, basket.discounts, minute, facts.circumstances


def _entered(rule: Rule, places: Sequence[int], facts: Facts, past: Past | None, fresh: set[int]) -> Entered:
    if past is None:
        return enter(rule, places, facts)
    still = past.still(rule, places, fresh, facts)
    return still if still is not None else past.same(rule, enter(rule, places, facts), facts)


def _from_nothing(lives: Sequence[Live], ticket: Ticket, table: Table) -> dict[int, Met]:
    mets: dict[int, Met] = {}
    for level in levels(lives):
        for met in apply_level(level, table, best_plan(level, table)):
            mets[met.live.rule.position] = met
            enact(met, ticket.goods)
    return mets


def _resumed(
    past: Past, lives: Sequence[Live], entered: Mapping[Rule, Entered], fresh: set[int], ticket: Ticket, table: Table
) -> tuple[dict[int, Met], set[int]] | None:
    """Apply offers again where something was touched; None where that does not tell the whole."""
    goods = ticket.goods
    touched = past.touched(lives, entered, fresh, len(goods.lines))
    parts = [
        live._replace(places=[place for place in live.places if place in touched])
        for live in lives
        if past.entered.get(live.rule) is not live or not touched.isdisjoint(live.places)
    ]
    again = {live.rule.position for live in parts}
    mets = {live.rule.position: past.mets[live.rule.position] for live in lives if live.rule.position not in again}
    whole = {live.rule.position: live for live in lives}
    past.resume(table, goods, touched, {live.rule.id for live in lives if live.rule.position not in again})
    done = [met for level in levels(parts) for met in apply_level(level, table, best_plan(level, table))]
    for met in done:
        position = met.live.rule.position
        full = met._replace(live=whole[position])
        if len(met.live.places) < len(whole[position].places):
            joined = merged(past.mets[position]._replace(live=whole[position]), met, touched, table) if position in past.mets else None
            if joined is None:
                return _all_anew(lives, ticket, table)
            full = joined
        mets[position] = full
    for met in done:
        enact(met, goods)
    return mets, touched


def _all_anew(lives: Sequence[Live], ticket: Ticket, table: Table) -> tuple[dict[int, Met], set[int]]:
    goods = ticket.goods
    goods.begin_anew(table.start)
    table.left, table.groups = list(table.start), Groups()
    return _from_nothing(lives, ticket, table), set(range(len(goods.lines)))


def enter(rule: Rule, places: Sequence[int], facts: Facts) -> Entered:
    """Return the offer with its goods and caps, or what stands in its way: a stop first, then conditions, then limits."""
    caps = caps_of(rule, facts)
    if isinstance(caps, Barred) and caps.lack is None:
        return caps
    lack = lack_of(rule, facts, places)
    if lack is not None:
        return lack
    return caps if isinstance(caps, Barred) else live(rule, _discounting(rule), places, facts.goods.lines, facts.goods.places, caps)


def _discounting(rule: Rule) -> Discounting:
    if not isinstance(rule.offer, Discounting):
        raise TypeError("only offers that take something off the goods are applied to them")
    return rule.offer


def enact(met: Met, goods: Goods) -> None:
    """Put what an offer takes down on the lines."""
    if met.take is not None:
        goods.take(met.live.rule.id, [place for place, _ in met.take.amounts], [amount for _, amount in met.take.amounts])


def _items(
    entered: Mapping[Rule, Entered],
    mets: Mapping[int, Met],
    places: Mapping[Rule, Sequence[int]],
    table: Table,
    facts: Facts,
    past: Past | None,
    touched: set[int] | None,
) -> dict[int, TraceItem]:
    """Return what became of each candidate; `table` is what offers left. Where nothing was touched, it is what it was."""
    found: dict[int, TraceItem] = {}
    for rule, outcome in entered.items():
        position = rule.position
        if past is not None and touched is not None and past.told(rule, outcome, mets, touched):
            found[position] = past.items[position]
        elif isinstance(outcome, Live):
            found[position] = item_of(mets[position], table, facts)
        elif isinstance(outcome, Lack):
            found[position] = lacking(rule, outcome, places[rule], table, facts)
        else:
            found[position] = barred(rule, outcome)
    return found


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
    if lack.condition in ("min_gross_minor", "min_chosen_minor"):
        # Whatever else is bought, these goods are there: what it takes off them is enough to know.
        return put(tried, table.fork(), NO_PLAN).take is not None
    place = lack.place if lack.place is not None else min(tried.places, key=lambda each: (table.unit[each], table.ties[each]))
    more = table.with_more(place, missing) if lack.measure == MONEY else table.boosted(place, missing)
    return put(tried, more, NO_PLAN).take is not None
