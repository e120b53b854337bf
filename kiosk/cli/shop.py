"""A throw-away shop in a temporary folder: a shop file becomes a profile at its first register, with no ledger."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kiosk.services.membership.kept import birthday_of
from kiosk.services.profile import Identity, Keys, write_profile
from kiosk.store.reference import ReferenceStore
from kiosk.store.till import begin_series
from sync.base.consents import BIRTHDAY
from sync.protocol.errors import Refusal
from sync.protocol.ids import card_id, new_id
from sync.protocol.pins import make_verifier
from sync.protocol.profiles import profile_hash
from sync.protocol.programmes import TiersProgramme
from sync.protocol.record import Record
from sync.protocol.records import Member, MemberKey, Profile, Staff
from sync.protocol.wire import Change
from sync.rules.calendar import local_day
from sync.rules.contacts import keys_of
from sync.rules.tiers import joined_with
from sync.shopfile import MemberEntry, ShopFile, load
from sync.shopfile.scopes import Scoped, catalogue


def read_shop(path: Path) -> ShopFile:
    """Read and check a shop file; Refusal names the file or its wrong field."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal("bad_value", field="--shop", rule="file") from error
    return load(data)


def open_shop(folder: Path, file: ShopFile) -> None:
    """Make `folder` a terminal of the file's first register, filled with the file."""
    register = file.registers[0]
    keys = Keys(signing_seed=secrets.token_bytes(32), store_secret=secrets.token_bytes(32))
    identity = Identity(terminal=new_id(), store=register.store, register=register.id, kind=register.kind, enrolment=1)
    begin_series(folder, identity.enrolment)
    write_profile(folder, identity, keys)
    fill(folder, file, register.store, keys.store_secret)


def fill(folder: Path, file: ShopFile, store: str, secret: bytes) -> None:
    """Put the file's records into the profile's reference data, as pages of the feed would."""
    scopes: dict[str, list[Change]] = {}
    for found in (*catalogue(file, store), *_people(file, secret)):
        scopes.setdefault(found.scope, []).append(Change(key=found.key, body=msgspec.json.encode(found.record)))
    reference = ReferenceStore.open(folder)
    reference.replace(scopes)
    reference.close()


def require_same(folder: Path, file: ShopFile) -> None:
    """Refuse unless the profile's reference data are the file's: selling from one and checking against another helps nobody."""
    reference = ReferenceStore.open(folder)
    try:
        for found in catalogue(file, file.registers[0].store):
            held = (
                reference.product(found.key) if found.scope == "product" else reference.record(found.scope, found.key, type(found.record))
            )
            if held != found.record:
                raise Refusal("shop_differs", field="--shop", scope=found.scope, key=found.key)
    finally:
        reference.close()


def _people(file: ShopFile, secret: bytes) -> Iterator[Scoped]:
    for person in file.staff:
        record: Record = Staff(id=person.id, name=person.name, role=person.role, verifier=make_verifier(secret, person.pin))
        yield Scoped("staff", person.id, record)
    today = local_day(datetime.now(UTC), file.shop.timezone)
    ladders = [programme for programme in file.programmes if isinstance(programme, TiersProgramme)]
    for entry in file.members:
        profile = Profile(id=entry.id, salt=new_id(), fields=entry.profile)
        yield from _contact_data(file, profile, secret)
        yield Scoped("member", entry.id, joined_with(member_record(entry, profile), ladders, entry.progress, today))
    yield from (Scoped("gift_card", card_id(card.code), replace(card, code=card_id(card.code))) for card in file.gift_cards)


def _contact_data(file: ShopFile, profile: Profile, secret: bytes) -> Iterator[Scoped]:
    """A kiosk holds no contact data, only by which keyed hashes its members are found."""
    if file.registers[0].kind != "selfservice":
        yield Scoped("profile", profile.id, profile)
        return
    for key in keys_of(profile.fields, file.shop.country, secret):
        yield Scoped("member_key", key, MemberKey(id=key, member=profile.id))


def member_record(entry: MemberEntry, profile: Profile) -> Member:
    """Return what a till knows of a member of the shop file."""
    return Member(
        id=entry.id,
        code=entry.code,
        tier=entry.tier,
        balances=entry.balances,
        segments=entry.segments,
        joined=entry.joined,
        first_purchase=entry.first_purchase,
        consents=entry.consents,
        birthday=birthday_of(profile) if BIRTHDAY in entry.consents else "",
        profile_hash=profile_hash(profile),
    )
