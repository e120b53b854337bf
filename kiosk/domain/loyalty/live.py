"""Rules that hold for this basket, with the goods that they concern."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.taking import NO_CAPS, Caps
from sync.protocol.offers import BundleOffer, BuyGetOffer, Discounting, GiftOffer

BUY, GET = 1, 2


class Live(NamedTuple):
    """`places` are the goods that its effect may touch; `masks` tell of sets for which parts each of them is good."""

    rule: Rule
    offer: Discounting
    places: Sequence[int]
    masks: dict[int, int]
    caps: Caps = NO_CAPS

    @property
    def makes_sets(self) -> bool:
        """True when it uses goods piece by piece."""
        return self.rule.makes_sets

    @property
    def line_by_line(self) -> bool:
        """True when it takes off each line what it would take were the other lines not there."""
        return self.caps == NO_CAPS and self.rule.line_by_line


class Field:
    """The offers that hold, in order. What they are asked together is found once, for as long as the same ones do."""

    def __init__(self, lives: Sequence[Live]) -> None:
        self.lives = lives

    @cached_property
    def tells_goods(self) -> bool:
        """True when any looks at goods by more than being for them or not."""
        return any(live.rule.tells_goods for live in self.lives)

    @cached_property
    def joined(self) -> list[Sequence[int]]:
        """The goods of each that looks at several at once."""
        return [live.places for live in self.lives if not live.line_by_line]


def live(
    rule: Rule, offer: Discounting, chosen: Sequence[int], lines: Sequence[BasketLine], goods: Sequence[int], caps: Caps = NO_CAPS
) -> Live:
    """Return the rule with its goods: of those `chosen`, and of all `goods` where its parts name others."""
    masks: dict[int, int] = {}
    match offer:
        case BundleOffer():
            masks = _masks(rule, chosen, lines, 0)
        case BuyGetOffer() if offer.of is not None:
            masks = dict.fromkeys(chosen, BUY)
            for place, mask in _masks(rule, goods, lines, 1).items():
                masks[place] = masks.get(place, 0) | mask
        case GiftOffer():
            return Live(rule, offer, [place for place in goods if lines[place].sku == offer.sku], masks, caps)
        case _:
            return Live(rule, offer, chosen, masks, caps)
    return Live(rule, offer, sorted(masks), masks, caps)


def _masks(rule: Rule, places: Sequence[int], lines: Sequence[BasketLine], shift: int) -> dict[int, int]:
    found = {}
    for place in places:
        mask = sum(1 << (number + shift) for number, part in enumerate(rule.parts) if part.takes(lines[place]))
        if mask:
            found[place] = mask
    return found
