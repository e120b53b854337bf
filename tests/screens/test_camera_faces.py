"""The camera before the real faces, joined by bootstrap as a terminal's settings say: pictures in a folder, and what comes of them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest
import zxingcpp
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.bootstrap import Running, open_terminal
from kiosk.cli.shop import open_shop
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_sources import FrameSource, source_at
from kiosk.devices.sounds import RecordingSounds
from kiosk.main import Kind, open_window
from kiosk.qtbase.camera import CameraFeed, CameraPicture
from kiosk.screens.cashier.window import CashierWindow
from kiosk.screens.selfservice.window import SelfServiceWindow
from kiosk.viewmodels.cashier_model import Page
from sync.shopfile import load
from tests.flows.shops import shop
from tests.pictures import qr_frame
from tests.screens.turns import settle

PEAR, MEMBER = "4006381333931", "0421234567890"
LAMP_LINK = "https://lamps.example/fr/01/05000159484695?10=A1"
Until = Callable[[Callable[[], bool]], None]
Face = Callable[..., QWidget]


class Patient:
    """A source that shows nothing before the test has everybody at their place."""

    live = False

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._begin = threading.Event()

    def begin(self) -> None:
        self._begin.set()

    def open(self) -> None:
        self._begin.wait(10)
        self._source.open()

    def read(self) -> Picture | None:
        return self._source.read()

    def close(self) -> None:
        self._source.close()


def bars(text: str) -> Any:
    """A printed EAN-13 before the camera."""
    code = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13).to_image(scale=3))
    return cv2.cvtColor(np.pad(code, 60, constant_values=255), cv2.COLOR_GRAY2BGR)


@pytest.fixture
def photographs(tmp_path: Path) -> Patient:
    """An article's bars, a brand's address, a member's card and the article again, each held out for three seconds."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number, picture in enumerate([bars(PEAR), qr_frame(LAMP_LINK), qr_frame(MEMBER), bars(PEAR)]):
        cv2.imwrite(str(folder / f"{number}.png"), picture)
    return Patient(source_at(str(folder)))


@pytest.fixture
def face(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Face]:
    """Open a face on a till of its own with this camera, or its address in the settings, somebody at it and the day open."""
    opened: list[tuple[Running, QWidget]] = []

    def open_face(kind: Kind, address: str = "", camera: FrameSource | None = None) -> QWidget:
        monkeypatch.setenv("COMPTOIR_CAMERA", address)
        file = shop()
        file["registers"][0]["kind"] = kind
        folder = tmp_path / kind
        folder.mkdir()
        open_shop(folder, load(msgspec.json.encode(file)))
        running = open_terminal(folder)
        running.__dict__["sounds"] = RecordingSounds()
        running.till.begin("ana", open_day=True)
        running.start_worker()
        window = open_window(kind, running, folder, camera=camera)
        opened.append((running, window))
        window.show()
        return window

    yield open_face
    for running, window in opened:
        for feed in window.findChildren(CameraFeed):
            feed.stop()
        window.close()
        window.deleteLater()
        settle()
        del running.__dict__["sounds"]
        running.stop()


def selling(face: Face, photographs: Patient, wait: Until) -> CashierWindow:
    """A cashier's window on its selling page, before which the photographs are held out."""
    window = face("cashier", camera=photographs)
    assert isinstance(window, CashierWindow)
    wait(lambda: window.model.page is Page.SELLING)
    photographs.begin()
    return window


def test_the_cashiers_camera_sells_and_greets(face: Face, photographs: Patient, wait: Until) -> None:
    window = selling(face, photographs, wait)
    basket = window.model.basket
    wait(lambda: [(line.sku, line.quantity) for line in basket.basket.lines] == [("pear", 1), ("lamp", 1), ("pear", 1)])
    assert basket.basket.member is not None and basket.basket.member.id == "m1"


def test_what_the_camera_sees_is_heard(face: Face, photographs: Patient, wait: Until) -> None:
    window = selling(face, photographs, wait)
    heard = window.model.sounds._sounds
    assert isinstance(heard, RecordingSounds)
    wait(lambda: heard.played == ["accept"] * 4)


def test_a_till_whose_camera_is_gone_says_so_and_goes_on_selling(face: Face, wait: Until) -> None:
    window = face("cashier", "97")
    assert isinstance(window, CashierWindow)
    wait(lambda: window.model.messages.current is not None)
    assert window.model.messages.current is not None and window.model.messages.current.code == "camera_missing"
    wait(lambda: "hand scanner" in window.message.text() or "douchette" in window.message.text())
    window.scan(PEAR, "EAN13")
    wait(lambda: len(window.model.basket.basket.lines) == 1)


def test_the_kiosks_camera_fills_the_basket_and_shows_what_it_sees(face: Face, photographs: Patient, wait: Until) -> None:
    window = face("selfservice", camera=photographs)
    assert isinstance(window, SelfServiceWindow)
    heard = window.sounds._sounds
    assert isinstance(heard, RecordingSounds)
    shown: list[CameraPicture] = []
    (feed,) = window.findChildren(CameraFeed)
    feed.seen.connect(shown.append)
    wait(lambda: window.model.screen.name == "welcome")
    photographs.begin()
    wait(lambda: [(line.sku, line.quantity) for line in window.model.ticket.basket.lines] == [("pear", 1), ("lamp", 1), ("pear", 1)])
    assert window.model.ticket.basket.member is not None
    assert heard.played == ["accept"] * 4
    assert any(picture.outlines for picture in shown)
