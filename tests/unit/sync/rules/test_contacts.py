"""Contacts in one form: however a number was typed, it is found again, and a kiosk's key says nothing without the store's secret."""

import pytest

from sync.protocol.errors import Refusal
from sync.protocol.profiles import member_key
from sync.rules.contacts import contacts_of, keys_of, normal_email, normal_phone

SECRET = bytes(32)


@pytest.mark.parametrize("typed", ["0612345678", "06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "06.12.34.56.78"])
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normal_phone(typed, "FR") == "+33612345678"


def test_a_number_without_prefix_is_of_the_shops_country() -> None:
    assert normal_phone("030 123456", "DE") == "+4930123456"
    assert normal_phone("+41 79 123 45 67", "FR") == "+41791234567"


@pytest.mark.parametrize("typed", ["", "zoe", "12", "+999 12", "0" * 100])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="bad_phone"):
        normal_phone(typed, "FR")


@pytest.mark.parametrize("typed", ["", "zoe", "zoe@", "a b@c.fr", "zoe@x.fr\u200e", "@x.fr"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="bad_address"):
        normal_email(typed)


def test_an_address_is_compared_without_case() -> None:
    assert normal_email(" Zoe.Martin@Example.COM ") == "zoe.martin@example.com"


def test_a_profile_gives_the_contacts_that_can_be_read() -> None:
    fields = {"first_name": "Zoé", "phone": "06 12 34 56 78", "email": "nobody"}
    assert list(contacts_of(fields, "FR")) == [("phone", "+33612345678")]
    assert keys_of(fields, "FR", SECRET) == [member_key(SECRET, "phone", "+33612345678")]


def test_a_key_depends_on_the_secret_the_kind_and_the_contact() -> None:
    keys = {member_key(secret, kind, value) for secret in (SECRET, b"x" * 32) for kind in ("phone", "email") for value in ("a", "b")}
    assert len(keys) == 8 and all(len(key) == 64 for key in keys)
