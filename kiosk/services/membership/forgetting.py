"""A member leaves, or asks what the shop knows: through the ledger in all stores, and in this till's own tables (law 13).

What this till forgets: the profile, addresses that wait with a receipt of the member's, typed reasons that lead to them, a card in the
print queue. An invoice stays for as long as the law asks, which the answer says.
"""

from typing import Any, TypeVar

import msgspec

from kiosk.services import invoices, mailing, reasons
from kiosk.services.commands import EraseMember, ExportMember
from kiosk.services.membership import kept, lookup
from kiosk.services.print_queue import KINDS
from kiosk.services.spooler import PrintJob
from kiosk.services.work import Terminal, Work
from sync.protocol.envelope import decode_body
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.facts import DiscountGiven, Fact, PriceOverridden, RecoveryGiven, Sale
from sync.protocol.loyalty_wire import EraseAnswer, EraseRequest, ExportAnswer
from sync.protocol.wire import Change, Page

_Answer = TypeVar("_Answer")
_REASON = b"reason"


def erase(work: Work, command: EraseMember) -> None:
    """Erase a member everywhere; refused while they are on the open ticket, and where the ledger cannot be asked."""
    _require_absent(work, command.id)
    ledger = work.terminal.members
    if ledger is None:
        lookup.by_id(work.terminal, command.id)
        _forget_after(work, command.id, {})
        return
    request = EraseRequest(member=command.id)
    work.asking = "member_leaving"
    work.aside = (lambda: _asked(lambda: ledger.erase(request)), lambda following, answer: _erased(following, command.id, answer))


def export(work: Work, command: ExportMember) -> None:
    """Answer with all that the shop holds of a member: the ledger's document, and what still waits here."""
    ledger = work.terminal.members
    if ledger is None:
        lookup.by_id(work.terminal, command.id)
        work.extra["document"] = _here(work.terminal, command.id)
        return
    request = EraseRequest(member=command.id)
    work.asking = "member_leaving"
    work.aside = (lambda: _asked(lambda: ledger.export(request)), lambda following, answer: _exported(following, command.id, answer))


def forget(terminal: Terminal, member: str) -> None:
    """Erase what this till holds of a member, from its files and their logs."""
    _forget_mail(terminal, member)
    for digest in _reasons(terminal, member):
        terminal.store.erase(reasons.PERSONAL_KIND, digest)
    _forget_cards(terminal, member)
    terminal.met.pop(member, None)
    terminal.store.erase(kept.KIND, member)
    cursors = terminal.reference.cursors()
    for scope in ("profile", "member"):
        # The ledger's tombstone says it again; until then nobody shall be found here.
        gone = Change(key=member, body=None)
        terminal.reference.apply(Page(scope=scope, cursor=cursors.get(scope, 0), more=False, changes=[gone]))
    terminal.reference.session.truncate_log()


def _require_absent(work: Work, member: str) -> None:
    basket = work.session.basket
    if basket is not None and basket.member is not None and basket.member.id == member:
        raise Refusal("member_on_ticket", field="id")


def _asked(ask: Any) -> Any:
    try:
        return ask()
    except (EnvironmentFault, Refusal) as failure:
        return failure


def _erased(work: Work, member: str, answer: EraseAnswer | EnvironmentFault | Refusal) -> None:
    _forget_after(work, member, _good(work.terminal, member, answer).kept)


def _exported(work: Work, member: str, answer: ExportAnswer | EnvironmentFault | Refusal) -> None:
    document = msgspec.json.decode(_good(work.terminal, member, answer).document)
    work.extra["document"] = {"ledger": document, "till": _here(work.terminal, member)}


def _good(terminal: Terminal, member: str, answer: _Answer | EnvironmentFault | Refusal) -> _Answer:
    """Return what the ledger answered; who joined here and is not known there yet has to be sent first."""
    if isinstance(answer, Refusal) and answer.code == "unknown_member" and kept.read(terminal, member) is not None:
        raise Refusal("member_not_sent", field="id")
    if isinstance(answer, EnvironmentFault | Refusal):
        raise answer
    return answer


def _forget_after(work: Work, member: str, at_ledger: dict[str, str]) -> None:
    """Erase here once this unit is committed; nothing in it is personal."""
    terminal = work.terminal
    work.extra["kept"] = {**at_ledger, **_kept_by_law(terminal, member)}
    work.topics.update(("member", "reference"))
    work.after.append(lambda: forget(terminal, member))


def _here(terminal: Terminal, member: str) -> dict[str, Any]:
    """Return what this till holds of a member and the ledger may not have yet."""
    profile, record = kept.profile_of(terminal, member), kept.record_of(terminal, member)
    return {"profile": dict(profile.fields) if profile else {}, "record": msgspec.to_builtins(record) if record else {}}


def _kept_by_law(terminal: Terminal, member: str) -> dict[str, str]:
    """Return until when invoices of the member's purchases are kept: the last of those days."""
    days = []
    for sale in _sales(terminal, member):
        number = terminal.store.invoice_of(sale.number)
        if number is not None and (day := invoices.kept_until(terminal, number)):
            days.append(day)
    return {"invoice": max(days)} if days else {}


def _forget_mail(terminal: Terminal, member: str) -> None:
    """Forget addresses that wait: those of the member's receipts, and those that are the member's own."""
    profile = kept.profile_of(terminal, member)
    own = profile.fields.get("email", "").lower() if profile else ""
    numbers = {sale.number for sale in _sales(terminal, member)}
    for identity, address, number in mailing.waiting(terminal):
        if number in numbers or (own and address.lower() == own):
            mailing.forget(terminal, identity)


def _forget_cards(terminal: Terminal, member: str) -> None:
    with terminal.store.unit() as unit:
        for kind in KINDS.values():
            for identity, body in terminal.store.work(kind):
                job = msgspec.json.decode(body, type=PrintJob)
                if job.kind == "member_card" and job.number == member:
                    unit.drop(kind, identity)


def _reasons(terminal: Terminal, member: str) -> list[str]:
    """Return the hashes of typed reasons for what was done for the member, or on a ticket of theirs."""
    baskets = {sale.basket for sale in _sales(terminal, member)}
    return [
        fact.reason
        for fact in _facts(terminal, _REASON)
        if (isinstance(fact, RecoveryGiven) and fact.member == member)
        or (isinstance(fact, DiscountGiven | PriceOverridden) and fact.basket in baskets)
    ]


def _sales(terminal: Terminal, member: str) -> list[Sale]:
    found = (fact for fact in _facts(terminal, member.encode()) if isinstance(fact, Sale))
    return [sale for sale in found if sale.member is not None and sale.member.id == member]


def _facts(terminal: Terminal, word: bytes) -> list[Fact]:
    """Return the facts whose entries hold a word, in every file of this till: a member leaves rarely, and the journal has no such index."""
    return [decode_body(body).fact for body in terminal.store.bodies_with(word)]
