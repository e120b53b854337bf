"""Paid memberships: until when one lasts after its fee was bought, renewed or given back; till and ledger reckon alike by it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from sync.protocol.programmes import MembershipProgramme
from sync.rules.calendar import months_on


def lasting(known: Mapping[str, str], programmes: Iterable[MembershipProgramme], bought: Mapping[str, int], day: str) -> dict[str, str]:
    """Return the last days by programme after a ticket of a local day that bought so many pieces of each product, below zero gave back.

    A fee prolongs a membership that lasts, or begins one; a fee that is given back takes its months away.
    """
    found = dict(known)
    for programme in programmes:
        pieces = bought.get(programme.sku, 0)
        if not pieces:
            continue
        since = max(found.get(programme.id, ""), day) if pieces > 0 else found.get(programme.id, day)
        found[programme.id] = months_on(date.fromisoformat(since), pieces * programme.months).isoformat()
        if pieces < 0 and found[programme.id] <= day:
            # Nothing that was paid for is left of it: it does not last this day out.
            del found[programme.id]
    return found
