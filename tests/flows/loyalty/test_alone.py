"""A till without a ledger counts as the ledger's books and nights would: lots that wait and end, tiers that last, days and segments."""

from datetime import date

import pytest

from kiosk.store.till.reads import MemberSale, Reads
from sync.protocol.programmes import TiersProgramme
from sync.protocol.records import TierState
from sync.rules import tiers
from tests.flows.harness import Json, Till
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import goods, loyal, points

GOODS = goods(coat=3000, tea=200)
LADDER: Json = {"id": "LEVEL", "kind": "tiers", "by": "spend", "months": 12, "tiers": [{"id": "silver", "need": 6000}]}


def sell(till: Till, sku: str, quantity: int = 1) -> Json:
    till.ok("member", id="m1")
    till.ok("add", sku=sku, quantity=quantity)
    till.ok("tender", kind="cash")
    return till.ok("finish", paper="none")


def give_back(till: Till, sold: Json, quantity: int) -> None:
    till.ok("return", receipt=sold["receipt"]["number"], lines=[{"line": 1, "quantity": quantity}])
    till.ok("tender", kind="cash")
    till.ok("finish", paper="none")


def wallet(till: Till) -> Json:
    found: Json = till.ok("wallet", id="m1")["wallet"]
    return found


def held(till: Till) -> tuple[int, int]:
    """What may be spent, and what waits."""
    (row,) = wallet(till)["balances"]
    return row["amount"], row["pending"]


def at(till: Till, day: str, hour: str = "10:00") -> None:
    till.ok("clock", at=f"{day}T{hour}:00Z")


def price(till: Till, sku: str) -> int:
    """What the member would pay."""
    till.ok("member", id="m1")
    asked: int = till.ok("add", sku=sku, quantity=1)["basket"]["totals"]["gross_minor"]
    till.ok("cancel_basket")
    return asked


def test_points_end_with_their_day_and_the_next_to_end_are_spent_first(open_till: Open) -> None:
    till = open_till(loyal(GOODS, programmes=[points(expiry={"kind": "rolling", "days": 10})]))
    sell(till, "coat")
    at(till, "2026-11-26")
    sell(till, "coat", 2)
    till.ok("member", id="m1")
    till.ok("add", sku="tea", quantity=1)
    till.ok("tender", kind="points", amount_minor=20)
    till.ok("tender", kind="cash")
    till.ok("finish", paper="none")
    (row,) = wallet(till)["balances"]
    assert (row["amount"], row["expiring"], row["expires"]) == (72, 10, "2026-12-02")
    at(till, "2026-12-02", "22:59")
    assert held(till) == (72, 0)
    at(till, "2026-12-02", "23:00")
    assert held(till) == (62, 0)
    at(till, "2026-12-07")
    assert held(till) == (0, 0)


def test_buying_keeps_points_alive_where_inactivity_ends_them(open_till: Open) -> None:
    till = open_till(loyal(GOODS, programmes=[points(expiry={"kind": "inactivity", "months": 1})]))
    sell(till, "coat")
    at(till, "2026-12-20")
    sell(till, "tea")
    at(till, "2027-01-20")
    assert held(till) == (32, 0)
    at(till, "2027-01-21")
    assert held(till) == (0, 0)


def test_goods_that_come_back_take_the_points_that_wait(open_till: Open) -> None:
    till = open_till(loyal(GOODS, programmes=[points(pending_days=10)], balances={"POINT": 50}))
    sold = sell(till, "coat", 2)
    give_back(till, sold, 1)
    assert held(till) == (50, 30)
    at(till, "2026-12-02")
    assert held(till) == (80, 0)
    give_back(till, sold, 1)
    assert held(till) == (50, 0)


@pytest.mark.parametrize(("policy", "left"), [("debit", -30), ("floor", 0)])
def test_points_spent_before_their_goods_come_back(open_till: Open, policy: str, left: int) -> None:
    till = open_till(loyal(GOODS, programmes=[points(returned=policy)]))
    sold = sell(till, "coat")
    till.ok("member", id="m1")
    till.ok("add", sku="tea", quantity=1)
    till.ok("tender", kind="points", amount_minor=30)
    till.ok("tender", kind="card_standalone")
    spent = till.ok("finish", paper="none")
    give_back(till, spent, 1)
    give_back(till, sold, 1)
    assert held(till)[0] == left


