"""Gift cards across two stores, on both databases: one home, spent anywhere, brought home once, and never made of nothing."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path
from signal import SIGKILL
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sync.client.ledger import LedgerClient
from sync.ledger import apply as applying
from sync.ledger import card_crossings, card_homes, interpret
from sync.ledger.outbox import deliver
from sync.ledger.replay import replay
from sync.ledger.tables import balance, card, card_crossing, case, posting
from sync.ledger.terminals import Terminal, find_terminal
from sync.ledger.verify import verify
from sync.protocol.envelope import decode_body
from sync.protocol.facts import AnyFact, Sale, Tender
from sync.protocol.ids import card_id
from sync.protocol.wire import FeedRequest
from tests.unit.sync.ledger.card_tickets import G1, NEW, card_of, line, owed, sold, spent, ticket
from tests.unit.sync.ledger.machines import Chain, opened
from tests.unit.sync.ledger.shops import SHOP, shop
from tests.unit.sync.ledger.worlds import World

Machine = tuple[LedgerClient, Chain]
"""How a till speaks and what it journals."""


def machine(world: World, register: str, series: str = "A") -> Machine:
    ledger, chain = world.machine(register, f"e-{register}")
    chain.add(opened(register, series))
    return ledger, chain


def push(till: Machine, *facts: AnyFact) -> None:
    till[1].add(*facts)
    till[0].push(till[1].message())


def exchange(till: Machine) -> None:
    """Push what there is, and ask for the feed."""
    push(till)
    till[0].feed(FeedRequest(report=till[1].report()))


def check_books(world: World) -> None:
    """Nothing is made of nothing: each unit comes to zero over all stores, and what stores say of each other does too."""
    found = verify(world.context).fault
    assert found is None, found
    sums: Counter[str] = Counter()
    between: Counter[str] = Counter()
    for row in world.rows(posting):
        sums[row["unit"]] += row["amount"]
        if row["account"].startswith("inter_store:"):
            between[row["unit"]] += row["amount"]
    assert not any(sums.values())
    if not world.count(card_crossing):
        assert not any(between.values())


def balances(world: World, id: str) -> tuple[int, int]:
    """What the feeds of both stores say of a card."""
    return card_of(world, id, "S1").balance_minor, card_of(world, id, "S2").balance_minor


def account(world: World, store: str, name: str) -> dict[str, int]:
    return {row["unit"]: row["amount"] for row in world.rows(balance, store=store, account=name) if row["amount"]}


@pytest.fixture
def port(shop_world: World) -> Machine:
    """The till of S1, at home for the shop file's card."""
    return machine(shop_world, "K1")


@pytest.fixture
def gare(shop_world: World) -> Machine:
    """The till of S2."""
    return machine(shop_world, "K9")


def test_a_shop_files_card_is_at_home_in_its_first_store_and_told_to_all(shop_world: World) -> None:
    assert balances(shop_world, G1) == (5000, 5000)
    assert {(row["store"], row["home"]) for row in shop_world.rows(card, card=G1)} == {("S1", "S1"), ("S2", "S1")}
    assert (owed(shop_world), owed(shop_world, "S2")) == ((5000, 5000), (0, 0))
    check_books(shop_world)


def test_a_card_sold_in_one_store_is_spent_in_the_other_and_the_first_knows(shop_world: World, port: Machine, gare: Machine) -> None:
    push(gare, sold("K9-A-000001", 3000))
    assert {row["home"] for row in shop_world.rows(card, card=NEW)} == {"S2"}
    exchange(port)
    assert card_of(shop_world, NEW) == card_of(shop_world, NEW, "S2")
    assert card_of(shop_world, NEW).valid_until == "2027-11-22"
    push(port, spent("K1-A-000001", 1000, NEW))
    exchange(gare)
    assert balances(shop_world, NEW) == (2000, 2000)
    assert (owed(shop_world), owed(shop_world, "S2")) == ((5000, 5000), (2000, 2000))
    assert account(shop_world, "S1", "inter_store:S2") == {"EUR": 1000, "GIFT:EUR": 1000}
    assert account(shop_world, "S2", "inter_store:S1") == {"EUR": -1000, "GIFT:EUR": -1000}
    assert not shop_world.count(card_crossing)
    assert not shop_world.cases()
    check_books(shop_world)


