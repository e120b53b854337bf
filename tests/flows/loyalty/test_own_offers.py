"""Offers that are a member's own, by their days or so often each: who only keyed a phone number at a kiosk neither has them nor uses them
up, and learns nothing by them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.protocol import facts
from tests.flows.counters import counters
from tests.flows.harness import Till, shop_till
from tests.flows.loyalty.shops import CARD, NOW
from tests.flows.loyalty.test_proven import PIN, named, shop

Json = dict[str, Any]

OWN = [
    {"id": "welcome", "kind": "amount", "amount_minor": 500, "when": {"first_purchase": True}},
    {"id": "day", "kind": "amount", "amount_minor": 300, "when": {"birthday": {"before": 3, "after": 3}}},
    {"id": "once", "kind": "percent", "percent_bp": 1000, "limits": {"per_member": 1}},
    {"id": "twice", "kind": "points", "programme": "POINT", "points": 40, "limits": {"per_member": 2, "period": "day"}},
    {"id": "back", "kind": "receipt_coupon", "amount_minor": 200, "limits": {"per_member": 1}},
]
"""Offers that are had by themselves, and are each member's own: they are used up, or tell of the member's days."""
PUBLIC = {"id": "club", "kind": "percent", "percent_bp": 500, "when": {"member": True}}


def own_shop(kind: str = "selfservice", born: str = "11-22") -> Json:
    file = shop(kind) | {"offers": [*OWN, PUBLIC]}
    file["members"][0]["profile"]["birthday"] = f"1990-{born}"
    file["members"][0]["consents"] = ["birthday"]
    return file


def own_items(basket: Json) -> dict[str, Json]:
    own = {offer["id"] for offer in OWN}
    return {item["id"]: item for item in basket["offers"] if item["id"] in own}


@contextmanager
def own_kiosk(folder: Path, file: Json) -> Iterator[Till]:
    with shop_till(folder, file, manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("state")
        yield till


def test_offers_of_ones_own_wait_for_the_card_and_are_not_used_up(tmp_path: Path) -> None:
    with own_kiosk(tmp_path, own_shop()) as till:
        for _ in range(2):
            basket = named(till)
            assert basket["totals"]["gross_minor"] == 5000 - 250, "what is every member's is had"
            waits = {"status": "not_met", "condition": "proven", "have": 0, "need": 1}
            assert all(item.items() >= waits.items() for item in own_items(basket).values())
            assert set(own_items(basket)) == {offer["id"] for offer in OWN}
            till.ok("tender", kind="cash")
            assert till.ok("finish")["basket"]["coupons_issued"] == []
        assert [(sale.uses, sale.issued) for sale in till.facts(facts.Sale)] == [([], [])] * 2
        till.ok("add", sku="coat", quantity=1)
        basket = till.ok("scan", code=CARD)["basket"]
        assert {item["status"] for item in own_items(basket).values()} == {"applied"}
        till.ok("tender", kind="cash")
        assert len(till.ok("finish")["basket"]["coupons_issued"]) == 1


def test_the_trace_tells_nothing_of_a_members_days(tmp_path: Path) -> None:
    """Whether it is their birthday or their first purchase is the same to whoever keyed a phone number."""
    told = []
    for number, file in enumerate((own_shop(), own_shop(born="06-01"))):
        with own_kiosk(tmp_path / str(number), file) as till:
            if number:
                till.ok("add", sku="coat", quantity=1)
                till.ok("scan", code=CARD)
                till.ok("tender", kind="cash")
                till.ok("finish")
            told.append(own_items(named(till)))
    assert told[0] == told[1]


def test_an_attendants_word_gives_them_too(tmp_path: Path) -> None:
    with own_kiosk(tmp_path, own_shop()) as till:
        named(till)
        till.no("member_unproven", "wallet")
        basket = till.ok("approve", staff="ana", pin=PIN)["basket"]
        assert {item["status"] for item in own_items(basket).values()} == {"applied"}


def test_at_a_till_with_a_person_they_are_had_at_once(tmp_path: Path) -> None:
    with own_kiosk(tmp_path, own_shop("cashier")) as till:
        assert {item["status"] for item in own_items(named(till)).values()} == {"applied"}


def test_a_stranger_ends_no_first_purchase_anywhere(tmp_path: Path) -> None:
    file = own_shop()
    file["staff"][0] |= {"role": "cashier", "pin": "1234"}
    file["registers"].append({"id": "R2", "store": file["stores"][0]["id"], "kind": "cashier"})
    with counters(tmp_path, file, "K1", "R2") as (_, (kiosk, till)):
        named(kiosk)
        kiosk.pay()
        kiosk.exchange()
        till.exchange()
        assert own_items(named(till))["welcome"]["status"] == "applied"
        till.pay()
        till.exchange()
        kiosk.exchange()
        kiosk.ok("add", sku="coat", quantity=1)
        assert own_items(kiosk.ok("scan", code=CARD)["basket"])["welcome"]["condition"] == "first_purchase"
