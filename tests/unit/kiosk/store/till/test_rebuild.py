"""Every projection can be dropped and made again from the journal; a planted difference is named."""

import pytest

from kiosk.store.till.rebuild import check, rebuild
from sync.protocol.errors import Refusal
from tests.unit.kiosk.store.build import DAY, Profile, closing, full_sale, sell

PLANTED = {
    "DELETE FROM sale WHERE seq = 3": ("sale", "missing"),
    "UPDATE sale SET business_day = '2020-01-01' WHERE seq = 3": ("sale", "missing"),
    "UPDATE total SET amount_minor = amount_minor + 1 WHERE key = 'sales'": ("total", "missing"),
    "INSERT INTO total (scope, key, amount_minor, count) VALUES ('z1', 'sold', 1, 1)": ("total", "unexpected"),
    "DELETE FROM effect WHERE kind = 'points'": ("effect", "missing"),
    "UPDATE effect SET amount = 1 WHERE kind = 'used'": ("effect", "missing"),
    "INSERT INTO effect (kind, subject, seq, part, amount, detail) VALUES ('used', 'c9', 2, '', 1, '')": ("effect", "unexpected"),
    "DELETE FROM closing": ("closing", "missing"),
    "DROP TABLE total": ("total", "missing"),
}


@pytest.fixture
def busy(profile: Profile) -> Profile:
    with profile.opened() as store:
        sell(store, 2)
        with store.unit(day=DAY) as unit:
            unit.append(full_sale(unit))
        with store.unit(day=DAY) as unit:
            unit.append(closing(1))
        sell(store, 2)
    return profile


def test_the_journal_and_the_projections_agree(busy: Profile) -> None:
    assert check(busy.path) is None


def test_a_check_may_run_while_the_till_sells(busy: Profile) -> None:
    with busy.opened() as store:
        sell(store)
        assert check(busy.path) is None


@pytest.mark.parametrize(("sql", "found"), PLANTED.items(), ids=PLANTED)
def test_a_planted_difference_is_named_and_repaired(busy: Profile, sql: str, found: tuple[str, str]) -> None:
    with busy.tampering() as connection:
        connection.execute(sql)
    difference = check(busy.path)
    assert difference is not None and (difference.table, difference.what) == found
    assert rebuild(busy.path) == difference
    assert check(busy.path) is None
    with busy.opened() as store:
        assert sell(store)[0].number == "R1-A-000006"


def test_a_check_changes_nothing(busy: Profile) -> None:
    with busy.tampering() as connection:
        connection.execute("DELETE FROM closing")
    assert check(busy.path) == check(busy.path) is not None


def test_a_rebuild_needs_the_profile_for_itself(busy: Profile) -> None:
    with busy.opened(), pytest.raises(Refusal, match="profile_in_use"):
        rebuild(busy.path)


def test_what_an_earlier_epoch_left_survives_a_rebuild(busy: Profile) -> None:
    with busy.tampering() as connection:
        connection.execute("UPDATE journal SET hash = zeroblob(32) WHERE seq = 3")
    with busy.opened() as store:
        sell(store)
        kept = store.totals("perpetual")
    with busy.tampering() as connection:
        connection.execute("DELETE FROM total")
    assert rebuild(busy.path) is not None
    with busy.opened() as store:
        assert store.totals("perpetual") == kept


def test_a_right_stays_unique_after_a_rebuild(busy: Profile) -> None:
    rebuild(busy.path)
    with busy.tampering() as connection:
        indexes = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")]
    assert "right_used_once" in indexes
