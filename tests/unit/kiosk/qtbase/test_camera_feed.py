"""The camera's findings on the GUI thread: codes with their symbology, the newest picture alone, and what is wrong told once."""

import threading

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.devices.camera_eye import Sight
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_sources import SimulatedCamera
from kiosk.devices.codes import Code
from kiosk.qtbase import camera
from kiosk.qtbase.camera import PREVIEW_WIDTH, CameraFeed, CameraPicture, preview
from sync.protocol.errors import EnvironmentFault
from tests.pictures import qr_frame

CARD = Code("QRCode", "CM1:A", ((64, 44), (192, 44), (192, 172), (64, 172)))


class Flickering(SimulatedCamera):
    """Is missed twice, shows a card, is lost, shows it again in the dark for two seconds, and ends."""

    def __init__(self) -> None:
        super().__init__(limit=100)
        self.opened = 0

    def open(self) -> None:
        self.opened += 1
        if self.opened <= 2:
            raise EnvironmentFault("camera_missing", camera="flickering")
        self.push(qr_frame("CM1:A"), times=5)
        if self.opened == 4:
            self.push(np.zeros((100, 100), np.uint8), times=30)
            self.end()

    def read(self) -> Picture | None:
        if not self._frames and not self._ended:
            raise EnvironmentFault("camera_lost", camera="flickering")
        return super().read()


def test_troubles_are_told_once_and_taken_back(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "RETRY_MS", 0)
    feed = CameraFeed(Flickering())
    codes: list[tuple[str, str, int]] = []
    faults: list[str] = []
    troubles: list[str] = []
    feed.code.connect(lambda text, symbology: codes.append((text, symbology, threading.get_ident())))
    feed.fault.connect(faults.append)
    feed.trouble.connect(troubles.append)
    feed.start()
    qtbot.waitUntil(lambda: "camera_dark" in troubles, timeout=10_000)
    feed.stop()
    assert codes == [("CM1:A", "QRCode", threading.get_ident())]
    assert faults == ["camera_missing", "", "camera_lost", ""]
    assert troubles == ["camera_missing", "", "camera_lost", "", "camera_dark"]


def test_a_busy_screen_gets_the_newest_picture_and_no_queue_of_old_ones(qtbot: QtBot) -> None:
    feed = CameraFeed(SimulatedCamera())
    shown: list[CameraPicture] = []
    feed.seen.connect(shown.append)
    for side in range(10, 60):
        feed._take(np.zeros((side, side), np.uint8), Sight([], []))
    QApplication.processEvents()
    assert [picture.image.width() for picture in shown] == [59]


def test_a_face_without_a_preview_pays_for_none(qtbot: QtBot) -> None:
    feed = CameraFeed(SimulatedCamera(), pictures=False)
    shown: list[CameraPicture] = []
    feed.seen.connect(shown.append)
    feed._take(np.zeros((10, 10), np.uint8), Sight([], []))
    QApplication.processEvents()
    assert shown == []


@pytest.mark.parametrize("shape", [(720, 1280), (720, 1280, 3)], ids=["grey", "colours"])
def test_outlines_are_in_the_pixels_of_the_small_picture(shape: tuple[int, ...]) -> None:
    picture = preview(np.full(shape, 90, np.uint8), Sight([CARD], [CARD]))
    assert (picture.image.width(), picture.image.height()) == (PREVIEW_WIDTH, 270)
    assert picture.image.pixelColor(3, 3).red() == 90
    assert picture.outlines == (((24.0, 16.5), (72.0, 16.5), (72.0, 64.5), (24.0, 64.5)),)
