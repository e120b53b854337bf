"""Printers on USB, serial lines and print servers: what the one suite cannot ask of every way alike."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.printer import ipp
from kiosk.devices.printer.sending import Timeouts
from kiosk.devices.printer.serial_line import LineSettings, SerialTransport
from kiosk.devices.printer.simulated_cups import BrokenCups, SimulatedCups
from kiosk.devices.printer.simulated_line import BrokenLinePrinter, SimulatedLinePrinter
from kiosk.devices.printer.status import PrinterState
from kiosk.devices.printer.usb import UsbTransport
from sync.protocol.errors import EnvironmentFault
from tests.contract.test_printer import IMPATIENT, SHORT, XONXOFF, Port, cups, plugged

HASTY = Timeouts(connect_ms=500, write_ms=80, answer_ms=500)


@pytest.fixture
def line() -> Iterator[SimulatedLinePrinter]:
    with closing(SimulatedLinePrinter()) as printer:
        yield printer


@pytest.fixture
def server() -> Iterator[SimulatedCups]:
    with closing(SimulatedCups()) as printer:
        yield printer


@pytest.fixture(params=["usb", "serial"])
def port(request: pytest.FixtureRequest, line: SimulatedLinePrinter, tmp_path: Path) -> Port:
    return plugged(tmp_path, line.device) if request.param == "usb" else SerialTransport(line.device, XONXOFF, SHORT)


def fault_of(port: Port, data: bytes = b"x\n") -> tuple[str, dict[str, Any]]:
    with pytest.raises(EnvironmentFault) as caught:
        port.send(data)
    return caught.value.code, dict(caught.value.params)


def test_without_paper_nothing_leaves(port: Port, line: SimulatedLinePrinter) -> None:
    line.paper_out = True
    assert port.status() is PrinterState.PAPER_OUT
    assert fault_of(port) == ("printer_paper_out", {"sent": False})
    line.load_paper()
    assert port.send(b"kept\n") is PrinterState.READY
    assert line.wait_for_bytes(5) == b"kept\n"


def test_paper_that_ends_in_the_middle_is_told_after_the_job(port: Port, line: SimulatedLinePrinter) -> None:
    line.last_paper = True
    assert fault_of(port) == ("printer_paper_out", {"sent": True})


def test_a_silent_printer_is_unknown_and_printed_on_all_the_same(line: SimulatedLinePrinter, tmp_path: Path) -> None:
    line.silent = True
    serial = SerialTransport(line.device, XONXOFF, IMPATIENT)
    assert serial.status() is PrinterState.UNKNOWN
    assert serial.send(b"all the same\n") is PrinterState.UNKNOWN
    assert line.wait_for_bytes(13) == b"all the same\n"


def test_noise_on_the_line_is_no_answer(tmp_path: Path) -> None:
    with closing(BrokenLinePrinter()) as broken:
        assert SerialTransport(broken.device, XONXOFF, SHORT).status() is PrinterState.UNKNOWN
        assert plugged(tmp_path, broken.device).status() is PrinterState.UNKNOWN


def test_a_device_that_is_not_there_is_off(tmp_path: Path) -> None:
    missing = SerialTransport(str(tmp_path / "none"), XONXOFF, SHORT)
    nowhere = UsbTransport("04b8", "0e15", classes=tmp_path / "class", devices=tmp_path)
    for each in (missing, nowhere):
        assert each.status() is PrinterState.OFF
        assert fault_of(each) == ("printer_off", {"sent": False})


def test_a_usb_printer_is_found_by_its_numbers_wherever_it_is_plugged(line: SimulatedLinePrinter, tmp_path: Path) -> None:
    plugged(tmp_path, "/dev/null", vendor="1234", name="lp0")
    own = plugged(tmp_path, line.device, name="lp3")
    assert own.node() == tmp_path / "dev" / "lp3"
    alike = UsbTransport("04b8", "0e15", "X2", SHORT, classes=tmp_path / "class", devices=tmp_path / "dev")
    assert alike.node() is None
    plugged(tmp_path, line.device, serial="X2", name="lp5")
    assert alike.node() == tmp_path / "dev" / "lp5"


def test_xoff_stops_the_till_and_xon_lets_it_go_on() -> None:
    with closing(SimulatedLinePrinter(buffer_bytes=2_048)) as printer:
        data = b"0123456789ABCDE\n" * 4_000
        assert SerialTransport(printer.device, XONXOFF, SHORT).send(data) is PrinterState.READY
        assert printer.wait_for_bytes(len(data)) == data
        assert printer.stops > 5


def test_a_printer_that_never_says_xon_is_silent_within_the_time_allowed() -> None:
    with closing(SimulatedLinePrinter(buffer_bytes=512)) as printer:
        printer.held = True
        serial = SerialTransport(printer.device, XONXOFF, HASTY)
        assert fault_of(serial, b"x" * 60_000) == ("printer_silent", {"sent": True})
        printer.held = False


class DtrPort:
    """The serial port of a printer that lowers its DTR, our DSR, after some bytes; at pyserial's own interface."""

    def __init__(self, *, room: int, comes_back: bool) -> None:
        self.written = bytearray()
        self.dropped = self.closed = False
        self.out_waiting = 0
        self._room, self._comes_back, self._asked = room, comes_back, 0

    @property
    def dsr(self) -> bool:
        if len(self.written) < self._room:
            return True
        self._asked += 1
        if self._comes_back and self._asked > 2:
            self._room, self._asked = self._room + 64, 0
        return len(self.written) < self._room

    def write(self, data: bytes) -> int:
        if not data.startswith(b"\x10\x04"):
            self.written += data
        return len(data)

    def read(self, size: int) -> bytes:
        return b"\x12"

    def reset_input_buffer(self) -> None: ...

    def reset_output_buffer(self) -> None:
        self.dropped = True

    def close(self) -> None:
        self.closed = True


