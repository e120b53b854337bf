"""Members by the whole of a phone number or e-mail, however it was written; gone with the profile, and there after an upgrade."""

from pathlib import Path

import msgspec

from kiosk.store.reference import ReferenceStore
from kiosk.store.reference.store import REFERENCE
from sync.database.sqlite import connect
from sync.protocol.records import Profile
from sync.protocol.wire import Change
from sync.rules.contacts import normal_phone, spellings
from tests.unit.kiosk.store.reference.build import gone, page


def profile(member: str, **fields: str) -> Change:
    return Change(key=member, body=msgspec.json.encode(Profile(id=member, salt="s", fields=fields)))


def found(store: ReferenceStore, typed: str, country: str = "FR") -> list[str]:
    return store.members_by_contact(spellings("phone", normal_phone(typed, country), country))


def test_a_phone_is_found_however_it_was_written_down(tmp_path: Path) -> None:
    store = ReferenceStore.open(tmp_path)
    written = ("06 12 34 56 78", "+33612345678", "0033 6 12 34 56 78", "06.12.34.56.79")
    store.apply(page("profile", *(profile(f"m{i}", phone=text) for i, text in enumerate(written))))
    assert found(store, "0612345678") == ["m0", "m1", "m2"]
    assert found(store, "+33 6 12 34 56 79") == ["m3"]
    assert found(store, "+33612345678", "DE") == ["m1", "m2"], "digits without a prefix are of the shop's own country"
    store.close()


def test_an_erased_or_changed_profile_is_found_no_more(tmp_path: Path) -> None:
    store = ReferenceStore.open(tmp_path)
    store.apply(page("profile", profile("m1", email="Zoe@Example.com"), profile("m2", email="max@example.com")))
    assert store.members_by_contact(["zoe@example.com"]) == ["m1"]
    store.apply(page("profile", profile("m1", email="zoe@example.org"), gone("m2"), cursor=2))
    assert store.members_by_contact(["zoe@example.com", "max@example.com"]) == []
    assert store.members_by_contact(["zoe@example.org"]) == ["m1"]
    store.session.truncate_log()
    store.close()
    assert b"max@example.com" not in (tmp_path / REFERENCE).read_bytes()


def test_a_file_of_the_version_before_is_brought_up(tmp_path: Path) -> None:
    store = ReferenceStore.open(tmp_path)
    store.apply(page("profile", profile("m1", email="zoe@example.com", phone="0612345678"), profile("m2"), cursor=7))
    store.close()
    old = connect(tmp_path / REFERENCE)
    for statement in ("DROP TABLE contact", "UPDATE alembic_version SET version_num = '0002'", "PRAGMA user_version = 2"):
        old.execute(statement)
    old.close()
    store = ReferenceStore.open(tmp_path)
    assert store.cursors() == {"profile": 7} and found(store, "0612345678") == ["m1"]
    store.close()
