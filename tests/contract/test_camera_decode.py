"""Still pictures: what is there is read, and what is not there is not made up."""

import struct
import zlib
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import zxingcpp

from kiosk.devices import camera_readers
from kiosk.devices.camera_decode import decode_frame, decode_image, decoders
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_tries import second_opinion
from kiosk.devices.codes import Code
from sync.protocol.errors import Refusal
from tests.pictures import CODES

EXPECTED = {
    "qr-cloth.png": ("QRCode", "http://code.google.com"),
    "ean8.png": ("EAN8", "48512343"),
    "ean13-zbar.png": ("EAN13", "9780441014989"),
    "upca.png": ("EAN13", "0051000000675"),
    "upca-thin.webp": ("EAN13", "0023942431015"),
    "upca-zbar.png": ("EAN13", "0049000042566"),
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


def png_of(side: int) -> bytes:
    """A small file that says of itself that it is a large picture."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    chunks = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(50), png_of(60_000)])
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


def test_one_look_of_a_camera_sees_what_the_first_way_sees() -> None:
    assert decode_frame(cv2.imread(str(CODES / "ean13-zbar.png"))) == []
    assert [code.text for code in decode_frame(cv2.imread(str(CODES / "ean8.png")))] == ["48512343"]


def test_without_zbar_the_other_decoder_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """zbar is a system library; a machine without it reads a little less and says so."""
    monkeypatch.setattr(camera_readers, "_zbar_reader", lambda: None)
    assert decoders() == ["zxing-cpp"]
    assert [code.text for code in decode_image(CODES / "ean8.png")] == ["48512343"]
    assert decode_image(CODES / "upca-zbar.png") == []


def made(kind: str, text: str) -> Picture:
    """A code printed by zxing-cpp, with a quiet zone around it."""
    barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return np.ascontiguousarray(np.pad(np.array(barcode.to_image(scale=4)), 40, constant_values=255))


KINDS = [
    ("EAN13", "9780201310054", Code("EAN13", "9780201310054"), True),
    ("UPCA", "036000291452", Code("EAN13", "0036000291452"), True),
    ("UPCE", "01234565", Code("EAN13", "0012345000065"), True),
    ("Code128", "ABC-1", Code("Code128", "ABC-1"), True),
    ("Code39", "ABC123", Code("Code39", "ABC123"), True),
    ("ITF14", "15400141288763", Code("ITF", "15400141288763"), True),
    ("DataBarOmni", "09506000134352", Code("DataBar", "0109506000134352"), True),
    ("DataBarExp", "[01]09506000134352[3103]000189", Code("DataBar", "01095060001343523103000189"), True),
    ("QRCode", "abc", Code("QRCode", "abc"), False),
    ("DataMatrix", "abc", Code("DataMatrix", "abc"), False),
    ("Aztec", "abc", Code("Aztec", "abc"), False),
]


@pytest.mark.parametrize(("kind", "text", "code", "linear"), KINDS, ids=[each[0] for each in KINDS])
def test_symbologies_have_one_name_and_say_whether_one_glance_is_enough(kind: str, text: str, code: Code, linear: bool) -> None:
    (found,) = decode_image(made(kind, text))
    assert (found.symbology, found.text, found.linear) == (code.symbology, code.text, linear)


def test_both_decoders_read_a_short_number_as_what_it_stands_for() -> None:
    picture = made("UPCE", "01234565")
    assert [(code.symbology, code.text) for code in camera_readers.read_zbar(picture)] == [("EAN13", "0012345000065")]


@pytest.mark.parametrize("turns", range(4))
def test_a_code_is_read_and_confirmed_whichever_way_it_is_held(turns: int) -> None:
    picture = np.ascontiguousarray(np.rot90(made("EAN13", "9780201310054"), turns))
    (code,) = camera_readers.read_retail(picture)
    assert [seen.text for seen in second_opinion(picture, code)] == ["9780201310054"]


def test_a_thin_code_that_both_decoders_misread_is_not_believed_at_first_sight() -> None:
    """Its bars fall between two pixels, and the wrong number has a right check digit."""
    picture = cv2.imread(str(CODES / "upca-thin.webp"), cv2.IMREAD_GRAYSCALE)
    (misread,) = camera_readers.read_retail(picture)
    assert [code.text for code in camera_readers.read_zbar(picture)] == [misread.text]
    assert misread.text not in [code.text for code in second_opinion(picture, misread)]
    assert [code.text for code in decode_image(picture)] == ["0023942431015"]


def test_letters_that_zbar_guesses_are_no_text() -> None:
    found = SimpleNamespace(type="QRCODE", data="ｱｲｳ".encode(), polygon=[])
    assert camera_readers._zbar_code(found, camera_readers.as_it_is) is None
