"""One suite for every source of frames: codes are told once, faults are environment faults, and no thread is left behind."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from kiosk.devices.camera import Camera, Slot
from kiosk.devices.camera_eye import Sight
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_sources import BrokenCamera, DeviceSource, FolderSource, FrameSource, SimulatedCamera, VideoSource, source_at
from kiosk.devices.codes import Code
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.contract.test_camera_decode import png_of
from tests.pictures import CODES
from tests.pictures import qr_frame as picture

TEXTS = ["CM1:CLAIRE", "CC1:COUPON"]


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
    camera = Camera(source, codes.append, on_fault=faults.append)
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

    camera = Camera(source, hear, on_fault=lambda _: lost.set())
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


def test_one_that_may_not_be_used_or_is_in_use_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.devices.camera_sources.sys.platform", "linux")
    (tmp_path / "video97").touch()
    assert [fault.code for fault in run(DeviceSource(97, tmp_path))[1]] == ["camera_busy"]
    monkeypatch.setattr("kiosk.devices.camera_sources.os.access", lambda *_: False)
    assert [fault.code for fault in run(DeviceSource(97, tmp_path))[1]] == ["camera_forbidden"]


@pytest.mark.parametrize("make", [folder, video])
def test_a_machine_without_the_library_has_no_camera(
    make: Callable[[Path], FrameSource], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path)
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(EnvironmentFault) as caught:
        source.open()
    assert caught.value.code == "camera_library"


def test_a_linear_code_in_a_folder_is_seen_although_only_a_second_look_sees_it(tmp_path: Path) -> None:
    for name in ("upca-zbar.png", "ean8.png", "qr-cloth.png"):
        shutil.copy(CODES / name, tmp_path)
    (tmp_path / "huge.png").write_bytes(png_of(60_000))
    codes, _ = run(FolderSource(tmp_path))
    assert [code.text for code in codes] == ["48512343", "http://code.google.com", "0049000042566"]


def test_noise_is_no_code_and_then_the_camera_is_lost() -> None:
    codes, faults = run(BrokenCamera())
    assert codes == [] and [fault.code for fault in faults] == ["camera_lost"]


def test_a_camera_without_a_listener_for_faults_ends_quietly() -> None:
    camera = Camera(BrokenCamera(0), lambda _: None)
    camera.start()
    camera.join()


def test_a_camera_that_comes_back_is_taken_again_by_itself_and_each_trouble_told_once() -> None:
    class Restless(SimulatedCamera):
        """Is missed three times, sees, is lost, is missed again, sees."""

        def __init__(self) -> None:
            super().__init__()
            self.opened = 0

        def open(self) -> None:
            self.opened += 1
            if self.opened in (1, 2, 3, 5):
                raise EnvironmentFault("camera_missing", camera="restless")
            self.push(picture(TEXTS[0]))
            if self.opened == 6:
                self.end()

        def read(self) -> Picture | None:
            if not self._frames and not self._ended:
                raise EnvironmentFault("camera_lost", camera="restless")
            return super().read()

    faults: list[str] = []
    source = Restless()
    camera = Camera(source, lambda _: None, on_fault=lambda fault: faults.append(fault.code), retry_ms=0)
    camera.start()
    camera.join()
    assert (source.opened, faults) == (6, ["camera_missing", "camera_lost", "camera_missing"])


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


def test_every_frame_looked_at_is_shown_with_what_is_in_it() -> None:
    source = SimulatedCamera()
    source.push(picture(TEXTS[0]), times=2)
    source.end()
    shown: list[tuple[Picture, Sight]] = []
    camera = Camera(source, lambda _: None, on_sight=lambda frame, sight: shown.append((frame, sight)))
    camera.start()
    camera.join()
    assert [frame.shape for frame, _ in shown] == [(360, 480, 3)] * 2
    assert [[code.text for code in sight.codes] for _, sight in shown] == [TEXTS[:1]] * 2, "it stays outlined"
    assert [[code.text for code in sight.fired] for _, sight in shown] == [TEXTS[:1], []], "but fires once"


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


def test_a_bug_in_who_listens_leaves_no_thread_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """An eye that has stopped looking, before a camera that goes on for ever: both end, and may be started again."""
    told: list[object] = []

    def stumble(_: Code) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(threading, "excepthook", lambda found: told.append(found.exc_type))
    source = SimulatedCamera()
    source.push(picture(TEXTS[0]), times=3)
    camera = Camera(source, stumble)
    camera.start()
    threads = list(camera._threads)
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    assert told == [ZeroDivisionError]


def test_no_camera_library_is_loaded_before_the_first_frame() -> None:
    modules = "kiosk.devices.camera, kiosk.devices.camera_sources, kiosk.devices.scanner, kiosk.devices.card, kiosk.devices.printer.driver"
    heavy = ["cv2", "numpy", "zxingcpp", "pyzbar", "escpos", "PIL"]
    code = f"import sys, {modules}; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
