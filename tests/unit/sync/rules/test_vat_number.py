"""VAT numbers: forms by country, and the check of the French ones."""

import pytest

from sync.rules.vat_number import is_siren, is_valid, normal


@pytest.mark.parametrize(
    "number",
    ["FR83404833048", "FR40303265045", "FR39356000000", "DE136695976", "BE0403227335", "NL004495445B01", "IE6388047V", "FRAA404833048"],
)
def test_numbers_in_use_are_valid(number: str) -> None:
    assert is_valid(number)


@pytest.mark.parametrize(
    "number",
    ["", "FR", "FR00404833048", "FR83404833049", "FRIO404833048", "DE12345678", "GB123456789", "XX1", "FR834048330481", "FR٨٣404833048"],
)
def test_others_are_not(number: str) -> None:
    assert not is_valid(number)


def test_people_write_spaces_and_small_letters() -> None:
    assert normal(" fr 83.404-833 048") == "FR83404833048"


@pytest.mark.parametrize(("siren", "sound"), [("404833048", True), ("404833049", False), ("356000000", True), ("40483304", False)])
def test_the_last_digit_of_a_siren_proves_the_others(siren: str, sound: bool) -> None:
    assert is_siren(siren) is sound
