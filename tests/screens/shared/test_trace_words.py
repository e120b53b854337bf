"""The trace in words: every condition and limit has its own sentence in both languages, and none lets a code's name through."""

import pytest

from kiosk.domain.loyalty.conditions import _CHECKS
from kiosk.screens.shared.trace_words import _NOT_MET, _SPENT, outcome, short, to_go
from kiosk.services.answers import TraceView
from sync.base.words import Words

LANGUAGES = ("fr", "en")
LIMITS = ("per_member", "total", "total_pieces", "budget_minor", "stock")
MONEY = ("min_gross_minor", "min_chosen_minor", "from_minor")


def item(status: str, condition: str = "", have: int = 20261121, need: int = 20261201, **more: object) -> TraceView:
    return TraceView(id="o", status=status, kind="percent", condition=condition or None, have=have, need=need, **more)  # type: ignore[arg-type]


def said(words: Words, status: str, condition: str) -> str:
    return outcome(words, item(status, condition), {})[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_has_a_sentence_of_its_own(language: str) -> None:
    words = Words(language)
    sentences = {name: said(words, "not_met", name) for name in (*_CHECKS, *_NOT_MET)}
    otherwise = said(words, "not_met", "never heard of")
    assert [name for name, sentence in sentences.items() if sentence == otherwise] == []
    assert len(set(sentences.values())) == len(sentences)
    assert [name for name, sentence in sentences.items() if "_" in sentence or "{" in sentence] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_limit_has_a_sentence_of_its_own(language: str) -> None:
    words = Words(language)
    sentences = [said(words, "spent", name) for name in LIMITS]
    assert set(LIMITS) == set(_SPENT) and len(set(sentences)) == len(LIMITS)


def test_a_wish_and_its_contrary_differ() -> None:
    words = Words("en")
    for condition in ("member", "first_purchase"):
        for_it, against = (outcome(words, item("not_met", condition, 1 - need, need), {})[0] for need in (1, 0))
        assert for_it != against


@pytest.mark.parametrize("condition", MONEY)
def test_money_is_said_with_what_there_is_and_what_is_needed(condition: str) -> None:
    sentence, tone = outcome(Words("en"), item("not_met", condition, 1840, 2000, short_minor=160), {})
    assert "€18.40" in sentence and "€20.00" in sentence and sentence.endswith("€1.60 more gets it.") and tone == "member"


def test_days_are_said_as_days() -> None:
    assert said(Words("en"), "not_met", "since") == "It begins on 1 December 2026."
    assert "2026" in said(Words("fr"), "not_met", "valid_until")


def test_who_beat_it_is_named() -> None:
    words = Words("en")
    assert outcome(words, item("beaten", by="x"), {"x": "Ten percent"})[0] == "Beaten by: Ten percent."
    assert outcome(words, item("beaten"), {})[0] == "Other offers have these articles."


def test_what_is_had_is_said_by_kind() -> None:
    words = Words("en")
    assert outcome(words, item("applied", amount_minor=50), {}) == ("It takes off €0.50.", "accent")
    reward = TraceView(id="r", status="applied", amount_minor=500, points=500)
    assert outcome(words, reward, {})[0] == "It takes off €5.00. It costs 500 points."
    punched = TraceView(id="p", status="applied", kind="punch", points=1)
    assert outcome(words, punched, {})[0] == "It brings 1 punch."


def test_what_is_nearly_reached_in_one_line() -> None:
    words = Words("en")
    near = TraceView(id="o", status="not_met", kind="gift", short_pieces=1)
    assert (short(words, near), to_go(words, near, "A free pear")) == ("1 more piece gets it.", "1 more piece: A free pear")
    coupon = TraceView(id="o", status="not_met", kind="receipt_coupon", short_minor=160)
    assert (to_go(words, coupon, "Five off"), to_go(words, coupon, "")) == ("€1.60 to go: Five off", "€1.60 to go: a coupon")
