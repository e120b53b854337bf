"""The feed: what changed since the cursors, in bounded pages, of the terminal's own store."""

import msgspec
import pytest

from sync.client.exchange import Progress, exchange
from sync.client.ledger import LedgerClient
from sync.client.pull import pull_all
from sync.ledger.feed import Put, put_records
from sync.ledger.tables import record
from sync.protocol.errors import Refusal
from sync.protocol.pins import check_pin
from sync.protocol.profiles import profile_hash
from sync.protocol.records import IssuerKey, Member, Product, Profile, Staff
from sync.protocol.wire import PAGE_LIMIT_RECORDS, FeedRequest, Page
from tests.unit.sync.ledger.machines import Chain, opened, sale
from tests.unit.sync.ledger.shops import SHOP, shop
from tests.unit.sync.ledger.worlds import World


class Shelf:
    """A reference store that only remembers."""

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}
        self.records: dict[tuple[str, str], bytes | None] = {}
        self.pages = 0

    def cursors(self) -> dict[str, int]:
        return self.positions

    def apply(self, page: Page) -> None:
        assert len(page.changes) <= PAGE_LIMIT_RECORDS
        self.pages += 1
        self.positions[page.scope] = page.cursor
        self.records.update({(page.scope, change.key): change.body for change in page.changes})

    def keys(self, scope: str) -> set[str]:
        return {key for found, key in self.records if found == scope}


def pull(ledger: LedgerClient, chain: Chain, shelf: Shelf) -> dict[str, int]:
    return pull_all(ledger, shelf, chain.report).records


def test_a_new_terminal_gets_everything_and_then_nothing(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    shelf = Shelf()
    got = pull(ledger, chain, shelf)
    assert got["product"] == 2
    assert got["register"] == 3
    assert shelf.keys("store") == {"S1"}
    assert pull(ledger, chain, shelf) == {}


def test_only_what_differs_comes_again_and_what_is_gone_comes_as_a_tombstone(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    shelf = Shelf()
    pull(ledger, chain, shelf)
    assert shop_world.import_shop() == {"S1": 0, "S2": 0}
    dearer = {**SHOP["products"][0], "price_minor": 650}
    assert shop_world.import_shop(shop(products=[dearer])) == {"S1": 2, "S2": 2}
    assert pull(ledger, chain, shelf) == {"product": 2}
    body = shelf.records["product", "P1"]
    assert body is not None
    assert msgspec.json.decode(body, type=Product).price_minor == 650
    assert shelf.records["product", "P2"] is None


def test_long_scopes_come_in_bounded_answers_and_in_order(shop_world: World) -> None:
    many = PAGE_LIMIT_RECORDS * 2 + 7
    puts = [Put("product", f"X{number:05d}", b"{}") for number in range(many)]
    shop_world.context.write(lambda connection: put_records(connection, "S1", puts))
    ledger, chain = shop_world.machine()
    answer = ledger.feed(FeedRequest(report=chain.report()))
    assert sum(len(page.changes) for page in answer.pages) == PAGE_LIMIT_RECORDS
    assert {page.scope for page in answer.pages if page.more} >= {"product", "member"}
    shelf = Shelf()
    assert pull(ledger, chain, shelf)["product"] == many + 2
    assert len(shelf.keys("product")) == many + 2


def test_a_cursor_from_before_the_ledger_was_restored_begins_again(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    shelf = Shelf()
    shelf.positions = {"product": 10_000}
    assert pull(ledger, chain, shelf)["product"] == 2
    assert shelf.positions["product"] == 2


def test_a_kiosk_is_given_no_profile(shop_world: World) -> None:
    for register, expected in (("K2", set()), ("K1", {"m1", "m2"})):
        ledger, chain = shop_world.machine(register)
        shelf = Shelf()
        pull(ledger, chain, shelf)
        assert shelf.keys("profile") == expected
        assert shelf.keys("member") == {"m1", "m2"}


def test_a_terminal_sees_its_own_store_alone(shop_world: World) -> None:
    shop_world.machine("K1")
    ledger, chain = shop_world.machine("K9")
    shelf = Shelf()
    pull(ledger, chain, shelf)
    assert shelf.keys("store") == {"S2"}
    assert shelf.keys("register") == {"K9"}
    keys = [msgspec.json.decode(body, type=IssuerKey) for (scope, _), body in shelf.records.items() if scope == "issuer_key" and body]
    assert sorted(key.register for key in keys) == ["", "K1", "K9"], "save for keys: receipts of every store come back here"


def test_a_sale_moves_the_member_in_its_own_store_alone(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), sale(1, member="m1", moved=None))
    ledger.push(chain.message())
    bodies = {row["store"]: msgspec.json.decode(row["body"], type=Member) for row in shop_world.rows(record, scope="member", key="m1")}
    assert {store: member.balances["POINT"] for store, member in bodies.items()} == {"S1": 100, "S2": 100}


def test_staff_come_with_verifiers_that_only_the_stores_secret_opens(shop_world: World) -> None:
    found = shop_world.enrol()
    shelf = Shelf()
    pull(shop_world.client(found), Chain(found.answer.terminal, found.keys.signing), shelf)
    body = shelf.records["staff", "anna"]
    assert body is not None
    assert b"123456" not in body
    verifier = msgspec.json.decode(body, type=Staff).verifier
    assert check_pin(verifier, found.store_secret, "123456")
    assert not check_pin(verifier, found.store_secret, "123457")
    assert not check_pin(verifier, shop_world.context.keys.store_secret("S2"), "123456")


def test_a_members_record_names_nobody_and_knows_the_version_of_the_profile(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    shelf = Shelf()
    pull(ledger, chain, shelf)
    member, profile = shelf.records["member", "m1"], shelf.records["profile", "m1"]
    assert member is not None
    assert profile is not None
    assert "Zoé".encode() not in member
    assert msgspec.json.decode(member, type=Member).profile_hash == profile_hash(msgspec.json.decode(profile, type=Profile))


def test_balances_of_a_known_member_are_the_ledgers_not_the_files(shop_world: World) -> None:
    rich = [{**SHOP["members"][0], "balances": {"POINT": 9999}, "tier": "gold"}]
    assert shop_world.import_shop(shop(members=rich)) == {"S1": 1, "S2": 1}
    body = shop_world.rows(record, store="S1", scope="member", key="m1")[0]["body"]
    found = msgspec.json.decode(body, type=Member)
    assert (found.balances, found.tier) == ({"POINT": 100}, "gold")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shop": {**SHOP["shop"], "currency": "CHF"}}, "currency_fixed"),
        ({"stores": SHOP["stores"][:1], "registers": SHOP["registers"][:3]}, "store_missing"),
        ({"registers": [{"id": "K1", "store": "S2", "kind": "cashier"}, *SHOP["registers"][1:]]}, "register_fixed"),
    ],
)
def test_an_import_refuses_what_would_break_what_is_there(shop_world: World, changes: dict[str, object], code: str) -> None:
    shop_world.machine("K1")
    before = shop_world.rows(record)
    with pytest.raises(Refusal, match=code):
        shop_world.import_shop(shop(**changes))
    assert shop_world.rows(record) == before


def test_an_exchange_does_both_ways_and_says_how_far_it_is(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), *(sale(number) for number in range(1, 451)))
    seen: list[Progress] = []
    summary = exchange(ledger, chain, Shelf(), chain.report, seen.append)
    assert (summary.pushed.entries, chain.acknowledged) == (451, 451)
    assert [found.sent for found in seen[:3]] == [200, 400, 451]
    assert seen[-1].received == sum(summary.pulled.records.values())