@pytest.mark.parametrize(("policy", "tier"), [("keep", "silver"), ("drop", "")])
def test_a_threshold_lost_by_a_return(open_till: Open, policy: str, tier: str) -> None:
    till = open_till(loyal(GOODS, programmes=[LADDER | {"returned": policy}]))
    give_back(till, sell(till, "coat", 2), 1)
    assert [(row["tier"], row["have"]) for row in wallet(till)["tiers"]] == [(tier, 3000)]


def test_a_tier_is_held_for_its_days_of_grace(open_till: Open) -> None:
    till = open_till(loyal(GOODS, programmes=[LADDER | {"months": 1, "grace_days": 5}]))
    sell(till, "coat", 2)
    for day, tier in (("2026-12-21", "silver"), ("2026-12-22", "silver"), ("2026-12-26", "silver"), ("2026-12-27", "")):
        at(till, day)
        assert wallet(till)["tiers"][0]["tier"] == tier, day


def test_nights_without_end_are_not_gone_through(open_till: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock set far ahead: once nothing counts and nothing is about to end, all nights say the same."""
    nights: list[date] = []
    asked = tiers.after_night

    def counted(programme: TiersProgramme, state: TierState, count: int, today: date) -> TierState:
        nights.append(today)
        return asked(programme, state, count, today)

    monkeypatch.setattr(tiers, "after_night", counted)
    ladder = LADDER | {"months": 1, "grace_days": 5, "tiers": [{"id": "base", "need": 0}, *LADDER["tiers"]]}
    till = open_till(loyal(GOODS, programmes=[ladder]))
    sell(till, "coat", 2)
    at(till, "2199-12-01")
    assert wallet(till)["tiers"][0]["tier"] == "base"
    assert nights[-1] < date(2027, 1, 31)


@pytest.mark.parametrize(("day", "paid"), [("2027-02-27", 3000), ("2027-02-28", 2700), ("2027-03-01", 3000), ("2028-02-29", 2700)])
def test_a_birthday_of_the_shop_file_with_its_consent(open_till: Open, day: str, paid: int) -> None:
    offer: Json = {"id": "cake", "kind": "percent", "percent_bp": 1000, "when": {"birthday": {}}}
    shop = loyal(GOODS, offers=[offer], consents=["birthday"])
    shop["members"][0]["profile"] = {"first_name": "Zoé", "birthday": "1992-02-29"}
    till = open_till(shop)
    at(till, day)
    assert price(till, "coat") == paid
    shop["members"][0]["consents"] = []
    stranger = open_till(shop)
    at(stranger, day)
    assert price(stranger, "coat") == 3000


def test_what_was_bought_here_is_known_here(open_till: Open) -> None:
    back: Json = {"id": "back", "kind": "percent", "percent_bp": 1000, "when": {"bought": {"skus": ["tea"], "months": 2}}}
    till = open_till(loyal(GOODS, offers=[back]))
    sell(till, "tea")
    for day, paid in (("2026-11-22", 3000), ("2027-01-21", 3000), ("2027-01-22", 2700)):
        at(till, day)
        assert price(till, "coat") == paid, day


def test_each_ticket_is_read_once_however_many_there_are(open_till: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    asked = Reads.member_sales

    def counted(store: Reads, member: str, after_seq: int) -> list[MemberSale]:
        found = asked(store, member, after_seq)
        read.append(len(found))
        return found

    monkeypatch.setattr(Reads, "member_sales", counted)
    till = open_till(loyal(GOODS, programmes=[points(), LADDER]))
    for _ in range(5):
        sell(till, "tea")
    assert held(till) == (10, 0)
    assert sum(read) == 5


def test_segments_are_found_overnight(open_till: Open) -> None:
    regulars: Json = {"id": "REGULARS", "kind": "segment", "days": 90, "least_sales": 2}
    offer: Json = {"id": "thanks", "kind": "percent", "percent_bp": 1000, "when": {"segments": ["REGULARS"]}}
    till = open_till(loyal(GOODS, offers=[offer], programmes=[regulars]))
    sell(till, "tea")
    sell(till, "tea")
    assert price(till, "coat") == 3000
    at(till, "2026-11-23")
    assert price(till, "coat") == 2700
    at(till, "2027-02-20")
    assert price(till, "coat") == 3000
