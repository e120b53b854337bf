"""P13 recovery, P17 segments, P21 consent at joining, P23 the wallet: what is a member's own, given, found, kept and shown at two tills."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.services.queries import MemberCardPicture
from sync.base.consents import wording, wording_hash
from sync.base.words import Words
from sync.protocol import facts, tokens
from tests.flows.counters import Counter
from tests.flows.loyalty.scenes import scene, ways
from tests.flows.loyalty.shops import CARD, points, reward
from tests.flows.test_mailing import holds

Json = dict[str, Any]
SORRY: Json = {"id": "sorry", "name": "Pardon", "kind": "recovery", "most_minor": {"cashier": 500, "manager": 2000}}


def other(shop: Json) -> None:
    shop["members"].append({"id": "m2", "code": "0421234567891", "profile": {}})


@ways
def test_p13_a_coupon_for_one_member_and_some_goods(tmp_path: Path, online: bool) -> None:
    """Within what the role may give; at another till it is the member's alone, for the goods it was given for, once, until its day."""
    sorry = SORRY | {"of": {"tags": ["coat"]}, "valid": {"until": "days", "days": 10}}
    with scene(tmp_path, online, programmes=[sorry], bend=other) as shop:
        shop.one.ok("member", code=CARD)
        shop.one.no("approval_needed", "recovery", programme="sorry", amount_minor=900, reason="late")
        given = shop.one.ok("approve", staff="max", pin="123456")["recovery"]
        shop.one.ok("cancel_basket")
        assert (given["amount_minor"], given["valid_until"]) == (900, "2026-12-02")
        shop.settle()
        code = given["coupon"]["code"]
        shop.two.ok("member", code="0421234567891")
        shop.two.ok("add", sku="tea", quantity=1)
        shop.two.no("coupon_other_member", "coupon", code=code)
        shop.two.ok("cancel_basket")
        shop.two.ok("member", code=CARD)
        shop.two.ok("add", sku="tea", quantity=1)
        assert shop.two.ok("coupon", code=code)["basket"]["totals"]["discount_minor"] == 0
        assert shop.two.ok("add", sku="coat", quantity=1)["basket"]["totals"]["discount_minor"] == 900
        sold = shop.two.pay()
        shop.settle()
        if online:
            shop.ticket(coat=1)
            shop.one.no("coupon_used_elsewhere", "coupon", code=code)
            shop.one.ok("cancel_basket")
        shop.two.ok("return", receipt=sold["receipt"]["number"])
        shop.two.pay()
        shop.settle()
        assert not shop.world.cases()
        (fact,) = shop.one.facts(facts.RecoveryGiven)
        assert (fact.member, fact.amount_minor) == ("m1", 900)


@ways
def test_p13_store_credit_and_a_return_to_a_card(tmp_path: Path, online: bool) -> None:
    """Both are money at every till that has heard of them, and are worth what they say."""
    with scene(tmp_path, online, programmes=[SORRY | {"gives": "store_credit"}]) as shop:
        shop.one.ok("member", code=CARD)
        credit = shop.one.ok("recovery", programme="sorry", amount_minor=500, reason="late")["store_credit"]
        shop.one.ok("cancel_basket")
        sold = shop.sell(coat=1)
        shop.one.ok("return", receipt=sold["receipt"]["number"])
        shop.one.ok("tender", kind="store_credit")
        back = shop.one.ok("finish")["store_credit"]
        assert (credit["amount_minor"], back["amount_minor"]) == (500, 5000)
        shop.settle()
        shop.two.ok("add", sku="coat", quantity=1)
        shop.two.ok("add", sku="tea", quantity=1)
        for each in (credit, back):
            shop.two.ok("tender", kind="store_credit", code=each["code"])
        assert shop.two.ok("state")["basket"]["totals"]["due_minor"] == 500
        shop.two.pay()
        shop.settle()
        assert not shop.world.cases()


