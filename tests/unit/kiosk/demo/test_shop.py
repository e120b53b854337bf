"""The shop as a whole: valid, the same every time, with the people and rules that a day of selling needs."""

import hashlib

from kiosk.demo.shop import shop_file, staff_pins
from sync.shopfile import ShopFile


def test_the_same_bytes_every_time() -> None:
    assert hashlib.sha256(shop_file()).digest() == hashlib.sha256(shop_file()).digest()


def test_one_store_with_every_kind_of_register(shop: ShopFile) -> None:
    assert len(shop.stores) == 1
    assert [(register.id, register.kind) for register in shop.registers] == [
        ("01", "cashier"),
        ("02", "cashier"),
        ("K1", "selfservice"),
        ("D1", "manager"),
    ]


def test_french_taxes_in_the_price(shop: ShopFile) -> None:
    assert shop.shop.prices_include_tax
    assert {tax.id: tax.rate_bp for tax in shop.taxes} == {"T55": 550, "T10": 1000, "T20": 2000}


def test_departments_speak_both_languages(shop: ShopFile) -> None:
    names = [department.name for department in shop.departments]
    assert 12 <= len(names) <= 16
    assert all(isinstance(name, dict) and set(name) == {"fr", "en"} for name in names)


def test_every_department_sells_something(shop: ShopFile) -> None:
    assert {product.department for product in shop.products} == {department.id for department in shop.departments}


def test_cash_is_limited_by_law_and_not_rounded(shop: ShopFile) -> None:
    assert shop.shop.legal["cash_limit_minor"] == 100_000
    assert shop.shop.cash_rounding is None


def test_staff_of_every_role_with_pins_the_demo_can_show(shop: ShopFile) -> None:
    assert {person.role for person in shop.staff} == {"cashier", "attendant", "manager", "administrator"}
    assert len(shop.staff) >= 6
    assert {person.id: person.pin for person in shop.staff} == staff_pins()


def test_points_an_offer_and_a_coupon(shop: ShopFile) -> None:
    assert [programme.id for programme in shop.programmes] == ["POINT", "CLUB", "BAKERY", "PURSE", "SORRY"]
    assert [offer.id for offer in shop.offers] == ["bio10", "next", "jam-with-bread"]
    assert sum("bio" in product.tags for product in shop.products) > 100
