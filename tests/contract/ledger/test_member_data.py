"""Contact data: taken by the hash in an entry, kept at home alone, found by keyed hash, handed over, erased from every file (law 13)."""

from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from sync.client.channel import Rejection
from sync.client.ledger import LedgerClient
from sync.ledger import erasing
from sync.ledger.feed import all_bodies
from sync.ledger.tables import balance, metadata, record
from sync.ledger.verify import verify
from sync.protocol.facts import ConsentChanged, ConsentGiven, MemberJoined, ProfileChanged
from sync.protocol.loyalty_wire import EraseRequest, MemberRequest, ProfilePut, ProfilesPut
from sync.protocol.profiles import member_key, profile_hash
from sync.protocol.records import Member, MemberKey, Profile
from tests.contract.ledger.test_members_across_stores import member_of
from tests.unit.sync.ledger.machines import Chain, earned, opened, sale
from tests.unit.sync.ledger.worlds import World

FIELDS = {
    "first_name": "Aurélie",
    "last_name": "Quenneville",
    "phone": "06 12 34 56 78",
    "email": "aurelie@example.org",
    "birthday": "1987-03-14",
}
PROFILE = Profile(id="m9", salt="5a17", fields=FIELDS)
PERSONAL = [text.encode() for text in ("Aurélie", "Quenneville", "12 34 56", "+33612345678", "aurelie@", "1987-03", "03-14")]


def put(profile: Profile = PROFILE, at: str = "2026-11-22T10:00:00+01:00") -> ProfilesPut:
    return ProfilesPut(profiles=[ProfilePut(member=profile.id, salt=profile.salt, fields=profile.fields, at=at)])


def joined(world: World, register: str = "K9", *purposes: str) -> tuple[LedgerClient, Chain]:
    client, chain = world.machine(register, f"e-{register}")
    consents = [ConsentGiven(purpose=purpose, wording="0" * 64) for purpose in ("loyalty", *purposes)]
    chain.add(opened(register), MemberJoined(member="m9", profile_hash=profile_hash(PROFILE), consents=consents))
    client.push(chain.message())
    return client, chain


def scope(world: World, store: str, name: str) -> dict[str, Any]:
    return world.context.read(lambda connection: all_bodies(connection, store, name))


def key_in(world: World, store: str, kind: str = "phone", value: str = "+33612345678") -> str:
    return member_key(world.context.keys.store_secret(store), kind, value)


def test_a_profile_is_kept_at_home_and_found_in_every_store(shop_world: World) -> None:
    client, _ = joined(shop_world)
    client.profiles(put())
    assert msgspec.json.decode(scope(shop_world, "S2", "profile")["m9"], type=Profile) == PROFILE
    assert "m9" not in scope(shop_world, "S1", "profile")
    assert member_of(shop_world, "m9", "S1").profile_hash == profile_hash(PROFILE)
    for store in ("S1", "S2"):
        for kind, value in (("phone", "+33612345678"), ("email", "aurelie@example.org")):
            key = key_in(shop_world, store, kind, value)
            assert msgspec.json.decode(scope(shop_world, store, "member_key")[key], type=MemberKey) == MemberKey(id=key, member="m9")


def test_a_profile_that_no_entry_names_is_refused_and_an_older_one_changes_nothing(shop_world: World) -> None:
    client, chain = joined(shop_world)
    other = Profile(id="m9", salt="6b", fields={"first_name": "Zoé"})
    with pytest.raises(Rejection, match="hash_differs"):
        client.profiles(put(other))
    chain.add(ProfileChanged(member="m9", profile_hash=profile_hash(other)))
    client.push(chain.message())
    shop_world.pass_time(hours=1)
    client.profiles(put(other, "2026-11-22T11:00:00+01:00"))
    client.profiles(put(PROFILE))
    assert msgspec.json.decode(scope(shop_world, "S2", "profile")["m9"], type=Profile) == other
    assert key_in(shop_world, "S2") not in scope(shop_world, "S2", "member_key")


def test_a_birthday_is_told_with_consent_alone(shop_world: World) -> None:
    client, chain = joined(shop_world)
    client.profiles(put())
    assert member_of(shop_world, "m9", "S2").birthday == ""
    consent = ConsentGiven(purpose="birthday")
    for given, told in ((True, "03-14"), (False, "")):
        chain.add(ConsentChanged(member="m9", consent=consent, given=given))
        client.push(chain.message())
        assert [member_of(shop_world, "m9", store).birthday for store in ("S1", "S2")] == [told, told]


