"""The keyboard wedge by its timing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scanner import CODE_LIMIT_CHARS, Scan, Typed, Wedge, read

FAST_MS, SLOW_MS = 8, 120


def burst(wedge: Wedge, text: str, gap_ms: int = FAST_MS, start_ms: int = 1_000) -> list[Scan | Typed]:
    """Feed `text` at one pace."""
    return [heard for index, character in enumerate(text) for heard in wedge.feed(character, start_ms + index * gap_ms)]


@pytest.mark.parametrize("end", ["\r", "\n", "\t"])
def test_a_burst_that_ends_in_a_line_end_is_a_scan(end: str) -> None:
    assert burst(Wedge(), f"3017620422003{end}") == [Scan("3017620422003")]


def test_typing_stays_with_the_person() -> None:
    wedge = Wedge()
    heard = burst(wedge, "pain\r", SLOW_MS)
    assert "".join(each.text for each in heard if isinstance(each, Typed)) == "pain\r"
    assert not any(isinstance(each, Scan) for each in heard)


def test_a_scan_at_typing_pace_is_no_scan() -> None:
    """The positive control of the timing: the same characters, only slower."""
    assert Scan("3017620422003") not in burst(Wedge(), "3017620422003\r", SLOW_MS)


def test_a_last_key_before_a_burst_is_not_part_of_the_code() -> None:
    wedge = Wedge()
    assert burst(wedge, "p", start_ms=0) == []
    assert burst(wedge, "3017620422003\r", start_ms=500) == [Typed("p"), Scan("3017620422003")]


def test_two_scans_in_a_row_are_two() -> None:
    wedge = Wedge()
    assert burst(wedge, "3017620422003\r4006381333931\r") == [Scan("3017620422003"), Scan("4006381333931")]


def test_a_pause_gives_back_what_was_held() -> None:
    wedge = Wedge()
    burst(wedge, "ab")
    assert wedge.holding
    assert wedge.rest() == [Typed("ab")]
    assert not wedge.holding and wedge.rest() == []


def test_a_short_burst_was_typed() -> None:
    assert burst(Wedge(), "12\r") == [Typed("12\r")]


def test_enter_alone_stays_with_the_person() -> None:
    assert Wedge().feed("\r", 5) == [Typed("\r")]


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\x08"])
def test_a_burst_with_a_control_character_is_rubbish(bad: str) -> None:
    wedge = Wedge()
    assert burst(wedge, f"301762{bad}0422003\r") == []
    assert burst(wedge, f"{bad}301762\r", start_ms=9_000) == []
    assert burst(wedge, "4006381333931\r", start_ms=20_000) == [Scan("4006381333931")]


def test_an_endless_burst_is_bounded_and_dropped() -> None:
    wedge = Wedge()
    assert burst(wedge, "9" * (CODE_LIMIT_CHARS * 3) + "\r", gap_ms=1) == []
    assert burst(wedge, "9" * CODE_LIMIT_CHARS + "\r", gap_ms=1, start_ms=90_000) == [Scan("9" * CODE_LIMIT_CHARS)]


def test_a_clock_set_back_makes_no_scan_of_typing() -> None:
    wedge = Wedge()
    heard = [each for index, key in enumerate("12345\r") for each in wedge.feed(key, 10_000 - index * SLOW_MS)]
    assert not any(isinstance(each, Scan) for each in heard)


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("]E03017620422003", Scan("3017620422003", "EAN13")),
        ("]C1010950400005910110LOT\x1d17141120", Scan("010950400005910110LOT\x1d17141120", "Code128")),
        ("]E496385074", Scan("96385074", "EAN8")),
        ("]Q3\x1d0109504000059101", Scan("0109504000059101", "QRCode")),
        ("]Q1CC1:ABC", Scan("CC1:ABC", "QRCode")),
        ("]d2010950", Scan("010950", "DataMatrix")),
        ("]Z9odd", Scan("]Z9odd")),
        ("]", Scan("]")),
        ("CM1:]E0", Scan("CM1:]E0")),
    ],
)
def test_aim_prefixes_are_read_and_taken_off(text: str, scan: Scan) -> None:
    assert read(text) == scan


@given(st.lists(st.tuples(st.characters(), st.integers(-50, 200)), max_size=80))
def test_whatever_comes_nothing_printable_is_both_typed_and_scanned(keys: list[tuple[str, int]]) -> None:
    wedge, now = Wedge(), 0
    heard: list[Scan | Typed] = []
    for key, gap in keys:
        now += gap
        heard += wedge.feed(key, now)
    heard += wedge.rest()
    given_back = sum(len(each.text if isinstance(each, Typed) else each.code) for each in heard)
    assert given_back <= len(keys)
    assert all(len(each.code) <= CODE_LIMIT_CHARS for each in heard if isinstance(each, Scan))
