"""Units of work: all or nothing, few statements, gapless numbers, chained entries, and what the file answers afterwards."""

import pytest

from kiosk.store.till import PERPETUAL, TillStore, day_scope
from sync.protocol.envelope import decode_body
from sync.protocol.errors import Refusal
from sync.protocol.facts import DayOpened, LoggedIn, NoSale, Origin, RedeemedCoupon, Sale
from tests.unit.kiosk.store.build import DAY, Profile, closing, full_sale, line, sale, sell, wrap

STATEMENTS_A_SALE = 8


def test_a_sale_is_read_back(store: TillStore) -> None:
    fact = sell(store)[0]
    assert store.sale(fact.number) == (2, fact)
    assert store.last_sale() == (2, fact)
    assert store.sale("R1-A-999999") is None


def test_an_entry_says_who_and_when(store: TillStore) -> None:
    with store.unit(staff="anna", day=DAY, approver="marie") as unit:
        seq = unit.append(NoSale(reason="change"))
    entry = store.entry(seq)
    assert entry is not None
    body = decode_body(entry.body)
    assert (body.staff, body.approver, body.day, body.seq) == ("anna", "marie", DAY, 2)
    assert (body.terminal, body.epoch, body.at) == ("t1", store.identity.epoch, "2026-11-22T10:00:00.000+00:00")


def test_the_first_entry_opens_the_epoch(store: TillStore) -> None:
    entry = store.entry(1)
    assert entry is not None and b'"fact":"epoch_opened"' in entry.body
    assert store.head == (1, entry.hash)


def test_a_unit_that_raises_leaves_nothing(store: TillStore) -> None:
    before = store.head
    with pytest.raises(KeyError), store.unit() as unit:
        unit.append(LoggedIn())
        unit.put("basket", "b", b"{}")
        raise KeyError
    assert (store.head, store.work("basket"), store.entry(2)) == (before, [], None)


def test_numbers_are_gapless_also_after_a_unit_that_failed(store: TillStore) -> None:
    with pytest.raises(KeyError), store.unit() as unit:
        unit.append(sale(str(unit.next_number())))
        raise KeyError
    numbers = [fact.number for fact in sell(store, 3)]
    assert numbers == ["R1-A-000001", "R1-A-000002", "R1-A-000003"]


def test_two_sales_in_a_unit_have_two_numbers(store: TillStore) -> None:
    with store.unit() as unit:
        unit.append(sale(str(unit.next_number())))
        unit.append(sale(str(unit.next_number())))
    assert store.counter == 2


def test_a_sale_with_another_number_is_a_bug(store: TillStore) -> None:
    with pytest.raises(ValueError, match="next number"), store.unit() as unit:
        unit.append(sale("R1-A-000007"))


def test_a_stale_unit_is_a_bug(store: TillStore) -> None:
    stale = store.unit()
    sell(store)
    with pytest.raises(RuntimeError), stale:
        stale.append(LoggedIn())


@pytest.mark.parametrize("lines", [1, 20, 200])
def test_a_sale_takes_eight_statements_however_long(store: TillStore, lines: int) -> None:
    wrapped = wrap(store)
    with store.unit(staff="anna", day=DAY) as unit:
        unit.append(full_sale(unit, lines))
        unit.put("print", "job", b"receipt")
        unit.put("answer", "request", b"{}")
        unit.drop("basket", "open")
    assert len(wrapped.calls) == STATEMENTS_A_SALE, wrapped.calls
    assert wrapped.calls[0] == "BEGIN IMMEDIATE" and wrapped.calls[-1] == "COMMIT"


def test_the_count_of_statements_can_go_red(store: TillStore) -> None:
    wrapped = wrap(store)
    sell(store, 2)
    assert len(wrapped.calls) > STATEMENTS_A_SALE


def test_open_work_is_put_replaced_and_dropped(store: TillStore) -> None:
    with store.unit() as unit:
        unit.put("basket", "b1", b"1")
        unit.put("basket", "b2", b"2")
        unit.put("basket", "b1", b"3")
        unit.put("basket", "gone", b"4")
        unit.drop("basket", "gone")
    with store.unit() as unit:
        unit.drop("basket", "b2")
        unit.drop("basket", "never")
    assert store.work("basket") == [("b1", b"3")]
    assert store.get("basket", "b2") is None


def test_open_work_survives_a_restart(profile: Profile) -> None:
    with profile.opened() as store, store.unit() as unit:
        unit.put("basket", "open", b"ticket")
    with profile.opened() as store:
        assert store.get("basket", "open") == b"ticket"


