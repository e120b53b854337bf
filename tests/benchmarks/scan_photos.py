"""What `comptoir scan` reads of photographs and how long it takes against zxing-cpp alone, and what a camera costs that sees no code.

Times are of the thread's processor, the least of three, in turns with the baseline. Photographs that were read wrong are listed on standard
error. Without the photographs only the camera is measured.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import zxingcpp

from kiosk.devices.camera_decode import decode_image
from kiosk.devices.camera_eye import LOOKS_A_SECOND, Eye
from kiosk.devices.camera_readers import Picture
from tests.benchmarks.figure import Figure
from tests.photographs import MISSING, Photograph, photographs

TIME_TARGET = 1.5
QR_LEAST, QR_OF = 96, 101
RETAIL_LEAST_SHARE = 0.78
CORE_SHARE_TARGET = 0.25
_TURNS = 3
_WATCHED_S = 20
_FRAMES = 8
_HEIGHT, _WIDTH = 720, 1280
_NOISE_SHADES = 3.0


def measure(folder: Path) -> Iterator[Figure]:
    """Photographs first, then the camera."""
    cv2.setNumThreads(1)
    taken = photographs()
    if taken:
        yield from _photographs(taken)
    else:
        print(MISSING, file=sys.stderr)
    yield Figure("camera_moving", _watch(_moving()), 1000.0, CORE_SHARE_TARGET, "ms/s")
    yield Figure("camera_still", _watch(_moving()[:1]), 1000.0, CORE_SHARE_TARGET, "ms/s")


def _photographs(taken: list[Photograph]) -> Iterator[Figure]:
    pictures = [photograph.grey() for photograph in taken]
    times = [_times(picture) for picture in pictures]
    ours, alone = [pair[0] for pair in times], [pair[1] for pair in times]
    yield Figure("scan_photos", statistics.median(ours), statistics.median(alone), TIME_TARGET)
    yield Figure("scan_photos_p95", _p95(ours), _p95(alone), None)
    for kind in ("qr", "retail"):
        chosen = [pair for photograph, pair in zip(taken, times, strict=True) if photograph.kind == kind]
        value, baseline = (statistics.median(pair[which] for pair in chosen) for which in (0, 1))
        yield Figure(f"scan_{kind}", value, baseline, TIME_TARGET)
    verdicts = {photograph: photograph.judged(decode_image(picture)) for photograph, picture in zip(taken, pictures, strict=True)}
    yield from _verdicts(verdicts)


def _verdicts(verdicts: dict[Photograph, str]) -> Iterator[Figure]:
    """Missed ones against how many may be missed; wrong ones against how many pictures there are."""
    for kind, share in (("qr", 1 - QR_LEAST / QR_OF), ("retail", 1 - RETAIL_LEAST_SHARE)):
        found = {photograph: verdict for photograph, verdict in verdicts.items() if photograph.kind == kind}
        wrong = [photograph.name for photograph, verdict in found.items() if verdict == "wrong"]
        unread = sum(verdict != "read" for verdict in found.values())
        yield Figure(f"unread_{kind}", unread, round(share * len(found), 4), 1.0, "photos")
        yield Figure(f"wrong_{kind}", len(wrong), len(found), 0.0 if kind == "qr" else None, "photos")
        for name in wrong:
            print(f"wrong: {name}", file=sys.stderr)


def _times(picture: Picture) -> tuple[float, float]:
    """Return the milliseconds of our whole way and of one plain call, each the least of three in turns."""
    ways: tuple[Callable[[], object], ...] = (lambda: decode_image(picture), lambda: zxingcpp.read_barcodes(picture))
    turns = [[_clocked(way) for way in ways] for _ in range(_TURNS)]
    return min(turn[0] for turn in turns), min(turn[1] for turn in turns)


def _clocked(act: Callable[[], object]) -> float:
    begin = time.thread_time()
    act()
    return (time.thread_time() - begin) * 1000


def _watch(frames: list[Picture]) -> float:
    """Return the processor's milliseconds that a second of watching costs, all threads of the process together."""
    eye = Eye()
    eye.look(frames[0], -1000.0)
    begin = time.process_time()
    for number in range(_WATCHED_S * LOOKS_A_SECOND):
        sight = eye.look(frames[number % len(frames)], number * 1000 / LOOKS_A_SECOND)
        if sight.codes:
            raise RuntimeError("there is no code in this view")
    return (time.process_time() - begin) * 1000 / _WATCHED_S


def _moving() -> list[Picture]:
    """A counter with things and letters on it, under a camera of the usual noise, over which a hand moves: nothing is a code."""
    random = np.random.default_rng(7)
    view = np.full((_HEIGHT, _WIDTH, 3), 150, np.uint8)
    for _ in range(60):
        left, top, wide, high = (int(each) for each in random.integers((0, 0, 20, 20), (_WIDTH, _HEIGHT, 300, 200)))
        shade = tuple(int(each) for each in random.integers(20, 240, 3))
        cv2.rectangle(view, (left, top), (left + wide, top + high), shade, -1)
        cv2.putText(view, "Confiture 2,49", (left, top), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 1)
    return [_frame(view, number, random) for number in range(_FRAMES)]


def _frame(view: Picture, number: int, random: np.random.Generator) -> Picture:
    frame = view.copy()
    cv2.circle(frame, (200 + 100 * number, 400), 120, (120, 150, 200), -1)
    noisy = cv2.GaussianBlur(frame, (0, 0), 0.8) + random.normal(0, _NOISE_SHADES, frame.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
