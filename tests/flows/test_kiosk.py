"""What a kiosk's till insists on, because the person at its glass is a customer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, shop_till
from tests.flows.shops import shop

PINS = {"ana": "131313", "mona": "242424"}


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Till]:
    """A kiosk that its attendant opened; every PIN here has six digits but the second attendant's."""
    file = shop()
    file["registers"] = [{"id": "K1", "store": file["stores"][0]["id"], "kind": "selfservice"}]
    file["staff"] = [
        {"id": "ana", "name": "Ana", "role": "attendant", "pin": PINS["ana"]},
        {"id": "mona", "name": "Mona", "role": "attendant", "pin": PINS["mona"]},
        {"id": "theo", "name": "Theo", "role": "attendant", "pin": "1234"},
    ]
    with shop_till(tmp_path, file) as till:
        yield till


def test_no_age_is_proven_at_a_kiosk_without_a_pin(kiosk: Till) -> None:
    kiosk.no("age_check_needed", "add", sku="wine", quantity=1)
    kiosk.no("approval_needed", "age_check", passed=True)
    kiosk.no("age_check_needed", "add", sku="wine", quantity=1)
    assert kiosk.running.till.session.basket is None


@pytest.mark.parametrize("person", PINS)
def test_whoever_stands_there_vouches_by_pin_the_opener_too(kiosk: Till, person: str) -> None:
    kiosk.no("age_check_needed", "add", sku="wine", quantity=1)
    kiosk.no("approval_needed", "age_check", passed=True)
    kiosk.ok("approve", staff=person, pin=PINS[person])
    kiosk.ok("add", sku="wine", quantity=1)
    kiosk.ok("add", sku="wine", quantity=1)


def test_a_wrong_or_a_short_pin_vouches_for_nobody_and_leaves_a_trace(kiosk: Till) -> None:
    kiosk.no("age_check_needed", "add", sku="wine", quantity=1)
    kiosk.no("approval_needed", "age_check", passed=True)
    kiosk.no("wrong_pin", "approve", staff="ana", pin="000000")
    kiosk.no("pin_too_short", "approve", staff="theo", pin="1234")
    kiosk.no("age_check_needed", "add", sku="wine", quantity=1)
    assert [(fact.person, fact.approval) for fact in kiosk.facts(facts.LoginRefused)] == [("ana", True)]


def test_going_on_without_the_goods_needs_nobody(kiosk: Till) -> None:
    kiosk.no("age_check_needed", "add", sku="wine", quantity=1)
    kiosk.ok("age_check", passed=False)
    kiosk.no("no_age_question", "age_check", passed=False)


def test_a_till_with_a_cashier_asks_for_no_pin(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.no("age_check_needed", "add", sku="wine", quantity=1)
        till.ok("age_check", passed=True)
        till.ok("add", sku="wine", quantity=1)
