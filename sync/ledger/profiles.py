"""Contact data that came into being at tills: taken once, by the hash that an entry bears, kept at the member's home alone (law 13)."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select, update

from sync.ledger import member_homes, member_keys
from sync.ledger.context import Context
from sync.ledger.feed import Put, bodies, put_records
from sync.ledger.loyalty_tables import member_home
from sync.ledger.member_record import with_birthday
from sync.ledger.member_rows import activities
from sync.ledger.problems import bad_request
from sync.ledger.terminals import Terminal, touch
from sync.protocol.loyalty_wire import MemberAnswer, MemberRequest, ProfilePut, ProfilesPut, Taken
from sync.protocol.profiles import profile_hash
from sync.protocol.records import Member, Profile
from sync.rules.consents import instant

PROFILES_LIMIT = 200
_FIELDS_LIMIT = 30
_NAME_LIMIT_CHARS = 40
_VALUE_LIMIT_CHARS = 1_000
_TEXT_LIMIT_CHARS = 64


def take(context: Context, who: Terminal, request: ProfilesPut) -> Taken:
    """Keep the profiles; raises Rejected for one whose hash stands in no entry of its member, and then keeps none."""
    _check(request)

    def work(connection: Connection) -> None:
        touch(connection, who, context.stamp())
        for place, each in enumerate(request.profiles):
            _take(connection, context, f"profiles.{place}", each)

    context.write(work)
    return Taken(server_time=context.stamp())


def find(context: Context, who: Terminal, request: MemberRequest) -> MemberAnswer:
    """Answer a till about a member of any store; never with contact data."""
    for field in ("id", "code", "key"):
        if len(getattr(request, field)) > _TEXT_LIMIT_CHARS or not getattr(request, field).isprintable():
            raise bad_request("out_of_bounds", field)

    def work(connection: Connection) -> Member | None:
        id = request.id or member_keys.find(connection, who.store, key=request.key, code=request.code)
        home = member_homes.find_home(connection, id) if id else None
        body = member_homes.member_body(connection, home, id) if id and home else None
        return msgspec.json.decode(body, type=Member) if body else None

    return MemberAnswer(server_time=context.stamp(), member=context.read(work))


def profile_of(connection: Connection, home: str, member: str) -> Profile | None:
    """Return a member's contact data, None where there are none or they are erased."""
    return profiles_of(connection, home, [member]).get(member)


def profiles_of(connection: Connection, home: str, members: Iterable[str]) -> dict[str, Profile]:
    """Return the contact data of those members that have some."""
    return {member: msgspec.json.decode(body, type=Profile) for member, body in bodies(connection, home, "profile", members).items()}


def _take(connection: Connection, context: Context, at: str, put: ProfilePut) -> None:
    home = member_homes.find_home(connection, put.member)
    profile = Profile(id=put.member, salt=put.salt, fields=put.fields)
    if home is None or profile_hash(profile) not in _hashes(connection, home, put.member):
        raise bad_request("hash_differs", at)
    newest = connection.execute(select(member_home.c.profile_at).filter_by(store=home, member=put.member)).scalar_one()
    at_utc = instant(put.at, context.stamp())
    if at_utc < newest or member_homes.is_erased(connection, home, put.member):
        return
    connection.execute(update(member_home).filter_by(store=home, member=put.member).values(profile_at=at_utc))
    puts = [Put("profile", put.member, msgspec.json.encode(profile))]
    body = member_homes.member_body(connection, home, put.member)
    known = msgspec.json.decode(body, type=Member) if body else None
    if known is not None:
        told = with_birthday(msgspec.structs.replace(known, profile_hash=profile_hash(profile)), profile)
        puts.append(Put(member_homes.MEMBER, put.member, msgspec.json.encode(told)))
    put_records(connection, home, puts)
    found = member_keys.Known(put.member, profile, known.code if known is not None else "")
    member_keys.keep(connection, home, context.keys.store_secret(home), [found])


def _hashes(connection: Connection, home: str, member: str) -> set[str]:
    return {each.profile_hash for each in activities(connection, home, member) if each.profile_hash}


def _check(request: ProfilesPut) -> None:
    if len(request.profiles) > PROFILES_LIMIT:
        raise bad_request("too_many", "profiles")
    for place, each in enumerate(request.profiles):
        texts = (each.member, each.salt, each.at)
        short = all(len(text) <= _TEXT_LIMIT_CHARS and text.isprintable() for text in texts)
        fields = len(each.fields) <= _FIELDS_LIMIT and all(
            len(name) <= _NAME_LIMIT_CHARS and len(value) <= _VALUE_LIMIT_CHARS for name, value in each.fields.items()
        )
        if not (short and fields):
            raise bad_request("out_of_bounds", f"profiles.{place}")
