"""Offers on the goods: candidates, conditions, limits, then level by level; what became of each, and whether a little more would get it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.candidates import Candidates
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.live import Live, live
from kiosk.domain.loyalty.meeting import NO_PLAN, Met, apply_level, levels, put
from kiosk.domain.loyalty.past import Past, Start, from_nothing
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


def apply_offers(ticket: Ticket, table: Table, candidates: Candidates, past: Past | None) -> Applied:
    """Take off the goods what offers take, by priority; `past` saves what nothing has changed since."""
    goods, facts = ticket.goods, ticket.facts
    asked = _asked_under(ticket)
    past = past if past is not None and past.asked == asked else None
    start = past.again(candidates, facts) if past is not None else from_nothing(candidates, facts)
    told = several, by_goods = tellers(start.field, ticket.basket, ticket.programmes)
    figures = table.unit, table.count, table.start, table.fixed
    table.ties = SeenTies(goods.lines, figures, start.field.lives, ticket.basket, by_goods=by_goods)
    if several:
        table.cents = table.ties
    # What one offer of a group lacks may depend on who has other lines, so with a group all is evaluated anew.
    resumes = past is not None and past.told == told and not (candidates.are_grouped or past.candidates.are_grouped)
    done = _resumed(past, start, ticket, table) if past is not None and resumes else None
    mets, items = done if done is not None else _anew(start, ticket, table)
    gross = facts.gross_minor if candidates.ask_gross else None
    kept = Past(asked, told, gross, candidates, start.entered, start.field, mets, items, list(table.left), list(goods.shares))
    return Applied(list(mets.values()), list(items.values()), kept)


def _asked_under(ticket: Ticket) -> tuple[object, ...]:
    """Return all that conditions and ties may look at besides the goods."""
    basket, facts = ticket.basket, ticket.facts
    minute = facts.now.replace(second=0, microsecond=0)
    return basket.member, basket.language, basket.codes, basket.discounts, minute, facts.circumstances


def _anew(start: Start, ticket: Ticket, table: Table) -> tuple[dict[int, Met], dict[int, TraceItem]]:
    mets: dict[int, Met] = {}
    for level in levels(start.field.lives):
        for met in apply_level(level, table, best_plan(level, table)):
            mets[met.live.rule.position] = met
            enact(met, ticket.goods)
    return mets, {rule.position: _item(rule, start, mets, table, ticket.facts) for rule in start.entered}


def _resumed(past: Past, start: Start, ticket: Ticket, table: Table) -> tuple[dict[int, Met], dict[int, TraceItem]] | None:
    """Apply offers again where something was touched; None, with everything as it was, where that does not tell the whole."""
    goods, facts = ticket.goods, ticket.facts
    touched = past.touched(start, goods)
    near = start.near(touched)
    wholes = [each for each in map(start.entered.get, near) if isinstance(each, Live)]
    again = {each.rule.position: each for each in wholes if each.rule in start.changed or not touched.isdisjoint(each.places)}
    past.resume(table, goods, touched)
    parts = [each._replace(places=[place for place in each.places if place in touched]) for each in again.values()]
    done = [met for level in levels(parts) for met in apply_level(level, table, best_plan(level, table))]
    mets = past.mets_standing(start)
    for met in done:
        full = past.whole(met, again[met.live.rule.position], touched, table)
        if full is None:
            goods.begin_anew(table.start)
            table.left, table.groups = list(table.start), Groups()
            return None
        mets[full.live.rule.position] = full
    for met in done:
        enact(met, goods)
    untold = [rule for rule in near if not past.still_told(rule, start, mets, touched)]
    items = {**past.items, **{rule.position: _item(rule, start, mets, table, facts) for rule in untold}}
    return mets, {rule.position: items[rule.position] for rule in start.entered}


def enact(met: Met, goods: Goods) -> None:
    """Put what an offer takes down on the lines."""
    if met.take is not None:
        goods.take(met.live.rule.id, [place for place, _ in met.take.amounts], [amount for _, amount in met.take.amounts])


def _item(rule: Rule, start: Start, mets: Mapping[int, Met], table: Table, facts: Facts) -> TraceItem:
    """Return what became of a candidate; `table` is what offers left."""
    outcome = start.entered[rule]
    if isinstance(outcome, Live):
        return item_of(mets[rule.position], table, facts)
    if isinstance(outcome, Lack):
        return lacking(rule, outcome, start.candidates.discounting[rule], table, facts)
    return barred(rule, outcome)


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
