"""Paid memberships: until when one lasts after its fee was bought, renewed or given back; till and ledger reckon alike by it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from sync.protocol.programmes import MembershipProgramme
from sync.protocol.records import Member, MembershipTerm
from sync.rules.calendar import months_on


def with_fees(member: Member, programmes: Iterable[MembershipProgramme], bought: Mapping[str, int], day: str) -> Member:
    """Return the record after a ticket of a local day that bought so many pieces of each product, below zero gave back.

    A fee prolongs a membership that lasts, or begins one; given back it takes its months away, and leaves the day that stood before it.
    """
    ends, terms = dict(member.memberships), dict(member.membership_terms)
    for programme in programmes:
        months = bought.get(programme.sku, 0) * programme.months
        if not months:
            continue
        term = _moved(ends.pop(programme.id, ""), terms.pop(programme.id, None), months, day)
        end = months_on(date.fromisoformat(term.since), term.months).isoformat() if term is not None else ""
        if term is not None and end >= day:
            ends[programme.id], terms[programme.id] = end, term
    return replace(member, memberships=ends, membership_terms=terms)


def _moved(end: str, term: MembershipTerm | None, months: int, day: str) -> MembershipTerm | None:
    """Return what a membership counts from then on; None where nothing that was paid for is left. Months are counted from one day: added
    to the ends of months one by one they would not come back to it.
    """
    if months > 0 and end < day:
        return MembershipTerm(since=day, months=months)
    known = term or MembershipTerm(since=end, months=0, lasted=True)
    left = known.months + months
    return replace(known, months=left) if end and (left > 0 or known.lasted) else None
