"""Discounts that a person gives, on a line or on the whole ticket, and how an evaluation takes them off.

They come after offers and coupons. Several on the same goods add up: each percentage is taken of what offers and coupons left (for the
whole ticket: of what discounts on lines left), never of what another such discount left, and nothing goes below zero.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from kiosk.domain.goods import Goods
from sync.protocol.money import percent

Kind = Literal["manual", "staff"]
MANUAL, STAFF, MANUAL_BASKET = "manual", "staff", "manual_basket"


class Given(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A discount on line `line`, or on the whole ticket (0): one of a rate and an amount. `reason` is as the journal keeps it."""

    line: int = 0
    kind: Kind = "manual"
    percent_bp: int = 0
    amount_minor: int = 0
    reason: str = ""

    @property
    def id(self) -> str:
        """The id under which its share stands on a line."""
        if self.kind == STAFF:
            return STAFF
        return MANUAL if self.line else MANUAL_BASKET

    def off(self, base_minor: int) -> int:
        """What it takes off a base, before anything bounds it."""
        return self.amount_minor or percent(base_minor, self.percent_bp)


def apply_given(goods: Goods, discounts: Sequence[Given]) -> None:
    """Take discounts off the goods: those on lines first, then those on the whole ticket, spread by largest remainder."""
    if not discounts:
        return
    places = {line.line: place for place, line in enumerate(goods.lines)}
    bases = [goods.left(place) for place in range(len(goods.lines))]
    for given in discounts:
        place = places.get(given.line)
        if place is not None:
            goods.take(given.id, [place], [min(given.off(bases[place]), goods.left(place))])
    whole = [given for given in discounts if not given.line]
    base = goods.all_left() if whole else 0
    for given in whole:
        goods.spread(given.id, range(len(goods.lines)), min(given.off(base), goods.all_left()))
