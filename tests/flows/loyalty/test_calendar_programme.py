"""P10 welcome, at the till and at the kiosk, and P11 the calendar: own days, earlier purchases, holidays by region, local events."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.harness import Till, shop_till
from tests.flows.loyalty.scenes import scene, ways
from tests.flows.loyalty.shops import NOW, goods, loyal, points

Json = dict[str, Any]
WELCOME: Json = {"id": "hello", "name": "Bienvenue", "kind": "amount", "amount_minor": 500, "when": {"first_purchase": True}}
HUNDRED: Json = {"id": "hundred", "kind": "points", "programme": "POINT", "points": 100, "when": {"first_purchase": True}}


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Till]:
    file = loyal(goods(coat=5000, tea=1000), offers=[WELCOME, HUNDRED], programmes=[points()])
    file["registers"] = [{"id": "K1", "store": "lyon", "kind": "selfservice"}]
    file["staff"] = [{"id": "ana", "name": "Ana", "role": "attendant", "pin": "131313"}]
    with shop_till(tmp_path, file, manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("state")
        yield till


def test_welcome_at_the_kiosk(kiosk: Till) -> None:
    """Joining there with an address alone gives the gift on the ticket that lies open, and never again."""
    kiosk.ok("add", sku="coat", quantity=1)
    joined = kiosk.ok("join", profile={"email": "zoe@example.com"}, consents=["email"])
    assert (joined["basket"]["totals"]["discount_minor"], joined["basket"]["points_earned"]) == (500, 145)
    kiosk.ok("tender", kind="card_standalone")
    kiosk.ok("finish")
    kiosk.ok("add", sku="coat", quantity=1)
    again = kiosk.ok("member", code=joined["card"])["basket"]
    assert (again["totals"]["discount_minor"], again["points_earned"], again["member"]["balances"]) == (0, 50, {"POINT": 145})


def kiosks(shop: Json) -> None:
    for register in shop["registers"]:
        register["kind"] = "selfservice"


@ways
def test_two_kiosks_welcome_nobody_twice(tmp_path: Path, online: bool) -> None:
    """Whoever joined and bought at one is no new customer at the other, once it has heard; what was earned is there."""
    with scene(tmp_path, online, offers=[WELCOME, HUNDRED], programmes=[points()], bend=kiosks) as shop:
        shop.one.ok("add", sku="coat", quantity=1)
        joined = shop.one.ok("join", profile={"phone": "0639981207"}, consents=[])
        assert joined["basket"]["totals"]["discount_minor"] == 500
        shop.one.ok("tender", kind="card_standalone")
        sold = shop.one.ok("finish")
        shop.settle()
        shop.two.ok("add", sku="coat", quantity=1)
        found = shop.two.ok("scan", code=joined["card"])["basket"]
        assert (found["totals"]["discount_minor"], found["member"]["balances"]) == (0, {"POINT": 145})
        shop.two.ok("tender", kind="points", amount_minor=145)
        shop.two.ok("tender", kind="card_standalone")
        shop.two.ok("finish")
        shop.settle()
        assert not shop.world.cases()
        assert sold["basket"]["points_earned"] == 145


@ways
def test_who_gave_all_back_is_welcome_no_second_time(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, offers=[WELCOME, HUNDRED], programmes=[points()]) as shop:
        shop.one.ok("add", sku="coat", quantity=1)
        id = shop.one.ok("join", profile={"first_name": "Zoé"}, consents=[])["member"]
        sold = shop.one.pay()
        assert (sold["basket"]["totals"]["gross_minor"], sold["basket"]["points_earned"]) == (4500, 145)
        shop.give_back(sold)
        shop.settle()
        shop.two.ok("add", sku="coat", quantity=1)
        found = shop.two.ok("member", id=id)["basket"]
        assert (found["totals"]["discount_minor"], found["member"]["balances"]) == (0, {"POINT": 0})


@ways
def test_birthday_with_consent_alone_and_no_day_in_any_entry(tmp_path: Path, online: bool) -> None:
    cake: Json = {"id": "cake", "kind": "percent", "percent_bp": 1000, "when": {"birthday": {"before": 3, "after": 3}}}
    with scene(tmp_path, online, offers=[cake], programmes=[points()]) as shop:
        born = {"first_name": "Zoé", "birthday": "1987-11-25"}
        shop.one.ok("add", sku="coat", quantity=1)
        shop.one.no("birthday_consent", "join", profile=born, consents=[])
        greeted = shop.one.ok("join", profile=born, consents=["birthday"])
        assert greeted["basket"]["totals"]["discount_minor"] == 500
        shop.one.pay()
        shop.settle()
        shop.two.ok("add", sku="coat", quantity=1)
        assert shop.two.ok("member", id=greeted["member"])["basket"]["totals"]["discount_minor"] == 500
        shop.two.ok("cancel_basket")
        assert not [body for body in shop.one.bodies() if "11-25" in str(body.fact)]
        shop.night(days=7)
        shop.one.ok("add", sku="coat", quantity=1)
        assert shop.one.ok("member", id=greeted["member"])["basket"]["totals"]["discount_minor"] == 0


@ways
def test_months_since_a_purchase(tmp_path: Path, online: bool) -> None:
    """A new coat after half a year; whoever bought tea within a month pays less for a pen."""
    offers: list[Json] = [
        {"id": "again", "kind": "percent", "percent_bp": 1000, "when": {"bought": {"skus": ["coat"], "months": 6}, "skus": ["coat"]}},
        {
            "id": "soon",
            "kind": "amount",
            "amount_minor": 50,
            "when": {"bought": {"tags": ["tea"], "months": 1, "within": True}, "skus": ["pen"]},
        },
    ]
    with scene(tmp_path, online, offers=offers) as shop:
        shop.sell(coat=1, tea=1)
        shop.settle()
        found = shop.ticket(coat=1, pen=1)
        assert found["totals"]["discount_minor"] == 50
        shop.one.ok("cancel_basket")
        shop.night(days=40)
        assert shop.ticket(coat=1, pen=1)["totals"]["discount_minor"] == 0
        shop.one.ok("cancel_basket")
        shop.night(days=150)
        assert shop.ticket(coat=1, pen=1)["totals"]["discount_minor"] == 500


@pytest.mark.parametrize(("region", "off"), [("", 0), ("57", 500)])
@ways
def test_public_holidays_of_the_stores_own_region(tmp_path: Path, online: bool, region: str, off: int) -> None:
    """26 December is one in Moselle and not in the rest of France; Christmas is one in both."""
    feast: Json = {"id": "feast", "kind": "percent", "percent_bp": 1000, "when": {"holidays": "only"}}

    def bend(shop: Json) -> None:
        shop["stores"][0] |= {"region": region} if region else {}

    with scene(tmp_path, online, offers=[feast], bend=bend) as shop:
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 0
        shop.one.ok("cancel_basket")
        shop.night(days=33)
        assert shop.ticket(coat=1)["totals"]["discount_minor"] == 500, "25 December"
        shop.one.ok("cancel_basket")
        shop.night(days=1)
        sold = shop.sell(coat=1)
        assert sold["basket"]["totals"]["discount_minor"] == off
        assert shop.give_back(sold)["basket"]["totals"]["gross_minor"] == off - 5000


@ways
def test_a_local_event_in_its_store_language_and_hours(tmp_path: Path, online: bool) -> None:
    fair: Json = {
        "id": "fair", "kind": "percent", "percent_bp": 1000,
        "when": {"since": "2026-11-22T14:00", "until": "2026-11-24", "hours": [{"since": "12:00", "until": "20:00"}], "languages": ["fr"],
                 "stores": ["lyon"], "registers": ["cashier"]},
    }  # fmt: skip
    elsewhere = {**fair, "id": "elsewhere", "when": {**fair["when"], "stores": ["nice"]}}

    def bend(shop: Json) -> None:
        shop["stores"].append({"id": "nice", "name": "Nice"})
        shop["registers"].append({"id": "N1", "store": "nice", "kind": "cashier"})

    with scene(tmp_path, online, offers=[fair, elsewhere], bend=bend) as shop:
        asked = [("2026-11-22T13:59:00+01:00", 0), ("2026-11-22T14:00:00+01:00", 500), ("2026-11-23T11:59:00+01:00", 0)]
        asked += [("2026-11-24T19:59:00+01:00", 500), ("2026-11-25T13:00:00+01:00", 0)]
        for at, off in asked:
            shop.one.ok("clock", at=at)
            assert shop.ticket(coat=1)["totals"]["discount_minor"] == off, at
            shop.one.ok("cancel_basket")
        shop.one.ok("add", sku="coat", quantity=1)
        assert shop.one.ok("explain", id="elsewhere")["explained"]["condition"] == "stores"
