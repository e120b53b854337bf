"""What the desk is told of closed books: months and years with their archives, Zs that never came, and cases by what they cost."""

from sync.protocol.facts import ArchiveMade, DayClosed, PeriodClosed
from sync.protocol.wire import MissingZ, PeriodState
from tests.unit.sync.ledger.machines import DAY, opened
from tests.unit.sync.ledger.worlds import World


def z(number: int) -> DayClosed:
    return DayClosed(
        business_day=DAY, z_number=number, sales_minor=0, returns_minor=0, receipts=0, taxes=[], tenders=[], float_minor=0,
        expected_minor=0, counted_minor=0, over_short_minor=0, period_total_minor=0, perpetual_total_minor=0,
    )  # fmt: skip


def month(key: str, first_z: int, last_z: int) -> PeriodClosed:
    return PeriodClosed(
        period="month", key=key, first_z=first_z, last_z=last_z, first_seq=1, last_seq=9, sales_minor=700, returns_minor=0, receipts=3,
        taxes=[], tenders=[], period_total_minor=700, perpetual_total_minor=700,
    )  # fmt: skip


def test_closed_months_are_told_with_their_archives(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), z(1), month("2026-10", 1, 1), z(2), month("2026-11", 2, 2))
    chain.add(ArchiveMade(period="month", key="2026-10", first_seq=1, last_seq=9, sha256="ab" * 32))
    ledger.push(chain.message())
    assert desk.desk().periods == [
        PeriodState(register="K1", period="month", key="2026-11", first_z=2, last_z=2, total_minor=700),
        PeriodState(register="K1", period="month", key="2026-10", first_z=1, last_z=1, total_minor=700, archived=True),
    ]
    assert desk.desk().missing_z == []


def test_a_z_that_never_came_is_named(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), z(4), z(5), z(8))
    ledger.push(chain.message())
    assert desk.desk().missing_z == [MissingZ(register="K1", numbers=[6, 7])]


def test_cases_are_summed_by_code(shop_world: World) -> None:
    desk, _ = shop_world.machine("M1")
    ledger, chain = shop_world.machine("K1")
    chain.add(z(1), month("2026-10", 1, 1))
    ledger.push(chain.message())
    answer = desk.desk()
    assert sum(each.count for each in answer.open_cases) == answer.cases > 0
    assert "epoch_not_opened" in {each.code for each in answer.open_cases}
