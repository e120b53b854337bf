"""The forms of a receipt on the command line."""

from io import BytesIO

import pytest
from PIL import Image

from kiosk.cli.receipt import render
from kiosk.devices.printer.driver import PrinterModel, model_of
from kiosk.devices.printer.interpreter import interpret
from sync.rules.receipt import sale_receipt
from tests.unit.sync.rules.receipt.sample import FRENCH, context, full_sale

ELEMENTS = sale_receipt(full_sale(), context(open_drawer=True), FRENCH)


def test_text_is_the_paper_in_utf_8() -> None:
    assert "2 achetés, le 3ᵉ offert" in render(ELEMENTS, "text").decode()


@pytest.mark.parametrize(("model", "width"), [(model_of(80), 576), (model_of(58), 384), (model_of(80, 42), 504)])
def test_the_picture_is_what_the_bytes_make(model: PrinterModel, width: int) -> None:
    data = render(ELEMENTS, "escpos", model)
    with Image.open(BytesIO(render(ELEMENTS, "png", model))) as picture:
        assert picture.width == width
        assert picture.tobytes() == interpret(data, width).image.tobytes()


def test_to_look_at_a_paper_opens_no_drawer() -> None:
    assert interpret(render(ELEMENTS, "escpos")).kicks == 0
