"""Which word on a consent stands: the one that was said last, however late it is heard of; till and ledger judge alike by it. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from sync.protocol.records import ConsentWord, Member

_NEXT = timedelta(milliseconds=1)


def instant(at: str, heard: str) -> str:
    """Return a time as text that sorts, never after it was heard of: a clock that runs ahead outlives no later word.

    A time that cannot be read is when it was heard of.
    """
    known = _utc(_read(heard))
    try:
        return min(_utc(_read(at)), known)
    except (ValueError, OverflowError):
        return known


def just_after(word: ConsentWord | None, now: datetime) -> str:
    """Return the instant of what is said now by who knows of `word`: a clock behind it takes nothing from whoever speaks now."""
    return _utc(now) if word is None else max(_utc(now), _utc(_read(word.at) + _NEXT))


def outlives(said: ConsentWord, known: ConsentWord | None) -> bool:
    """Tell whether a word takes the place of the known one: the later stands, and of two at the same instant the withdrawal."""
    return known is None or (said.at, not said.given) >= (known.at, not known.given)


def with_words(member: Member, said: Mapping[str, ConsentWord]) -> Member:
    """Return the record after words on consents, by name; one that another outlives changes nothing."""
    fresh = {name: word for name, word in said.items() if outlives(word, member.consent_words.get(name))}
    if not fresh:
        return member
    taken_back = {name for name, word in fresh.items() if not word.given}
    given = fresh.keys() - taken_back
    return replace(member, consents=sorted((set(member.consents) | given) - taken_back), consent_words={**member.consent_words, **fresh})


def _read(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without offset is no instant")
    return moment


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