TEA, BOTH = [{"tea": 1}], [{"tea": 1}, {"coat": 1}]
SEGMENTS: list[tuple[Json, list[dict[str, int]], int, bool]] = [
    ({"recency_days": 10}, TEA, 10, True),
    ({"recency_days": 10}, TEA, 11, False),
    ({"absent_days": 30}, TEA, 30, True),
    ({"least_sales": 2}, TEA, 1, False),
    ({"least_sales": 2, "least_minor": 5980}, BOTH, 1, True),
    ({"least_minor": 5981}, BOTH, 1, False),
    ({"bought": {"tags": ["tea"]}}, TEA, 1, True),
    ({"bought": {"tags": ["tea"]}, "days": 5}, TEA, 6, False),
]


@pytest.mark.parametrize("case", range(len(SEGMENTS)))
@ways
def test_p17_by_recency_frequency_value_and_goods(tmp_path: Path, online: bool, case: int) -> None:
    """Who is in a segment after the night has its price, whoever is not has that of all others: any offer may use both."""
    what, tickets, days, inside = SEGMENTS[case]
    offers: list[Json] = [
        {"id": "in", "kind": "amount", "amount_minor": 100, "when": {"segments": ["group-a"]}},
        {"id": "out", "kind": "amount", "amount_minor": 10, "when": {"not_segments": ["group-a"]}},
    ]
    with scene(tmp_path, online, offers=offers, programmes=[{"id": "group-a", "kind": "segment", "days": 90} | what]) as shop:
        for ticket in tickets:
            shop.sell(**ticket)
        shop.settle()
        shop.night(days=days)
        assert shop.ticket(tea=1)["totals"]["discount_minor"] == (100 if inside else 10)


ZOE: Json = {"first_name": "Zuleika", "last_name": "Quastenberg", "email": "zuleika@example.com", "birthday": "1987-03-19"}


def at_rest(till: Counter) -> None:
    till.running.worker.call(till.running.till.terminal.store.session.truncate_log)
    till.running.worker.call(till.running.till.terminal.reference.session.truncate_log)


@ways
def test_p21_consent_at_joining_is_kept_and_leaving_is_whole(tmp_path: Path, online: bool) -> None:
    """Purpose, channel, wording, time and staff in the entry; nothing of the person in it; exported by the till, erased everywhere."""
    with scene(tmp_path, online, programmes=[points()]) as shop:
        shop.one.ok("add", sku="coat", quantity=1)
        consents = ["birthday", {"purpose": "email"}, {"purpose": "profiling", "channel": "sms"}]
        joined = shop.one.ok("join", profile=ZOE, consents=consents)
        id = joined["member"]
        shop.one.pay()
        (fact,) = shop.one.facts(facts.MemberJoined)
        assert [(each.staff, each.at[:16]) for each in shop.one.bodies() if each.fact == fact] == [("ana", "2026-11-22T10:00")]
        given = {(each.purpose, each.channel): each.wording for each in fact.consents}
        assert set(given) == {("loyalty", ""), ("birthday", ""), ("email", ""), ("profiling", "sms")}
        assert given["email", ""] == wording_hash(wording(Words("fr"), "email", "Au Bon Coin"))
        assert b"Zuleika" not in joined["card"].encode() and tokens.kind_of(joined["card"]) == "member"
        shop.settle()
        assert shop.two.ok("member", code="zuleika@example.com")["basket"]["member"]["id"] == id
        shop.two.ok("consent", purpose="email", given=False)
        shop.two.ok("cancel_basket")
        shop.settle()
        known = shop.one.running.till.terminal.reference.member(id)
        assert known is not None and sorted(known.consents) == ["birthday", "loyalty", "profiling:sms"]
        shop.one.network.up = True
        shop.one.ok("logout")
        shop.one.ok("login", staff="max", pin="123456")
        document = shop.one.ok("export_member", id=id)["document"]
        assert "Zuleika" in str(document) and "zuleika@example.com" in str(document)
        shop.one.ok("erase_member", id=id)
        shop.settle()
        shop.settle()
        for till in (shop.one, shop.two):
            at_rest(till)
        shop.world.context.engine.dispose()
        assert {
            word: found for word in ("Zuleika", "Quastenberg", "zuleika@example.com", "1987-03-19") if (found := holds(tmp_path, word))
        } == {}


