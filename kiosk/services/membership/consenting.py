"""Consents: for which purpose, by which channel, to which words, when and by whom taken down. Taking one back is as easy as giving it."""

from collections.abc import Iterable

from kiosk.services.commands import Consent, ConsentAsked
from kiosk.services.membership import kept, ticket_member
from kiosk.services.queries import ConsentRow
from kiosk.services.work import Terminal, Work
from sync.base.consents import BIRTHDAY, LOYALTY, WORDINGS, wording, wording_hash
from sync.base.words import LANGUAGES
from sync.protocol.errors import Refusal
from sync.protocol.facts import ConsentChanged, ConsentGiven, ProfileChanged
from sync.protocol.ids import new_id
from sync.protocol.profiles import profile_hash
from sync.protocol.records import ConsentWord, Profile
from sync.rules.consents import just_after


def texts(terminal: Terminal, language: str) -> list[ConsentRow]:
    """Return the words to be shown for each purpose, with the hash that a consent names them by."""
    words = terminal.words.speaking(language)
    shown = ((purpose, wording(words, purpose, terminal.policy.shop.name)) for purpose in WORDINGS)
    return [ConsentRow(purpose, text, wording_hash(text)) for purpose, text in shown]


def given(terminal: Terminal, asked: Iterable[str | ConsentAsked], language: str) -> list[ConsentGiven]:
    """Return what somebody who joins consents to; taking part is always among it."""
    wanted = [ConsentAsked(purpose=each) if isinstance(each, str) else each for each in asked]
    if not any(each.purpose == LOYALTY for each in wanted):
        wanted.insert(0, ConsentAsked(purpose=LOYALTY))
    found = [_given(terminal, each, language, f"consents[{place}]") for place, each in enumerate(wanted)]
    return list({name_of(each): each for each in found}.values())


def name_of(consent: ConsentGiven) -> str:
    """Return a consent as a member's record lists it."""
    return f"{consent.purpose}:{consent.channel}" if consent.channel else consent.purpose


def change(work: Work, command: Consent) -> None:
    """Give a consent or take it back, for the ticket's member or another; with the one to be greeted goes the birthday."""
    work.require_day()
    member = ticket_member.named(work, command.id)
    asked = ConsentAsked(purpose=command.purpose, channel=command.channel, wording=command.wording)
    language = work.session.basket.language if work.session.basket else work.terminal.words.language
    consent = _given(work.terminal, asked, language, "purpose")
    if consent.purpose == LOYALTY and not command.given:
        raise Refusal("consent_is_membership", field="purpose")
    name, now = name_of(consent), work.terminal.clock.now()
    word = ConsentWord(given=command.given, at=just_after(member.consent_words.get(name), now))
    behind = "" if word.at == just_after(None, now) else word.at
    work.append(ConsentChanged(member=member.id, consent=consent, given=command.given, said_at=behind))
    kept.note(work, member.id, consents={name: word}, profile=_without_birthday(work, member.id, command))
    ticket_member.again(work, member.id)


def _without_birthday(work: Work, member: str, command: Consent) -> Profile | None:
    """Return the profile as it shall be, None where it stays as it is."""
    profile = kept.profile_of(work.terminal, member)
    if command.given or command.purpose != BIRTHDAY or profile is None or BIRTHDAY not in profile.fields:
        return None
    fields = {name: text for name, text in profile.fields.items() if name != BIRTHDAY}
    fresh = Profile(id=member, salt=new_id(), fields=fields)
    work.append(ProfileChanged(member=member, profile_hash=profile_hash(fresh)))
    return fresh


def _given(terminal: Terminal, asked: ConsentAsked, language: str, field: str) -> ConsentGiven:
    if asked.purpose not in WORDINGS:
        raise Refusal("bad_request", field=field, rule=f"choice: {', '.join(WORDINGS)}")
    shown = wording_hash(wording(terminal.words.speaking(language), asked.purpose, terminal.policy.shop.name))
    if asked.wording and asked.wording not in _known(terminal, asked.purpose):
        raise Refusal("wording_unknown", field=field)
    return ConsentGiven(purpose=asked.purpose, channel=asked.channel, wording=asked.wording or shown)


def _known(terminal: Terminal, purpose: str) -> set[str]:
    shop = terminal.policy.shop.name
    return {wording_hash(wording(terminal.words.speaking(language), purpose, shop)) for language in LANGUAGES}
