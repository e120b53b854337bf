"""How an offer enters an evaluation: with its goods and caps where all its conditions hold, or with what stands in its way."""

from collections.abc import Sequence

from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.live import Live, live
from kiosk.domain.loyalty.taking import Lack
from sync.protocol.offers import Discounting

Entered = Live | Lack | Barred


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
