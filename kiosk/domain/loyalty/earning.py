"""What a basket earns for its member: points, cashback, punches. Floored once a basket, after discounts; each line bears its share."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty import bonuses
from kiosk.domain.loyalty.bonuses import Bonus
from kiosk.domain.loyalty.chooser import Chooser
from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.flags import VISITED
from kiosk.domain.loyalty.pieces import Amounts
from kiosk.domain.loyalty.punches import Card, punched
from kiosk.domain.loyalty.rates import weighed
from kiosk.domain.loyalty.table import WHOLE_BP, Groups, split
from kiosk.domain.trace import TraceItem
from sync.protocol.facts import MemberRef
from sync.protocol.offers import CashbackOffer, MultiplierOffer, PointsOffer, PunchOffer
from sync.protocol.programmes import CashbackProgramme, PointsProgramme, Programme, PunchProgramme, unit_value_minor


class Paid(NamedTuple):
    """What is paid for each place, with and without tax."""

    gross_minor: Sequence[int]
    net_minor: Sequence[int]


class Given(NamedTuple):
    """A bonus that gave something, how much of its programme's unit, and what that is worth."""

    bonus: Bonus
    amount: int
    worth_minor: int
    pieces: int


class Earned(NamedTuple):
    """Shares by place and programme, the items of earning offers, and what was given through them."""

    shares: list[dict[str, int]]
    items: list[TraceItem]
    given: list[Given]


class _Till:
    """One evaluation's earning, filled programme by programme."""

    def __init__(self, paid: Paid, goods: Goods, facts: Facts, groups: Groups) -> None:
        self.paid, self.goods, self.facts, self.groups = paid, goods, facts, groups
        self.ties = [line.line for line in goods.lines]
        self.result = Earned([{} for _ in goods.lines], [], [])

    def share(self, programme: str, amount: int, weights: Amounts) -> None:
        """Lay what was earned on lines; evenly where nothing was paid for any."""
        if amount <= 0 or not weights:
            return
        shares_of = self.result.shares
        weights = weights if any(weight for _, weight in weights) else [(place, 1) for place, _ in weights]
        for place, part in split(amount, weights, self.ties):
            if part:
                shares = shares_of[place]
                shares[programme] = shares.get(programme, 0) + part

    def paid_for(self, places: Sequence[int]) -> Amounts:
        """Return what is paid for some goods."""
        return [(place, self.paid.gross_minor[place]) for place in places]

    def give(self, bonus: Bonus, amount: int, weights: Amounts, worth_minor: int) -> int:
        """Give a bonus within its caps; return how much."""
        most = bonus.caps.amount_minor
        given = amount if most is None or not worth_minor else min(amount, most // worth_minor)
        self.share(bonus.programme, given, weights)
        lines = sorted(self.goods.lines[place].line for place in bonus.places)
        self.result.items.append(TraceItem(id=bonus.rule.id, status="applied", points=given, lines=lines))
        if given:
            self.result.given.append(Given(bonus, given, given * worth_minor, bonus.pieces(self.goods)))
        return given


def earn(
    paid: Paid, goods: Goods, facts: Facts, programmes: Sequence[Programme], offered: Sequence[Bonus], cards: Sequence[Card], groups: Groups
) -> Earned:
    """Return what a member's basket earns; nothing without a member, or without goods."""
    member = facts.member
    till = _Till(paid, goods, facts, groups)
    if member is None or not goods.places:
        return till.result
    meeting = _met(till, offered)
    for programme in programmes:
        if programme.id in facts.circumstances.stopped:
            continue
        mine = [bonus for bonus in meeting if bonus.programme == programme.id]
        match programme:
            case PointsProgramme():
                _points(till, programme, mine, member)
            case CashbackProgramme():
                _cashback(till, programme, mine, member)
            case PunchProgramme():
                _punches(till, programme, mine, [card for card in cards if card.programme.id == programme.id])
    return till.result


def _met(till: _Till, offered: Sequence[Bonus]) -> list[Bonus]:
    """Settle groups; those whose goods others have are beaten."""
    found: list[Bonus] = []
    for bonus in bonuses.in_turn(offered):
        admitted = bonuses.admitted(bonus, till.groups)
        if admitted is None:
            till.result.items.append(TraceItem(id=bonus.rule.id, status="beaten", by=bonuses.winner(bonus, till.groups) or None))
        else:
            found.append(admitted)
    return found


def _points(till: _Till, programme: PointsProgramme, offered: Sequence[Bonus], member: MemberRef) -> None:
    rules, worth = programme.earn, programme.value_minor
    counted = weighed(rules, till.paid.gross_minor if rules.on == "gross" else till.paid.net_minor, till.goods, member)
    till.share(programme.id, counted.points(rules), counted.weights)
    for bonus in offered:
        if isinstance(bonus.offer, MultiplierOffer):
            more = counted.times(bonus.places, bonus.offer.times_bp)
            extra = more.points(rules) - counted.points(rules)
            given = till.give(bonus, max(extra, 0), [each for each in more.weights if each[0] in set(bonus.places)], worth)
            counted = more if given == extra else counted
        elif isinstance(bonus.offer, PointsOffer):
            times = bonus.pieces(till.goods) if bonus.offer.per == "piece" else 1
            till.give(bonus, bonus.offer.points * times, _weights(till, bonus), worth)
    for each in rules.pieces:
        for place in Chooser(each.of).places(till.goods.lines, till.goods.places):
            till.share(programme.id, each.points * _count(till.goods, place), [(place, 1)])
    if rules.visit and VISITED not in till.facts.flags:
        till.share(programme.id, rules.visit, till.paid_for(till.goods.places))


def _weights(till: _Till, bonus: Bonus) -> Amounts:
    """Points by the piece lie on pieces, points for a basket on what is paid."""
    if isinstance(bonus.offer, PointsOffer) and bonus.offer.per == "piece":
        return [(place, _count(till.goods, place)) for place in bonus.places]
    return till.paid_for(bonus.places)


def _cashback(till: _Till, programme: CashbackProgramme, offered: Sequence[Bonus], member: MemberRef) -> None:
    if not programme.tiers or member.tier in programme.tiers:
        goods = till.goods
        places = goods.places if programme.of is None else Chooser(programme.of).places(goods.lines, goods.places)
        weights = till.paid_for(places)
        till.share(programme.id, _part(weights, programme.percent_bp), weights)
    for bonus in offered:
        if isinstance(bonus.offer, CashbackOffer):
            weights = till.paid_for(bonus.places)
            till.give(bonus, _part(weights, bonus.offer.percent_bp), weights, unit_value_minor(programme))


def _punches(till: _Till, programme: PunchProgramme, offered: Sequence[Bonus], cards: Sequence[Card]) -> None:
    for card in cards:
        earning = [(place, count) for place, count in punched(card, till.goods) if count]
        if programme.per == "piece":
            till.share(programme.id, sum(count for _, count in earning), earning)
        elif earning and VISITED not in till.facts.flags:
            till.share(programme.id, 1, till.paid_for([place for place, _ in earning]))
    for bonus in offered:
        if isinstance(bonus.offer, PunchOffer):
            till.give(bonus, bonus.offer.punches, till.paid_for(bonus.places), 0)


def _part(weights: Amounts, rate_bp: int) -> int:
    return sum(weight for _, weight in weights) * rate_bp // WHOLE_BP


def _count(goods: Goods, place: int) -> int:
    line = goods.lines[place]
    return 1 if line.weight_g is not None else line.quantity
