"""What a camera believes, look by look."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.camera_watch import (
    CODES_LIMIT,
    GONE_AFTER_FRAMES,
    GONE_AFTER_SECOND_LOOKS,
    UNPROVEN_FRAMES,
    Corners,
    Look,
    View,
    Watch,
)
from kiosk.devices.codes import Code

BARS, OTHER, QR = Code("EAN13", "3017620422003"), Code("EAN13", "4006381333931"), Code("QRCode", "CM1:X")
BOTH = frozenset({"first", "zbar"})


@dataclass(frozen=True)
class Shade:
    """A view that is the same as another of its shade."""

    shade: int

    def same_as(self, other: View, corners: Corners = ()) -> bool:
        return self == other


def see(watch: Watch, *codes: Code) -> list[Code]:
    return watch.see(Look(codes))


def by_zbar(*codes: Code, view: View | None = None) -> Look:
    """A look in which the first way saw nothing and zbar was asked."""
    return Look(codes, "zbar", BOTH, view or Shade(0))


def test_a_linear_code_needs_two_frames_that_follow_each_other() -> None:
    watch = Watch()
    assert see(watch, BARS) == []
    assert see(watch) == []
    assert see(watch, BARS) == []
    assert see(watch, BARS) == [BARS]


def test_two_frames_that_disagree_prove_nothing() -> None:
    watch = Watch()
    assert [see(watch, code) for code in (BARS, OTHER, BARS, OTHER)] == [[], [], [], []]


def test_what_nothing_confirms_needs_more_frames_unless_one_of_them_is_clear() -> None:
    watch, doubt = Watch(), frozenset({BARS.text, QR.text})
    assert watch.see(Look([QR], unproven=doubt)) == [QR], "error correction is proof"
    assert [watch.see(Look([BARS], unproven=doubt)) for _ in range(UNPROVEN_FRAMES)] == [[]] * (UNPROVEN_FRAMES - 1) + [[BARS]]
    watch = Watch()
    assert [watch.see(Look([BARS], unproven=doubt)), see(watch, BARS)] == [[], [BARS]]


def test_a_code_with_error_correction_fires_at_once() -> None:
    assert see(Watch(), QR) == [QR]


def test_a_code_fires_once_while_it_stays_and_again_when_it_comes_back() -> None:
    watch = Watch()
    assert see(watch, QR) == [QR]
    assert [see(watch, QR) for _ in range(50)] == [[]] * 50
    for _ in range(GONE_AFTER_FRAMES - 1):
        see(watch)
    assert see(watch, QR) == [], "flicker is not leaving"
    for _ in range(GONE_AFTER_FRAMES):
        see(watch)
    assert watch.in_view() == []
    assert see(watch, QR) == [QR]


def test_from_a_picture_that_does_not_change_nothing_has_gone() -> None:
    watch = Watch()
    assert watch.see(Look([QR], view=Shade(1))) == [QR]
    for _ in range(5 * GONE_AFTER_FRAMES):
        watch.see(Look(view=Shade(1)))
    assert watch.in_view() == [QR]
    assert watch.see(Look([QR], view=Shade(1))) == []


def test_looks_that_could_not_see_a_code_do_not_miss_it() -> None:
    watch = Watch()
    assert watch.see(by_zbar(BARS)) == []
    for _ in range(7):
        see(watch)
    assert watch.see(by_zbar(BARS)) == [BARS], "two looks of zbar agree; between them nobody looked with it"
    for _ in range(5 * GONE_AFTER_FRAMES):
        see(watch)
    assert watch.see(by_zbar(BARS)) == []


def test_a_code_that_only_a_second_way_sees_has_left_when_that_way_misses_it() -> None:
    watch = Watch()
    assert watch.see(by_zbar(QR)) == [QR]
    for _ in range(GONE_AFTER_SECOND_LOOKS):
        assert watch.wanted(Shade(2)) == {"zbar"}
        watch.see(by_zbar(view=Shade(2)))
    assert watch.wanted(Shade(2)) == frozenset()
    assert watch.see(by_zbar(QR)) == [QR]


def test_a_way_is_wanted_for_the_second_frame_and_not_for_a_still_view() -> None:
    watch = Watch()
    watch.see(by_zbar(BARS))
    assert watch.wanted(Shade(0)) == {"zbar"}, "even if nothing moves"
    watch.see(by_zbar(BARS))
    assert watch.wanted(Shade(0)) == frozenset()
    see(watch, QR)
    assert "first" not in watch.wanted(Shade(3))


def test_an_empty_text_is_no_code() -> None:
    assert see(Watch(), Code("QRCode", "")) == []


def test_two_codes_in_view_fire_each() -> None:
    watch = Watch()
    see(watch, BARS, OTHER, QR)
    assert see(watch, BARS, OTHER, QR) == [BARS, OTHER]


def test_a_wall_of_codes_is_bounded() -> None:
    watch = Watch()
    assert len(see(watch, *(Code("QRCode", str(number)) for number in range(1_000)))) == CODES_LIMIT
    assert see(watch, Code("QRCode", "one more")) == []
    assert len(watch.in_view()) == CODES_LIMIT


@given(st.lists(st.lists(st.sampled_from([BARS, OTHER, QR]), max_size=3), max_size=60))
def test_a_code_never_fires_twice_without_leaving(frames: list[list[Code]]) -> None:
    watch = Watch()
    last_seen: dict[Code, int] = {}
    fired: set[Code] = set()
    for number, codes in enumerate(frames):
        for code in [code for code in fired if number - last_seen[code] > GONE_AFTER_FRAMES]:
            fired.discard(code)
        for code in see(watch, *codes):
            assert code not in fired
            fired.add(code)
        last_seen |= dict.fromkeys(codes, number)


_LOOKS = st.tuples(st.lists(st.sampled_from([BARS, QR]), max_size=2), st.booleans(), st.integers(0, 1))


@given(st.lists(_LOOKS, max_size=80))
def test_a_code_never_fires_twice_in_an_unchanged_view(looks: list[tuple[list[Code], bool, int]]) -> None:
    """Whoever sees it and however often it is missed: while the view is the one in which it was told, it is told once."""
    watch = Watch()
    told: dict[Code, int] = {}
    for codes, second, shade in looks:
        told = {code: where for code, where in told.items() if where == shade}
        way = by_zbar(*codes, view=Shade(shade)) if second else Look(codes, view=Shade(shade))
        for code in watch.see(way):
            assert code not in told
            told[code] = shade
