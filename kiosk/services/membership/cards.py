"""A member's card: a signed code that stays the same, on paper or as a picture. A new one makes those before it worthless."""

from io import BytesIO

from kiosk.services import paper_queue
from kiosk.services.commands import MemberCard
from kiosk.services.membership import kept, lookup, ticket_member
from kiosk.services.spooler import PrintJob
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberCardIssued
from sync.protocol.records import Member

PICTURE_SCALES = range(1, 41)
_QUIET_MODULES = 4


def make(work: Work, command: MemberCard) -> None:
    """Print the card of the ticket's member, or another's, where this till prints; the answer tells its code.

    At a kiosk only who has just joined there is given a card: whoever keyed somebody's phone number must not walk away with theirs.
    """
    work.require_day()
    member = ticket_member.named(work, command.id)
    if work.terminal.identity.kind == lookup.KIOSK and not command.new and not _joined_here(work.terminal, member.id):
        raise Refusal("card_at_till")
    if command.new:
        member = _renewed(work, member)
    paper_queue.put(work, PrintJob(kind="member_card", number=member.id), part=9)
    work.extra.update(member=member.id, card=kept.card_code(work.terminal, member))


def picture(terminal: Terminal, id: str, scale: int) -> bytes:
    """Return the code of a member's card as a PNG, `scale` pixels a module. Refuses `unknown_member`."""
    if scale not in PICTURE_SCALES:
        raise Refusal("bad_value", field="scale", rule=f"range: {PICTURE_SCALES.start}..{PICTURE_SCALES.stop - 1}")
    # Loaded with the first picture: a till that prints none does without.
    import segno

    found = BytesIO()
    code = segno.make(kept.card_code(terminal, lookup.by_id(terminal, id)), micro=False, error="m")
    code.save(found, kind="png", scale=scale, border=_QUIET_MODULES)
    return found.getvalue()


def _renewed(work: Work, member: Member) -> Member:
    card = member.card + 1
    work.append(MemberCardIssued(member=member.id, card=card))
    kept.note(work, member.id, card=card)
    found = kept.record_with(work, member.id)
    return found or member


def _joined_here(terminal: Terminal, id: str) -> bool:
    found = kept.read(terminal, id)
    return found is not None and found.joined is not None
