"""What is read of photographs of codes, by `comptoir scan` and by a camera before which each picture is held for a few seconds."""

from collections import Counter
from collections.abc import Callable

import pytest

from kiosk.devices.camera_decode import decode_image
from kiosk.devices.camera_eye import LOOKS_A_SECOND, Eye
from kiosk.devices.camera_readers import Picture, decoders
from kiosk.devices.codes import Code
from tests.photographs import MISSING, Photograph, photographs, same

HELD_S = 5
PHOTOGRAPHS = photographs()
pytestmark = [
    pytest.mark.skipif(not PHOTOGRAPHS, reason=MISSING),
    pytest.mark.skipif("zbar" not in decoders(), reason="zbar is not installed on this machine"),
]


def hold(picture: Picture) -> list[Code]:
    """Hold a picture before a camera until a code fires, or for a few seconds."""
    eye = Eye()
    for number in range(HELD_S * LOOKS_A_SECOND):
        if fired := eye.look(picture, number * 1000 / LOOKS_A_SECOND).fired:
            return fired
    return []


def tally(kind: str, look: Callable[[Picture], list[Code]]) -> tuple[Counter[str], list[str]]:
    """Look at all photographs of a kind; return how they were read, and the wrong ones by name."""
    wrong: list[str] = []
    counted: Counter[str] = Counter()
    for photograph in (photograph for photograph in PHOTOGRAPHS if photograph.kind == kind):
        codes = look(photograph.grey())
        verdict = photograph.judged(codes)
        counted[verdict] += 1
        if verdict == "wrong":
            wrong.append(f"{photograph.name}: {[code.text for code in codes]} instead of {photograph.expected}")
    return counted, wrong


@pytest.mark.parametrize("look", [decode_image, hold], ids=["scan", "camera"])
def test_qr_codes(look: Callable[[Picture], list[Code]]) -> None:
    counted, wrong = tally("qr", look)
    assert counted["read"] >= 96 and not wrong, (counted, wrong)


@pytest.mark.parametrize("look", [decode_image, hold], ids=["scan", "camera"])
def test_retail_codes(look: Callable[[Picture], list[Code]]) -> None:
    counted, wrong = tally("retail", look)
    assert counted["read"] >= 0.78 * counted.total(), (counted, wrong)
    assert [name for name in wrong if not _beside(name)] == []


def _beside(name: str) -> bool:
    """Japanese books carry two codes, the second begins with 192; the manifest names one of them."""
    return "ean13-2" in name and ("1920081045006" in name and "9784872348880" in name)


def test_a_picture_is_judged_by_what_it_holds() -> None:
    """The judge itself can say no."""
    picture = Photograph(PHOTOGRAPHS[0].path, "x", "retail", "036000291452")
    assert picture.judged([Code("EAN13", "0036000291452")]) == "read"
    assert picture.judged([Code("EAN13", "0036000291453")]) == "wrong"
    assert picture.judged([]) == "missed"
    assert same("a\r\nb\r\n") == "a\nb"
