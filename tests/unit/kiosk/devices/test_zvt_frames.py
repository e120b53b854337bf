"""ZVT's frames and fields, byte by byte as the published text prints them, and rubbish, which is never an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import zvt_commands as zvt
from kiosk.devices.zvt_apdu import Apdu, ApduReader, bcd, read_bcd
from kiosk.devices.zvt_fields import Transaction, read_reference, read_status

GOLDEN = [
    (zvt.registration("000000", 978), "06 00 06 00 00 00 18 09 78"),
    (zvt.authorisation(1_850, 978), "06 01 0a 04 00 00 00 00 18 50 49 09 78"),
    (zvt.reversal("123456", 470), "06 30 06 12 34 56 87 04 70"),
    (zvt.refund("000000", 314, 978), "06 31 0d 00 00 00 04 00 00 00 00 03 14 49 09 78"),
    (zvt.repeat_receipt("000000"), "06 20 05 00 00 00 03 03"),
    (zvt.status_enquiry("000000"), "05 01 03 00 00 00"),
    (zvt.end_of_day("000000"), "06 50 03 00 00 00"),
    (zvt.ACKNOWLEDGEMENT, "80 00 00"),
    (zvt.UNKNOWN_COMMAND, "84 83 00"),
    (zvt.SAY_AGAIN, "84 9c 00"),
    (Apdu(zvt.ABORT_REQUEST), "06 b0 00"),
    (Apdu(zvt.LOG_OFF), "06 02 00"),
    (Apdu(zvt.ABORT, b"\x6c"), "06 1e 01 6c"),
]
PAID = bytes.fromhex(
    "27 00 04 00 00 00 00 20 40 0b 00 04 70 0c 22 39 53 0d 10 06 0e 25 12 17 00 01 19 70 22 f0 f8 ee ee ee ee ee ee 12 34"
    "29 28 00 48 69 2a 31 30 30 34 36 31 37 36 33 20 20 20 20 20 20 3b 36 31 31 38 30 34 00 00 3c f0 f0 f3 4f 4b 21"
    "49 09 78 87 04 70 88 00 04 70 8a 2e 8b f0 f4 56 49 53 00 06 06 1f 12 01 02 10 00"
)


def frames(data: bytes, piece: int) -> list[Apdu]:
    """Read frames from data that comes in pieces."""
    reader, found = ApduReader(), []
    for at in range(0, len(data), piece):
        reader.feed(data[at : at + piece])
        while (frame := reader.next()) is not None:
            found.append(frame)
    return found


@pytest.mark.parametrize(("frame", "printed"), GOLDEN)
def test_golden_frames(frame: Apdu, printed: str) -> None:
    assert frame.encode() == bytes.fromhex(printed)


def test_a_long_frame_has_its_length_in_two_bytes_the_lower_first() -> None:
    long = Apdu(zvt.PRINT_TEXT_BLOCK, b"x" * 861)
    assert long.encode()[:5] == bytes.fromhex("06 d3 ff 5d 03")
    assert Apdu(0x06D3, b"x" * 254).encode()[2] == 254
    assert Apdu(0x06D3, b"x" * 255).encode()[2:5] == b"\xff\xff\x00"


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 4096])
def test_frames_in_pieces_and_several_at_once(piece: int) -> None:
    sent = [zvt.ACKNOWLEDGEMENT, Apdu(zvt.PRINT_TEXT_BLOCK, b"y" * 300), Apdu(zvt.STATUS_INFORMATION, PAID), Apdu(zvt.COMPLETION)]
    assert frames(b"".join(frame.encode() for frame in sent), piece) == sent


def test_a_status_information_is_read_around_everything_else() -> None:
    paid = read_status(PAID)
    assert paid == Transaction(0, 2_040, 978, 470, 470, 28_004_869)
    assert paid.reference == "28004869-0470-000470"
    assert read_reference(paid.reference) == (470, 470)


UNREADABLE = """
27
04 00 00 00 00 20 40
27 00 27 00
27 00 04 00 00 00 00 20 4a
27 00 99 00
27 00 22 f0 f8 ee
27 00 22 08 ee
27 00 22 f0 fb 00
27 00 06 80
27 00 06 83 00 00 00
27 00 06 05 00
27 00 06
27 00 06 82 01
"""


@pytest.mark.parametrize("data", ["", *UNREADABLE.split("\n")[1:-1]])
def test_what_cannot_be_read_to_its_end_is_no_status(data: str) -> None:
    with pytest.raises(ValueError, match=r"field|length|decimal|result"):
        read_status(bytes.fromhex(data))


@pytest.mark.parametrize("length", ["05 00 00 00 00 00", "81 03 00 00 00", "82 00 03 00 00 00"])
def test_containers_of_every_length_are_passed_over(length: str) -> None:
    assert read_status(bytes.fromhex("06 " + length + " 27 6c")) == Transaction(0x6C)


@pytest.mark.parametrize("reference", ["", "SIM-1", "1-2", "1-2-3-4", "a-1-2", "1-²-3"])
def test_a_reference_of_somebody_else_is_none(reference: str) -> None:
    assert read_reference(reference) is None


def test_digits() -> None:
    assert bcd(978, 2) == b"\x09\x78"
    assert read_bcd(b"\x00\x04\x70") == 470
    with pytest.raises(OverflowError):
        bcd(10_000, 2)
    with pytest.raises(OverflowError):
        bcd(-1, 2)


@given(st.binary(max_size=600), st.integers(1, 64))
def test_rubbish_is_framed_without_loss_and_without_end(data: bytes, piece: int) -> None:
    """What comes out is what went in, whatever it was cut into; what is left is one frame's beginning."""
    framed = b"".join(frame.encode() for frame in frames(data, piece))
    assert data.startswith(framed) or b"\xff" in data


@given(st.binary(max_size=300))
def test_rubbish_is_a_status_only_by_saying_a_result(data: bytes) -> None:
    try:
        status = read_status(data)
    except ValueError:
        return
    assert b"\x27" in data and 0 <= status.result <= 255


@given(st.integers(0, len(PAID) - 1), st.integers(0, 7))
def test_a_flipped_bit_never_raises_anything_else(at: int, bit: int) -> None:
    spoiled = bytearray(PAID)
    spoiled[at] ^= 1 << bit
    try:
        read_status(bytes(spoiled))
    except ValueError:
        return
