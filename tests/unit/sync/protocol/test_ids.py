"""Random ids, receipt numbers and series names."""

import pytest

from sync.protocol.ids import PRACTICE_SERIES, ReceiptNumber, new_id, series_name


def test_ids_are_random_128_bits() -> None:
    assert len({new_id() for _ in range(100)}) == 100
    assert len(bytes.fromhex(new_id())) == 16


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R1-A-000001", ReceiptNumber("R1", "A", 1)),
        ("R1-AB12-1000000", ReceiptNumber("R1", "AB12", 1_000_000)),
        ("till-1.b_2-A2-000411", ReceiptNumber("till-1.b_2", "A2", 411)),
        ("R1-A-00001", None),
        ("R1-a-000001", None),
        ("R1-000001", None),
        ("-A-000001", None),
        ("R1-A-000001 ", None),
        ("R 1-A-000001", None),
        ("", None),
    ],
)
def test_parse(text: str, expected: ReceiptNumber | None) -> None:
    assert ReceiptNumber.parse(text) == expected
    assert expected is None or str(expected) == text


@pytest.mark.parametrize(
    ("enrolment", "local", "expected"),
    [
        (1, 1, "A"),
        (2, 1, "B"),
        (26, 1, "Z"),
        (27, 1, "AA"),
        (28, 1, "AB"),
        (702, 1, "ZZ"),
        (703, 1, "AAA"),
        (1, 2, "A2"),
        (3, 12, "C12"),
        (20, 1, "T1"),
        (20, 2, "T2"),
    ],
)
def test_series_names(enrolment: int, local: int, expected: str) -> None:
    assert series_name(enrolment, local) == expected


def test_series_are_never_shared() -> None:
    names = [series_name(enrolment, local) for enrolment in range(1, 60) for local in range(1, 30)]
    assert len(set(names)) == len(names)
    assert PRACTICE_SERIES not in names, "a practice ticket would bear the number of a sale"
