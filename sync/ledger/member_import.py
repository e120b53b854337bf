"""Members of a shop file: contact data goes its own way, to the member's home alone, and balances are opened there once."""

from datetime import date
from itertools import groupby

import msgspec
from sqlalchemy import Connection, insert, select

from sync.ledger import member_homes, member_keys
from sync.ledger.activity import Activity
from sync.ledger.book import Book
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.feed import Put, all_bodies, bodies, put_records
from sync.ledger.loyalty_tables import lead
from sync.ledger.member_record import with_birthday
from sync.ledger.people import IMPORT_EPOCH, post_openings
from sync.protocol.ids import new_id
from sync.protocol.profiles import profile_hash
from sync.protocol.programmes import MembershipProgramme, SegmentProgramme
from sync.protocol.records import Member, Profile
from sync.protocol.values import PointsMovement
from sync.rules import tiers
from sync.rules.calendar import local_day
from sync.rules.member_accounts import terms_of
from sync.rules.postings import member_account
from sync.shopfile import MemberEntry, ShopFile


def lead_with(connection: Connection, store: str) -> None:
    """Let the first store of the first file answer for what belongs to the whole shop, for ever: a home never moves."""
    if connection.execute(select(lead)).one_or_none() is None:
        connection.execute(insert(lead).values(store=store))


def import_members(connection: Connection, context: Context, file: ShopFile) -> dict[str, int]:
    """Bring members to what the file says, each at home; return how many records changed, by store."""
    changed = dict.fromkeys((store.id for store in file.stores), 0)
    first = file.stores[0].id
    homes = member_homes.homes_of(connection, (entry.id for entry in file.members))
    at_home = sorted(((homes.get(entry.id, first), entry) for entry in file.members), key=lambda each: each[0])
    for home, group in groupby(at_home, key=lambda each: each[0]):
        found = [entry for _, entry in group]
        member_homes.know(connection, first, home, (entry.id for entry in found))
        erased = member_homes.erased_of(connection, home, (entry.id for entry in found))
        changed[home] += _import_home(connection, context, home, [entry for entry in found if entry.id not in erased])
    for store in changed:
        changed[store] += _keep_home(connection, store)
    return changed


def _import_home(connection: Connection, context: Context, home: str, entries: list[MemberEntry]) -> int:
    book = Book(connection, home, context.stamp())
    today = local_day(context.now(), book.members.rules.shop.timezone).isoformat()
    old = bodies(connection, home, "profile", [entry.id for entry in entries])
    found, secret = member_keys.found_in(connection, home), context.keys.make_store_secret(home)
    puts, openings, keys, changed = [], [], [], 0
    book.members.read(entry.id for entry in entries)
    for entry in entries:
        profile = _profile(entry, old.get(entry.id))
        puts.append(Put("profile", entry.id, msgspec.json.encode(profile)))
        known = book.members.state(entry.id)
        if known is None:
            source = Source(home, "", IMPORT_EPOCH, 0)
            book.members.add(source, entry.id, _opening(book, entry, today))
            openings += [(member_account(entry.id), unit, amount) for unit, amount in entry.balances.items()]
        told = _told(book, entry, profile, known, today)
        changed += told != known
        book.members.put(told)
        if told != known or entry.id not in found:
            keys.append(member_keys.Known(entry.id, profile, entry.code))
    member_keys.keep(connection, home, secret, keys)
    post_openings(connection, home, openings)
    book.write()
    return changed + put_records(connection, home, puts)


def _opening(book: Book, entry: MemberEntry, today: str) -> Activity:
    """What a member comes with was earned on the day of the import."""
    programmes, day = book.members.rules.programmes, date.fromisoformat(today)
    moves = [
        PointsMovement(programme=unit, earned=amount, expires=terms_of(programmes.get(unit), day).given_until)
        for unit, amount in entry.balances.items()
        if amount
    ]
    return Activity(kind="opening", day=today, moves=moves, progress={id: amount for id, amount in entry.progress.items() if amount})


def _told(book: Book, entry: MemberEntry, profile: Profile, known: Member | None, today: str) -> Member:
    """What the file says of a member counts; what the ledger found out stays, and so do consents: a till's word of them is newer."""
    member = book.members.state(entry.id) or Member(id=entry.id)
    first = None if known is None else known.first_purchase
    told = msgspec.structs.replace(
        member,
        code=entry.code,
        tier=entry.tier if known is None or not book.members.rules.tiers else member.tier,
        segments=_segments(book, entry, member),
        joined=entry.joined or member.joined,
        first_purchase=first or entry.first_purchase or member.first_purchase,
        consents=entry.consents if known is None else member.consents,
        balances={**dict.fromkeys(entry.balances, 0), **member.balances},
        profile_hash=profile_hash(profile),
    )
    if known is None:
        told = tiers.joined_with(told, book.members.rules.tiers, entry.progress, date.fromisoformat(today))
    return with_birthday(told, profile)


def _segments(book: Book, entry: MemberEntry, member: Member) -> list[str]:
    programmes = book.members.rules.programmes.values()
    found_out = {each.id for each in programmes if isinstance(each, SegmentProgramme)}
    found_out |= {each.segment for each in programmes if isinstance(each, MembershipProgramme)}
    return sorted({*entry.segments, *(name for name in member.segments if name in found_out)})


def _profile(entry: MemberEntry, old: bytes | None) -> Profile:
    known = msgspec.json.decode(old, type=Profile) if old else None
    return known if known is not None and known.fields == entry.profile else Profile(id=entry.id, salt=new_id(), fields=entry.profile)


def _keep_home(connection: Connection, store: str) -> int:
    """Take away contact data of members at home elsewhere: an earlier version handed them to every store."""
    kept = all_bodies(connection, store, "profile")
    homes = member_homes.homes_of(connection, kept)
    strangers = [id for id in kept if homes.get(id, store) != store]
    return put_records(connection, store, [Put("profile", id, None) for id in strangers])
