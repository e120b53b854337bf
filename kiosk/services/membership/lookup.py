"""Who a card, a number, a phone, an e-mail or a name belongs to, as far as this till knows; it asks nobody.

A kiosk holds no contact data: there a phone or e-mail is looked up by its keyed hash, and no name is searched or shown.
"""

from datetime import datetime

from kiosk.services.membership import kept, names
from kiosk.services.pricing import judged_now
from kiosk.services.queries import MemberRow
from kiosk.services.work import Terminal
from kiosk.store.reference.writes import folded
from sync.protocol.errors import Refusal
from sync.protocol.loyalty_wire import MemberRequest
from sync.protocol.profiles import member_key
from sync.protocol.records import Member, MemberKey, Profile
from sync.protocol.tokens import DYNAMIC_LIFE_S, MemberToken
from sync.rules.contacts import read_contact, spellings, written

KIOSK = "selfservice"
CODE_LIMIT_CHARS = 64
AHEAD_S = 60
"""So far may the clock that made a short-lived code be ahead of this till's."""


class UnknownMember(Refusal):
    """Nobody here; `request` asks the ledger."""

    def __init__(self, request: MemberRequest, field: str) -> None:
        super().__init__("unknown_member", field=field)
        self.request = request


def by_id(terminal: Terminal, member: str) -> Member:
    """Return a member by random id; refuses (`unknown_member`) one that is not known here."""
    found = kept.record_of(terminal, member)
    if found is None:
        raise UnknownMember(MemberRequest(id=member), "id")
    return found


def by_token(terminal: Terminal, token: MemberToken) -> Member:
    """Return the member of a proven code; refuses one that was short-lived and is over, and a card that a newer one replaced."""
    if token.at:
        _require_fresh(terminal, token.at)
    found = kept.record_of(terminal, token.member)
    if found is None:
        raise UnknownMember(MemberRequest(id=token.member), "code")
    require_current(found, token)
    return found


def require_current(member: Member, token: MemberToken) -> None:
    """Refuse (`member_card_replaced`) a card with a smaller number than the member's newest."""
    if token.card < member.card:
        raise Refusal("member_card_replaced", field="code")


def by_text(terminal: Terminal, text: str) -> Member:
    """Return the member of a card's number, a phone number or an e-mail address."""
    found = _by_number(terminal, text)
    if found is not None:
        return found
    contact = read_contact(text, terminal.policy.shop.country)
    ids = by_contact(terminal, *contact) if contact is not None else []
    if not ids:
        raise UnknownMember(request_for(terminal, text), "code")
    if len(ids) > 1:
        raise Refusal("several_members", field="code", count=len(ids))
    return by_id(terminal, ids[0])


def request_for(terminal: Terminal, text: str) -> MemberRequest:
    """Return the question to the ledger about what was typed: a contact goes out as its keyed hash alone."""
    match = terminal.policy_rules.match(text)
    is_number = match is not None and match.means == "member"
    contact = None if is_number else read_contact(text, terminal.policy.shop.country)
    if contact is None:
        return MemberRequest(code=text[:CODE_LIMIT_CHARS])
    return MemberRequest(key=member_key(terminal.keys.store_secret, *contact))


def by_contact(terminal: Terminal, kind: str, value: str) -> list[str]:
    """Return the ids of the members who have a phone number or e-mail address, in its normal form."""
    wanted = spellings(kind, value, terminal.policy.shop.country)
    profiles = {id: each.profile for id, each in kept.everyone(terminal) if each.profile is not None}
    here = [id for id, profile in profiles.items() if written(profile.fields) & set(wanted)]
    if terminal.identity.kind == KIOSK:
        hashed = terminal.reference.record("member_key", member_key(terminal.keys.store_secret, kind, value), MemberKey)
        return list(dict.fromkeys([*here, *([hashed.member] if hashed else [])]))
    known = terminal.reference.members_by_contact(wanted)
    # Who changed a number here is found by the new one alone.
    return list(dict.fromkeys([*here, *(id for id in known if id not in profiles)]))


def search(terminal: Terminal, text: str, limit: int) -> list[MemberRow]:
    """Return members by card number, phone, e-mail or the beginnings of a name's words; at a kiosk never by name, and without one."""
    found = _exact(terminal, text)
    if found or terminal.identity.kind == KIOSK:
        return [_row(terminal, id) for id in found[:limit]]
    return [_row(terminal, id) for id in _by_words(terminal, text, limit)]


def holder_of_number(terminal: Terminal, code: str) -> str | None:
    """Return the id of the member whose card bears a number."""
    known = terminal.reference.member_by_code(code)
    if known is not None:
        return known.id
    return next((id for id, each in kept.everyone(terminal) if each.joined is not None and each.joined.code == code), None)


def _exact(terminal: Terminal, text: str) -> list[str]:
    holder = holder_of_number(terminal, text.strip()) if text.strip() else None
    if holder is not None:
        return [holder]
    contact = read_contact(text, terminal.policy.shop.country)
    return by_contact(terminal, *contact) if contact else []


def _by_number(terminal: Terminal, code: str) -> Member | None:
    holder = holder_of_number(terminal, code)
    return kept.record_of(terminal, holder) if holder is not None else None


def _by_words(terminal: Terminal, text: str, limit: int) -> list[str]:
    """Who joined or changed here comes first."""
    words = folded(text).split()
    here = {id: each.profile for id, each in kept.everyone(terminal) if each.profile is not None}
    mine = [id for id, profile in here.items() if words and _begins(profile, words)]
    others = [member.id for member, _ in terminal.reference.search_members(text, limit) if member.id not in here]
    return [*mine, *others][:limit]


def _begins(profile: Profile, words: list[str]) -> bool:
    have = folded(" ".join(profile.fields.values())).split()
    return all(any(each.startswith(word) for each in have) for word in words)


def _row(terminal: Terminal, id: str) -> MemberRow:
    member = kept.record_of(terminal, id) or Member(id=id)
    name = "" if terminal.identity.kind == KIOSK else names.member_name(terminal, id)
    return MemberRow(id, name, member.code, member.tier)


def _require_fresh(terminal: Terminal, shown_at: int) -> None:
    """A short-lived code is judged by the till's judged time: a clock set back revives none (law 12)."""
    now: datetime = judged_now(terminal)
    if not -AHEAD_S <= now.timestamp() - shown_at <= DYNAMIC_LIFE_S:
        raise Refusal("member_code_expired", field="code")