def test_a_right_is_used_once_also_at_the_database(store: TillStore) -> None:
    right = [RedeemedCoupon(id="c1", offer="next", amount_minor=500)]
    first = sell(store, redeemed=right)[0]
    head = store.head
    with pytest.raises(Refusal, match="coupon_already_used"):
        sell(store, redeemed=right)
    used = store.right_used("c1")
    assert used is not None
    assert (used.seq, used.receipt, used.at) == (2, first.number, "2026-11-22T10:00:00.000+00:00")
    assert (store.head, store.right_used("c2")) == (head, None)
    assert sell(store)[0].number == "R1-A-000002"


def test_rights_points_and_returns_are_found_by_subject(store: TillStore) -> None:
    with store.unit(day=DAY) as unit:
        fact = full_sale(unit)
        unit.append(fact)
    assert store.right_issued(fact.issued[0].id) == fact.number
    assert store.member_delta("m1") == {"POINT": 17}
    assert store.member_delta("m1", after_seq=2) == {}
    assert store.returned("R1-A-000009") == [fact.lines[-1]]
    assert store.returned("R1-A-000008") == []


def test_several_returns_of_one_receipt_add_up(store: TillStore) -> None:
    back = [line(1, -30, Origin(receipt="R1-A-000001", line=1)), line(2, -60, Origin(receipt="R1-A-000001", line=1))]
    sell(store, 2, lines=back)
    assert [each.gross_minor for each in store.returned("R1-A-000001")] == [-30, -60, -30, -60]


def test_totals_move_to_the_next_period_when_the_day_closes(store: TillStore) -> None:
    with store.unit(day=DAY) as unit:
        unit.append(DayOpened(business_day=DAY, float_minor=5000))
    sell(store, 2)
    with store.unit(day=DAY) as unit:
        unit.append(closing(1))
    sell(store)
    assert store.z_number == 1
    assert [store.totals(day_scope(z))["sales"].amount_minor for z in (1, 2)] == [240, 120]
    assert store.totals(PERPETUAL)["receipts"].count == 3
    assert store.totals("z1")["float"].amount_minor == 5000
    last = store.last_closing()
    assert last is not None and last.z_number == 1


def test_no_closing_yet(store: TillStore) -> None:
    assert store.last_closing() is None


def test_state_in_memory_is_what_a_restart_reads(profile: Profile) -> None:
    with profile.opened() as store:
        sell(store, 3)
        with store.unit() as unit:
            unit.append(closing(1))
        kept = (store.head, store.counter, store.z_number, store.identity)
    with profile.opened() as store:
        assert (store.head, store.counter, store.z_number, store.identity) == kept


def test_an_x_report_reads_few_rows_whatever_the_journals_age(store: TillStore) -> None:
    sell(store)
    few = len(store.totals(PERPETUAL))
    sell(store, 40)
    assert len(store.totals(PERPETUAL)) == few
    plan = store.session.rows("EXPLAIN QUERY PLAN SELECT key, amount_minor, count FROM total WHERE scope = ?", ("z1",))
    assert "SEARCH total USING PRIMARY KEY" in plan[0][3]


def test_a_basket_becomes_one_sale(store: TillStore) -> None:
    first = sell(store)[0]
    with pytest.raises(Exception, match=r"UNIQUE constraint failed: sale\.basket"):
        sell(store, basket=first.basket)
    assert isinstance(store.last_sale(), tuple) and isinstance(first, Sale)
    assert store.head.seq == 2


def test_a_kind_of_work_is_counted_paged_and_dropped_whole(store: TillStore) -> None:
    with store.unit() as unit:
        for number in range(3):
            unit.put("print", str(number), b"x")
        unit.put("basket", "open", b"y")
    assert (store.count("print"), [id for id, _ in store.work("print", 2)]) == (3, ["0", "1"])
    with store.unit() as unit:
        unit.drop_kind("print")
        unit.put("print", "new", b"z")
    assert (store.work("print"), store.count("basket")) == ([("new", b"z")], 1)


def test_who_acts_and_which_day_may_be_told_late(store: TillStore) -> None:
    with store.unit(staff="anna") as unit:
        unit.act_as("marie")
        unit.declare_day(DAY)
        seq = unit.append(LoggedIn())
    entry = store.entry(seq)
    assert entry is not None
    body = decode_body(entry.body)
    assert (body.staff, body.day) == ("marie", DAY)
