"""What a camera believes, frame by frame."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.camera_watch import CODES_LIMIT, GONE_AFTER_FRAMES, Watch
from kiosk.devices.codes import Code

BARS, OTHER, QR = Code("EAN13", "3017620422003"), Code("EAN13", "4006381333931"), Code("QRCode", "CM1:X")


def test_a_linear_code_needs_two_frames_that_follow_each_other() -> None:
    watch = Watch()
    assert watch.see([BARS]) == []
    assert watch.see([]) == []
    assert watch.see([BARS]) == []
    assert watch.see([BARS]) == [BARS]


def test_two_frames_that_disagree_prove_nothing() -> None:
    watch = Watch()
    assert [watch.see([code]) for code in (BARS, OTHER, BARS, OTHER)] == [[], [], [], []]


def test_a_code_with_error_correction_fires_at_once() -> None:
    assert Watch().see([QR]) == [QR]


def test_a_code_fires_once_while_it_stays_and_again_when_it_comes_back() -> None:
    watch = Watch()
    assert watch.see([QR]) == [QR]
    assert [watch.see([QR]) for _ in range(50)] == [[]] * 50
    for _ in range(GONE_AFTER_FRAMES - 1):
        watch.see([])
    assert watch.see([QR]) == [], "flicker is not leaving"
    for _ in range(GONE_AFTER_FRAMES):
        watch.see([])
    assert watch.see([QR]) == [QR]


def test_an_empty_text_is_no_code() -> None:
    assert Watch().see([Code("QRCode", "")]) == []


def test_two_codes_in_view_fire_each() -> None:
    watch = Watch()
    watch.see([BARS, OTHER, QR])
    assert watch.see([BARS, OTHER, QR]) == [BARS, OTHER]


def test_a_wall_of_codes_is_bounded() -> None:
    assert len(Watch().see([Code("QRCode", str(number)) for number in range(1_000)])) == CODES_LIMIT


@given(st.lists(st.lists(st.sampled_from([BARS, OTHER, QR]), max_size=3), max_size=60))
def test_a_code_never_fires_twice_without_leaving(frames: list[list[Code]]) -> None:
    watch = Watch()
    last_seen: dict[Code, int] = {}
    fired: set[Code] = set()
    for number, codes in enumerate(frames):
        for code in [code for code in fired if number - last_seen[code] > GONE_AFTER_FRAMES]:
            fired.discard(code)
        for code in watch.see(codes):
            assert code not in fired or number - last_seen[code] > GONE_AFTER_FRAMES
            fired.add(code)
        last_seen |= dict.fromkeys(codes, number)
