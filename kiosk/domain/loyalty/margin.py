"""The least margin that a line keeps: what offers with a floor took off it is cut back, after everything else was taken."""

from collections.abc import Iterable, Mapping

import msgspec

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.coupons import Redemption
from kiosk.domain.loyalty.index import Index, Rule
from kiosk.domain.loyalty.table import WHOLE_BP
from kiosk.domain.trace import TraceItem, not_met
from sync.protocol.money import divide_half_up

_GRAMS_A_KG = 1_000
Floored = tuple[int, str]
"""A floor in basis points of the net, and the offer that keeps it."""


def keep_floors(rules: Iterable[Rule], goods: Goods, costs: Mapping[str, int]) -> dict[str, int]:
    """Cut offers back on lines whose net would leave less than their floor over the cost; return what each gave back.

    The offer with the highest floor gives way first. Goods whose cost nobody knows have no floor.
    """
    floors = [(rule.offer.limits.margin_floor_bp, rule.id) for rule in rules if rule.offer.limits.margin_floor_bp is not None]
    ordered: list[Floored] = sorted(((floor, id) for floor, id in floors if floor is not None), key=lambda each: (-each[0], each[1]))
    back: dict[str, int] = {}
    if not ordered:
        return back
    for place in goods.places:
        cost = costs.get(goods.lines[place].sku)
        if cost is not None and goods.shares[place]:
            for id, amount in _cut(place, ordered, _whole_cost(goods, place, cost), goods):
                back[id] = back.get(id, 0) + amount
    return back


def cut_items(items: Iterable[TraceItem], back: dict[str, int], index: Index) -> list[TraceItem]:
    """Return the items of offers with what they gave back taken off; `back` goes down by it."""
    return [_cut_item(item, back, index) if item.status == "applied" and back.get(item.id) else item for item in items]


def cut_redemptions(redemptions: Iterable[Redemption], back: dict[str, int], index: Index) -> list[Redemption]:
    """Do the same with coupons and the offers that they gave; a coupon of which nothing is left stays unused."""
    found: list[Redemption] = []
    for each in redemptions:
        if each.redeemed is None or not back.get(each.item.id):
            found.append(each)
            continue
        item = _cut_item(each.item, back, index)
        if item.status != "applied":
            found.append(Redemption(each.coupon, item))
            continue
        amount = item.amount_minor or 0
        redeemed = msgspec.structs.replace(each.redeemed, amount_minor=amount)
        use = msgspec.structs.replace(each.use, amount_minor=amount) if each.use is not None else None
        found.append(Redemption(each.coupon, item, redeemed, use))
    return found


def _cut_item(item: TraceItem, back: dict[str, int], index: Index) -> TraceItem:
    cut = min(item.amount_minor or 0, back[item.id])
    back[item.id] -= cut
    left = (item.amount_minor or 0) - cut
    if left:
        return msgspec.structs.replace(item, amount_minor=left)
    return not_met(item.id, "margin_floor_bp", 0, index.by_id[item.id].offer.limits.margin_floor_bp or 0, coupon=item.coupon)


def _cut(place: int, floors: Iterable[Floored], cost_minor: int, goods: Goods) -> Iterable[tuple[str, int]]:
    for floor_bp, id in floors:
        share = goods.shares[place].get(id, 0)
        if share:
            # The net from which cost and margin can be had: cost <= net * (1 - floor).
            least_net = -(-cost_minor * WHOLE_BP // (WHOLE_BP - floor_bp)) if floor_bp < WHOLE_BP else None
            amount = share if least_net is None else _needed(place, share, least_net, goods)
            if amount:
                goods.give_back(id, place, amount)
                yield id, amount


def _needed(place: int, share: int, least_net: int, goods: Goods) -> int:
    """Return how much of a share must be given back for a net, all of it where that is not enough."""
    if goods.net_with(place, 0) >= least_net:
        return 0
    low, high = 0, share
    while low < high:
        middle = (low + high) // 2
        if goods.net_with(place, middle) >= least_net:
            high = middle
        else:
            low = middle + 1
    return high


def _whole_cost(goods: Goods, place: int, cost: int) -> int:
    line = goods.lines[place]
    return cost * line.quantity if line.weight_g is None else divide_half_up(cost * line.weight_g, _GRAMS_A_KG)
