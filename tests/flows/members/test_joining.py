"""Joining at a till alone: little data, a random id, consents in shown words, on the ticket at once, nothing personal in the journal."""

from pathlib import Path

import pytest

from kiosk.services.membership import kept
from kiosk.services.queries import MemberName, SearchMembers
from sync.base.consents import wording, wording_hash
from sync.base.words import Words
from sync.protocol import facts
from sync.protocol.profiles import profile_hash
from tests.flows import command
from tests.flows.conftest import NOW
from tests.flows.harness import Json, Till, make, opened, reopened, shop_till
from tests.flows.shops import shop

ZOE: Json = {"first_name": "Zoé", "last_name": "Martin", "phone": "06 12 34 56 78", "email": "Zoe.Martin@Example.com"}


def names(till: Till, text: str) -> list[str]:
    return [row.name for row in till.running.reader.answer(SearchMembers(text))]


def test_who_joins_is_on_the_ticket_at_once_and_found_again(till: Till) -> None:
    till.ok("add", sku="pear", quantity=2)
    joined = till.ok("join", profile=ZOE, consents=["email"])
    id = joined["member"]
    assert len(id) == 32 and joined["basket"]["member"] == {"id": id, "tier": "", "balances": {}} | joined["basket"]["member"]
    assert joined["basket"]["points_earned"] == 2, "what lies on the ticket already counts"
    till.ok("tender", kind="cash")
    sold = till.ok("finish")
    assert sold["basket"]["member"]["id"] == id
    for code in (joined["card"], "0612345678", "+33 6 12 34 56 78", "zoe.martin@example.com"):
        assert till.ok("member", code=code)["basket"]["member"]["id"] == id
        till.ok("cancel_basket")
    assert till.ok("member", id=id)["basket"]["member"]["balances"] == {"POINT": 2}
    till.ok("cancel_basket")
    assert till.ok("scan", code=joined["card"])["basket"]["member"]["id"] == id
    assert names(till, "zoe mart") == names(till, "06 12 34 56 78") == ["Zoé M."]
    assert till.running.reader.answer(MemberName(id)) == "Zoé M."


def test_the_entry_names_the_version_of_the_profile_and_the_words_that_were_shown(till: Till) -> None:
    id = till.ok("join", profile=ZOE, consents=["email", {"purpose": "profiling", "channel": "sms"}])["member"]
    (fact,) = till.facts(facts.MemberJoined)
    french = Words("fr")
    assert (fact.member, fact.card, fact.code) == (id, 1, "")
    assert {(each.purpose, each.channel, each.wording) for each in fact.consents} == {
        ("loyalty", "", wording_hash(wording(french, "loyalty", "Au Bon Coin"))),
        ("email", "", wording_hash(wording(french, "email", "Au Bon Coin"))),
        ("profiling", "sms", wording_hash(wording(french, "profiling", "Au Bon Coin"))),
    }
    terminal = till.running.till.terminal
    profile = till.running.worker.call(lambda: kept.profile_of(terminal, id))
    assert profile is not None and profile_hash(profile) == fact.profile_hash
    assert profile.fields == {
        "first_name": "Zoé", "last_name": "Martin", "phone": "+33612345678", "email": "zoe.martin@example.com"
    }  # fmt: skip
    written = b"".join(entry.body for entry in terminal.store.entries(0, 1000))
    for word in ("Zoé", "Martin", "612345678", "example.com"):
        assert word.encode() not in written


