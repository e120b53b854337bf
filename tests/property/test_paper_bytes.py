"""The printer in software takes whatever bytes come: it may not understand them, but it never falls over and shows what it did not know."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.printer.interpreter import interpret

STARTS = [
    b"\x1b",
    b"\x1d",
    b"\x1c",
    b"\x10\x04",
    b"\x1d(k",
    b"\x1d(L",
    b"\x1b*\x21\x02\x00",
    b"\x1b*\x00\x03\x00",
    b"\x1dk",
    b"\x1dv0",
    b"\x1bt",
    b"\x1b!",
    b"\x1dV",
    b"\x1d!",
    b"\n",
    b"\x1b3",
    b"\x1ba",
]
QR = [
    b"\x1d(k\x03\x001C",
    b"\x1d(k\x03\x001E",
    b"\x1d(k\x04\x001A",
    b"\x1d(k\x05\x001P0",
    b"\x1d(k\x03\x001Q0",
    b"\x1d(k\x02\x00",
    b"\x1d(k\x00\x00",
]
PIECES = st.one_of(
    st.sampled_from(STARTS + QR), st.binary(max_size=12), st.sampled_from([b"\x1dk\x43\x0d", b"2000000000008", b"\x1dw\x00", b"\x1dw\xff"])
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map(b"".join))
def test_any_bytes_make_a_paper(data: bytes) -> None:
    paper = interpret(data, 384)
    assert paper.image.width == 384
    assert paper.image.height >= 1
