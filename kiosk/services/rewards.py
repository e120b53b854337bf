"""Rewards the member chose: laid on the ticket and taken off again; what they cost and take off is decided at every pricing.

Online the ledger reserves the points and the stock. Offline points are spent up to the shop's limit, from the balance this till knows.
"""

from typing import NamedTuple

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket, HeldReward
from kiosk.services import holds, points
from kiosk.services.circumstances import circumstances_of
from kiosk.services.commands import DropReward, Reward
from kiosk.services.holds import Outcome, Wanted
from kiosk.services.pricing import priced
from kiosk.services.stops import require_running
from kiosk.services.ticket import current, put_basket, require_basket
from kiosk.services.work import Terminal, Work
from sync.protocol import programmes
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.programmes import PointsProgramme
from sync.rules.gift_cards import GIFT_CARD


class Offered(NamedTuple):
    """A reward with the programme whose points buy it."""

    programme: PointsProgramme
    reward: programmes.Reward


def choose(work: Work, command: Reward) -> None:
    """Lay a reward on the ticket; refused without a member, the tier, the points or stock that it asks for."""
    work.require_day()
    open_basket = current(work)
    held = _held(work.terminal, open_basket, command)
    baskets.add_reward(open_basket, held)
    if not holds.can_ask(work):
        _lay(work, command, Outcome())
        return
    member = open_basket.member.id if open_basket.member else ""
    # Of just what is reserved: the balance may be another when the answer comes.
    asked = msgspec.structs.replace(command, claims=held.claims)
    holds.ask(
        work,
        Wanted("reward", held.id, held.claims, member),
        open_basket,
        lambda following, outcome: _lay(following, asked, outcome),
        selling_goes_on=True,
    )


def card_minor(terminal: Terminal, held: HeldReward) -> int:
    """Return what the gift card of one claim is over, 0 for any other reward: as when it was laid, if the shop has it no more. What was
    paid for such a ticket is due with it.
    """
    try:
        return _card_minor(offered(terminal, held.id).reward)
    except Refusal:
        return held.card_minor


def drop(work: Work, command: DropReward) -> None:
    """Take a reward off the ticket."""
    put_basket(work, baskets.drop_reward(require_basket(work), command.id))


def offered(terminal: Terminal, id: str) -> Offered:
    """Return the reward of that id; refuses (`unknown_reward`) one that no programme has."""
    for programme in terminal.policy.programmes:
        if isinstance(programme, PointsProgramme):
            for reward in programme.rewards:
                if reward.id == id:
                    return Offered(programme, reward)
    raise Refusal("unknown_reward", field="id")


def _lay(work: Work, command: Reward, outcome: Outcome) -> None:
    open_basket = current(work)
    held = _held(work.terminal, open_basket, command, outcome.hold)
    found = offered(work.terminal, command.id)
    if not outcome.hold:
        cost = held.claims * found.reward.points
        points.require_free(work, open_basket, points.Purpose(found.programme.id, cost, found.programme.value_minor), outcome)
    put_basket(work, baskets.add_reward(open_basket, held))


def _held(terminal: Terminal, open_basket: Basket, command: Reward, hold: str = "") -> HeldReward:
    found = offered(terminal, command.id)
    require_running(terminal, command.id)
    member = points.require_member(open_basket)
    _require_tier(found.reward, member)
    claims = _claims(found, _left(terminal, open_basket, member, found.programme.id), command.claims)
    _require_stock(terminal, open_basket, found.reward, claims)
    return HeldReward(id=command.id, programme=found.programme.id, claims=claims, hold=hold, card_minor=_card_minor(found.reward))


def _card_minor(reward: programmes.Reward) -> int:
    return reward.amount_minor if reward.kind == GIFT_CARD else 0


def _left(terminal: Terminal, open_basket: Basket, member: MemberRef, programme: str) -> int:
    """Return what tenders and the rewards on the ticket leave of the balance, by what these cost now."""
    spent = sum(move.spent for move in priced(terminal, open_basket).points if move.programme == programme)
    return points.left_of(open_basket, member, programme) - spent


def _claims(found: Offered, have: int, wanted: int | None) -> int:
    cost = found.reward.points
    if wanted is not None and wanted > 1 and not found.reward.repeat:
        raise Refusal("reward_once", field="claims")
    claims = wanted or (max(have // cost, 1) if found.reward.repeat else 1)
    if have < claims * cost:
        raise Refusal("points_short", field="id", have=max(have, 0), need=claims * cost)
    return claims


def _require_tier(reward: programmes.Reward, member: MemberRef) -> None:
    if reward.tiers and member.tier not in reward.tiers:
        raise Refusal("reward_tier", field="id", tier=reward.tiers[0])


def _require_stock(terminal: Terminal, open_basket: Basket, reward: programmes.Reward, claims: int) -> None:
    if reward.stock is not None and circumstances_of(terminal, open_basket).stock.get(reward.id, 0) < claims:
        raise Refusal("reward_gone", field="id")