def test_a_top_up_and_a_refund_in_the_other_store_come_home(shop_world: World, port: Machine, gare: Machine) -> None:
    refund = ticket("K9-A-000002", [line(-700)], Tender(kind="gift_card", amount_minor=700, card=G1, out=True, valid_until="2027-11-22"))
    push(gare, sold("K9-A-000001", 2000, G1, "2028-01-31"), refund)
    assert balances(shop_world, G1) == (7700, 7700)
    assert owed(shop_world) == (7700, 7700)
    check_books(shop_world)


@pytest.mark.parametrize("last", ["port", "gare"])
def test_both_stores_spend_it_while_offline_and_that_is_one_case(shop_world: World, port: Machine, gare: Machine, last: str) -> None:
    port[1].add(spent("K1-A-000001", 4000))
    gare[1].add(spent("K9-A-000001", 4000))
    for till in (port, gare) if last == "gare" else (gare, port):
        exchange(till)
    (found,) = shop_world.rows(case)
    assert (found["store"], found["code"], found["subject"]) == ("S1", "gift_card_overdrawn", G1)
    assert found["effect_minor"] == 3000
    assert found["terminal"] == (gare if last == "gare" else port)[1].terminal
    exchange(gare)
    assert balances(shop_world, G1) == (-3000, -3000)
    check_books(shop_world)


def test_more_spending_of_an_overdrawn_card_is_the_same_case_grown(shop_world: World, port: Machine, gare: Machine) -> None:
    push(port, spent("K1-A-000001", 4000))
    push(gare, spent("K9-A-000001", 4000))
    push(gare, spent("K9-A-000002", 500))
    push(port, spent("K1-A-000002", 250))
    assert [(row["effect_minor"], row["state"]) for row in shop_world.rows(case)] == [(3750, "open")]
    assert shop_world.cases()["gift_card_overdrawn"]["detail"] == {"balance_minor": -3750}
    check_books(shop_world)


