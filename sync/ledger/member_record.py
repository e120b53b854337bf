"""What a member's record, as the feed tells it, becomes by something that happened; the accounts' figures are put in beside."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

import msgspec

from sync.base.consents import BIRTHDAY
from sync.ledger.activity import Activity
from sync.ledger.home_rules import HomeRules
from sync.protocol.facts import ConsentGiven
from sync.protocol.programmes import MembershipProgramme
from sync.protocol.records import Expiring, Member, Profile, UseCount
from sync.rules.consents import with_words
from sync.rules.member_accounts import Held
from sync.rules.memberships import with_fees
from sync.rules.uses import counted

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_MONTH_DAY_CHARS = 5


def consent_name(consent: ConsentGiven) -> str:
    """Return a consent as a member's record lists it: its purpose, with the channel where it is for one only."""
    return f"{consent.purpose}:{consent.channel}" if consent.channel else consent.purpose


def told(member: Member, activity: Activity, rules: HomeRules) -> Member:
    """Return the record after something happened, whatever came before it; balances and tiers aside."""
    if activity.kind == "joined":
        joined = min(filter(None, (member.joined, activity.day)))
        member = msgspec.structs.replace(member, joined=joined, code=activity.code or member.code)
    member = msgspec.structs.replace(
        _consenting(member, activity),
        card=max(member.card, activity.card),
        profile_hash=activity.profile_hash or member.profile_hash,
        uses=_uses(member, activity, rules),
    )
    return _bought(_memberships(member, activity, rules), activity, rules) if activity.goods else member


def with_birthday(member: Member, profile: Profile | None) -> Member:
    """Return the record with the day and month of a birthday, where the member consented to be greeted; the year is nobody's business."""
    consented = any(name.partition(":")[0] == BIRTHDAY for name in member.consents)
    day = profile.fields.get(BIRTHDAY, "")[-_MONTH_DAY_CHARS:] if consented and profile is not None else ""
    return msgspec.structs.replace(member, birthday=day if _MONTH_DAY.fullmatch(day) else "")


def with_accounts(member: Member, held: Mapping[str, Held]) -> Member:
    """Return the record with what the accounts say."""
    known = dict(sorted(held.items()))
    ends = {programme: each.account.next_end(each.day) for programme, each in known.items()}
    return msgspec.structs.replace(
        member,
        balances={**dict.fromkeys(member.balances, 0), **{programme: each.balance for programme, each in known.items()}},
        pending={programme: each.pending for programme, each in known.items() if each.pending},
        expiring={programme: Expiring(amount=end[0], day=end[1]) for programme, end in ends.items() if end is not None},
    )


def with_memberships(member: Member, rules: HomeRules, today: str) -> Member:
    """Return the record with memberships that last, and in their segments only."""
    lasting = {id: end for id, end in sorted(member.memberships.items()) if end >= today}
    terms = {id: term for id, term in sorted(member.membership_terms.items()) if id in lasting}
    segments = {id: each.segment for id, each in rules.programmes.items() if isinstance(each, MembershipProgramme)}
    kept = [name for name in member.segments if name not in segments.values()]
    return msgspec.structs.replace(
        member,
        memberships=lasting,
        membership_terms=terms,
        segments=sorted({*kept, *(segments[id] for id in lasting if id in segments)}),
    )


def _consenting(member: Member, activity: Activity) -> Member:
    """Return the record with a consent as it was changed; those of joining come before whatever was said since, though heard after it."""
    names = [consent_name(each) for each in (*activity.given, *activity.withdrawn)]
    if activity.word is not None:
        return with_words(member, dict.fromkeys(names, activity.word))
    fresh = set(names) - member.consent_words.keys()
    return msgspec.structs.replace(member, consents=sorted({*member.consents, *fresh})) if fresh else member


def _uses(member: Member, activity: Activity, rules: HomeRules) -> dict[str, UseCount]:
    found = dict(member.uses)
    for use in activity.uses:
        found[use.offer] = counted(found.get(use.offer), rules.period_of(use.offer), date.fromisoformat(activity.day), use.times)
    return found


def _bought(member: Member, activity: Activity, rules: HomeRules) -> Member:
    if not activity.sold:
        return member
    found = dict(member.bought)
    for good in activity.goods:
        for key in rules.asked_of(good.sku) if good.pieces > 0 else ():
            found[key] = max(found.get(key, ""), activity.day)
    # Whoever keyed a phone number at a kiosk does not end what waits for the member's first purchase.
    first = "" if activity.named else activity.day
    return msgspec.structs.replace(
        member,
        bought=found,
        first_purchase=min(filter(None, (member.first_purchase, first)), default=None),
        last_visit=max(filter(None, (member.last_visit, activity.day))),
    )


def _memberships(member: Member, activity: Activity, rules: HomeRules) -> Member:
    bought: Counter[str] = Counter()
    for good in activity.goods:
        bought[good.sku] += good.pieces
    paid = [each for each in rules.programmes.values() if isinstance(each, MembershipProgramme)]
    found = with_fees(member, paid, bought, activity.day)
    return with_memberships(found, rules, activity.day) if found != member else member
