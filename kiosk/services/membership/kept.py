"""What this till knows of members and the ledger does not have yet: who joined here, changed profiles, consents, new cards.

It stands where it can be erased (law 13), comes on top of the ledger's record, and goes when the ledger's record holds it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from kiosk.services.work import Terminal, Work
from sync.base.consents import BIRTHDAY
from sync.protocol import tokens
from sync.protocol.profiles import profile_hash
from sync.protocol.records import ConsentWord, Member, Profile
from sync.rules.consents import with_words

KIND = "member"
"""The kind of personal data it is kept as."""
MET_LIMIT = 50
"""So many members of other stores are remembered until the next start."""


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`epoch` and `seq` name the newest entry about the member, `at` its time. `joined` is the record of who joined here; the profile
    `waits` until the ledger has taken it; `consents` are the last words on those given or taken back here, by name; `card` is the smallest
    number still good.
    """

    at: str
    epoch: str
    seq: int
    joined: Member | None = None
    profile: Profile | None = None
    waits: bool = False
    consents: dict[str, ConsentWord] = {}
    card: int = 0


class Waiting(NamedTuple):
    """A profile for the ledger, and when it was made or changed."""

    profile: Profile
    at: str


_decoder = msgspec.json.Decoder(Kept)


def read(terminal: Terminal, member: str) -> Kept | None:
    """Return what is kept of a member."""
    body = terminal.store.personal(KIND, member)
    return _decoder.decode(body) if body is not None else None


def everyone(terminal: Terminal) -> Iterator[tuple[str, Kept]]:
    """Yield what is kept, by member."""
    yield from ((id, _decoder.decode(body)) for id, body in terminal.store.all_personal(KIND))


def waiting(terminal: Terminal) -> list[Waiting]:
    """Return the profiles that the ledger has not taken yet."""
    return [Waiting(kept.profile, kept.at) for _, kept in everyone(terminal) if kept.waits and kept.profile is not None]


def note(
    work: Work,
    member: str,
    *,
    joined: Member | None = None,
    profile: Profile | None = None,
    consents: dict[str, ConsentWord] | None = None,
    card: int = 0,
) -> Kept:
    """Keep what the unit's newest entry says of a member, on top of what is kept already."""
    before = _fresh(work, member) or Kept(at="", epoch="", seq=0)
    kept = Kept(
        at=work.at,
        epoch=work.terminal.store.epoch,
        seq=work.unit.head.seq,
        joined=joined or before.joined,
        profile=profile or before.profile,
        waits=profile is not None or before.waits,
        consents={**before.consents, **(consents or {})},
        card=max(card, before.card),
    )
    work.unit.put_personal(KIND, member, msgspec.json.encode(kept))
    return kept


def record_of(terminal: Terminal, member: str) -> Member | None:
    """Return what evaluation may know of a member: the ledger's record with what was done here since; None for nobody."""
    kept = read(terminal, member)
    known = terminal.reference.member(member) or (kept.joined if kept else None) or terminal.met.get(member)
    return known if known is None or kept is None else _on_top(known, kept)


def record_with(work: Work, member: str) -> Member | None:
    """Return the record as it will stand once this command's unit is committed."""
    kept, terminal = _fresh(work, member), work.terminal
    known = terminal.reference.member(member) or (kept.joined if kept else None) or terminal.met.get(member)
    return known if known is None or kept is None else _on_top(known, kept)


def profile_of(terminal: Terminal, member: str) -> Profile | None:
    """Return a member's contact data: those made or changed here, else the ledger's; None on a terminal that has none."""
    kept = read(terminal, member)
    return (kept.profile if kept else None) or terminal.reference.profile(member)


def card_code(terminal: Terminal, member: Member) -> str:
    """Return what a member's newest card holds, signed by this till: the same every time."""
    return tokens.sign(tokens.MemberToken(member.id, member.card), terminal.store.signer)


def meet(terminal: Terminal, member: Member) -> None:
    """Remember, until the next start, a member whom the ledger told of."""
    while len(terminal.met) >= MET_LIMIT:
        del terminal.met[next(iter(terminal.met))]
    terminal.met[member.id] = member


def taken(terminal: Terminal, profiles: Iterable[Profile]) -> None:
    """Note that the ledger has these profiles; one that was changed again meanwhile waits on."""
    with terminal.store.unit() as unit:
        for profile in profiles:
            kept = read(terminal, profile.id)
            if kept is not None and kept.profile == profile:
                unit.put_personal(KIND, profile.id, msgspec.json.encode(msgspec.structs.replace(kept, waits=False)))


def settle(terminal: Terminal) -> None:
    """Right after all was pulled: forget what the ledger had before that, for its records say it now, or something newer.

    Whom they do not name then was erased meanwhile.
    """
    done = [member for member, kept in everyone(terminal) if not kept.waits and _is_acknowledged(terminal, kept)]
    if done:
        terminal.store.erase_all(KIND, done)


def _fresh(work: Work, member: str) -> Kept | None:
    body = work.unit.people.get((KIND, member)) or work.terminal.store.personal(KIND, member)
    return _decoder.decode(body) if body is not None else None


def _is_acknowledged(terminal: Terminal, kept: Kept) -> bool:
    store = terminal.store
    return kept.seq <= store.settled if kept.epoch == store.epoch else not store.older_journals()


def _on_top(known: Member, kept: Kept) -> Member:
    """Put what was done here over a record that may be older; a word on a consent may be newer there."""
    known = with_words(known, kept.consents)
    birthday = birthday_of(kept.profile) if kept.profile is not None else known.birthday
    return msgspec.structs.replace(
        known,
        card=max(known.card, kept.card),
        profile_hash=profile_hash(kept.profile) if kept.profile is not None else known.profile_hash,
        birthday=birthday if BIRTHDAY in known.consents else "",
    )


def birthday_of(profile: Profile) -> str:
    """Return the day and month on which a member may be greeted, MM-DD; a profile holds a birthday only with that consent."""
    return profile.fields.get("birthday", "")[5:]
