"""Joining at the till, with the network or without: a random id, as little data as possible, consents in the words that were shown.

The entry says that somebody joined; the profile stands beside it until the ledger has it. Who joins is on the ticket at once.
"""

from datetime import date

from kiosk.services import members
from kiosk.services.commands import ChangeProfile, Join
from kiosk.services.membership import consenting, contact_data, kept, lookup, ticket_member
from kiosk.services.pricing import judged_now
from kiosk.services.ticket import current
from kiosk.services.work import Terminal, Work
from sync.base.consents import BIRTHDAY
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberJoined, ProfileChanged
from sync.protocol.ids import new_id
from sync.protocol.profiles import profile_hash
from sync.protocol.records import Member, Profile


def join(work: Work, command: Join) -> None:
    """Take somebody in and put them on the ticket; the answer names the member and their card's code.

    Refuses `profile_empty`, `member_exists` (with the other one's id for screens), `card_taken`, `no_member_card` and broken fields.
    """
    work.require_day()
    terminal, today = work.terminal, judged_now(work.terminal).date()
    consents = consenting.given(terminal, command.consents, current(work).language)
    names = sorted(consenting.name_of(each) for each in consents)
    fields = contact_data.read(terminal, command.profile, {}, names, today)
    contact_data.require_new(terminal, fields)
    code = _card_number(terminal, command.code)
    id = command.id or new_id()
    if kept.record_of(terminal, id) is not None:
        raise contact_data.MemberExists("id", id)
    profile = Profile(id=id, salt=new_id(), fields=fields)
    member = _record(profile, code, names, today)
    work.append(MemberJoined(member=id, profile_hash=member.profile_hash, card=member.card, code=code, consents=consents))
    kept.note(work, id, joined=member, profile=profile)
    # Whoever has just joined is there, and holds nothing yet that another could have earned.
    members.attach(work, member, shown=True)
    work.topics.add("member")
    work.extra.update(member=id, card=kept.card_code(terminal, member))


def change_profile(work: Work, command: ChangeProfile) -> None:
    """Change a member's contact data; refused (`profile_elsewhere`) where this till holds none of them."""
    work.require_day()
    member = ticket_member.named(work, command.id)
    before = kept.profile_of(work.terminal, member.id)
    if before is None:
        raise Refusal("profile_elsewhere", field="id")
    fields = contact_data.read(work.terminal, command.profile, before.fields, member.consents, judged_now(work.terminal).date())
    contact_data.require_new(work.terminal, fields, member.id)
    if fields == before.fields:
        return
    profile = Profile(id=member.id, salt=new_id(), fields=fields)
    work.append(ProfileChanged(member=member.id, profile_hash=profile_hash(profile)))
    kept.note(work, member.id, profile=profile)
    ticket_member.again(work, member.id)


def _record(profile: Profile, code: str, consents: list[str], today: date) -> Member:
    return Member(
        id=profile.id,
        code=code,
        consents=consents,
        joined=today.isoformat(),
        profile_hash=profile_hash(profile),
        birthday=kept.birthday_of(profile) if BIRTHDAY in consents else "",
    )


def _card_number(terminal: Terminal, code: str | None) -> str:
    """Return the number of a printed card that is handed over: one that a rule of the shop takes for a member's, and nobody has."""
    if code is None:
        return ""
    match = terminal.policy_rules.match(code) if tokens.kind_of(code) is None else None
    if match is None or match.means != "member":
        raise Refusal("no_member_card", field="code")
    if lookup.holder_of_number(terminal, match.base_code) is not None:
        raise Refusal("card_taken", field="code")
    return match.base_code