GOLD: Json = {"id": "gold", "name": "Or", "need": 20_000, "perks": ["Un café"]}
WALLET: list[Json] = [
    points(rewards=[reward("five", 40, "amount", amount_minor=500, name="Cinq euros"), reward("dear", 900, "event", name="Fête")]),
    {"id": "CASH", "name": "Cagnotte", "kind": "cashback", "percent_bp": 100},
    {"id": "TEAS", "name": "Thés", "kind": "punch", "of": {"skus": ["tea"]}, "needs": 4},
    {"id": "CLUB", "name": "Club", "kind": "membership", "sku": "fee", "segment": "club", "months": 12},
    {"id": "T", "name": "Niveaux", "kind": "tiers", "by": "spend", "tiers": [GOLD]},
]  # fmt: skip


@ways
def test_p23_the_wallet_shows_all_of_it(tmp_path: Path, online: bool) -> None:
    """At the till that sold, at once, whether it has its network or not; at the other once it has heard."""
    tied: Json = {"id": "mine", "name": "À vous", "kind": "receipt_coupon", "amount_minor": 300, "tied": True, "when": {"member": True}}
    with scene(tmp_path, online, programmes=WALLET, offers=[tied]) as shop:
        sold = shop.sell(coat=1, tea=2, fee=1)
        mine = shop.wallet(shop.one)
        assert {row["programme"]: (row["amount"], row["worth_minor"]) for row in mine["balances"]} == {
            "POINT": (100, 100),
            "CASH": (100, 100),
        }
        assert [(row["have"], row["needs"]) for row in mine["punches"]] == [(2, 4)]
        assert {row["id"]: row["lacks"] for row in mine["rewards"]} == {"five": 0, "dear": 800}
        assert [(row["amount_minor"], row["name"]) for row in mine["coupons"]] == [(300, "À vous")]
        assert [row["gross_minor"] for row in mine["purchases"]] == [10_000]
        shop.settle()
        shop.night(days=1)
        for till in (shop.one, shop.two):
            wallet = shop.wallet(till)
            (tier,) = wallet["tiers"]
            assert (tier["have"], tier["need"], tier["next_name"]) == (10_000, 20_000, "Or"), "100.00 to Or"
            assert [row["until"] for row in wallet["memberships"]] == ["2027-11-22"]
        shop.sell(coat=2)
        shop.settle()
        shop.night(days=1)
        (tier,) = shop.wallet()["tiers"]
        assert (tier["tier"], tier["perks"], tier["need"]) == ("gold", ["Un café"], 0)
        shop.give_back(sold, {"line": 2, "quantity": 1})
        shop.settle()
        assert [row["have"] for row in shop.wallet()["punches"]] == [1]


@ways
def test_p23_the_card_is_a_code_and_a_picture(tmp_path: Path, online: bool) -> None:
    """Who joined at one till is known by the printed code at the other; a new card makes the old one worthless."""
    with scene(tmp_path, online, programmes=[points()]) as shop:
        joined = shop.one.ok("join", profile={"first_name": "Zoé"}, consents=[])
        picture = shop.one.running.reader.answer(MemberCardPicture(joined["member"]))
        assert picture.startswith(b"\x89PNG")
        shop.one.ok("cancel_basket")
        shop.settle()
        assert shop.two.ok("scan", code=joined["card"])["basket"]["member"]["id"] == joined["member"]
        fresh = shop.two.ok("member_card", new=True)["card"]
        shop.two.ok("cancel_basket")
        shop.settle()
        shop.one.no("member_card_replaced", "scan", code=joined["card"])
        assert shop.one.ok("scan", code=fresh)["basket"]["member"]["id"] == joined["member"]
