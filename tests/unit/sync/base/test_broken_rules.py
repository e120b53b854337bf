"""Every rule that a refusal can name has words in both languages; none of a decoder's English or signs is left in a sentence."""

import ast
from collections.abc import Iterator, Mapping

import pytest

from sync.base.broken_rules import KINDS, RULES, said
from sync.base.sentences import placeholders
from sync.base.words import LANGUAGES, Words
from sync.rules.shapes import FIELD_LIMIT_CHARS, broken
from tests.unit.sync.base.codes import sources

BUILT = frozenset({"type", "length", "items", "range", "not_allowed", "missing", "unknown_field", "member_id"})
"""Rules made of what a decoder says, by `sync.rules.shapes`, or for the pattern of a field by `kiosk.services.requests`."""


def rules(modules: Mapping[str, str]) -> set[str]:
    """Return the code of every rule that the sources name."""
    return {code for text in modules.values() for node in ast.walk(ast.parse(text)) for code in _codes(node)}


def _codes(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    given = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
    if name in ("refuse", "refusal") and len(node.args) > 1:
        given.append(node.args[1])
    for value in given:
        first = value.values[0] if isinstance(value, ast.JoinedStr) else value
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value.partition(":")[0]


def test_every_rule_that_is_named_has_words() -> None:
    assert sorted(rules(sources()) - set(RULES)) == []


def test_every_word_is_of_a_rule_that_exists() -> None:
    assert sorted(set(RULES) - rules(sources()) - BUILT) == []


def test_a_rule_without_words_is_seen() -> None:
    planted = 'refuse(at, "odd_a")\nraise Refusal("x", rule="odd_b: 3")\nraise refusal("", f"odd_c: {n}")'
    assert rules({"planted.py": planted}) == {"odd_a", "odd_b", "odd_c"}


def test_two_rules_never_share_words() -> None:
    assert len(set(RULES.values())) == len(RULES)


@pytest.mark.parametrize("message", [*RULES.values(), *KINDS.values(), "{least} to {most}", "{least} or more", "up to {most}"])
def test_french_says_it_too(message: str) -> None:
    french = Words("fr").tr(message)
    assert french != message or message == KINDS["null"]
    assert sorted(placeholders(french)) == sorted(placeholders(message))


SAID = [
    ("Expected `bool`, got `null` - at `$.passed`", "passed", "true or false", "true ou false"),
    ("Expected `int | null`, got `float` - at `$.quantity`", "quantity", "a whole number", "un nombre entier"),
    ("Expected `str | int`, got `array`", "", "a text or a whole number", "un texte ou un nombre entier"),
    ("Expected `int` <= 9999 - at `$.quantity`", "quantity", "up to 9,999", "jusqu’à 9\u202f999"),
    ("Expected `int` >= 1 - at `$.lines[0].line`", "lines[0].line", "1 or more", "1 ou plus"),
    ("Expected `int` < 1000 - at `$.amount_minor`", "amount_minor", "up to 999", "jusqu’à 999"),
    ("Expected `str` of length <= 64 - at `$.sku`", "sku", "up to 64", "jusqu’à 64"),
    ("Expected `array` of length >= 1 - at `$.lines`", "lines", "1 or more", "1 ou plus"),
    ("Expected `str` matching regex '^x$' - at `$.pin`", "pin", "4 to 8 digits", "4 à 8 chiffres"),
    ("Invalid enum value 'stone' - at `$.paper`", "paper", "not allowed", "pas admise"),
    ("Number out of range - at `$.quantity`", "quantity", "not allowed", "pas admise"),
    ("Object contains unknown field `a`b` - at `$.lines[0]`", "lines[0].a`b", "no such field", "n’existe pas"),
    ("Object missing required field `do`", "do", "missing", "manque"),
]


@pytest.mark.parametrize(("message", "field", "english", "french"), SAID)
def test_what_a_decoder_says_is_said_in_words(message: str, field: str, english: str, french: str) -> None:
    found = broken(message, {"^x$": "pin"})
    assert found.field == field
    for language, expected in (("en", english), ("fr", french)):
        spoken = Words(language).error("bad_request", {"field": found.field, "rule": found.rule})
        assert expected in spoken and not set("`≠|$<>") & set(spoken.replace(found.field, "")), spoken


def test_a_long_name_is_not_repeated_to_its_end() -> None:
    assert len(broken(f"Object contains unknown field `{'x' * 5_000}`").field) == FIELD_LIMIT_CHARS + 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rule", "shown"), [("range: 1..9999", "1"), ("text: 0..200", "200"), ("one_of: code, id", "code, id")])
def test_bounds_are_said(language: str, rule: str, shown: str) -> None:
    assert shown in said(Words(language), rule) and ".." not in said(Words(language), rule)


def test_a_rule_without_words_is_said_as_it_is() -> None:
    assert said(Words("fr"), "smtp://HOST:PORT") == "smtp://HOST:PORT"