def over(port: DtrPort, flow: Any = "dtr") -> SerialTransport:
    return SerialTransport("COM1", LineSettings(flow=flow), HASTY, lambda *_: port)  # type: ignore[arg-type]  # a stand-in


def test_dtr_is_waited_for() -> None:
    port = DtrPort(room=64, comes_back=True)
    assert over(port).send(b"y" * 500) is PrinterState.READY
    assert bytes(port.written) == b"y" * 500 and port.closed


def test_dtr_that_stays_low_is_a_silent_printer_and_nothing_is_left_behind() -> None:
    port = DtrPort(room=64, comes_back=False)
    assert fault_of(over(port), b"y" * 500) == ("printer_silent", {"sent": True})
    assert port.dropped and len(port.written) == 64
    full = DtrPort(room=0, comes_back=False)
    assert fault_of(over(full), b"y") == ("printer_silent", {"sent": False})


def test_without_flow_control_dtr_is_nobody_s_business() -> None:
    port = DtrPort(room=0, comes_back=False)
    over(port, "none").send(b"y" * 100)
    assert len(port.written) == 100


def test_a_print_server_s_queue_tells_paper_and_pause(server: SimulatedCups) -> None:
    server.paper_out = True
    assert cups(server).status() is PrinterState.PAPER_OUT
    assert fault_of(cups(server)) == ("printer_paper_out", {"sent": False})
    server.load_paper()
    server.stopped = True
    assert cups(server).status() is PrinterState.OFF
    assert fault_of(cups(server)) == ("printer_off", {"sent": False})
    assert server.jobs == []


def test_a_job_that_waits_there_is_taken_back_so_that_it_never_comes_out_twice(server: SimulatedCups) -> None:
    server.last_paper = True
    assert fault_of(cups(server, HASTY)) == ("printer_paper_out", {"sent": False})
    assert server.held == {}
    server.load_paper()
    assert cups(server).send(b"once\n") is PrinterState.READY
    assert server.wait_for_bytes(5) == b"once\n"


def test_a_queue_that_is_not_there_is_off(server: SimulatedCups) -> None:
    server.queue = "another"
    assert cups(server).status() is PrinterState.OFF
    assert fault_of(cups(server)) == ("printer_off", {"sent": False})


def test_a_print_server_that_is_off_is_off(server: SimulatedCups) -> None:
    gone = cups(server)
    server.close()
    assert gone.status() is PrinterState.OFF
    server._server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "state"), [(500, b"", PrinterState.OFF), (200, b"<html>", PrinterState.UNKNOWN), (200, b"", PrinterState.UNKNOWN)]
)
def test_a_print_server_that_talks_nonsense(status: int, body: bytes, state: PrinterState) -> None:
    with closing(BrokenCups(status, body)) as broken:
        assert cups(broken).status() is state
        assert fault_of(cups(broken))[1] == {"sent": False}


def test_ipp_is_read_as_it_is_written() -> None:
    attributes: list[ipp.Attribute] = [(ipp.KEYWORD, "media", ["a", "b"]), (ipp.INTEGER, "job-id", -7), (ipp.URI, "u", "ipp://x/é")]
    found, rest = ipp.read_with_rest(ipp.request(ipp.PRINT_JOB, 1, attributes, b"data"))
    assert (found.status, rest) == (ipp.PRINT_JOB, b"data")
    assert found.words("media") == ["a", "b"] and found.number("job-id") == -7 and found.words("u") == ["ipp://x/é"]


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_half_an_ipp_answer_is_none(cut: int) -> None:
    whole = ipp.answer(0, 1, 4, [(ipp.INTEGER, "printer-state", 3)])
    with pytest.raises(ipp.NotIpp):
        ipp.read(whole[: min(cut, len(whole) - 1)])


def test_two_tills_at_one_line_take_turns_or_are_told(line: SimulatedLinePrinter) -> None:
    """The port is opened for one alone: a second job in between would be mixed into the first."""
    from kiosk.devices.printer.serial_line import open_port

    with closing(open_port(line.device, XONXOFF, SHORT)):
        assert fault_of(SerialTransport(line.device, XONXOFF, SHORT)) == ("printer_off", {"sent": False})
