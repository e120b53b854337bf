"""A damaged till.db is set aside, never deleted, and selling goes on in a new epoch with a new series (law 3)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.store.till import PERPETUAL, TillStore, day_scope
from kiosk.store.till.boot import TAIL_ENTRIES
from sync.protocol.envelope import decode_body
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import EpochOpened, RedeemedCoupon
from tests.unit.kiosk.store.build import DAY, Profile, line, sell


def first_fact(store: TillStore) -> EpochOpened:
    entry = store.entry(1)
    assert entry is not None
    fact = decode_body(entry.body).fact
    assert isinstance(fact, EpochOpened)
    return fact


def tamper(sql: str) -> Callable[[Profile], None]:
    def act(profile: Profile) -> None:
        with profile.tampering() as connection:
            connection.execute(sql)

    return act


def overwrite(offset: int, data: bytes) -> Callable[[Profile], None]:
    def act(profile: Profile) -> None:
        with profile.path.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    return act


def truncate(profile: Profile) -> None:
    with profile.path.open("r+b") as file:
        file.truncate(3 * 4096)


def rubbish(profile: Profile) -> None:
    profile.path.write_bytes(b"this was a database once" * 400)


DAMAGES = {
    "body": tamper("UPDATE journal SET body = CAST(replace(body, 'anna', 'otto') AS BLOB) WHERE seq = 4"),
    "hash": tamper("UPDATE journal SET hash = zeroblob(32) WHERE seq = 4"),
    "signature": tamper("UPDATE journal SET signature = zeroblob(64) WHERE seq = 4"),
    "gap": tamper("DELETE FROM journal WHERE seq = 3"),
    "table": tamper("DROP TABLE journal"),
    "magic": overwrite(0, b"Sqlite format 3\0"),
    "page size": overwrite(16, b"\0\3"),
    "schema format": overwrite(44, b"\0\0\0\x63"),
    "schema page": overwrite(100, b"\xff" * 900),
    "truncated": truncate,
    "rubbish": rubbish,
}


TORN = (
    "CREATE TABLE torn (kind, subject, seq, part, amount, detail)",
    "INSERT INTO torn SELECT * FROM effect",
    "INSERT INTO torn VALUES (NULL, NULL, 7, NULL, NULL, NULL), ('strange', 'c9', 7, '', 1, ''), ('used', x'00', 7, '', 1, '')",
    "INSERT INTO torn SELECT kind, subject, 8, part, amount, detail FROM effect WHERE kind = 'used'",
    "DROP TABLE effect",
    "ALTER TABLE torn RENAME TO effect",
    "CREATE TABLE loose (kind, id, body)",
    "INSERT INTO loose SELECT * FROM work",
    "INSERT INTO loose VALUES (NULL, 'x', x'00'), ('basket', 7, x'00'), ('basket', 'text', 'text')",
    "DROP TABLE work",
    "ALTER TABLE loose RENAME TO work",
)
"""Rows that no constraint would have let in, as torn pages and indexes show them."""


@pytest.fixture
def sold(profile: Profile) -> str:
    """Sell four times, redeem a coupon, leave a ticket open, stop; returns the epoch."""
    with profile.opened() as store:
        sell(store, 3)
        sell(store, redeemed=[RedeemedCoupon(id="c1", offer="next", amount_minor=500)])
        with store.unit() as unit:
            unit.put("basket", "open", b"ticket")
            unit.put_personal("note", "n1", b"typed reason")
        return store.identity.epoch


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_selling_goes_on_after(profile: Profile, sold: str, damage: Callable[[Profile], None]) -> None:
    damage(profile)
    before = profile.path.read_bytes()
    with profile.opened() as store:
        assert store.past is not None and store.past.set_aside is not None
        assert store.past.set_aside.read_bytes()[:4096] == before[:4096]
        fact = first_fact(store)
        assert (fact.reason, fact.previous_epoch, fact.series) == ("damaged", sold, "A2")
        assert store.identity.epoch != sold
        assert sell(store)[0].number == "R1-A2-000001"
        assert store.verify().ok


def test_an_intact_file_is_not_set_aside(profile: Profile, sold: str) -> None:
    with profile.opened() as store:
        assert (store.past, store.identity.epoch) == (None, sold)


@pytest.mark.parametrize("version", [0, 9])
def test_a_flipped_schema_version_is_stamped_anew(profile: Profile, sold: str, version: int) -> None:
    overwrite(60, version.to_bytes(4, "big"))(profile)
    with profile.opened() as store:
        assert (store.past, store.identity.epoch) == (None, sold)


def test_a_broken_chain_leaves_open_work_figures_and_rights(profile: Profile, sold: str) -> None:
    DAMAGES["hash"](profile)
    with profile.opened() as store:
        assert store.get("basket", "open") == b"ticket"
        assert store.personal("note", "n1") == b"typed reason"
        assert store.totals(day_scope(1))["sales"].amount_minor == store.totals(PERPETUAL)["sales"].amount_minor == 480
        used = store.right_used("c1")
        assert used is not None and used.receipt == "R1-A-000004" and used.seq <= 0
        fact = first_fact(store)
        assert (fact.previous_seq, fact.perpetual_minor) == (3, 480)


def test_what_held_of_a_broken_file_still_goes_to_the_ledger(profile: Profile, sold: str) -> None:
    DAMAGES["hash"](profile)
    with profile.opened() as store:
        assert store.unsent == 3 + 1
        older = store.older_journals()[0]
        assert (older.epoch, older.acknowledged) == (sold, 0)
        assert store.unsent_sales == 2, "sales of a file set aside wait too"
        assert [entry.seq for entry in older.entries(0, 9)] == [1, 2, 3]
        second = older.entry(2)
        assert second is not None and older.entry(4) is older.entry(0) is None
        with pytest.raises(EnvironmentFault, match="ledger_disagrees"):
            older.acknowledge(sold, 2, bytes(32))
        older.acknowledge(sold, 2, second.hash)
    with profile.opened() as store:
        older = store.older_journals()[0]
        assert (older.acknowledged, store.unsent, store.unsent_sales) == (2, 2, 1)
        older.acknowledge(sold, 3, older.entries(2, 9)[0].hash)
        assert (store.older_journals(), store.unsent) == ([], 1)


def torn(profile: Profile) -> None:
    DAMAGES["hash"](profile)
    with profile.tampering() as connection:
        for statement in TORN:
            connection.execute(statement)


def test_rows_that_cannot_be_are_left_behind(profile: Profile, sold: str) -> None:
    torn(profile)
    with profile.opened() as store:
        assert store.get("basket", "open") == b"ticket"
        assert store.get("basket", "text") is None
        used = store.right_used("c1")
        assert used is not None and used.receipt == "R1-A-000004"
        assert sell(store)[0].number == "R1-A2-000001"


def test_a_closed_file_that_was_taken_away_holds_nothing_back(profile: Profile, sold: str) -> None:
    DAMAGES["hash"](profile)
    with profile.opened() as store:
        assert store.past is not None and store.past.set_aside is not None
        store.past.set_aside.unlink()
        assert store.older_journals()[0].entries(0, 9) == []


def test_a_second_damage_keeps_what_the_first_left(profile: Profile, sold: str) -> None:
    DAMAGES["hash"](profile)
    with profile.opened() as store:
        second = store.identity.epoch
        sell(store, 4)
    DAMAGES["hash"](profile)
    with profile.opened() as store:
        assert store.identity.series == "A3"
        assert {older.epoch for older in store.older_journals()} == {sold, second}
        assert store.right_used("c1") is not None
        assert store.totals(PERPETUAL)["receipts"].count == 8
        assert len(list(profile.folder.glob("till.damaged-*.db"))) == 2


@pytest.mark.parametrize("remains", [None, b""], ids=["gone", "empty"])
def test_a_file_that_vanished_is_named_lost(profile: Profile, sold: str, remains: bytes | None) -> None:
    profile.path.unlink()
    if remains is not None:
        profile.path.write_bytes(remains)
    with profile.opened() as store:
        fact = first_fact(store)
        assert (fact.reason, fact.previous_epoch, fact.series) == ("lost", sold, "A2")


def test_a_stop_before_the_first_entry_spends_the_series(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.session.Session.write", stop)
        with pytest.raises(KeyboardInterrupt):
            profile.open()
    with profile.opened() as store:
        assert (store.identity.series, first_fact(store).reason) == ("A2", "interrupted")


def test_another_terminals_file_is_refused(profile: Profile, sold: str) -> None:
    with pytest.raises(EnvironmentFault, match="journal_of_another_terminal"):
        profile.open(terminal="t2")
    with profile.opened() as store:
        assert store.identity.epoch == sold


def test_a_journal_shorter_than_the_ledgers_is_damaged(profile: Profile, sold: str) -> None:
    with profile.opened() as store:
        store.acknowledge(sold, store.head.seq, store.head.hash)
    tamper("DELETE FROM journal WHERE seq = 5")(profile)
    with profile.opened() as store:
        assert store.past is not None and store.identity.epoch != sold
        assert store.older_journals() == []


def test_damage_older_than_the_tail_is_found_by_the_whole_check(profile: Profile) -> None:
    with profile.opened() as store:
        sell(store, TAIL_ENTRIES + 5)
    DAMAGES["signature"](profile)
    reports: list[tuple[int, int]] = []
    with profile.opened() as store:
        assert store.past is None
        result = store.verify(lambda done, total: reports.append((done, total)))
        assert (result.bad_seq, result.cause, result.entries) == (4, "signature", 3)
        store.condemn()
    with profile.opened() as store:
        assert store.past is not None and store.past.set_aside is not None
        assert (store.past.head.seq, store.identity.series) == (3, "A2")
    with profile.opened() as store:
        assert store.past is None


def test_the_whole_check_reports_progress(profile: Profile) -> None:
    reports: list[tuple[int, int]] = []
    with profile.opened() as store:
        sell(store, 2)
        store.verify(lambda done, total: reports.append((done, total)))
    assert reports == [(3, 3)]


def test_a_journal_of_many_pages_holds(profile: Profile) -> None:
    with profile.opened() as store:
        with store.unit(day=DAY) as unit:
            for _ in range(620):
                unit.append(first_fact(store))
        sell(store, lines=[line(number) for number in range(1, 300)])
        assert store.verify().entries == 622
        assert [entry.seq for entry in store.entries(600, 3)] == [601, 602, 603]


def test_the_set_aside_never_overwrites(profile: Profile, sold: str, tmp_path: Path) -> None:
    older = tmp_path / "till.damaged-20261122T100000.db"
    older.write_bytes(b"kept")
    rubbish(profile)
    with profile.opened() as store:
        assert store.past is not None and store.past.set_aside is not None
        assert store.past.set_aside.name == "till.damaged-20261122T100000-2.db"
    assert older.read_bytes() == b"kept"
