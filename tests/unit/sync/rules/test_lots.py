"""Lots: which is spent first, when each ends, and what a debt does; cases L-C17 and L-C23 of the peers."""

from datetime import date

import pytest

from sync.protocol.programmes import Expiry
from sync.rules.lots import Account, Lot, earn, expire, kept_alive, last_day, spend, take_back, usable_from

TODAY = "2026-11-22"


def lot(id: str, amount: int, earned: str = TODAY, expires: str = "", usable: str = "") -> Lot:
    return Lot(id=id, amount=amount, earned=earned, usable_from=usable, expires=expires)


def account(*lots: Lot, debt: int = 0) -> Account:
    found = Account(debt=debt)
    for each in lots:
        found = earn(found, each)
    return found


def test_the_lot_that_ends_first_is_spent_first_then_the_oldest() -> None:
    held = account(lot("c", 10), lot("b", 10, earned="2026-11-01"), lot("a", 10, expires="2026-12-31"))
    assert [each.id for each in held.lots] == ["a", "b", "c"]
    assert [(each.id, each.amount) for each in spend(held, 15, TODAY).lots] == [("b", 5), ("c", 10)]


def test_l_c17_lots_of_two_orders_with_a_reward_each() -> None:
    first = spend(account(lot("1", 575, earned="2026-01-01", expires="2026-04-01")), 500, "2026-01-01")
    assert first.balance("2026-01-01") == 75
    second = spend(earn(first, lot("2", 805, earned="2026-01-02", expires="2026-04-02")), 500, "2026-01-02")
    assert [(each.id, each.amount) for each in second.lots] == [("2", 380)]
    gone, ended = expire(second, "2026-04-03")
    assert (gone.balance("2026-04-03"), [each.amount for each in ended]) == (0, [380])


@pytest.mark.parametrize(
    ("expiry", "earned", "end"),
    [
        (Expiry(kind="rolling", months=6, whole_month=True), date(2025, 12, 15), "2026-06-30"),
        (Expiry(kind="rolling", days=90), date(2026, 1, 1), "2026-04-01"),
        (Expiry(kind="rolling", months=1), date(2026, 1, 31), "2026-02-28"),
        (Expiry(kind="rolling", months=1, whole_month=True), date(2026, 1, 3), "2026-02-28"),
        (Expiry(kind="fixed_day", day="12-31"), date(2026, 12, 31), "2026-12-31"),
        (Expiry(kind="fixed_day", day="12-31", months=3), date(2026, 10, 5), "2027-12-31"),
        (Expiry(kind="fixed_day", day="02-29"), date(2026, 3, 1), "2027-02-28"),
        (Expiry(kind="inactivity", months=6), date(2026, 8, 31), "2027-02-28"),
    ],
)
def test_the_last_day_of_a_lot(expiry: Expiry, earned: date, end: str) -> None:
    assert last_day(expiry, earned) == end


def test_without_an_expiry_a_lot_never_ends_and_without_a_wait_it_is_usable_at_once() -> None:
    assert (last_day(None, date(2026, 1, 1)), usable_from(0, date(2026, 1, 1))) == ("", "")
    assert usable_from(14, date(2026, 12, 25)) == "2027-01-08"


def test_what_is_pending_is_not_spent() -> None:
    held = account(lot("now", 5), lot("soon", 10, usable="2026-11-23"))
    assert (held.balance(TODAY), held.pending(TODAY)) == (5, 10)
    spent = spend(held, 8, TODAY)
    assert (spent.balance(TODAY), spent.pending(TODAY), spent.debt) == (-3, 10, 3)


def test_a_debt_is_paid_by_the_next_lot() -> None:
    assert earn(Account(debt=3), lot("a", 10)) == Account(lots=(lot("a", 7),))
    assert earn(Account(debt=30), lot("a", 10)) == Account(debt=20)


def test_a_return_takes_its_own_lot_first_then_any_then_leaves_a_debt_or_forgives() -> None:
    held = account(lot("old", 10, earned="2026-01-01"), lot("own", 4))
    assert take_back(held, 6, ["own"], floor=False) == (Account(lots=(lot("old", 8, earned="2026-01-01"),)), 0)
    assert take_back(held, 20, ["own"], floor=False) == (Account(debt=6), 0)
    assert take_back(held, 20, ["own"], floor=True) == (Account(), 6)


def test_a_sale_keeps_lots_alive_where_inactivity_ends_them() -> None:
    held = account(lot("a", 10, earned="2026-01-10", expires="2026-07-10"))
    kept = kept_alive(held, last_day(Expiry(kind="inactivity", months=6), date(2026, 6, 1)))
    assert [each.expires for each in kept.lots] == ["2026-12-01"]


def test_the_next_end_sums_the_lots_of_its_day() -> None:
    held = account(lot("a", 1, expires="2026-12-01"), lot("b", 2, expires="2026-12-01"), lot("c", 3, expires="2027-01-01"), lot("d", 4))
    assert held.next_end(TODAY) == (3, "2026-12-01")
    assert account(lot("d", 4)).next_end(TODAY) is None
