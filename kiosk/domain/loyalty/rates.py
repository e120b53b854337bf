"""How much of what is paid for each line counts towards points: rates by goods and by member, multipliers on top; in whole numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.chooser import Chooser
from kiosk.domain.loyalty.pieces import Amounts
from kiosk.domain.loyalty.table import WHOLE_BP
from sync.protocol.facts import MemberRef
from sync.protocol.programmes import EarnRate, PointsEarn


class Weighed(NamedTuple):
    """What counts of each place, times `scale`."""

    weights: Amounts
    scale: int

    def times(self, places: Sequence[int], times_bp: int) -> "Weighed":
        """Return what counts once some goods count more."""
        among = set(places)
        weights = [(place, weight * (times_bp if place in among else WHOLE_BP)) for place, weight in self.weights]
        return Weighed(weights, self.scale * WHOLE_BP)

    def points(self, earn: PointsEarn) -> int:
        """Return the points for every whole step of what counts, floored once."""
        counted = sum([weight for _, weight in self.weights])
        return earn.points * (max(counted, 0) // (earn.per_minor * self.scale))


def weighed(earn: PointsEarn, bases: Sequence[int], goods: Goods, member: MemberRef) -> Weighed:
    """Return what is paid for the goods that earn, by place, times the goods' rate and the member's; `bases` are gross or net."""
    places = goods.places if earn.of is None else Chooser(earn.of).places(goods.lines, goods.places)
    if not earn.rates:
        return Weighed([(place, bases[place]) for place in places], 1)
    of_member = _greatest([rate for rate in earn.rates if rate.of is None and _fits(rate, member)])
    of_goods = [(Chooser(rate.of), rate.times_bp) for rate in earn.rates if rate.of is not None and _fits(rate, member)]
    weights = [(place, bases[place] * of_member * _rate(of_goods, goods, place)) for place in places]
    return Weighed(weights, WHOLE_BP * WHOLE_BP)


def _rate(of_goods: Sequence[tuple[Chooser, int]], goods: Goods, place: int) -> int:
    return max((times_bp for chooser, times_bp in of_goods if chooser.takes(goods.lines[place])), default=WHOLE_BP)


def _greatest(rates: Sequence[EarnRate]) -> int:
    return max((rate.times_bp for rate in rates), default=WHOLE_BP)


def _fits(rate: EarnRate, member: MemberRef) -> bool:
    """A rate that names tiers and segments is for members of one of either."""
    if not (rate.tiers or rate.segments):
        return True
    return member.tier in rate.tiers or not set(rate.segments).isdisjoint(member.segments)
