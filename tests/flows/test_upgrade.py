"""Upgrade in place: the profile of every released version opens, migrates, proves itself, brings its ticket back and sells on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.till import rebuild, schema
from kiosk.store.till.boot import TILL
from sync.database.migrations import version_of
from sync.database.sqlite import connect
from sync.protocol import facts
from tests.flows.harness import Till, opened

RELEASED = Path(__file__).parents[1] / "data" / "released"
VERSIONS = sorted(path.name for path in RELEASED.iterdir() if path.is_dir())


@pytest.fixture(params=VERSIONS)
def profile(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a released version's profile."""
    folder = tmp_path / "till"
    shutil.copytree(RELEASED / request.param, folder)
    return folder


@pytest.fixture
def till(profile: Path) -> Iterator[Till]:
    with opened(profile, manual_clock=True) as found:
        found.ok("clock", at="2026-11-21T10:00:00+01:00")
        found.ok("login", staff="ana", pin="1234")
        yield found


def test_there_is_a_profile_of_the_first_release() -> None:
    assert "0.1.0" in VERSIONS


def test_the_file_is_brought_to_this_schema(profile: Path, till: Till) -> None:
    connection = connect(profile / TILL, read_only=True)
    assert version_of(connection) == schema.VERSION
    connection.close()
    assert till.running.till.terminal.store.past is None


def test_nothing_of_it_is_lost(till: Till) -> None:
    state = till.ok("state")
    assert (state["state"], state["business_day"], len(state["basket"]["lines"])) == ("selling", "2026-11-21", 1)
    figures = till.ok("x_report")
    assert (figures["sales_minor"], figures["expected_minor"], figures["perpetual_total_minor"]) == (2_500, 12_500, 11_710)


def test_it_proves_itself(profile: Path, till: Till) -> None:
    result = till.running.till.terminal.store.verify()
    assert result.ok and result.entries > 13
    assert rebuild.check(profile / TILL) is None


def test_it_sells_on(till: Till) -> None:
    till.ok("tender", kind="cash")
    assert till.ok("finish")["receipt"]["number"] == "R1-A-000006"
    till.ok("return", receipt="R1-A-000001", lines=[{"line": 1, "quantity": 1}])
    till.ok("tender", kind="cash")
    till.ok("finish")
    till.no("over_returned", "return", receipt="R1-A-000002", lines=[{"line": 1, "quantity": 3}])
    z = till.ok("close_day", counted_minor=0)
    assert (z["z_number"], z["receipts"], z["returns_minor"]) == (2, 3, 2_500)


def test_an_answer_is_repeated_across_versions(till: Till) -> None:
    till.ok("cancel_basket")
    again = till.ok("finish", request="sale-7")
    assert again["replayed"] and again["receipt"]["number"] == "R1-A-000005"


def test_a_used_coupon_stays_used(till: Till) -> None:
    (sale,) = [fact for fact in till.facts(facts.Sale) if fact.redeemed]
    issued = next(coupon for fact in till.facts(facts.Sale) for coupon in fact.issued if coupon.id == sale.redeemed[0].id)
    till.no("coupon_used", "coupon", code=issued.code)


def test_its_month_can_be_closed(till: Till) -> None:
    till.ok("cancel_basket")
    till.ok("close_day", counted_minor=12_500)
    till.ok("logout")
    till.ok("clock", at="2026-11-30T20:00:00+01:00")
    till.ok("login", staff="max", pin="123456")
    closed = till.ok("close_period", period="month")
    assert (closed["first_z"], closed["last_z"], closed["perpetual_total_minor"]) == (1, 2, 11_710)
