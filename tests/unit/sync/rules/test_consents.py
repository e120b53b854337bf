"""The last word on a consent: the same whatever order words are heard in, and never by a clock that runs ahead."""

from datetime import UTC, datetime
from functools import reduce
from itertools import permutations

import pytest

from sync.protocol.records import ConsentWord, Member
from sync.rules.consents import instant, just_after, outlives, with_words

HEARD = "2026-11-22T12:00:00.000+00:00"
SAID = [ConsentWord(given=given, at=f"2026-11-22T1{hour}:00:00.000+00:00") for hour in (0, 1) for given in (True, False)]


@pytest.mark.parametrize("known", [[], ["email"]])
def test_words_come_to_the_same_in_any_order_and_however_often(known: list[str]) -> None:
    told = [
        reduce(lambda member, word: with_words(member, {"email": word}), order, Member(id="m", consents=known))
        for order in permutations([*SAID, SAID[2]])
    ]
    assert {(tuple(each.consents), each.consent_words["email"]) for each in told} == {((), SAID[3])}


def test_a_word_moves_its_own_consent_only() -> None:
    member = with_words(Member(id="m", consents=["post", "sms"]), {"email": SAID[0], "sms": SAID[1]})
    assert (member.consents, member.consent_words) == (["email", "post"], {"email": SAID[0], "sms": SAID[1]})


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2026-11-22T12:30:00+01:00", "2026-11-22T11:30:00.000+00:00"),
        ("2026-11-22T12:00:00.001+00:00", HEARD),
        ("2031-01-01T00:00:00+01:00", HEARD),
        ("0001-01-01T00:00:00+14:00", HEARD),
        ("2026-11-22T11:00:00", HEARD),
        ("", HEARD),
    ],
)
def test_an_instant_is_never_after_it_was_heard_of(at: str, found: str) -> None:
    assert instant(at, "2026-11-22T13:00:00+01:00") == found


def test_who_knows_of_a_word_speaks_after_it() -> None:
    now = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert just_after(None, now) == just_after(SAID[0], now) == "2026-11-22T10:30:00.000+00:00"
    later = just_after(SAID[3], now)
    assert later == "2026-11-22T11:00:00.001+00:00"
    assert all(outlives(ConsentWord(given=given, at=later), SAID[3]) for given in (True, False))
