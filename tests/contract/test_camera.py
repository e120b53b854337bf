"""One suite for every source of frames: codes are told once, faults are environment faults, and no thread is left behind."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno

from kiosk.devices.camera import Camera, Slot
from kiosk.devices.camera_decode import Picture
from kiosk.devices.camera_sources import BrokenCamera, DeviceSource, FolderSource, FrameSource, SimulatedCamera, VideoSource, source_at
from kiosk.devices.codes import Code
from sync.protocol.errors import EnvironmentFault, Refusal

TEXTS = ["CM1:CLAIRE", "CC1:COUPON"]


def picture(text: str) -> Picture:
    """A QR code as a camera would see it, in the middle of a grey table."""
    side = np.array([[0 if cell else 255 for cell in row] for row in segno.make_qr(text).matrix], np.uint8)
    code = np.pad(np.kron(side, np.ones((6, 6), np.uint8)), 24, constant_values=255)
    frame = np.full((360, 480), 128, np.uint8)
    frame[40 : 40 + code.shape[0], 60 : 60 + code.shape[1]] = code
    return cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR)


def pushed(_: Path) -> FrameSource:
    camera = SimulatedCamera()
    for text in TEXTS:
        camera.push(picture(text), times=3)
    camera.end()
    return camera


def folder(path: Path) -> FrameSource:
    for number, text in enumerate(TEXTS):
        cv2.imwrite(str(path / f"{number}.png"), picture(text))
    (path / "notes.txt").write_text("no picture")
    (path / "2.png").write_bytes(b"no picture either")
    return FolderSource(path)


def video(path: Path) -> FrameSource:
    writer = cv2.VideoWriter(str(path / "clip.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (480, 360))
    for text in TEXTS:
        for _ in range(3):
            writer.write(picture(text))
    writer.release()
    return VideoSource(path / "clip.avi")


def run(source: FrameSource) -> tuple[list[Code], list[EnvironmentFault]]:
    """Watch a source that ends, to its end."""
    codes: list[Code] = []
    faults: list[EnvironmentFault] = []
    camera = Camera(source, codes.append, on_fault=faults.append, frame_interval_ms=0)
    camera.start()
    camera.join()
    return codes, faults


@pytest.mark.parametrize("make", [pushed, folder, video])
def test_each_code_is_told_once_in_order(make: Callable[[Path], FrameSource], tmp_path: Path) -> None:
    codes, faults = run(make(tmp_path))
    assert [code.text for code in codes] == TEXTS
    assert {code.symbology for code in codes} == {"QRCode"}
    assert faults == []


def test_the_place_of_the_code_is_told() -> None:
    camera = SimulatedCamera()
    camera.push(picture(TEXTS[0]), times=2)
    camera.end()
    (code,), _ = run(camera)
    assert len(code.corners) == 4
    assert all(60 <= x <= 300 and 40 <= y <= 300 for x, y in code.corners)


@pytest.mark.parametrize(
    "source", [DeviceSource(97), VideoSource(Path("no-such.avi")), FolderSource(Path("no-such-folder"))], ids=["device", "video", "folder"]
)
def test_a_camera_that_is_not_there_is_missing(source: FrameSource) -> None:
    codes, faults = run(source)
    assert codes == [] and [fault.code for fault in faults] == ["camera_missing"]


def test_a_camera_pulled_out_is_lost_and_may_be_started_again() -> None:
    source = SimulatedCamera()
    codes: list[Code] = []
    lost, seen = threading.Event(), threading.Event()

    def hear(code: Code) -> None:
        codes.append(code)
        seen.set()

    camera = Camera(source, hear, on_fault=lambda _: lost.set(), frame_interval_ms=0)
    camera.start()
    source.unplug()
    assert lost.wait(10)
    camera.join()
    source.plug_in()
    source.push(picture(TEXTS[0]), times=3)
    camera.start()
    assert seen.wait(10)
    camera.stop()
    assert [code.text for code in codes] == TEXTS[:1]


def test_noise_is_no_code_and_then_the_camera_is_lost() -> None:
    codes, faults = run(BrokenCamera())
    assert codes == [] and [fault.code for fault in faults] == ["camera_lost"]


def test_a_camera_without_a_listener_for_faults_ends_quietly() -> None:
    camera = Camera(BrokenCamera(0), lambda _: None)
    camera.start()
    camera.join()


def test_stop_ends_both_threads_of_a_camera_that_would_go_on_for_ever() -> None:
    class Endless(SimulatedCamera):
        live = True

        def read(self) -> Picture | None:
            return picture(TEXTS[0])

    before = threading.active_count()
    first = threading.Event()
    camera = Camera(Endless(), lambda _: first.set())
    camera.start()
    camera.start()
    assert first.wait(10)
    camera.stop()
    assert threading.active_count() == before


def test_every_frame_looked_at_is_shown() -> None:
    source = SimulatedCamera()
    source.push(picture(TEXTS[0]))
    source.end()
    shown: list[Picture] = []
    camera = Camera(source, lambda _: None, on_frame=shown.append)
    camera.start()
    camera.join()
    assert [frame.shape for frame in shown] == [(360, 480, 3)]


def test_of_live_frames_only_the_newest_waits() -> None:
    slot = Slot()
    for number in range(1_000):
        slot.put(number, replace=True)
    slot.close()
    assert slot.take() == 999
    assert slot.take() is None


@pytest.mark.parametrize("address", ["", "-1", "100", "no-such-file.avi"])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        source_at(address)
    assert (caught.value.code, caught.value.field) == ("camera_address", "address")


def test_addresses_name_their_sources(tmp_path: Path) -> None:
    (tmp_path / "x.avi").touch()
    assert isinstance(source_at("1"), DeviceSource)
    assert isinstance(source_at(str(tmp_path)), FolderSource)
    assert isinstance(source_at(str(tmp_path / "x.avi")), VideoSource)


def test_no_camera_library_is_loaded_before_the_first_frame() -> None:
    modules = "kiosk.devices.camera, kiosk.devices.camera_sources, kiosk.devices.scanner, kiosk.devices.card, kiosk.devices.printer.driver"
    heavy = ["cv2", "numpy", "zxingcpp", "pyzbar", "escpos", "PIL"]
    code = f"import sys, {modules}; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
