"""Entries that nobody expects: what one of them says holds up no other, here or in another store, and spoils no balance (law 4)."""

import logging

import msgspec
import pytest
from sqlalchemy import Connection

from sync.ledger import parcel_delivery
from sync.ledger.loyalty_tables import parcel
from sync.ledger.parcels import Sent
from sync.ledger.tables import balance
from sync.ledger.verify import verify
from sync.protocol.envelope import Body, encode_body
from sync.protocol.facts import Sale
from tests.contract.ledger.test_members_across_stores import balances, member_of
from tests.unit.sync.ledger.loyal_shops import loyal_shop
from tests.unit.sync.ledger.machines import AT, DAY, Chain, earned, opened, sale
from tests.unit.sync.ledger.worlds import World


def add(chain: Chain, fact: Sale, at: str = AT, day: str = DAY) -> None:
    seq = len(chain.entered) + 1
    chain.add_bytes(encode_body(Body(terminal=chain.terminal, epoch=chain.epoch, seq=seq, at=at, day=day, fact=fact)))


def elsewhere(count: int) -> Sale:
    return sale(count, series="K9-A", member="m1", moved=earned(5))


@pytest.mark.parametrize("at", ["", "noon", "0001-01-01T00:00:00+23:00", "0001-03-01T10:00:00+00:00", "9999-12-31T23:59:59-23:00"])
@pytest.mark.parametrize("day", ["", "someday", "20261122", "0001-01-01", DAY])
def test_a_sale_of_no_day_counts_at_home_and_elsewhere(shop_world: World, at: str, day: str) -> None:
    shop_world.import_shop(loyal_shop())
    here, one = shop_world.machine("K1", "e1")
    there, other = shop_world.machine("K9", "e9")
    one.add(opened())
    other.add(opened("K9"))
    add(one, sale(1, member="m1", moved=earned(5)), at, day)
    add(other, elsewhere(1), at, day)
    add(other, elsewhere(2))
    here.push(one.message())
    there.push(other.message())
    assert not shop_world.cases()
    assert balances(shop_world) == [115, 115]
    assert verify(shop_world.context).fault is None


def test_what_its_home_cannot_take_waits_and_holds_up_no_other(
    shop_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    there, other = shop_world.machine("K9", "e9")
    other.add(opened("K9"), elsewhere(1), elsewhere(2))
    arrive = parcel_delivery.arrive

    def stumble(connection: Connection, row: Sent, at: str) -> None:
        if row.seq == 2:
            raise ZeroDivisionError
        arrive(connection, row, at)

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(parcel_delivery, "arrive", stumble)
        assert there.push(other.message()).seq == 3
    assert [found.getMessage() for found in caplog.records if found.levelno == logging.ERROR] == ["parcel_not_brought store=S2"]
    caplog.clear()
    assert (shop_world.count(parcel), balances(shop_world)) == (1, [105, 110]), "what S2 knows itself is on its way"
    other.add(elsewhere(3))
    there.push(other.message())
    assert (shop_world.count(parcel), balances(shop_world)) == (0, [115, 115])
    assert verify(shop_world.context).fault is None


def test_more_months_than_the_calendar_has_are_sold_all_the_same(shop_world: World) -> None:
    """Pieces that were keyed wrongly: 9,999 years of a membership."""
    shop_world.import_shop(loyal_shop())
    ledger, chain = shop_world.machine()
    fee = sale(1, sku="P2", member="m1")
    fee = msgspec.structs.replace(fee, lines=[msgspec.structs.replace(fee.lines[0], quantity=9_999)])
    chain.add(opened(), fee)
    ledger.push(chain.message())
    assert not shop_world.cases()
    assert member_of(shop_world).memberships == {"club": "9999-12-31"}


def test_an_amount_beyond_all_reason_is_a_case_and_no_balance(shop_world: World) -> None:
    """Two of them would make a sum that SQLite keeps as a float and PostgreSQL not at all."""
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, member="m1", moved=earned(2**62)), sale(2, member="m1", moved=earned(2**62)), sale(3))
    ledger.push(chain.message())
    assert shop_world.cases()["bad_postings"]["detail"] == {"units": ["POINT"]}
    assert all(isinstance(row["amount"], int) for row in shop_world.rows(balance))
    assert balances(shop_world) == [100, 100]
    assert verify(shop_world.context).fault is None
