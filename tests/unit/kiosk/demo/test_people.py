"""The members: five hundred people who do not exist and cannot be called."""

import re
from datetime import date

from kiosk.demo.shop_people import members
from sync.rules.barcode import compile_rules, has_valid_check_digit
from sync.shopfile import ShopFile

FICTION = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")


def test_five_hundred_who_can_be_told_apart(shop: ShopFile) -> None:
    assert len(shop.members) == 500
    for field in ("email", "phone"):
        assert len({member.profile[field] for member in shop.members}) == 500
    assert len({member.id for member in shop.members}) == len({member.code for member in shop.members}) == 500


def test_ids_tell_nothing(shop: ShopFile) -> None:
    assert all(re.fullmatch(r"[0-9a-f]{32}", member.id) for member in shop.members)


def test_nobody_real_is_reached(shop: ShopFile) -> None:
    assert all(re.fullmatch(r"[a-z.-]+@example\.(fr|org|com)", member.profile["email"]) for member in shop.members)
    assert all(FICTION.fullmatch(member.profile["phone"]) for member in shop.members)


def test_card_numbers_are_read_as_members(shop: ShopFile) -> None:
    rules = compile_rules(shop.barcode_rules)
    for member in shop.members:
        match = rules.match(member.code)
        assert match is not None
        assert match.means == "member"
        assert has_valid_check_digit(member.code)


def test_points_tiers_and_dates_fit(shop: ShopFile) -> None:
    for member in shop.members:
        points = member.balances["POINT"]
        assert member.tier == ("gold" if points >= 1_500 else "silver" if points >= 500 else "bronze")
        assert member.joined is not None
        assert member.first_purchase is not None
        assert date.fromisoformat(member.joined) <= date.fromisoformat(member.first_purchase) < date(2026, 11, 1)
    assert {member.tier for member in shop.members} == {"gold", "silver", "bronze"}


def test_some_have_consented_to_nothing(shop: ShopFile) -> None:
    assert any(not member.consents for member in shop.members)


def test_fewer_members_are_the_first_of_more() -> None:
    assert members(3) == members(5)[:3]
