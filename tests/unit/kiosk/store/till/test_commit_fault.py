"""An error of COMMIT is never retried: the file is opened anew and asked; disk and permissions are faults, and nothing is lost (law 2)."""

import pytest
from pysqlite3 import dbapi2

from kiosk.store.till import TillStore
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import LoggedIn
from tests.unit.kiosk.store.build import Profile, line, sell, sqlite_error, wrap

IOERR_FSYNC = 1034


def test_a_commit_that_failed_and_did_not_land_is_a_fault(store: TillStore) -> None:
    sell(store)
    wrapped = wrap(store)
    wrapped.raise_before["COMMIT"] = sqlite_error(IOERR_FSYNC)
    with pytest.raises(EnvironmentFault, match="disk_failed"):
        sell(store)
    assert wrapped.calls.count("COMMIT") == 1
    assert store.head.seq == 2 and store.entry(3) is None
    assert sell(store)[0].number == "R1-A-000002"


def test_a_commit_that_failed_and_did_land_is_done(store: TillStore) -> None:
    wrapped = wrap(store)
    wrapped.raise_after["COMMIT"] = sqlite_error(IOERR_FSYNC)
    first = sell(store)[0]
    assert wrapped.calls.count("COMMIT") == 1
    assert store.sale(first.number) == (2, first)
    assert sell(store)[0].number == "R1-A-000002"


@pytest.mark.parametrize("landed", [False, True])
def test_work_without_entries_is_asked_for_too(store: TillStore, landed: bool) -> None:
    wrapped = wrap(store)
    armed = wrapped.raise_after if landed else wrapped.raise_before
    armed["COMMIT"] = sqlite_error(dbapi2.SQLITE_FULL)

    def save() -> None:
        with store.unit() as unit:
            unit.put("basket", "open", b"ticket")

    if landed:
        save()
    else:
        with pytest.raises(EnvironmentFault, match="disk_full"):
            save()
    assert store.get("basket", "open") == (b"ticket" if landed else None)


def test_a_file_that_does_not_open_again_is_unknown(store: TillStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise EnvironmentFault("database_not_opened")

    wrap(store).raise_before["COMMIT"] = sqlite_error(IOERR_FSYNC)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.session.connect", refuse)
        with pytest.raises(EnvironmentFault, match="commit_unknown"):
            sell(store)
        with pytest.raises(EnvironmentFault, match="database_not_opened"):
            sell(store)
    assert sell(store)[0].number == "R1-A-000001"


def test_a_tail_that_does_not_hold_after_a_failed_commit_locks(profile: Profile) -> None:
    store = profile.open()
    sell(store, 2)
    wrap(store).raise_before["COMMIT"] = sqlite_error(IOERR_FSYNC)
    with profile.tampering() as connection:
        connection.execute("UPDATE journal SET hash = zeroblob(32) WHERE seq = 2")
    for _ in range(2):
        with pytest.raises(EnvironmentFault, match="database_damaged"):
            sell(store)
    store.close()


def test_a_failed_rollback_gives_the_connection_up(store: TillStore) -> None:
    wrapped = wrap(store)
    wrapped.raise_before |= {"INSERT INTO journal": sqlite_error(dbapi2.SQLITE_FULL), "ROLLBACK": sqlite_error(dbapi2.SQLITE_IOERR)}
    with pytest.raises(EnvironmentFault, match="disk_full"):
        sell(store)
    assert sell(store)[0].number == "R1-A-000001"


def test_a_full_disk_is_told_and_loses_nothing(store: TillStore) -> None:
    sell(store)
    store.session.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = store.session.rows("PRAGMA page_count")[0][0]
    store.session.rows(f"PRAGMA max_page_count={pages}")
    big = [line(number) for number in range(1, 200)]
    with pytest.raises(EnvironmentFault, match="disk_full"):
        sell(store, 9, lines=big)
    head = store.head
    store.session.rows("PRAGMA max_page_count=1000000")
    sell(store)
    assert store.verify().ok and store.head.seq == head.seq + 1


def test_a_file_that_became_read_only_is_told(store: TillStore) -> None:
    store.session.rows("PRAGMA query_only=ON")
    with pytest.raises(EnvironmentFault, match="profile_read_only"):
        sell(store)
    store.session.rows("PRAGMA query_only=OFF")
    sell(store)


def test_a_mark_that_does_not_commit_is_a_fault_and_may_be_set_again(store: TillStore) -> None:
    wrap(store).raise_before["COMMIT"] = sqlite_error(dbapi2.SQLITE_FULL)
    with pytest.raises(EnvironmentFault, match="disk_full"):
        store.acknowledge(store.identity.epoch, 1, store.head.hash)
    assert store.acknowledged == 0
    store.acknowledge(store.identity.epoch, 1, store.head.hash)
    assert store.acknowledged == 1


def test_what_landed_must_also_survive_a_checkpoint(store: TillStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise EnvironmentFault("disk_failed")

    wrap(store).raise_after["COMMIT"] = sqlite_error(IOERR_FSYNC)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.session.Session.truncate_log", refuse)
        with pytest.raises(EnvironmentFault, match="commit_unknown"):
            sell(store, basket="b1")
        with pytest.raises(EnvironmentFault, match="disk_failed"):
            sell(store)
    assert sell(store)[0].number == "R1-A-000002"
    found = store.sale("R1-A-000001")
    assert found is not None and found[0] == 2


def test_a_bug_is_no_fault(store: TillStore) -> None:
    wrap(store).raise_before["INSERT INTO journal"] = sqlite_error(dbapi2.SQLITE_ERROR)
    with pytest.raises(dbapi2.OperationalError, match="planted"), store.unit() as unit:
        unit.append(LoggedIn())
