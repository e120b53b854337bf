"""Whatever a camera shows: no picture stops the eye, and nothing is told that was not seen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.camera_decode import decode_image
from kiosk.devices.camera_eye import Eye
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_watch import CODES_LIMIT
from tests.pictures import qr_frame, still

CARD = qr_frame("CM1:A")
BARS = still("ean8.png")


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Noise of any shape, grey or in colours, or a part of a card or of bars as a careless hand shows it."""
    if draw(st.booleans()):
        whole = draw(st.sampled_from([CARD, BARS]))
        top, left = draw(st.integers(0, whole.shape[0] - 1)), draw(st.integers(0, whole.shape[1] - 1))
        return np.rot90(whole[top:, left:], draw(st.integers(0, 3)))
    shape = draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))
    colours = draw(st.sampled_from([(), (3,)]))
    random = np.random.default_rng(draw(st.integers(0, 2**16)))
    return random.integers(0, draw(st.sampled_from([2, 256])), (*shape, *colours)).astype(np.uint8)


@given(st.lists(pictures(), max_size=8), st.lists(st.integers(-1_000, 1_000), min_size=8, max_size=8))
def test_the_eye_survives_any_picture_and_any_clock(shown: list[Picture], steps_ms: list[int]) -> None:
    eye, now_ms = Eye(), 0
    for picture, step_ms in zip(shown, steps_ms, strict=False):
        now_ms += step_ms
        sight = eye.look(picture, now_ms)
        assert all(code.text for code in sight.codes) and len(sight.fired) <= CODES_LIMIT
        assert {code.text for code in sight.fired} <= {code.text for code in sight.codes}


@given(pictures())
def test_a_still_picture_shows_its_code_or_none(picture: Picture) -> None:
    assert {code.text for code in decode_image(picture)} <= {"CM1:A", "48512343"}
