"""A till that takes a dead one's place is told where that one stopped: its head, its numbers, its running total."""

import msgspec

from sync.ledger.verify import verify
from sync.protocol.facts import ArchiveMade, DayClosed, EpochClosed, PeriodClosed
from sync.protocol.wire import EnrolAnswer
from tests.unit.sync.ledger.machines import DAY, Chain, day_opened, opened, sale
from tests.unit.sync.ledger.worlds import World


def closed(z_number: int, sold: int, perpetual: int) -> DayClosed:
    return DayClosed(
        business_day=DAY,
        z_number=z_number,
        sales_minor=sold,
        returns_minor=0,
        receipts=sold // 600,
        taxes=[],
        tenders=[],
        float_minor=10_000,
        expected_minor=10_000 + sold,
        counted_minor=10_000 + sold,
        over_short_minor=0,
        period_total_minor=sold,
        perpetual_total_minor=perpetual,
    )


def period(kind: str, key: str, last_z: int) -> PeriodClosed:
    return PeriodClosed(
        period=kind,
        key=key,
        first_z=1,
        last_z=last_z,
        first_seq=1,
        last_seq=3,
        sales_minor=600,
        returns_minor=0,
        receipts=1,
        taxes=[],
        tenders=[],
        period_total_minor=600,
        perpetual_total_minor=600,
    )


def left(world: World) -> EnrolAnswer:
    return world.enrol("K1").answer


def told(answer: EnrolAnswer) -> tuple[int, int, str, int]:
    return answer.z_number, answer.perpetual_minor, answer.previous_epoch, answer.previous_seq


def test_the_first_till_of_a_register_inherits_nothing(shop_world: World) -> None:
    assert told(left(shop_world)) == (0, 0, "", 0)


def test_the_next_goes_on_where_the_dead_one_stopped(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), day_opened(), sale(1), closed(1, 600, 600), day_opened(), sale(2), sale(3))
    ledger.push(chain.message())
    answer = left(shop_world)
    assert told(answer) == (1, 1_800, "e1", 7)
    assert answer.previous_hash == chain.hash.hex()
    assert [msgspec.json.decode(each, type=DayClosed).z_number for each in answer.closings] == [1]
    assert answer.enrolment == 2


def test_its_first_entry_names_the_old_machine_s_head_and_is_no_dispute(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), sale(1))
    ledger.push(chain.message())
    found = shop_world.enrol("K1")
    answer = found.answer
    new = Chain(answer.terminal, found.keys.signing, "e2")
    new.add(
        opened(
            series="B",
            previous_epoch=answer.previous_epoch,
            previous_seq=answer.previous_seq,
            previous_hash=answer.previous_hash,
            perpetual_minor=answer.perpetual_minor,
            reason="replaced",
        ),
        sale(1, series="K1-B"),
    )
    shop_world.client(found).push(new.message())
    assert not shop_world.cases()
    assert told(left(shop_world)) == (0, 1_200, "e2", 2)


def test_an_epoch_closed_on_purpose_and_the_next_are_one_story(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), day_opened(), sale(1), closed(1, 600, 600), period("month", "2026-11", 1), period("year", "2026", 1))
    chain.add(ArchiveMade(period="year", key="2026", first_seq=1, last_seq=5, sha256="0" * 64))
    chain.add(EpochClosed(perpetual_minor=600, z_number=1, reason="year"))
    ledger.push(chain.message())
    following = Chain(chain.terminal, chain.key, "e2")
    following.add(
        opened(
            series="A2", previous_epoch="e1", previous_seq=8, previous_hash=chain.hash.hex(), perpetual_minor=600, z_number=1, reason="year"
        )
    )
    following.add(day_opened(), sale(1, series="K1-A2"))
    ledger.push(following.message())
    assert not shop_world.cases()
    answer = left(shop_world)
    assert told(answer) == (1, 1_200, "e2", 3)
    assert answer.closings == []
    assert verify(shop_world.context).fault is None


def test_an_epoch_that_lost_its_files_does_not_make_the_total_smaller(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), day_opened(), sale(1))
    ledger.push(chain.message())
    after = Chain(chain.terminal, chain.key, "e2")
    after.add(opened(series="A2", previous_epoch="e1", previous_seq=3, previous_hash=chain.hash.hex(), reason="lost"))
    after.add(day_opened(), sale(1, series="K1-A2"))
    ledger.push(after.message())
    assert told(left(shop_world)) == (0, 1_200, "e2", 3)