def test_any_till_asks_for_a_member_and_hears_no_contact_data(shop_world: World) -> None:
    client, _ = joined(shop_world)
    client.profiles(put())
    member_of(shop_world, "m9", "S1")
    kiosk, _ = shop_world.machine("K2", "e2")
    asked = (MemberRequest(id="m9"), MemberRequest(key=key_in(shop_world, "S1")))
    for request in asked:
        found = kiosk.member(request).member
        assert found is not None
        assert (found.id, found.consents) == ("m9", ["loyalty"])
    by_number = kiosk.member(MemberRequest(code="0421")).member
    assert by_number is not None and by_number.id == "m1"
    assert kiosk.member(MemberRequest(id="nobody")).member is None
    assert kiosk.member(MemberRequest()).member is None


def test_an_export_holds_everything_and_a_kiosk_gets_none(shop_world: World) -> None:
    client, chain = joined(shop_world)
    client.profiles(put())
    chain.add(sale(1, series="K9-A", member="m9", moved=earned(6)))
    client.push(chain.message())
    document = msgspec.json.decode(client.export(EraseRequest(member="m9")).document)
    assert (document["profile"], document["home"]) == (FIELDS, "S2")
    assert document["record"]["balances"] == {"POINT": 6}
    assert [each["kind"] for each in document["history"]] == ["joined", "sale"]
    kiosk, _ = shop_world.machine("K2", "e2")
    for question in (kiosk.export, kiosk.erase):
        with pytest.raises(Rejection, match="desk_only"):
            question(EraseRequest(member="m9"))
    with pytest.raises(Rejection, match="unknown_member"):
        client.erase(EraseRequest(member="nobody"))


def test_an_erased_member_is_in_no_table_and_no_file(shop_world: World, tmp_path: Path) -> None:
    client, chain = joined(shop_world, "K9", "birthday")
    client.profiles(put())
    chain.add(sale(1, series="K9-A", member="m9", moved=earned(6)))
    client.push(chain.message())
    member_of(shop_world, "m9", "S1")
    assert sorted(found(shop_world, tmp_path)) != [], "the search sees what is there"
    answer = client.erase(EraseRequest(member="m9"))
    assert answer.kept == {"sales": "2036-12-31"}
    assert client.erase(EraseRequest(member="m9")).kept == answer.kept
    assert found(shop_world, tmp_path) == set()
    for store in ("S1", "S2"):
        member_keys = [msgspec.json.decode(body, type=MemberKey).member for body in scope(shop_world, store, "member_key").values()]
        assert "m9" not in scope(shop_world, store, "member") and "m9" not in member_keys
    assert {row["account"]: row["amount"] for row in shop_world.rows(balance, store="S2", unit="POINT")}["points_forfeited:POINT"] == -6
    client.profiles(put())
    chain.add(sale(2, series="K9-A", member="m9", moved=earned(6)))
    client.push(chain.message())
    assert found(shop_world, tmp_path) == set(), "what a till still had brings nobody back"
    assert verify(shop_world.context).fault is None


def test_what_a_long_reader_keeps_in_the_file_goes_when_it_has_read(
    shop_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = joined(shop_world, "K9", "birthday")
    client.profiles(put())
    engine = shop_world.context.engine
    monkeypatch.setattr(erasing, "_scrub", partial(erasing._scrub, wait_ms=0))
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as reader:
        reader.execute(select(func.count()).select_from(record)).scalar_one()
        client.erase(EraseRequest(member="m9"))
        erasing.scrub_again(shop_world.context)
        assert found(shop_world, tmp_path) or engine.dialect.name != "sqlite", "it still reads what was there"
    erasing.scrub_again(shop_world.context)
    assert found(shop_world, tmp_path) == set()


def found(world: World, folder: Path) -> set[bytes]:
    """Return which personal texts stand in any table, or in any file of the ledger."""
    cells = [cell for table in metadata.tables.values() for row in world.rows(table) for cell in row.values()]
    text = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {each for each in PERSONAL for data in (text, *files) if each in data}


def test_members_of_the_shop_file_have_keys_and_their_contact_data_at_home_alone(shop_world: World) -> None:
    assert set(scope(shop_world, "S1", "profile")) == {"m1", "m2"}
    assert scope(shop_world, "S2", "profile") == {}
    assert set(scope(shop_world, "S2", "member")) == {"m1", "m2"}
    assert isinstance(member_of(shop_world, "m2", "S2"), Member)


def test_contact_data_of_a_clock_that_runs_ahead_are_no_newer_than_when_they_came(shop_world: World) -> None:
    """Else nothing could be corrected until that day comes."""
    client, chain = joined(shop_world)
    client.profiles(put(at="2031-01-01T00:00:00+01:00"))
    other = Profile(id="m9", salt="6b", fields={"first_name": "Zoé"})
    chain.add(ProfileChanged(member="m9", profile_hash=profile_hash(other)))
    client.push(chain.message())
    shop_world.pass_time(minutes=5)
    client.profiles(put(other, "2026-11-22T11:04:00+02:00"))
    assert msgspec.json.decode(scope(shop_world, "S2", "profile")["m9"], type=Profile) == other
