"""A shop of thousands of members comes to the ledger in a few statements: rows are asked for and written as sets, in either store."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from sync.ledger.tables import record
from tests.unit.sync.ledger.shops import SHOP, shop
from tests.unit.sync.ledger.worlds import World

MEMBERS = 300
STATEMENTS_A_MEMBER = 0.1


def members(count: int, series: str) -> list[dict[str, Any]]:
    """Return members with all that makes rows: contact data, a card's number, a balance."""
    return [
        {
            "id": f"{series}{number:05d}",
            "code": f"{series}{number:09d}",
            "profile": {"phone": f"06 39 98 {number // 100:02d} {number % 100:02d}", "email": f"{series}{number}@example.org"},
            "balances": {"POINT": 10 + number},
        }
        for number in range(count)
    ]


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    """Note the statements that the block sends."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    event.listen(world.context.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(world.context.engine, "before_cursor_execute", note)


def imported(world: World, count: int, series: str) -> int:
    """Return the statements of an import of so many members that no store has heard of."""
    file = shop(members=[*SHOP["members"], *members(count, series)])
    with counting(world) as sent:
        world.import_shop(file)
    return len(sent)


@pytest.fixture(params=["new", "known", "changed"])
def growth(request: pytest.FixtureRequest, shop_world: World) -> float:
    """Give the statements that each member more costs: new, imported again as it was, or with another card and phone."""
    few, many = (imported(shop_world, count, series) for count, series in ((MEMBERS, "a"), (2 * MEMBERS, "b")))
    if request.param == "new":
        return (many - few) / MEMBERS
    if request.param == "known":
        few, many = (imported(shop_world, count, series) for count, series in ((MEMBERS, "a"), (2 * MEMBERS, "b")))
        return (many - few) / MEMBERS
    found = []
    for count, series in ((MEMBERS, "a"), (2 * MEMBERS, "b")):
        changed = [
            {**each, "code": f"9{each['code']}", "profile": {"phone": each["profile"]["phone"].replace("06 39 98", "02 61 91")}}
            for each in members(count, series)
        ]
        with counting(shop_world) as sent:
            shop_world.import_shop(shop(members=[*SHOP["members"], *changed]))
        found.append(len(sent))
    return (found[1] - found[0]) / MEMBERS


def test_each_member_more_costs_next_to_no_statement(growth: float) -> None:
    assert growth <= STATEMENTS_A_MEMBER


def test_the_statements_that_are_counted_are_those_of_the_members(shop_world: World) -> None:
    """The wrong twin: rows asked for one by one would be seen."""
    with counting(shop_world) as sent, shop_world.context.engine.connect() as connection:
        for number in range(MEMBERS):
            connection.execute(record.select().where(record.c.key == f"a{number}"))
    assert len(sent) >= MEMBERS