@pytest.mark.parametrize("profile", [{"first_name": "Zoé"}, {"phone": "0612345678"}, {"email": "z@example.com"}])
def test_one_thing_is_enough(till: Till, profile: Json) -> None:
    assert till.ok("join", profile=profile)["basket"]["member"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("profile_empty", {}),
        ("profile_empty", {"profile": {"last_name": "Martin", "birthday": ""}}),
        ("bad_phone", {"profile": {"phone": "12"}}),
        ("bad_address", {"profile": {"email": "zoe at example"}}),
        ("bad_request", {"profile": {"first_name": "Zo\u202eé"}}),
        ("bad_request", {"profile": {"first_name": "Z", "birthday": "1990-02-30"}, "consents": ["birthday"]}),
        ("bad_request", {"profile": {"first_name": "Z", "birthday": "2030-01-01"}, "consents": ["birthday"]}),
        ("birthday_consent", {"profile": {"first_name": "Z", "birthday": "1990-02-03"}}),
        ("bad_request", {"profile": {"first_name": "Z"}, "consents": ["everything"]}),
        ("wording_unknown", {"profile": {"first_name": "Z"}, "consents": [{"purpose": "email", "wording": "0" * 64}]}),
        ("no_member_card", {"profile": {"first_name": "Z"}, "code": "4006381333931"}),
        ("card_taken", {"profile": {"first_name": "Z"}, "code": "0421234567890"}),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(till: Till, code: str, fields: Json) -> None:
    till.no(code, "join", **fields)
    assert till.facts(facts.MemberJoined) == []


def test_a_number_that_somebody_has_is_refused_and_leads_to_them(till: Till) -> None:
    first = till.ok("join", profile=ZOE)["member"]
    till.ok("cancel_basket")
    error = till.no("member_exists", "join", profile={"first_name": "Zoe", "phone": "+33612345678"})
    assert error["field"] == "profile.phone" and "Zo" not in error["message"]
    assert till.no("member_exists", "join", profile={"email": "ZOE.MARTIN@example.com"})["field"] == "profile.email"
    assert till.ok("member", code="0612345678")["basket"]["member"]["id"] == first


def test_a_member_of_the_shop_file_is_found_by_contact_too(tmp_path: Path) -> None:
    file = shop()
    file["members"][0]["profile"] |= {"phone": "06 98 76 54 32", "email": "claire@example.com"}
    with shop_till(tmp_path, file) as till:
        assert till.ok("member", code="+33698765432")["basket"]["member"]["id"] == "m1"
        till.ok("cancel_basket")
        till.no("member_exists", "join", profile={"email": "Claire@example.com"})
        till.no("unknown_member", "member", code="0611111111")


def test_a_printed_card_that_was_handed_over_is_theirs(till: Till) -> None:
    joined = till.ok("join", profile={"first_name": "Zoé"}, code="0429999999999")
    assert till.facts(facts.MemberJoined)[0].code == "0429999999999"
    till.ok("cancel_basket")
    assert till.ok("scan", code="0429999999999")["basket"]["member"]["id"] == joined["member"]
    till.no("card_taken", "join", profile={"first_name": "Max"}, code="0429999999999")


def test_an_id_may_be_drawn_by_the_caller_once(till: Till) -> None:
    id = "ab" * 16
    assert till.ok("join", id=id, profile={"first_name": "Zoé"})["member"] == id
    till.ok("cancel_basket")
    till.no("member_exists", "join", id=id, profile={"first_name": "Max"})


def test_a_stop_after_joining_loses_nothing(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, "ana") as till:
        till.ok("add", sku="pear", quantity=1)
        joined = till.ok("join", profile=ZOE, request="j1")
    with reopened(tmp_path) as till:
        again = till.ok("join", profile=ZOE, request="j1")
        assert again["replayed"] and again["member"] == joined["member"] and again["card"] == joined["card"]
        assert till.ok("state")["basket"]["member"]["id"] == joined["member"]
        assert names(till, "Zoé") == ["Zoé M."]
        assert len(till.facts(facts.MemberJoined)) == 1


def test_a_process_that_is_killed_after_its_answer_has_joined_them(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with command.till(tmp_path) as killed:
        assert killed.ask(do="login", staff="ana", pin="1234")["ok"]
        assert killed.ask(do="open_day", float_minor=0, business_day="2026-11-22")["ok"]
        joined = killed.ask(do="join", profile=ZOE, request="j1")
        assert joined["ok"]
    with reopened(tmp_path) as till:
        assert till.ok("state")["basket"]["member"]["id"] == joined["member"]
        assert till.ok("join", profile=ZOE, request="j1")["card"] == joined["card"]
        assert names(till, "+33612345678") == ["Zoé M."] and len(till.facts(facts.MemberJoined)) == 1


def test_the_answer_of_a_join_holds_no_contact(tmp_path: Path) -> None:
    """Answers of numbered requests are kept, where nothing personal may stand."""
    with shop_till(tmp_path, shop()) as till:
        till.ok("join", profile=ZOE, request="j1")
        till.ok("cancel_basket")
        rows = till.running.till.terminal.store.work("request/0") + till.running.till.terminal.store.work("request/1")
        assert rows and not any(word in body for _, body in rows for word in ("Zoé".encode(), b"Martin", b"612345678", b"example"))


def test_a_welcome_gift_is_had_once(tmp_path: Path) -> None:
    """P10: the first purchase of who has just joined, offline as well; the second is none."""
    file = shop()
    file["offers"] = [
        {"id": "welcome", "name": "Bienvenue", "kind": "amount", "amount_minor": 300, "when": {"member": True, "first_purchase": True}}
    ]
    with shop_till(tmp_path, file) as till:
        till.ok("add", sku="lamp", quantity=1)
        assert till.ok("state")["basket"]["totals"]["gross_minor"] == 2_500
        joined = till.ok("join", profile={"first_name": "Zoé"})
        assert joined["basket"]["totals"]["gross_minor"] == 2_200
        till.ok("tender", kind="cash")
        till.ok("finish")
        till.ok("add", sku="lamp", quantity=1)
        assert till.ok("member", id=joined["member"])["basket"]["totals"]["gross_minor"] == 2_500


def test_a_birthday_is_greeted_with_consent_and_forgotten_without(tmp_path: Path) -> None:
    file = shop()
    file["offers"] = [
        {
            "id": "bday",
            "name": "Joyeux anniversaire",
            "kind": "percent",
            "percent_bp": 2_000,
            "when": {"birthday": {"before": 3, "after": 3}},
        }
    ]
    with shop_till(tmp_path, file, manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("add", sku="lamp", quantity=1)
        joined = till.ok("join", profile={"first_name": "Zoé", "birthday": "1990-11-24"}, consents=["birthday"])
        assert joined["basket"]["totals"]["gross_minor"] == 2_000
        without = till.ok("consent", purpose="birthday", given=False)
        assert without["basket"]["totals"]["gross_minor"] == 2_500
        changed = till.facts(facts.ConsentChanged, facts.ProfileChanged)
        assert [type(fact) for fact in changed] == [facts.ConsentChanged, facts.ProfileChanged]
        store = till.running.till.terminal.store
        assert not any(b"1990" in body for _, body in store.all_personal("member"))


def test_an_attendant_takes_members_in_and_a_cashier_changes_them(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path) as till:
        till.ok("login", staff="lou", pin="4321")
        till.ok("open_day", float_minor=0, business_day="2026-11-22")
        till.ok("join", profile={"first_name": "Zoé"})
        till.no("approval_needed", "profile", profile={"phone": "0612345678"})
        till.ok("approve", staff="max", pin="123456")
