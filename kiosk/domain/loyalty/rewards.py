"""Rewards that the member chose: what they take off and cost. A claim that takes nothing is never charged."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.basket import HeldReward
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty import pieces
from kiosk.domain.loyalty.chooser import Chooser
from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.pieces import Amounts
from kiosk.domain.loyalty.spending import Purse, taken
from kiosk.domain.loyalty.table import Table
from kiosk.domain.loyalty.taking import Lack
from kiosk.domain.trace import Status, TraceItem, not_met
from sync.protocol.facts import RewardTaken
from sync.protocol.money import percent
from sync.protocol.programmes import PointsProgramme, Programme, Reward

WORDS = frozenset({"gift_card", "event", "access"})
"""Kinds that take nothing off the goods: each claim that is asked for gives something."""


class Claimed(NamedTuple):
    """A reward's item of the trace and what was taken of it (None: nothing, and nothing is charged)."""

    item: TraceItem
    reward: RewardTaken | None = None


class _Offered(NamedTuple):
    """A reward of a programme, and the most claims that balance, stock and wish allow."""

    reward: Reward
    programme: str
    claims: int


def claim(
    held: Sequence[HeldReward], programmes: Sequence[Programme], table: Table, goods: Goods, facts: Facts, purse: Purse
) -> list[Claimed]:
    """Carry out the rewards that lie on the basket, in its order."""
    found: list[Claimed] = []
    stock = dict(facts.circumstances.stock)
    for each in held:
        done = _claim(each, programmes, table, goods, facts, purse, stock)
        if done.reward is not None and each.id in stock:
            stock[each.id] -= done.reward.claims
        found.append(done)
    return found


def _claim(
    held: HeldReward, programmes: Sequence[Programme], table: Table, goods: Goods, facts: Facts, purse: Purse, stock: dict[str, int]
) -> Claimed:
    reward = _reward(held, programmes)
    if reward is None:
        return Claimed(not_met(held.id, "reward", 0, 1))
    if held.id in facts.circumstances.stopped:
        return Claimed(TraceItem(id=held.id, status="stopped"))
    offered = _offered(held, reward, facts, purse, stock)
    if isinstance(offered, Lack):
        status: Status = "spent" if offered.condition == "stock" else "not_met"
        return Claimed(TraceItem(id=held.id, status=status, condition=offered.condition, have=offered.have, need=offered.need))
    return _in_words(offered, table, purse) if reward.kind in WORDS else _off_goods(offered, table, goods, purse)


def _reward(held: HeldReward, programmes: Sequence[Programme]) -> Reward | None:
    for programme in programmes:
        if isinstance(programme, PointsProgramme) and programme.id == held.programme:
            return next((reward for reward in programme.rewards if reward.id == held.id), None)
    return None


def _offered(held: HeldReward, reward: Reward, facts: Facts, purse: Purse, stock: dict[str, int]) -> _Offered | Lack:
    if facts.member is None:
        return Lack("member", 0, 1)
    if reward.tiers and facts.member.tier not in reward.tiers:
        return Lack("tiers", 0, 1)
    balance = purse.balance(held.programme)
    if balance < reward.points:
        return Lack("points", max(balance, 0), reward.points)
    claims = min(held.claims if reward.repeat else 1, balance // reward.points)
    if reward.stock is not None:
        # What the till was not told of may be gone.
        left = stock.get(held.id, 0)
        if left < 1:
            return Lack("stock", 0, 1)
        claims = min(claims, left)
    return _Offered(reward, held.programme, claims)


def _in_words(offered: _Offered, table: Table, purse: Purse) -> Claimed:
    reward = offered.reward
    purse.spend(offered.programme, offered.claims * reward.points, [], table)
    return _charged(offered, offered.claims, 0, [])


def _off_goods(offered: _Offered, table: Table, goods: Goods, purse: Purse) -> Claimed:
    claims, amounts = _effect(offered, table, goods)
    if not amounts:
        return Claimed(not_met(offered.reward.id, "discountable_minor", 0, 1))
    total = taken(amounts, offered.reward.id, table, goods)
    purse.spend(offered.programme, claims * offered.reward.points, amounts, table)
    return _charged(offered, claims, total, sorted(goods.lines[place].line for place, _ in amounts))


def _charged(offered: _Offered, claims: int, amount_minor: int, lines: list[int]) -> Claimed:
    cost = claims * offered.reward.points
    item = TraceItem(id=offered.reward.id, status="applied", amount_minor=amount_minor or None, points=cost, lines=lines)
    taken_reward = RewardTaken(id=offered.reward.id, programme=offered.programme, points=cost, claims=claims, amount_minor=amount_minor)
    return Claimed(item, taken_reward)


def _effect(offered: _Offered, table: Table, goods: Goods) -> tuple[int, Amounts]:
    """Return how many claims are of use, and what they take off."""
    reward, most = offered.reward, offered.claims
    if reward.kind == "product":
        return _pieces(reward, most, table, goods)
    left = sum(table.left)
    if reward.kind == "amount":
        claims = min(most, -(-left // reward.amount_minor))
        amount = min(left, claims * reward.amount_minor)
    else:
        claims, amount = _compounded(reward.percent_bp, most, left)
    return claims, table.spread(amount, [(place, table.left[place]) for place in goods.places]) if amount else []


def _compounded(rate_bp: int, most: int, left: int) -> tuple[int, int]:
    """Each claim takes its rate of what the one before it left."""
    claims, rest = 0, left
    while claims < most and (off := percent(rest, rate_bp)):
        claims, rest = claims + 1, rest - off
    return claims, left - rest


def _pieces(reward: Reward, most: int, table: Table, goods: Goods) -> tuple[int, Amounts]:
    """The dearest pieces first; a claim for which there is but a part of its pieces is charged whole."""
    if reward.of is None:
        return 0, []
    places = [place for place in Chooser(reward.of).places(goods.lines, goods.places) if table.left[place]]
    picked = pieces.first(table.runs(places, dearest=True), most * reward.quantity)
    amounts = [(place, table.share(place, count)) for place, count in picked]
    freed = sum(count for (_, count), (_, amount) in zip(picked, amounts, strict=True) if amount)
    return -(-freed // reward.quantity), [each for each in amounts if each[1]]
