"""The forms of a receipt on the command line."""

from io import BytesIO

import pytest
from PIL import Image

from kiosk.cli.receipt import render
from kiosk.devices.printer.interpreter import interpret
from sync.rules.receipt import sale_receipt
from tests.unit.sync.rules.receipt.sample import FRENCH, context, full_sale

ELEMENTS = sale_receipt(full_sale(), context(open_drawer=True), FRENCH)


def test_text_is_the_paper_in_utf_8() -> None:
    assert "2 achetés, le 3ᵉ offert" in render(ELEMENTS, "text").decode()


@pytest.mark.parametrize(("paper_mm", "width"), [(80, 576), (58, 384)])
def test_the_picture_is_what_the_bytes_make(paper_mm: int, width: int) -> None:
    data = render(ELEMENTS, "escpos", paper_mm=paper_mm)
    with Image.open(BytesIO(render(ELEMENTS, "png", paper_mm=paper_mm))) as picture:
        assert picture.width == width
        assert picture.tobytes() == interpret(data, width).image.tobytes()


def test_to_look_at_a_paper_opens_no_drawer() -> None:
    assert interpret(render(ELEMENTS, "escpos")).kicks == 0
