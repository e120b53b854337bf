"""EAN-13 bars against a decoder that is not ours."""

import numpy as np
import pytest
import zxingcpp

from sync.rules.receipt import Ean13
from sync.rules.receipt.ean13 import modules


def test_ninety_five_modules_with_their_guards() -> None:
    bars = modules("4003994155486")
    assert len(bars) == 95
    assert (bars[:3], bars[45:50], bars[-3:]) == ("101", "01010", "101")


@pytest.mark.parametrize("code", ["4003994155486", "0000000000000", "9780306406157", "2000000000008", "5901234123457"])
def test_a_decoder_reads_what_we_draw(code: str) -> None:
    row = np.frombuffer(modules(code).encode(), np.uint8) == ord("1")
    quiet = np.zeros(12, bool)
    dots = np.where(np.concatenate([quiet, row, quiet]), 0, 255).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(np.tile(dots.repeat(3), (60, 1))))
    assert found.text == code


@pytest.mark.parametrize("code", ["", "123", "20000000000080", "200000000000X"])
def test_only_thirteen_digits_are_one(code: str) -> None:
    with pytest.raises(ValueError, match="thirteen"):
        Ean13(code)
