"""Every failure a person can meet has one calm sentence of its own, complete in both languages."""

import re

import pytest

from sync.base.sentences import ROLES, SENTENCES, placeholders
from sync.base.words import LANGUAGES, Words
from tests.unit.sync.base.codes import constants, raised, sources

MODULES = sources()
RAISED = raised(MODULES)
ALWAYS = {"field"}
"""`kiosk.services.present` and `kiosk.cli.calm` fill the field for every sentence."""


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert sorted(set(RAISED) - set(SENTENCES)) == []


def test_every_sentence_is_of_a_code_that_exists() -> None:
    assert sorted(set(SENTENCES) - constants(MODULES, but="sync/base/sentences")) == []


def test_a_code_without_a_sentence_is_seen() -> None:
    planted = """
class Odd(Refusal):
    def __init__(self): super().__init__("odd_one")
_FAULTS = {1: "odd_table"}
def f(): raise Refusal("odd_a" if x else "odd_b", field="x", most=1)
def g(): raise errors.EnvironmentFault(_FAULTS.get(2, "odd_rest"))
def h(): raise Refusal("odd_a", most=2)
"""
    found = raised({"planted.py": planted})
    assert set(found) == {"odd_one", "odd_table", "odd_a", "odd_b", "odd_rest"}
    assert found["odd_a"] == {"most"}


def test_two_causes_never_share_a_sentence() -> None:
    assert len(set(SENTENCES.values())) == len(SENTENCES)


@pytest.mark.parametrize("code", sorted(set(RAISED) & set(SENTENCES)))
def test_a_sentence_is_filled_wherever_its_code_is_raised(code: str) -> None:
    assert set(placeholders(SENTENCES[code])) - ALWAYS <= RAISED[code]


@pytest.mark.parametrize("message", SENTENCES.values())
def test_a_sentence_is_calm_and_says_what_to_do(message: str) -> None:
    assert message.endswith(".") and "!" not in message and not re.search(r"\berror\b|\bfail(ed|ure)? to\b|invalid", message, re.IGNORECASE)
    assert len(re.findall(r"[.;:] |, or |Go on", message)) >= 1, "a cause alone leaves a person standing there"


@pytest.mark.parametrize("message", [*SENTENCES.values(), *ROLES.values()])
def test_french_says_it_too(message: str) -> None:
    french = Words("fr").tr(message)
    if message not in {"manager"}:
        assert french != message
    assert sorted(placeholders(french)) == sorted(placeholders(message))
    assert not re.search(r" [;:!?]", french), "French sets a no-break space before high punctuation"


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_days_and_roles_are_said_as_people_read_them(language: str) -> None:
    words = Words(language)
    assert words.money(100_000) in words.error("cash_limit", {"most": 100_000})
    assert words.number(9_999) in words.error("quantity_limit", {"most": 9_999})
    assert words.money(5) in words.error("not_paid", {"due_minor": -5})
    assert words.date("2026-12-31") in words.error("coupon_expired", {"until": "2026-12-31"})
    assert words.date_time("2026-11-22T10:00:00+01:00") in words.error("coupon_used", {"at": "2026-11-22T10:00:00+01:00", "receipt": "1"})
    assert words.tr("cashier") in words.error("approval_needed", {"role": "cashier"})
    assert "()" not in words.error("shop_file", {"field": "", "rule": "json"}) and "  " not in words.error("shop_file", {"field": ""})


def test_an_unknown_code_still_says_what_to_do() -> None:
    assert "no_such_code" in Words("en").error("no_such_code")
