"""A member between tills and the ledger: joined offline, pushed, found elsewhere by card, phone and e-mail; the ledger asked for others."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.services.membership import kept
from kiosk.services.port import Change as Told
from kiosk.services.queries import FindMember, MemberProfile, SearchMembers
from sync.ledger.cards import member_card
from sync.protocol import facts
from sync.protocol.errors import EnvironmentFault
from sync.protocol.records import ConsentWord
from sync.protocol.wire import Change, Page
from tests.flows.counters import Counter, counters
from tests.flows.members.test_joining import ZOE
from tests.flows.shops import shop
from tests.flows.test_mailing import holds
from tests.unit.sync.ledger.worlds import World


@pytest.fixture
def tills(tmp_path: Path) -> Iterator[tuple[World, Counter, Counter, Counter]]:
    """Two tills and a kiosk of one store."""
    file = shop()
    file["registers"].append({"id": "K1", "store": "lyon", "kind": "selfservice"})
    with counters(tmp_path, file, "R1", "R2", "K1") as (world, (first, second, kiosk)):
        yield world, first, second, kiosk


def waiting(till: Counter) -> int:
    return len(till.running.worker.call(lambda: kept.waiting(till.running.till.terminal)))


def kept_here(till: Counter) -> list[str]:
    return [id for id, _ in till.running.worker.call(lambda: list(kept.everyone(till.running.till.terminal)))]


def test_joined_offline_pushed_and_found_at_another_till(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, second, _ = tills
    first.network.up = False
    first.ok("add", sku="pear", quantity=5)
    joined = first.ok("join", profile=ZOE, consents=["email"])
    first.pay()
    assert first.ok("member", code="0612345678")["basket"]["member"]["balances"] == {"POINT": 6}
    first.ok("cancel_basket")
    second.exchange()
    second.no("unknown_member", "member", code="0612345678")
    first.network.up = True
    first.exchange()
    assert waiting(first) == 0
    first.exchange()
    assert kept_here(first) == [], "the ledger's records hold it by now"
    second.exchange()
    for code in ("0612345678", "zoe.martin@example.com", joined["card"]):
        found = second.ok("member", code=code)["basket"]["member"]
        assert (found["id"], found["balances"]) == (joined["member"], {"POINT": 6})
        second.ok("cancel_basket")
    assert first.ok("member", code="0612345678")["basket"]["member"]["balances"] == {"POINT": 6}
    assert [row.name for row in second.running.reader.answer(SearchMembers("martin"))] == ["Zoé M."]


def test_a_kiosk_finds_by_keyed_hash_and_shows_nobody(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, _, kiosk = tills
    joined = first.ok("join", profile=ZOE)
    first.exchange()
    kiosk.exchange()
    assert kiosk.ok("member", code="06 12 34 56 78")["basket"]["member"]["id"] == joined["member"]
    kiosk.ok("cancel_basket")
    (row,) = kiosk.running.reader.answer(SearchMembers("zoe.martin@example.com"))
    assert (row.id, row.name) == (joined["member"], "")
    assert kiosk.running.reader.answer(SearchMembers("martin")) == []
    assert kiosk.running.reader.answer(MemberProfile(joined["member"])) is None
    kiosk.no("member_exists", "join", profile={"phone": "0612345678"})
    kiosk.no("card_at_till", "member_card", id=joined["member"])


def test_who_joins_at_a_kiosk_leaves_no_contact_there_once_it_is_taken(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, _, kiosk = tills
    joined = kiosk.ok("join", profile={"first_name": "Zoé", "email": "zoe@example.com"})
    assert kiosk.ok("member_card")["card"] == joined["card"]
    kiosk.ok("cancel_basket")
    kiosk.exchange()
    kiosk.exchange()
    assert kept_here(kiosk) == []
    assert kiosk.ok("member", code="zoe@example.com")["basket"]["member"]["id"] == joined["member"]
    folder = kiosk.running.till.terminal.store.folder
    kiosk.running.worker.call(kiosk.running.till.terminal.store.session.truncate_log)
    assert not any(b"zoe@example.com" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    first.exchange()
    assert first.ok("member", code="zoe@example.com")["basket"]["member"]["id"] == joined["member"]


def test_the_ledger_is_asked_for_whom_nobody_knows_here(tills: tuple[World, Counter, Counter, Counter]) -> None:
    """Joined at the other till a moment ago: known to the ledger and not yet pulled here."""
    _, first, second, _ = tills
    joined = first.ok("join", profile=ZOE)
    first.ok("cancel_basket")
    first.exchange()
    assert second.running.till.terminal.reference.member(joined["member"]) is None
    assert second.ok("member", code="+33612345678")["basket"]["member"]["id"] == joined["member"]
    second.ok("cancel_basket")
    second.running.till.terminal.met.clear()
    assert second.ok("scan", code=joined["card"])["basket"]["member"]["id"] == joined["member"]
    second.ok("cancel_basket")
    second.running.till.terminal.met.clear()
    second.no("unknown_member", "member", code="0699999999")
    second.network.up = False
    second.no("unknown_member", "member", code="+33612345678")


def test_a_search_for_a_contact_reaches_the_ledger_without_a_name(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, second, _ = tills
    joined = first.ok("join", profile=ZOE)
    first.exchange()
    find = second.running.worker.elsewhere[FindMember]
    assert find(FindMember("nobody")) == []
    (row,) = find(FindMember("zoe.martin@example.com"))
    assert (row.id, row.name) == (joined["member"], "")


def test_a_new_card_makes_the_older_one_worthless_everywhere(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, second, _ = tills
    joined = first.ok("join", profile=ZOE)
    old, new = joined["card"], first.ok("member_card", new=True)["card"]
    assert old != new and first.facts(facts.MemberCardIssued)[0].card == 2
    first.ok("cancel_basket")
    first.no("member_card_replaced", "scan", code=old)
    assert first.ok("member_card", id=joined["member"])["card"] == new, "printing again gives the same card"
    first.exchange()
    second.exchange()
    second.no("member_card_replaced", "scan", code=old)
    assert second.ok("scan", code=new)["basket"]["member"]["id"] == joined["member"]


def test_a_replaced_card_that_only_the_ledger_knows_of_is_refused_too(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, second, _ = tills
    old = first.ok("join", profile=ZOE)["card"]
    first.ok("member_card", new=True)
    first.exchange()
    second.no("member_card_replaced", "scan", code=old)


def test_consents_and_contacts_changed_at_one_till_reach_the_other(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, second, _ = tills
    id = first.ok("join", profile=ZOE, consents=["email", "sms"])["member"]
    first.exchange()
    second.exchange()
    second.network.up = False
    second.ok("member", id=id)
    second.ok("consent", purpose="sms", given=False)
    second.ok("consent", purpose="birthday", given=True)
    second.ok("profile", profile={"birthday": "1990-05-06", "phone": "0612345679", "email": ""})
    record = second.running.worker.call(lambda: kept.record_of(second.running.till.terminal, id))
    assert record is not None and record.consents == ["birthday", "email", "loyalty"] and record.birthday == "05-06"
    assert [fact.given for fact in second.facts(facts.ConsentChanged)] == [False, True]
    second.ok("cancel_basket")
    second.no("unknown_member", "member", code="0612345678")
    second.network.up = True
    second.exchange()
    second.exchange()
    assert kept_here(second) == []
    first.exchange()
    for till in (first, second):
        known = till.running.till.terminal.reference.member(id)
        assert known is not None and known.consents == ["birthday", "email", "loyalty"] and known.birthday == "05-06"
        assert till.running.reader.answer(MemberProfile(id)) == {
            "first_name": "Zoé", "last_name": "Martin", "phone": "+33612345679", "birthday": "1990-05-06"
        }  # fmt: skip


def test_the_ticket_hears_of_its_member(tills: tuple[World, Counter, Counter, Counter]) -> None:
    """Points that another till gave stand on the open ticket after the next exchange; once money lies on it, it stays."""
    world, first, second, _ = tills
    first.ok("scan", code=member_card(world.context.keys, "m1"))
    heard: list[Told] = []
    first.running.worker.subscribe(heard.append)
    second.ok("member", id="m1")
    second.ok("add", sku="lamp", quantity=2)
    second.pay()
    second.exchange()
    first.exchange()
    (change,) = [each for each in heard if "basket" in each.topics]
    assert change.answer is not None and change.answer.basket is not None and change.answer.basket.member is not None
    assert change.answer.basket.member.balances == {"POINT": 62}, "screens hear of it by themselves"
    assert first.ok("state")["basket"]["member"]["balances"] == {"POINT": 62}
    first.ok("add", sku="pear", quantity=5)
    first.ok("tender", kind="cash", amount_minor=100)
    second.ok("member", id="m1")
    second.ok("add", sku="lamp", quantity=1)
    second.pay()
    second.exchange()
    first.exchange()
    assert first.ok("state")["basket"]["member"]["balances"] == {"POINT": 62}


def test_a_printed_card_joined_offline_is_found_by_its_number_elsewhere(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, second, _ = tills
    first.network.up = False
    id = first.ok("join", profile={"first_name": "Zoé"}, code="0429999999999")["member"]
    first.network.up = True
    first.exchange()
    second.exchange()
    assert second.ok("scan", code="0429999999999")["basket"]["member"]["id"] == id
    second.no("card_taken", "join", profile={"first_name": "Max"}, code="0429999999999")


def test_what_waits_survives_a_ledger_that_answers_late(tills: tuple[World, Counter, Counter, Counter]) -> None:
    """A profile changed while its predecessor was under way is handed over too."""
    _, first, second, _ = tills
    id = first.ok("join", profile=ZOE)["member"]
    first.exchange()
    first.ok("profile", profile={"phone": "0612345670"})
    first.exchange()
    assert waiting(first) == 0
    second.exchange()
    assert second.running.reader.answer(MemberProfile(id))["phone"] == "+33612345670"


def test_a_member_of_another_store_is_served_without_contact_data(tmp_path: Path) -> None:
    """By card, and by phone through the ledger; what they buy there is theirs everywhere, and no name reaches that store."""
    file = shop()
    file["stores"].append({"id": "paris", "name": "Paris"})
    file["registers"].append({"id": "R3", "store": "paris", "kind": "cashier"})
    with counters(tmp_path, file, "R1", "R3") as (_, (lyon, paris)):
        joined = lyon.ok("join", profile=ZOE)
        lyon.ok("cancel_basket")
        for till in (lyon, lyon, paris):
            till.exchange()
        for code in (joined["card"], "0612345678"):
            assert paris.ok("member", code=code)["basket"]["member"]["id"] == joined["member"]
            paris.ok("cancel_basket")
        paris.ok("scan", code=joined["card"])
        paris.ok("add", sku="pear", quantity=5)
        paris.pay()
        for till in (paris, lyon):
            till.exchange()
        assert lyon.ok("member", id=joined["member"])["basket"]["member"]["balances"] == {"POINT": 6}
        assert paris.running.reader.answer(MemberProfile(joined["member"])) is None
        paris.running.worker.call(paris.running.till.terminal.store.session.truncate_log)
        paris.running.worker.call(paris.running.till.terminal.reference.session.truncate_log)
        for trace in ("Martin", "612345678", "zoe.martin"):
            assert holds(tmp_path / "R3", trace) == [], trace


def consents_at(till: Counter, member: str) -> list[str]:
    record = till.running.worker.call(lambda: kept.record_of(till.running.till.terminal, member))
    assert record is not None
    return record.consents


@pytest.mark.parametrize("last", [True, False])
def test_the_later_word_stands_at_every_till_though_the_earlier_is_heard_after_it(
    tills: tuple[World, Counter, Counter, Counter], last: bool
) -> None:
    """The second till hears the earlier word no sooner than the ledger does, and keeps it until then under the later one."""
    world, first, second, _ = tills
    id = first.ok("join", profile=ZOE, consents=[] if last else ["email"])["member"]
    for till in (first, second):
        till.exchange()
    second.network.up = False
    for till, given in ((second, not last), (first, last)):
        world.pass_time(hours=1)
        till.ok("clock", at=world.time.isoformat())
        till.ok("member", id=id)
        till.ok("consent", purpose="email", given=given)
        till.ok("cancel_basket")
    first.exchange()
    second.network.up, second.network.deaf_to = True, "/v1/push"
    expected = ["email", "loyalty"] if last else ["loyalty"]
    with pytest.raises(EnvironmentFault):
        second.exchange()
    assert consents_at(second, id) != expected, "the ledger has heard of it, and nothing came back yet"
    second.network.deaf_to = ""
    for till in (second, second, first):
        till.exchange()
    assert kept_here(second) == []
    assert [consents_at(till, id) for till in (first, second)] == [expected, expected]


def test_what_waits_here_is_outlived_by_a_later_word_of_the_ledger(tills: tuple[World, Counter, Counter, Counter]) -> None:
    _, first, _, _ = tills
    id = first.ok("join", profile=ZOE, consents=["email", "birthday"])["member"]
    first.ok("profile", profile={"birthday": "1990-05-06"})
    first.ok("consent", purpose="sms", given=True)
    terminal = first.running.till.terminal
    here = first.running.worker.call(lambda: kept.record_of(terminal, id))
    assert here is not None and (here.consents, here.birthday) == (["birthday", "email", "loyalty", "sms"], "05-06")
    word = ConsentWord(given=False, at="2026-11-22T23:00:00.000+00:00")
    heard = replace(here, consents=["email", "loyalty"], consent_words={"sms": word, "birthday": word}, birthday="")
    page = Page(scope="member", cursor=99, more=False, changes=[Change(key=id, body=msgspec.json.encode(heard))])
    first.running.worker.call(lambda: terminal.reference.apply(page))
    assert consents_at(first, id) == ["email", "loyalty"]


@pytest.mark.parametrize("given", [True, False])
def test_who_speaks_where_the_clock_is_behind_is_heard(tills: tuple[World, Counter, Counter, Counter], given: bool) -> None:
    """The other till's word is known here: what is said after it stands, whatever this clock shows."""
    world, first, second, _ = tills
    id = first.ok("join", profile=ZOE, consents=["email"])["member"]
    world.pass_time(hours=1)
    first.ok("clock", at=world.time.isoformat())
    first.ok("consent", purpose="email", given=not given)
    for till in (first, second):
        till.exchange()
    second.ok("member", id=id)
    second.ok("consent", purpose="email", given=given)
    expected = ["email", "loyalty"] if given else ["loyalty"]
    assert consents_at(second, id) == expected
    world.pass_time(seconds=1)
    for till in (second, first, second):
        till.exchange()
    assert [consents_at(till, id) for till in (first, second)] == [expected, expected]
