"""Still pictures: what is there is read, and what is not there is not made up."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices import camera_decode
from kiosk.devices.camera_decode import decode_frame, decode_image, decoders
from sync.protocol.errors import Refusal

CODES = Path(__file__).parents[1] / "data" / "codes"
EXPECTED = {
    "qr-cloth.png": ("QRCode", "http://code.google.com"),
    "ean8.png": ("EAN8", "48512343"),
    "ean13-zbar.png": ("EAN13", "9780441014989"),
    "upca.png": ("EAN13", "0051000000675"),
    "upca-thin.webp": ("EAN13", "0023942431015"),
    "microqr.png": ("MicroQRCode", "1234 ABCD abcd"),
    "gs1-qr.png": ("QRCode", "01095040000591012112345678p901\x1d101234567p\x1d171411208200http://www.gs1.org/demo/"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_picture_holds_its_code(name: str) -> None:
    (code,) = decode_image(CODES / name)
    assert (code.symbology, code.text) == EXPECTED[name]


def test_a_code_that_nobody_can_read_is_no_code() -> None:
    assert decode_image(CODES / "blurred.png") == []


def test_an_array_is_read_as_a_file_is() -> None:
    picture = cv2.imread(str(CODES / "ean8.png"))
    assert decode_image(picture) == decode_image(CODES / "ean8.png")


def test_a_picture_that_is_too_large_is_made_smaller_first() -> None:
    picture = cv2.imread(str(CODES / "ean8.png"), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    huge = np.full((6_000, 6_000), 255, np.uint8)
    large = cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    huge[: large.shape[0], : large.shape[1]] = large[:6_000, :6_000]
    assert [code.text for code in decode_image(huge)] == ["48512343"]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_a_file_that_is_no_picture_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(data)
    with pytest.raises(Refusal) as caught:
        decode_image(path)
    assert (caught.value.code, caught.value.field) == ("not_an_image", "image")


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.png"):
        with pytest.raises(Refusal):
            decode_image(path)


def test_one_look_of_a_camera_uses_zbar_only_when_it_may() -> None:
    frame = cv2.imread(str(CODES / "ean13-zbar.png"))
    assert decode_frame(frame, second=False) == []
    assert [code.text for code in decode_frame(frame)] == (["9780441014989"] if "zbar" in decoders() else [])


def test_without_zbar_the_other_decoder_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """zbar is a system library; a machine without it reads a little less and says so."""
    monkeypatch.setattr(camera_decode, "_zbar_reader", lambda: None)
    assert decoders() == ["zxing-cpp"]
    assert [code.text for code in decode_image(CODES / "ean8.png")] == ["48512343"]
