"""Words in several languages, and the two families of failure."""

import pytest

from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.text import Text, in_language


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Poire", "en", "Poire"),
        ({"fr": "Poire", "en": "Pear"}, "en", "Pear"),
        ({"fr": "Poire"}, "en", "Poire"),
        ({}, "en", ""),
    ],
)
def test_in_language(text: Text, language: str, expected: str) -> None:
    assert in_language(text, language) == expected


def test_failures_carry_codes() -> None:
    refusal, fault = Refusal("range", field="price_minor", max=5), EnvironmentFault("paper_out", printer="front")
    assert (str(refusal), refusal.field, refusal.params) == ("range (price_minor)", "price_minor", {"max": 5})
    assert (str(Refusal("locked")), str(fault), fault.params) == ("locked", "paper_out", {"printer": "front"})
