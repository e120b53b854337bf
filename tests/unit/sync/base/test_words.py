"""Words of a shop: each language read once, and the same shop in another language."""

import pytest

from sync.base import words as spoken
from sync.base.words import Words


def test_another_language_speaks_of_the_same_shop() -> None:
    french = Words("fr", currency="CHF", digits=2, timezone="Asia/Tokyo")
    english = french.speaking("en")
    assert (english.language, english.currency, english.digits, english.zone.key) == ("en", "CHF", 2, "Asia/Tokyo")
    assert english.money(1_250) == "CHF12.50"


def test_words_that_speak_the_language_already_are_themselves() -> None:
    french = Words("fr")
    assert french.speaking("fr") is french


def test_a_language_is_read_from_its_files_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Words("fr").tr("Cash") == "Espèces"

    def no_more(*parts: str) -> None:
        raise AssertionError(parts)

    monkeypatch.setattr(spoken, "resource", no_more)
    assert Words("fr").speaking("en").speaking("fr").tr("Cash") == "Espèces"
