"""How far an offer may go here and now (`Limits`): what the member had, what this register may still spend of a campaign."""

from typing import NamedTuple

from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.taking import NO_CAPS, Caps, Lack, least
from kiosk.domain.policy import Allowance
from sync.protocol.offers import Limits

_NO_LIMITS = Limits()


class Barred(NamedTuple):
    """Why an offer does nothing although its conditions hold: stopped, or (with what is lacking) spent or not met."""

    status: str
    lack: Lack | None = None


def caps_of(rule: Rule, facts: Facts) -> Caps | Barred:
    """Return how far an offer may go in this basket, or why not at all."""
    if not facts.circumstances.stopped.isdisjoint((rule.id, rule.programme)):
        return Barred("stopped")
    limits = rule.offer.limits
    if limits == _NO_LIMITS:
        return NO_CAPS
    had = _had_enough(rule, limits, facts)
    if had is not None:
        return had
    if not _is_capped(limits):
        return Caps(times=limits.per_basket, amount_minor=limits.most_minor)
    return _leased(limits, facts.circumstances.allowances.get(rule.id))


def _is_capped(limits: Limits) -> bool:
    return limits.total is not None or limits.total_pieces is not None or limits.budget_minor is not None


def _had_enough(rule: Rule, limits: Limits, facts: Facts) -> Barred | None:
    if limits.per_member is None:
        return None
    if facts.member is None:
        return Barred("not_met", Lack("member", 0, 1))
    uses = facts.member.uses.get(rule.id, 0)
    return Barred("spent", Lack("per_member", uses, limits.per_member)) if uses >= limits.per_member else None


def _leased(limits: Limits, allowance: Allowance | None) -> Caps | Barred:
    """A register spends only what it was leased; what it was not told of, it has none of."""
    lease = allowance if allowance is not None else Allowance(uses=0, pieces=0, amount_minor=0)
    bounds = {
        "total": lease.uses if limits.total is not None else None,
        "total_pieces": lease.pieces if limits.total_pieces is not None else None,
        "budget_minor": lease.amount_minor if limits.budget_minor is not None else None,
    }
    for condition, bound in bounds.items():
        if bound is not None and bound < 1:
            return Barred("spent", Lack(condition, bound, 1))
    return Caps(times=limits.per_basket, pieces=bounds["total_pieces"], amount_minor=least(limits.most_minor, bounds["budget_minor"]))
