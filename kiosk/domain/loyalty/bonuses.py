"""Offers that give to the member's accounts: which goods each of them is for once groups are settled, and what it gives on top."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.applying import barred, not_met_of
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.table import WHOLE_BP, Groups
from kiosk.domain.loyalty.taking import MONEY, Caps, Lack, least
from kiosk.domain.trace import TraceItem
from sync.protocol.offers import CashbackOffer, Earning, MultiplierOffer, PointsOffer, PunchOffer


class Bonus(NamedTuple):
    """An earning offer whose conditions hold, with the goods it is for."""

    rule: Rule
    offer: Earning
    places: Sequence[int]
    caps: Caps

    @property
    def programme(self) -> str:
        """The programme it gives to."""
        return self.offer.programme

    def pieces(self, goods: Goods) -> int:
        """Return how many pieces it gives for."""
        count = sum(1 if goods.lines[place].weight_g is not None else goods.lines[place].quantity for place in self.places)
        return least(count, self.caps.times, self.caps.pieces) or 0


def ready_bonuses(found: Mapping[Rule, Sequence[int]], facts: Facts) -> tuple[list[Bonus], list[TraceItem]]:
    """Return the candidates that give to the member's accounts and may, and why the others may not."""
    bonuses: list[Bonus] = []
    items: list[TraceItem] = []
    for rule, places in found.items():
        offer = rule.offer
        if not rule.earns or not isinstance(offer, Earning):
            continue
        caps = caps_of(rule, facts)
        stopped = isinstance(caps, Barred) and caps.lack is None
        lack = None if stopped else lack_of(rule, facts, places) or (Lack("member", 0, 1) if facts.member is None else None)
        if lack is not None:
            items.append(_lacking(rule, lack, places, facts))
        elif isinstance(caps, Barred):
            items.append(barred(rule, caps))
        else:
            bonuses.append(Bonus(rule, offer, places, caps))
    return bonuses, items


def _lacking(rule: Rule, lack: Lack, places: Sequence[int], facts: Facts) -> TraceItem:
    item = not_met_of(rule, lack)
    if not lack.measure or not places or facts.member is None or lack_of(rule, facts, places, but=lack.condition) is not None:
        return item
    return item if isinstance(caps_of(rule, facts), Barred) else item.with_short(money=lack.measure == MONEY, short=lack.need - lack.have)


def in_turn(bonuses: Sequence[Bonus]) -> list[Bonus]:
    """Return bonuses in the order in which they meet: by priority, the more generous first among equals."""
    return sorted(bonuses, key=lambda bonus: (-bonus.offer.priority, -_generosity(bonus.offer), bonus.rule.id))


def admitted(bonus: Bonus, groups: Groups) -> Bonus | None:
    """Return the bonus with the goods that its group leaves it, and take them; None where others have them."""
    group = bonus.offer.group
    if not group:
        return bonus
    if group in groups.closed:
        return None
    if bonus.offer.group_scope == "basket":
        if any(name == group for name, _ in (*groups.held, *groups.used)):
            return None
        groups.closed[group] = bonus.rule.id
        return bonus
    free = [place for place in bonus.places if (group, place) not in groups.held and not groups.used.get((group, place))]
    groups.held.update({(group, place): bonus.rule.id for place in free})
    return bonus._replace(places=free) if free else None


def winner(bonus: Bonus, groups: Groups) -> str:
    """Return who has the goods that a bonus wanted."""
    group = bonus.offer.group
    if group in groups.closed:
        return groups.closed[group]
    return groups.holder(group, bonus.places)


def _generosity(offer: Earning) -> int:
    match offer:
        case MultiplierOffer():
            return offer.times_bp
        case PointsOffer():
            return offer.points * WHOLE_BP
        case CashbackOffer():
            return offer.percent_bp
        case PunchOffer():
            return offer.punches
