"""An epoch closed on purpose: its file is sealed, the next begins with its figures, and nothing of it is lost at any stop between."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.till import PERPETUAL, TillStore
from kiosk.store.till.past import MARK, RESTORED
from kiosk.store.till.rebuild import check
from kiosk.store.till.series import leap
from sync.database.sqlite import connect
from sync.journal.verify import verify
from sync.protocol.envelope import decode_body
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import CopyPrinted, EpochClosed, EpochOpened, MemberRef, OfferUse, Origin, PointsMovement, RedeemedCoupon
from tests.unit.kiosk.store.build import DAY, Profile, closing, line, sell

POINTS = [PointsMovement(programme="POINT", earned=7)]


def fill(store: TillStore) -> None:
    """Sell three times and close the day; a coupon, points, a typed reason and a paper are left behind."""
    sell(store, redeemed=[RedeemedCoupon(id="c1", offer="next", amount_minor=500)])
    sell(store, 2, member=MemberRef(id="m1"), points=POINTS)
    with store.unit(day=DAY) as unit:
        unit.append(CopyPrinted(number="R1-A-000001", copy=1))
        unit.append(closing(1))
        unit.put("session", "current", b"{}")
        unit.put_personal("reason", "r1", b"flowers")


def first(store: TillStore) -> EpochOpened:
    entry = store.entry(1)
    assert entry is not None
    fact = decode_body(entry.body).fact
    assert isinstance(fact, EpochOpened)
    return fact


def closed_file(profile: Profile) -> Path:
    return profile.folder / "till.closed-A.db"


def test_the_next_epoch_goes_on_where_the_last_ended(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        before, head = store.identity.epoch, store.head
        store.turn_epoch("year")
        fact = first(store)
        assert (fact.reason, fact.series, fact.previous_epoch, fact.previous_seq) == ("year", "A2", before, head.seq + 1)
        assert (fact.perpetual_minor, fact.z_number, store.z_number) == (360, 1, 1)
        assert store.totals(PERPETUAL)["sales"].amount_minor == 360
        assert store.get("session", "current") == b"{}" and store.personal("reason", "r1") == b"flowers"
        assert sell(store)[0].number == "R1-A2-000001"
    with profile.opened() as store:
        assert (store.past, store.counter, store.identity.series) == (None, 1, "A2")
    assert check(profile.path) is None


def test_the_closed_file_is_whole_sealed_and_holds_nothing_personal(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        store.turn_epoch("size")
    path = closed_file(profile)
    assert path.stat().st_mode & 0o222 == 0
    assert [each.name for each in profile.folder.glob("till.closed-*")] == [path.name]
    assert verify(path, profile.key.public_key()).ok
    assert b"flowers" not in path.read_bytes()
    connection = connect(path, read_only=True)
    last = connection.execute("SELECT body FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    connection.close()
    assert last is not None and isinstance(decode_body(last[0]).fact, EpochClosed)


def test_receipts_rights_and_returns_of_a_closed_file_are_found(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        with_return = sell(store, lines=[line(1), line(2, -40, Origin(receipt="R1-A-000001", line=1))])[0]
        store.turn_epoch("year")
        found = store.found_sale(with_return.number)
        assert found is not None and found.sale == with_return and store.sale(with_return.number) == (0, with_return)
        sell(store, lines=[line(1), line(2, -50, Origin(receipt="R1-A-000001", line=1))])
        assert [each.gross_minor for each in store.returned("R1-A-000001")] == [-40, -50]
        used = store.right_used("c1")
        assert used is not None and (used.seq, used.receipt) == (0, "R1-A-000001")
        assert store.right_used("c2") is None
        assert (store.copies("R1-A-000001"), store.copies("R1-A-000002")) == (1, 0)
        sell(store, restored=[RedeemedCoupon(id="c1", offer="next", amount_minor=500)])
        assert store.right_used("c1") is None
        sell(store, redeemed=[RedeemedCoupon(id="c1", offer="next", amount_minor=500)])
        again = store.right_used("c1")
        assert again is not None and again.seq == store.head.seq
    assert check(profile.path) is None


def test_points_the_ledger_does_not_know_yet_still_count(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        assert store.member_delta("m1", store.settled) == {"POINT": 14}
        store.turn_epoch("year")
        assert store.member_delta("m1", store.settled) == {"POINT": 14}
        sell(store, member=MemberRef(id="m1"), points=POINTS)
        assert store.member_delta("m1", store.settled) == {"POINT": 21}
        store.acknowledge(store.identity.epoch, 2, store.head.hash)
        store.settle()
        assert store.member_delta("m1", store.settled) == {}


def test_settled_points_are_not_carried(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        store.acknowledge(store.identity.epoch, store.head.seq, store.head.hash)
        store.settle()
        store.turn_epoch("year")
        assert (store.member_delta("m1", store.settled), store.settled) == ({}, 0)


def test_unsent_entries_of_the_closed_file_go_up(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        before = store.identity.epoch
        store.turn_epoch("year")
        older = store.older_journals()[0]
        last = len(older.entries(0, 99))
        assert (older.epoch, store.unsent) == (before, last + store.head.seq)
        entry = older.entry(last)
        assert entry is not None and b"epoch_closed" in entry.body
        older.acknowledge(before, last, entry.hash)
        assert store.older_journals() == []


STOPS = ["before_commit:1", "after_commit:1", "after_epoch_closed", "after_put_away", "before_commit:2", "after_commit:2"]
PROGRAM = """
import sys
from pathlib import Path
from sync.base import points
from tests.unit.kiosk.store.build import Profile
store = Profile(Path(sys.argv[1])).open()
points._armed = points._Countdown(sys.argv[2])
store.turn_epoch("year")
print("not killed")
"""


@pytest.mark.parametrize("stop", STOPS)
def test_killed_at_any_step(profile: Profile, stop: str) -> None:
    with profile.opened() as store:
        fill(store)
        before = store.identity.epoch
    ended = subprocess.run([sys.executable, "-c", PROGRAM, str(profile.folder), stop], env=os.environ, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with profile.opened() as store:
        if stop == "before_commit:1":
            store.turn_epoch("year")
        fact = first(store)
        assert (fact.reason, fact.previous_epoch, fact.perpetual_minor, fact.z_number) == ("year", before, 360, 1)
        assert fact.previous_hash
        assert store.get("session", "current") == b"{}" and store.personal("reason", "r1") == b"flowers"
        assert store.found_sale("R1-A-000003") is not None
        assert sell(store)[0].number.startswith("R1-A") and sell(store)[0].number.split("-")[1] != "A"
        assert store.verify().ok
    assert closed_file(profile).stat().st_mode & 0o222 == 0
    assert b"flowers" not in closed_file(profile).read_bytes()


def test_a_turn_that_the_disk_refused_is_made_good_by_the_next_unit(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Path:
        raise EnvironmentFault("disk_full")

    with profile.opened() as store:
        fill(store)
        with monkeypatch.context() as patch:
            patch.setattr("kiosk.store.till.boot.put_away", refuse)
            with pytest.raises(EnvironmentFault, match="disk_full"):
                store.turn_epoch("year")
            with pytest.raises(EnvironmentFault, match="disk_full"):
                sell(store)
        assert sell(store)[0].number == "R1-A2-000001"


def test_a_file_lost_after_an_epoch_was_closed(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        store.turn_epoch("year")
        lost = store.identity.epoch
        sell(store)
    profile.path.unlink()
    with profile.opened() as store:
        fact = first(store)
        assert (fact.reason, fact.previous_epoch, fact.series, fact.perpetual_minor, fact.z_number) == ("lost", lost, "A3", 360, 1)


def test_two_epochs_closed(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        store.turn_epoch("year")
        sell(store)
        store.turn_epoch("year")
        assert store.found_sale("R1-A-000002") is not None and store.found_sale("R1-A2-000001") is not None
        assert store.totals(PERPETUAL)["sales"].amount_minor == 480
        assert {each.name for each in profile.folder.glob("till.closed-*")} == {"till.closed-A.db", "till.closed-A2.db"}


def test_a_file_from_a_backup_is_never_continued(profile: Profile) -> None:
    with profile.opened() as store:
        fill(store)
        head = store.head
        with store.unit() as unit:
            unit.put(MARK, RESTORED, b"")
    leap(profile.folder)
    with profile.opened() as store:
        fact = first(store)
        assert (fact.reason, fact.previous_seq, fact.previous_hash) == ("restored", head.seq, head.hash.hex())
        assert int(fact.series.removeprefix("A")) > 10_000
        assert store.found_sale("R1-A-000001") is not None
    with profile.opened() as store:
        assert store.past is None


def test_another_version_is_journalled(profile: Profile) -> None:
    with profile.opened() as store:
        before = store.head.seq
    opened = TillStore.open(profile.folder, profile.key, "t1", "R1", "S1", "0.2.0", profile.clock)
    entry = opened.entry(before + 1)
    opened.close()
    assert entry is not None and b'"previous":"0.1.0","software":"0.2.0"' in entry.body
    opened = TillStore.open(profile.folder, profile.key, "t1", "R1", "S1", "0.2.0", profile.clock)
    assert opened.head.seq == before + 1
    opened.close()


def test_uses_that_the_ledger_has_not_told_stay_as_many(profile: Profile) -> None:
    with profile.opened() as store:
        sell(store, 3, member=MemberRef(id="m1"), uses=[OfferUse(offer="bonus", pieces=2, amount_minor=10)])
        store.turn_epoch("size")
        sell(store, member=MemberRef(id="m1"), uses=[OfferUse(offer="bonus", times=-1, pieces=-2, amount_minor=-10)] * 2)
        assert sorted(use.times for use in store.member_uses("m1", store.settled)) == [-1, -1, 1, 1, 1]
        assert store.offer_uses() == {"bonus": {"uses": 1, "pieces": 2, "amount_minor": 10}}
    assert check(profile.path) is None
