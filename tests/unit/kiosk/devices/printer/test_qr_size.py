"""The side of a QR code, computed without making one, against one that was made."""

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer import qr_size


def made(text: str) -> int:
    return int(segno.make_qr(text, error="m", boost_error=False, mask=0, encoding="utf-8").symbol_size(border=0)[0])


@given(
    st.one_of(
        st.from_regex("[0-9]{1,400}", fullmatch=True),
        st.from_regex("[A-Z0-9:/. ]{1,300}", fullmatch=True),
        st.from_regex("[a-zA-Z?=&:/]{1,250}", fullmatch=True),
    )
)
def test_the_size_is_that_of_the_code(text: str) -> None:
    assert qr_size.modules(text) == made(text)


@pytest.mark.parametrize("count", range(100, 3300, 331))
def test_the_size_holds_for_every_length(count: int) -> None:
    assert qr_size.modules("A" * count) == made("A" * count)


def test_what_no_code_holds_counts_as_the_largest() -> None:
    assert qr_size.modules("a" * 5000) == 177
