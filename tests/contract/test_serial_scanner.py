"""Serial scanners: the real one over a pseudo-terminal, the simulated one, the broken line; whole codes, whatever they come in."""

import queue
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scanner import CODE_LIMIT_CHARS, Scan
from kiosk.devices.scanner_serial import BrokenScannerLine, CodeReader, SerialScanner, SimulatedScanner, scanner_at
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.contract.serial_pair import plugged_in

Scanned = queue.Queue[Scan]
ScanWith = Callable[[str, str], None]


@pytest.fixture(params=["serial", "simulated"])
def scanner(request: pytest.FixtureRequest) -> Iterator[tuple[ScanWith, Scanned]]:
    heard: Scanned = queue.Queue()
    if request.param == "simulated":
        twin = SimulatedScanner(heard.put)
        yield lambda code, aim: twin.scan(code, aim=aim), heard
        return
    with plugged_in(lambda _: b"") as end:
        listening = scanner_at(f"serial:{end.path}?baud=9600", heard.put)
        listening.start()
        assert listening.wait_listening(10)
        yield lambda code, aim: (end.say((aim + code + "\r\n").encode()), None)[1], heard
        listening.stop()


@pytest.mark.parametrize(
    ("aim", "code", "scan"),
    [
        ("", "3017620422003", Scan("3017620422003")),
        ("]E0", "3017620422003", Scan("3017620422003", "EAN13")),
        ("]E4", "96385074", Scan("96385074", "EAN8")),
        ("]C0", "ABC-123", Scan("ABC-123", "Code128")),
        ("]C1", "0103017620422003\x1d10LOT", Scan("0103017620422003\x1d10LOT", "Code128")),
        ("]C1", "\x1d0103017620422003", Scan("0103017620422003", "Code128")),
        ("]e0", "0103017620422003", Scan("0103017620422003", "DataBar")),
        ("]d2", "0103017620422003", Scan("0103017620422003", "DataMatrix")),
        ("]Q3", "0103017620422003", Scan("0103017620422003", "QRCode")),
        ("]Q1", "https://exemple.fr/é", Scan("https://exemple.fr/é", "QRCode")),
    ],
)
def test_prefixes_are_taken_off_and_mean_something(scanner: tuple[ScanWith, Scanned], aim: str, code: str, scan: Scan) -> None:
    send, heard = scanner
    send(code, aim)
    assert heard.get(timeout=10) == scan


def test_a_scanner_without_an_end_is_understood_when_it_rests() -> None:
    heard: Scanned = queue.Queue()
    with plugged_in(lambda _: b"") as end:
        listening = scanner_at(f"serial:{end.path}", heard.put)
        listening.start()
        assert listening.wait_listening(10)
        end.say(b"3017620422003")
        assert heard.get(timeout=10) == Scan("3017620422003")
        assert listening.status() == "ready"
        listening.stop()


def test_a_scanner_that_is_gone_is_told_once_and_stopped_at_once() -> None:
    faults: queue.Queue[EnvironmentFault] = queue.Queue()
    listening = SerialScanner(BrokenScannerLine(), lambda _: None, faults.put)
    assert listening.status() == "unknown"
    listening.start()
    assert faults.get(timeout=10).code == "scanner_off"
    assert listening.status() == "off"
    listening.stop()
    assert faults.empty()


@pytest.mark.parametrize("address", ["", "simulated", "serial:", "serial:/dev/x?baud=7", "/dev/ttyUSB0"])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        scanner_at(address, lambda _: None)
    assert (caught.value.code, caught.value.field) == ("scanner_address", "scanner")


def codes(data: bytes) -> list[str]:
    return [scan.code for scan in CodeReader().feed(data)]


def test_what_is_no_code_is_dropped_to_its_end() -> None:
    assert codes(b"9" * (CODE_LIMIT_CHARS + 1) + b"\r3017620422003\r") == ["3017620422003"]
    assert codes(b"12\x0034567\r3017620422003\r") == ["3017620422003"]
    assert codes(b"\xff\xfe123456\r3017620422003\r") == ["3017620422003"]
    assert codes(b"123\r]E0\r\r\n\t") == []
    assert codes(b"\x023017620422003\x03") == ["3017620422003"]


@given(st.lists(st.binary(max_size=50), max_size=40))
def test_rubbish_gives_bounded_printable_codes_only(pieces: list[bytes]) -> None:
    reader = CodeReader()
    found = [scan for piece in pieces for scan in reader.feed(piece)] + reader.rest()
    assert all(4 <= len(scan.code) <= CODE_LIMIT_CHARS and "\r" not in scan.code and "\x00" not in scan.code for scan in found)
    assert not reader.holding


@given(st.text("0123456789ABC]é", min_size=4, max_size=30).filter(lambda text: not text.startswith("]")), st.integers(1, 9))
def test_a_code_is_whole_in_whatever_pieces_it_comes(code: str, piece: int) -> None:
    reader, data = CodeReader(), code.encode() + b"\r"
    found = [scan for at in range(0, len(data), piece) for scan in reader.feed(data[at : at + piece])]
    assert [scan.code for scan in found] == [code]
