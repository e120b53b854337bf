"""Goods to speak of after the purchase: which of the shop's rules choose one for this basket, once everything else is known."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.loyalty.applying import barred, not_met_of
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.table import Groups
from kiosk.domain.loyalty.taking import Lack
from kiosk.domain.trace import TraceItem
from sync.protocol.offers import SuggestOffer

MOST = 2
"""So many suggestions a basket: more would be a leaflet."""


class Suggestion(NamedTuple):
    """A suggesting offer's item of the trace, and the offer where it speaks."""

    item: TraceItem
    offer: SuggestOffer | None = None


def to_suggest(found: Mapping[Rule, Sequence[int]], facts: Facts, groups: Groups) -> list[Suggestion]:
    """Return every candidate, in the order of priorities; `facts` tell the gross that the whole basket comes to."""
    suggestions: list[Suggestion] = []
    chosen: dict[str, str] = {}
    for rule, places in found.items():
        offer = rule.offer
        if not isinstance(offer, SuggestOffer):
            continue
        suggestion = _suggestion(rule, offer, places, facts, groups, chosen)
        suggestions.append(suggestion)
        if suggestion.offer is not None:
            chosen[offer.sku] = rule.id
            if offer.group:
                groups.closed[offer.group] = rule.id
    return suggestions


def _suggestion(
    rule: Rule, offer: SuggestOffer, places: Sequence[int], facts: Facts, groups: Groups, chosen: Mapping[str, str]
) -> Suggestion:
    caps = caps_of(rule, facts)
    if isinstance(caps, Barred) and caps.lack is None:
        return Suggestion(barred(rule, caps))
    lack = lack_of(rule, facts, places) or _in_basket(offer, facts)
    if lack is not None:
        return Suggestion(not_met_of(rule, lack))
    if isinstance(caps, Barred):
        return Suggestion(barred(rule, caps))
    by = groups.closed.get(offer.group, "") if offer.group else ""
    by = by or chosen.get(offer.sku, "") or (list(chosen.values())[-1] if len(chosen) >= MOST else "")
    return Suggestion(TraceItem(id=rule.id, status="beaten", by=by)) if by else Suggestion(TraceItem(id=rule.id, status="applied"), offer)


def _in_basket(offer: SuggestOffer, facts: Facts) -> Lack | None:
    """What somebody has just bought, or brought back, needs no word."""
    return Lack("in_basket", 1, 0) if any(line.sku == offer.sku for line in facts.basket.lines) else None
