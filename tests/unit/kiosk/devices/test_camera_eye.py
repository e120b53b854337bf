"""One look at one frame: the bound of what is tried, when it is tried, and what a picture without a code is said to be."""

import cv2
import numpy as np
import pytest
import segno

from kiosk.devices.camera_eye import FIRST_LIMIT_PIXELS, SECOND_LIMIT_PIXELS, SECOND_LOOK_EVERY_MS, Eye, SecondLooks
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_scene import TOLD_AFTER_LOOKS, Conditions, Scene
from kiosk.devices.camera_tries import SECOND, Try
from kiosk.devices.camera_watch import GONE_AFTER_FRAMES, Corners, View
from kiosk.devices.codes import Code
from tests.pictures import qr_frame, still

FRAME_MS = 1000 / 15
NONE: frozenset[str] = frozenset()
WAYS = tuple(Try(name) for name in "abc")


def plain(shade: int = 128, size: tuple[int, int] = (100, 100)) -> Picture:
    return np.full(size, shade, np.uint8)


class Shade:
    def __init__(self, shade: int) -> None:
        self.shade = shade

    def same_as(self, other: View, corners: Corners = ()) -> bool:
        return isinstance(other, Shade) and other.shade == self.shade


def names(ways: list[Try]) -> str:
    return "".join(way.name for way in ways)


def watched(picture: Picture, seconds: float) -> tuple[list[Code], list[frozenset[str]]]:
    """Hold one picture before an eye; return the codes that fired and the ways tried at each look."""
    eye, fired, ways = Eye(), [], []
    for number in range(round(seconds * 15)):
        sight = eye.look(picture, number * FRAME_MS)
        fired += sight.fired
        ways.append(sight.ways)
    return fired, ways


def test_second_looks_come_at_most_twice_a_second_and_once_after_each_change() -> None:
    looks = SecondLooks(WAYS, limit_pixels=10_000)
    grey = plain()
    turns = [(at, names(looks.take(grey, Shade(1), NONE, float(at)))) for at in range(0, 5_000, 50)]
    assert [(at, way) for at, way in turns if way] == [(0, "a"), (500, "b"), (1_000, "c")]
    turns = [(at, names(looks.take(grey, Shade(2), NONE, float(at)))) for at in range(5_000, 9_000, 50)]
    assert [(at, way) for at, way in turns if way] == [(5_000, "a"), (5_500, "b"), (6_000, "c")]


def test_while_everything_moves_each_way_has_its_turn() -> None:
    looks = SecondLooks(WAYS, limit_pixels=10_000)
    turns = [names(looks.take(plain(), Shade(at), NONE, float(at))) for at in range(0, 3_000, 100)]
    assert [way for way in turns if way] == ["a", "b", "c", "a", "b", "c"]


def test_as_many_ways_as_fit_the_bound_are_tried_at_once() -> None:
    looks = SecondLooks(WAYS, limit_pixels=25_000)
    assert names(looks.take(plain(), Shade(1), NONE, 0)) == "ab"
    assert names(looks.take(plain(), Shade(1), NONE, 500)) == "c"


def test_a_way_that_is_wanted_goes_first_even_if_nothing_moves() -> None:
    looks = SecondLooks(WAYS, limit_pixels=10_000)
    for at in range(0, 1_500, 500):
        looks.take(plain(), Shade(1), NONE, float(at))
    assert looks.take(plain(), Shade(1), NONE, 2_000) == []
    assert names(looks.take(plain(), Shade(1), frozenset("c"), 2_500)) == "c"
    assert looks.take(plain(), Shade(1), frozenset("c"), 2_600) == [], "but not sooner"


