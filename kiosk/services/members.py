"""The member at the till: found by card, number, phone, e-mail or id, and attached to the ticket."""

from functools import partial

from kiosk.domain import basket as baskets
from kiosk.services import member_facts, resolve
from kiosk.services.commands import SetMember
from kiosk.services.membership import asking, kept, lookup, unproven
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Work
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.records import Member


def set_member(work: Work, command: SetMember) -> None:
    """Attach the member of a card's code, a contact or an id; with neither, take the member off the ticket."""
    work.require_day()
    if command.code is not None and command.id is not None:
        raise Refusal("bad_request", field="id", rule="one_of: code, id")
    if command.code is None and command.id is None:
        put_basket(work, baskets.set_member(current(work), None))
        return
    try:
        attach(work, find(work, command), shown=is_card(command.code or ""))
    except lookup.UnknownMember as unknown:
        ask_for(work, unknown, command.code or "", shown=is_card(command.code or ""))


def is_card(code: str) -> bool:
    """Tell whether a code is a signed card's, which nobody keys: whoever sends it had the card in front of a scanner."""
    return tokens.kind_of(code) == "member"


def find(work: Work, command: SetMember) -> Member:
    """Return the member that a request names. Refuses `unknown_member`."""
    if command.code is not None:
        return resolve.find_member(work.terminal, command.code)
    return lookup.by_id(work.terminal, command.id or "")


def ask_for(work: Work, unknown: lookup.UnknownMember, code: str, *, shown: bool) -> None:
    """Ask the ledger for a member whom nobody knows here; a card that was scanned must still be the newest then."""
    asking.otherwise_ask(work, unknown, partial(_attach_asked, code=code, shown=shown))


def attach(work: Work, member: Member, *, shown: bool = False) -> None:
    """Put the member beside the ticket, with the balances this terminal knows; `shown` says that the card itself was."""
    put_basket(work, baskets.set_member(current(work), reference_of(work, member, shown=shown)))


def refresh(work: Work) -> None:
    """Take what was heard of the ticket's member since: balances, uses, what holds of their days. Once money lies on it, it stays."""
    basket = work.session.basket
    if basket is None or basket.member is None or work.session.money_moved:
        return
    known = kept.record_of(work.terminal, basket.member.id)
    fresh = reference_of(work, known) if known is not None else None
    if fresh is not None and fresh != basket.member:
        work.change("basket", "member", basket=baskets.set_member(basket, fresh))


def reference_of(work: Work, member: Member, *, shown: bool = False) -> MemberRef:
    """Return what evaluation may use of a member: last balances from the ledger and what this till added since."""
    return unproven.judged(work.terminal, work.session.basket, member_facts.reference_of(work.terminal, member), shown=shown)


def _attach_asked(work: Work, member: Member, *, code: str, shown: bool) -> None:
    if is_card(code):
        token = resolve.read_token(work.terminal, code)
        if isinstance(token, tokens.MemberToken):
            _require_current(member, token, code)
    attach(work, member, shown=shown)


def _require_current(member: Member, token: tokens.MemberToken, code: str) -> None:
    try:
        lookup.require_current(member, token)
    except Refusal as refusal:
        raise resolve.refused_card(code, refusal, member.id) from refusal
