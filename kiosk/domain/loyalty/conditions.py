"""Conditions of an offer (`OfferWhen`): which of them fails first, and by how much. The basket counts before any discount."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty import flags, schedule
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.taking import MONEY, PIECES, Lack
from kiosk.domain.policy import Circumstances
from sync.protocol.offers import OfferWhen
from sync.protocol.records import Shop
from sync.rules.public_holidays import place


class Facts:
    """What conditions are asked about."""

    def __init__(self, basket: Basket, goods: Goods, shop: Shop, now: datetime, circumstances: Circumstances) -> None:
        self.basket, self.goods, self.shop, self.now, self.circumstances = basket, goods, shop, now, circumstances
        self.member = basket.member
        self.only_named = basket.member is not None and not basket.member.proven
        self.flags = frozenset(basket.member.flags) if basket.member is not None else frozenset()

        self._gross_minor: int | None = None

    @property
    def gross_minor(self) -> int:
        """The gross of the goods before any discount, or at the end what the whole basket comes to."""
        if self._gross_minor is None:
            self._gross_minor = self.goods.gross_before()
        return self._gross_minor

    def at_the_end(self, gross_minor: int) -> "Facts":
        """Return the facts for what follows the sale: there the basket counts as it was paid."""
        other = Facts(self.basket, self.goods, self.shop, self.now, self.circumstances)
        other._gross_minor = gross_minor
        return other

    @cached_property
    def moment(self) -> schedule.Moment:
        """The time, as schedules read it."""
        return schedule.moment(self.now, place(self.shop.country, self.circumstances.region))


Check = Callable[[OfferWhen, Facts, Sequence[int]], Lack | None]


def lack_of(rule: Rule, facts: Facts, places: Sequence[int], *, but: str = "") -> Lack | None:
    """Return the first condition that does not hold, None when all do; `but` is one that is taken to hold."""
    when = rule.offer.when
    asked = asked_by(rule)
    if not places:
        # Without the goods it is for, no other condition is worth telling, save the code that would make it a candidate.
        return (_CHECKS["codes"](when, facts, places) if "codes" in asked else None) or _no_goods(rule)
    if facts.only_named and rule.is_own:
        # Whoever named a member learns nothing of them: no other condition is looked at.
        return Lack("proven", 0, 1)
    for name in asked:
        lack = _CHECKS[name](when, facts, places)
        if lack is not None and lack.condition != but:
            return lack
    return None


def asked_by(rule: Rule) -> tuple[str, ...]:
    """Return the names of the conditions an offer has, in the order in which they are looked at."""
    found = rule.__dict__.get("asked")
    if found is None:
        when = rule.offer.when
        found = rule.__dict__["asked"] = tuple(name for name in _CHECKS if getattr(when, name) != _DEFAULTS[name])
    return tuple(found)


def _no_goods(rule: Rule) -> Lack:
    when = rule.offer.when
    named = next((name for name in ("tags", "skus", "departments") if getattr(when, name)), "min_quantity")
    return Lack(named, 0, 1, PIECES)


def _holds(name: str, test: Callable[[OfferWhen, Facts], bool]) -> Check:
    return lambda when, facts, places: None if test(when, facts) else Lack(name, 0, 1)


def _codes(when: OfferWhen, facts: Facts) -> bool:
    return not set(when.codes).isdisjoint(facts.basket.codes)


def _quantity(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    lines, need = facts.goods.lines, when.min_quantity or 0
    have = sum(1 if lines[place].weight_g is not None else lines[place].quantity for place in places)
    return Lack("min_quantity", have, need, PIECES) if have < need else None


def _chosen_minor(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    have, need = sum(facts.goods.seen_minor[place] for place in places), when.min_chosen_minor or 0
    return Lack("min_chosen_minor", have, need, MONEY) if have < need else None


def _gross_minor(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    need = when.min_gross_minor or 0
    return Lack("min_gross_minor", facts.gross_minor, need, MONEY) if facts.gross_minor < need else None


def _member(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    has = facts.member is not None
    return None if has is when.member else Lack("member", int(has), int(bool(when.member)))


def _not_segments(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    outside = facts.member is None or set(when.not_segments).isdisjoint(facts.member.segments)
    return None if outside else Lack("not_segments", 1, 0)


def _first_purchase(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    first = flags.FIRST_PURCHASE in facts.flags
    return (
        None
        if facts.member is not None and first is when.first_purchase
        else Lack("first_purchase", int(first), int(bool(when.first_purchase)))
    )


def _since(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    return schedule.too_early(when.since or "", facts.moment)


def _until(when: OfferWhen, facts: Facts, places: Sequence[int]) -> Lack | None:
    return schedule.too_late(when.until or "", facts.moment)


_CHECKS: dict[str, Check] = {
    "codes": _holds("codes", _codes),
    "stores": _holds("stores", lambda when, facts: facts.circumstances.store in when.stores),
    "registers": _holds("registers", lambda when, facts: facts.circumstances.register_kind in when.registers),
    "languages": _holds("languages", lambda when, facts: facts.basket.language in when.languages),
    "since": _since,
    "until": _until,
    "holidays": _holds("holidays", lambda when, facts: facts.moment.is_holiday == (when.holidays == "only")),
    "hours": _holds("hours", lambda when, facts: schedule.in_hours(when.hours, [], facts.moment)),
    "weekdays": _holds("weekdays", lambda when, facts: schedule.in_hours(when.hours, when.weekdays, facts.moment)),
    "member": _member,
    "tiers": _holds("tiers", lambda when, facts: facts.member is not None and facts.member.tier in when.tiers),
    "segments": _holds(
        "segments", lambda when, facts: facts.member is not None and not set(when.segments).isdisjoint(facts.member.segments)
    ),
    "not_segments": _not_segments,
    "consent": _holds("consent", lambda when, facts: flags.consent_flag(when.consent) in facts.flags),
    "first_purchase": _first_purchase,
    "birthday": _holds("birthday", lambda when, facts: when.birthday is None or flags.birthday_flag(when.birthday) in facts.flags),
    "anniversary": _holds(
        "anniversary", lambda when, facts: when.anniversary is None or flags.anniversary_flag(when.anniversary) in facts.flags
    ),
    "bought": _holds("bought", lambda when, facts: when.bought is None or flags.bought_flag(when.bought) in facts.flags),
    "min_quantity": _quantity,
    "min_chosen_minor": _chosen_minor,
    "min_gross_minor": _gross_minor,
    "tenders": _holds("tenders", lambda when, facts: facts.circumstances.tender in when.tenders),
}
_DEFAULTS = {name: getattr(OfferWhen(), name) for name in _CHECKS}
