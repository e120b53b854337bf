"""The member at the till: found by card, number or id, and attached to the ticket."""

from kiosk.domain import basket as baskets
from kiosk.services import member_facts, resolve
from kiosk.services.commands import SetMember
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.records import Member


def set_member(work: Work, command: SetMember) -> None:
    """Attach the member of a card's code or an id; with neither, take the member off the ticket."""
    work.require_day()
    if command.code is not None and command.id is not None:
        raise Refusal("bad_request", field="id", rule="one_of: code, id")
    if command.code is not None:
        attach(work, resolve.find_member(work.terminal, command.code))
    elif command.id is not None:
        member = work.terminal.reference.member(command.id)
        if member is None:
            raise Refusal("unknown_member", field="id")
        attach(work, member)
    else:
        put_basket(work, baskets.set_member(current(work), None))


def attach(work: Work, member: Member) -> None:
    """Put the member beside the ticket, with the balances this terminal knows."""
    put_basket(work, baskets.set_member(current(work), reference_of(work, member)))


def reference_of(work: Work, member: Member) -> MemberRef:
    """Return what evaluation may use of a member: last balances from the ledger and what this till added since."""
    return member_facts.reference_of(work.terminal, member)