def test_what_a_till_spent_stays_spent_in_its_feed_while_it_is_on_its_way(
    shop_world: World, port: Machine, gare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plug is pulled between the commit at one store and the delivery to the other, and the home moves meanwhile."""
    with monkeypatch.context() as patch:
        patch.setattr(applying, "deliver", lambda context, store: None)
        push(gare, spent("K9-A-000001", 4000))
        assert balances(shop_world, G1) == (5000, 1000)
        push(port, spent("K1-A-000001", 100))
        gare[0].feed(FeedRequest(report=gare[1].report()))
        assert balances(shop_world, G1) == (4900, 900)
        check_books(shop_world)
        assert shop_world.count(card_crossing) == 1
    exchange(gare)
    assert balances(shop_world, G1) == (900, 900)
    check_books(shop_world)


def test_a_kill_after_it_arrived_does_not_bring_it_twice(
    shop_world: World, port: Machine, gare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(card_crossings, "_forget", killed)
        gare[1].add(spent("K9-A-000001", 4000))
        with pytest.raises(SystemExit):
            applying.push(shop_world.context, _terminal(shop_world, gare), gare[1].message())
        gare[0].feed(FeedRequest(report=gare[1].report()))
        assert balances(shop_world, G1) == (1000, 1000)
        check_books(shop_world)
    rows = shop_world.rows(posting, store="S1", terminal=gare[1].terminal)
    for _ in range(2):
        deliver(shop_world.context, "S2")
    assert shop_world.rows(posting, store="S1", terminal=gare[1].terminal) == rows
    assert not shop_world.count(card_crossing)
    assert balances(shop_world, G1) == (1000, 1000)
    check_books(shop_world)


def test_a_process_killed_on_the_way_leaves_what_the_next_one_brings(
    shop_world: World, gare: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(applying, "deliver", lambda context, store: None)
        push(gare, spent("K9-A-000001", 4000), spent("K9-A-000002", 500))
    code = "import sys; from pathlib import Path; from sync.ledger.opening import open_ledger; from sync.ledger.outbox import deliver; "
    code += "deliver(open_ledger(Path(sys.argv[1]), sys.argv[2] or None), 'S2')"
    place = shop_world.context.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    database = place if shop_world.context.engine.dialect.name == "postgresql" else ""
    for left_minor, status in ((1000, -SIGKILL), (500, -SIGKILL), (500, 0)):
        killed = {**os.environ, "COMPTOIR_KILL_AT": f"crossing_arrived:{1 if left_minor == 1000 else 2}"}
        found = subprocess.run([sys.executable, "-c", code, str(tmp_path / "ledger"), database], env=killed, check=False)
        assert (found.returncode, card_of(shop_world, G1).balance_minor) == (status, left_minor)
        check_books(shop_world)
    assert not shop_world.count(card_crossing)


def _terminal(world: World, till: Machine) -> Terminal:
    found = world.context.read(lambda connection: find_terminal(connection, till[1].terminal))
    assert found is not None
    return found


def test_entries_sent_again_and_replayed_cross_once(
    shop_world: World, port: Machine, gare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(interpret, "decode_body", _no_sales)
        push(gare, spent("K9-A-000001", 4000))
        assert balances(shop_world, G1) == (5000, 5000)
    check_books(shop_world)
    assert replay(shop_world.context) == 1
    push(gare)
    assert replay(shop_world.context) == 0
    assert balances(shop_world, G1) == (1000, 1000)
    check_books(shop_world)


def _no_sales(data: bytes) -> Any:
    body = decode_body(data)
    if isinstance(body.fact, Sale):
        raise msgspec.ValidationError("Invalid value")
    return body


STORIES = tuple(permutations(range(4)))


@pytest.mark.parametrize("order", STORIES[:: len(STORIES) // 6])
def test_in_whatever_order_it_is_heard_it_comes_to_the_same(shop_world: World, order: tuple[int, ...]) -> None:
    """A card of 30 sold in S2 and topped up by 10 in S1; 35 spent at one till of S1, 20 at another: 15 overdrawn, in one open case."""
    tills = [machine(shop_world, register, series) for register, series in (("K9", "A"), ("K1", "A"), ("K2", "A"), ("K1", "B"))]
    tickets = [
        sold("K9-A-000001", 3000),
        sold("K1-A-000001", 1000, until="2027-12-24"),
        spent("K2-A-000001", 3500, NEW),
        spent("K1-B-000001", 2000, NEW),
    ]
    for number in order:
        exchange(tills[number]) if number % 2 else None
        push(tills[number], tickets[number])
        check_books(shop_world)
    for till in tills:
        exchange(till)
    assert balances(shop_world, NEW) == (-1500, -1500)
    assert card_of(shop_world, NEW).valid_until == "2027-12-24"
    found = shop_world.rows(case, state="open")
    assert [(row["code"], row["effect_minor"]) for row in found] == [("gift_card_overdrawn", 1500)]
    check_books(shop_world)


def test_a_card_that_was_only_heard_of_late_is_no_dispute(shop_world: World, port: Machine, gare: Machine) -> None:
    push(port, spent("K1-A-000001", 1000, NEW))
    assert shop_world.cases()["gift_card_overdrawn"]["effect_minor"] == 1000
    push(gare, sold("K9-A-000001", 3000))
    assert not shop_world.cases()
    assert {row["home"] for row in shop_world.rows(card, card=NEW)} == {"S1"}
    check_books(shop_world)


def test_two_stores_that_sell_the_same_card_at_once_agree_on_its_home(shop_world: World, port: Machine, gare: Machine) -> None:
    ids = [card_id(f"X{number}") for number in range(12)]
    port[1].add(*(sold(f"K1-A-{number:06d}", 1000, id) for number, id in enumerate(ids, start=1)))
    gare[1].add(*(sold(f"K9-A-{number:06d}", 500, id) for number, id in enumerate(reversed(ids), start=1)))

    def send(till: Machine) -> None:
        for count in range(1, len(till[1].entered) + 1):
            till[0].push(till[1].message(till[1].entered[:count]))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(send, till) for till in (port, gare)]:
            done.result()
    for till in (port, gare, port):
        exchange(till)
    assert [balances(shop_world, id) for id in ids] == [(1500, 1500)] * len(ids)
    check_books(shop_world)


def test_a_voucher_used_in_two_stores_is_one_case_in_the_first(shop_world: World, port: Machine, gare: Machine) -> None:
    voucher = Tender(kind="voucher", amount_minor=900, card="v1")
    push(port, ticket("K1-A-000001", [line(900)], voucher))
    push(gare, ticket("K9-A-000001", [line(900)], voucher))
    (found,) = shop_world.rows(case)
    assert (found["store"], found["code"], found["effect_minor"]) == ("S1", "voucher_used_twice", 900)
    assert (found["terminal"], found["seq"]) == (gare[1].terminal, 2)
    assert account(shop_world, "S2", "tender:voucher") == {"EUR": 900}
    check_books(shop_world)


def test_a_voucher_brought_twice_is_one_use(shop_world: World, port: Machine, gare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(card_crossings, "_forget", lambda connection, rows: None)
        push(port, ticket("K1-A-000001", [line(900)], Tender(kind="voucher", amount_minor=900, card="v1")))
        push(gare, ticket("K9-A-000001", [line(900)], Tender(kind="voucher", amount_minor=900, card="v1")))
        deliver(shop_world.context, "S2")
    deliver(shop_world.context, "S2")
    assert shop_world.count(case) == 1
    assert not shop_world.count(card_crossing)


def test_a_store_opened_later_is_told_what_is_left_not_what_the_file_says(shop_world: World, gare: Machine) -> None:
    push(gare, spent("K9-A-000001", 1500), sold("K9-A-000002", 3000))
    third = shop(stores=[{"id": "S3", "name": "Halle"}, *SHOP["stores"]], registers=[*SHOP["registers"]])
    shop_world.import_shop(third)
    assert (card_of(shop_world, G1, "S3").balance_minor, card_of(shop_world, NEW, "S3").balance_minor) == (3500, 3000)
    assert shop_world.import_shop(third) == {"S1": 0, "S2": 0, "S3": 0}
    check_books(shop_world)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("DELETE FROM card_crossing", "crossing"),
        ("UPDATE card_crossing SET amount_minor = amount_minor - 1", "crossing"),
        ("UPDATE card SET home = 'S2' WHERE store = 'S2'", "card_home"),
        ("DELETE FROM card WHERE store = 'S1'", "card_home"),
        ("UPDATE record SET body = replace_amount WHERE store = 'S1'", "card_balance"),
        ("UPDATE record SET body = replace_amount WHERE store = 'S2'", "card_feed"),
    ],
)
def test_verify_names_what_was_tampered_with(
    shop_world: World, gare: Machine, monkeypatch: pytest.MonkeyPatch, statement: str, rule: str
) -> None:
    monkeypatch.setattr(applying, "deliver", lambda context, store: None)
    push(gare, spent("K9-A-000001", 4000))
    check_books(shop_world)
    _tamper(shop_world, statement)
    fault = verify(shop_world.context).fault
    assert fault is not None
    assert fault.rule == rule


def _tamper(world: World, statement: str) -> None:
    body = f'{{"code":"{G1}","balance_minor":77}}'.encode()
    statement = statement.replace("replace_amount", ":body") + (f" AND key = '{G1}'" if "replace_amount" in statement else "")
    values = {"body": body} if ":body" in statement else {}
    world.context.write(lambda connection: connection.execute(text(statement), values))


class TestTheWrongTwins:
    """The guards go red on books as they were kept before, and on a crossing that is posted whenever it is brought."""

    def test_a_card_at_home_in_every_store_is_found(
        self, shop_world: World, port: Machine, gare: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(card_homes, "home_of", lambda connection, store, id: store)
        for till, number in ((port, "K1-A-000001"), (gare, "K9-A-000001")):
            push(till, spent(number, 4000))
        assert not shop_world.cases(), "spent twice, and nobody is told"
        with pytest.raises(AssertionError, match="card_home"):
            check_books(shop_world)

    def test_a_crossing_that_is_keyed_by_its_delivery_is_found(self, shop_world: World, gare: Machine) -> None:
        push(gare, spent("K9-A-000001", 1000))
        _bring_again(shop_world, gare, seq=1002)
        assert card_of(shop_world, G1).balance_minor == 3000, "taken off twice"
        with pytest.raises(AssertionError, match="crossing"):
            check_books(shop_world)

    def test_a_crossing_that_nobody_looks_for_is_refused_by_the_database(
        self, shop_world: World, gare: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        push(gare, spent("K9-A-000001", 1000))
        monkeypatch.setattr(card_crossings, "_is_posted", lambda connection, source: False)
        with pytest.raises(DBAPIError):
            _bring_again(shop_world, gare, seq=2)
        check_books(shop_world)


def _bring_again(world: World, till: Machine, seq: int) -> None:
    """Bring once more what the till's last entry moved, under this number."""
    key = {"store": "S2", "terminal": till[1].terminal, "epoch": till[1].epoch, "seq": seq, "card": G1}
    row: Any = SimpleNamespace(**key, kind="gift_card", target="S1", amount_minor=-1000, valid_until="")
    world.context.write(lambda connection: card_crossings.arrive(connection, [row], ""))
