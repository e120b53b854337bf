"""The trace of an evaluation as it is answered, with the names that screens speak: codes and numbers stay as they are."""

from collections.abc import Iterable

from kiosk.domain.policy import Policy
from kiosk.domain.trace import TraceItem
from kiosk.services.answers import TraceView
from sync.protocol.offers import kind_of
from sync.protocol.programmes import PointsProgramme
from sync.protocol.text import Text


def names_of(policy: Policy) -> dict[str, Text]:
    """Return what everything is called that may take something off a line or give something: offers, programmes and their rewards."""
    names: dict[str, Text] = {programme.id: programme.name for programme in policy.programmes}
    for programme in policy.programmes:
        if isinstance(programme, PointsProgramme):
            names.update({reward.id: reward.name for reward in programme.rewards})
    names.update({offer.id: offer.name for offer in policy.offers})
    return names


def trace_views(policy: Policy, names: dict[str, Text], trace: Iterable[TraceItem]) -> list[TraceView]:
    """Return a view an item, in the trace's order."""
    return [_view(policy, names, item) for item in trace]


def trace_view(policy: Policy, item: TraceItem) -> TraceView:
    """Return the view of one item: what was asked about an offer."""
    return _view(policy, names_of(policy), item)


def _view(policy: Policy, names: dict[str, Text], item: TraceItem) -> TraceView:
    rule = policy.index.by_id.get(item.id)
    return TraceView(
        id=item.id,
        status=item.status,
        amount_minor=item.amount_minor,
        condition=item.condition,
        have=item.have,
        need=item.need,
        coupon=item.coupon,
        by=item.by,
        points=item.points,
        short_minor=item.short_minor,
        short_pieces=item.short_pieces,
        more_minor=item.more_minor,
        lines=item.lines,
        kind=kind_of(rule.offer) if rule is not None else "",
        names=names.get(item.id, ""),
    )
