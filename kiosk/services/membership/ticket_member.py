"""The member that a request is about: the one it names, else the one on the open ticket."""

from kiosk.domain import basket as baskets
from kiosk.services import member_facts
from kiosk.services.membership import kept, lookup, unproven
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.protocol.records import Member


def named(work: Work, id: str | None) -> Member:
    """Return the member of an id, or the ticket's. Refuses `no_member` where neither is there, and `unknown_member`."""
    basket = work.session.basket
    wanted = id or (basket.member.id if basket is not None and basket.member is not None else "")
    if not wanted:
        raise Refusal("no_member")
    return lookup.by_id(work.terminal, wanted)


def again(work: Work, member: str) -> None:
    """After the commit, take what changed about the member into the ticket, unless money lies on it."""
    work.topics.add("member")
    basket = work.session.basket
    if basket is None or basket.member is None or basket.member.id != member or work.session.money_moved:
        return
    known = kept.record_with(work, member)
    if known is not None:
        fresh = unproven.judged(work.terminal, basket, member_facts.reference_of(work.terminal, known))
        work.change("basket", basket=baskets.set_member(basket, fresh))