@pytest.mark.parametrize("way", SECOND, ids=[way.name for way in SECOND])
def test_no_second_way_costs_more_than_the_bound(way: Try, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured at the decoders' door: what they are handed of a huge frame."""
    handed: list[int] = []

    def count(grey: Picture, place: object = None) -> list[Code]:
        handed.append(grey.size)
        return []

    for reader in ("read_retail", "read_others", "read_zbar"):
        monkeypatch.setattr(f"kiosk.devices.camera_tries.{reader}", count)
    way.look(plain(size=(2160, 3840)), SECOND_LIMIT_PIXELS)
    assert len(handed) == 1 and handed[0] * way.weight <= SECOND_LIMIT_PIXELS * 1.01


def test_a_huge_frame_is_made_smaller_and_its_code_stays_where_it_is() -> None:
    frame = cv2.resize(qr_frame("CM1:LARGE"), None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    assert frame.size / 3 > 4 * FIRST_LIMIT_PIXELS
    (code,) = Eye().look(frame, 0).codes
    assert all(6 * 60 <= x <= 6 * 300 and 6 * 40 <= y <= 6 * 300 for x, y in code.corners)


@pytest.mark.parametrize(("name", "text"), [("ean8.png", "48512343"), ("qr-small.webp", "Version 1 QR")])
def test_what_the_first_look_sees_needs_no_second(name: str, text: str) -> None:
    fired, ways = watched(still(name), 2)
    assert [code.text for code in fired] == [text]
    assert set().union(*ways) == {"first"}


SEEN_LATER = [
    ("ean13-zbar.png", "9780441014989"),
    ("upca.png", "0051000000675"),
    ("qr-cloth.png", "http://code.google.com"),
    ("microqr.png", "1234 ABCD abcd"),
]


@pytest.mark.parametrize(("name", "text"), SEEN_LATER)
def test_what_only_a_second_look_sees_fires_once(name: str, text: str) -> None:
    fired, ways = watched(still(name), 6)
    assert [code.text for code in fired] == [text]
    assert len([tried for tried in ways if len(tried) > 1]) <= 6_000 / SECOND_LOOK_EVERY_MS


def test_a_wrong_number_with_a_right_check_digit_is_never_sold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both decoders misread this picture in the same way, look after look; without a second opinion it would be sold."""
    thin = still("upca-thin.webp")
    assert "9074932437075" not in [code.text for code in watched(thin, 4)[0]]
    monkeypatch.setattr("kiosk.devices.camera_eye.second_opinion", lambda grey, code: [code])
    assert [code.text for code in watched(thin, 4)[0]] == ["9074932437075"]


def test_a_still_view_without_a_code_is_left_alone() -> None:
    _, ways = watched(still("blurred.png"), 10)
    tried = [names for names in ways if len(names) > 1]
    assert set().union(*tried) == {"first", *(way.name for way in SECOND)}
    assert all(names == {"first"} for names in ways[5 * 15 :])


def test_a_code_held_still_and_taken_away_and_held_again_fires_twice() -> None:
    eye, table, card = Eye(), plain(size=(360, 480)), qr_frame("CM1:A")
    fired = []
    for number, frame in enumerate([table] * 5 + [card] * 60 + [table] * 30 + [card] * 5):
        fired += eye.look(frame, number * FRAME_MS).fired
    assert [code.text for code in fired] == ["CM1:A", "CM1:A"]


def test_a_blurred_moment_does_not_sell_an_article_twice() -> None:
    eye, card = Eye(), qr_frame("CM1:A")
    blurred = cv2.GaussianBlur(card, (0, 0), 9)
    fired = []
    for number, frame in enumerate([card] * 5 + [blurred] * 10 + [card] * 5):
        fired += eye.look(frame, number * FRAME_MS).fired
    assert [code.text for code in fired] == ["CM1:A"]


@pytest.mark.parametrize(
    ("picture", "condition"),
    [
        (plain(5), "camera_dark"),
        (qr_frame("CM1:A") // 10, "camera_dark"),
        (plain(200), "camera_covered"),
        (qr_frame("CM1:A"), ""),
        (still("blurred.png"), ""),
    ],
    ids=["night", "dim", "covered", "card", "blurred"],
)
def test_why_nothing_can_be_seen(picture: Picture, condition: str) -> None:
    eye = Eye()
    told = [eye.look(picture, number * FRAME_MS).condition for number in range(TOLD_AFTER_LOOKS)]
    assert told == [""] * (TOLD_AFTER_LOOKS - 1) + [condition]


def test_a_hand_that_passes_is_no_reason_to_speak() -> None:
    conditions = Conditions()
    for _ in range(TOLD_AFTER_LOOKS - 1):
        assert conditions.take("camera_dark") == ""
    assert conditions.take("") == ""
    assert conditions.take("camera_dark") == ""


def test_a_cameras_own_noise_is_no_movement_and_a_card_is() -> None:
    noise = np.random.default_rng(1)
    table = np.full((720, 1280), 120.0)
    first, second = (Scene(np.clip(table + noise.normal(0, 12, table.shape), 0, 255).astype(np.uint8)) for _ in range(2))
    assert first.same_as(second)
    table[200:400, 300:500] = 250
    assert not first.same_as(Scene(table.astype(np.uint8)))


@pytest.mark.parametrize("side", [64, 70, 120])
def test_a_small_code_that_was_taken_away_is_gone_although_the_picture_hardly_changed(side: int) -> None:
    empty = plain(size=(720, 1280))
    card, covered = empty.copy(), empty.copy()
    card[301 : 301 + side, 707 : 707 + side] = cv2.resize(code_of("CM1:ABC"), (side, side), interpolation=cv2.INTER_NEAREST)
    covered[200:700, 600:1100] = 180
    eye, fired = Eye(), []
    shown = [card] * 5 + [covered] * 3 + [empty] * (GONE_AFTER_FRAMES + 1) + [covered] * 3 + [card] * 5
    for number, picture in enumerate(shown):
        fired += [(number, code.text) for code in eye.look(picture, number * FRAME_MS).fired]
    assert [text for _, text in fired] == ["CM1:ABC"] * 2
    assert [number for number, _ in fired] == [0, len(shown) - 5]


def test_a_small_code_that_lies_still_under_a_cameras_noise_fires_once() -> None:
    noise, card, eye = np.random.default_rng(1), plain(size=(720, 1280)).astype(float), Eye()
    card[301:401, 707:807] = cv2.resize(code_of("CM1:ABC"), (100, 100), interpolation=cv2.INTER_NEAREST)
    hunting = cv2.GaussianBlur(card, (0, 0), 4)  # the lens: the code cannot be read, and nothing moved
    noisy = (np.clip(each + noise.normal(0, 8, card.shape), 0, 255) for each in [card] * 2 + [hunting] * 20 + [card] * 2)
    looks = [eye.look(picture.astype(np.uint8), number * FRAME_MS) for number, picture in enumerate(noisy)]
    assert [len(look.fired) for look in looks] == [1] + [0] * 23


def code_of(text: str) -> Picture:
    """A QR code with its quiet zone, one pixel a module."""
    return np.array([[0 if cell else 255 for cell in row] for row in segno.make(text, error="m").matrix_iter(scale=1, border=4)], np.uint8)


def test_pictures_that_are_hardly_there_hold_nothing() -> None:
    for path in ((1, 1), (1, 500), (7, 7), (40, 3)):
        assert watched(plain(size=path), 4)[0] == []
