"""One suite for every way to a printer: what a queue may rely on, whichever transport and device stand behind it."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.devices.printer.cups import CupsTransport
from kiosk.devices.printer.driver import EscPosDriver
from kiosk.devices.printer.interpreter import interpret
from kiosk.devices.printer.sending import Timeouts
from kiosk.devices.printer.serial_line import LineSettings, SerialTransport
from kiosk.devices.printer.simulated import BrokenPrinter, SimulatedPrinter
from kiosk.devices.printer.simulated_cups import BrokenCups, SimulatedCups
from kiosk.devices.printer.simulated_line import SimulatedLinePrinter
from kiosk.devices.printer.status import PrinterState, ask_state
from kiosk.devices.printer.transport import FileTransport, TcpTransport, transport_at
from kiosk.devices.printer.usb import UsbTransport
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.rules.receipt import sale_receipt
from tests.unit.sync.rules.receipt.sample import COUPON_CODE, FRENCH, RECEIPT_CODE, context, full_sale

SHORT = Timeouts(connect_ms=2_000, write_ms=2_000, answer_ms=2_000)
IMPATIENT = Timeouts(connect_ms=2_000, write_ms=2_000, answer_ms=60)


class Port(Protocol):
    """What services ask of a printer."""

    def send(self, data: bytes) -> PrinterState: ...
    def status(self) -> PrinterState: ...


Outlet = tuple[Port, Callable[[int], bytes]]
"""A working printer, and all bytes that came out of it once at least so many have."""


@pytest.fixture
def simulated() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter()
    yield printer
    printer.close()


def tcp(printer: SimulatedPrinter | BrokenPrinter, timeouts: Timeouts = SHORT) -> TcpTransport:
    return TcpTransport("127.0.0.1", printer.port, timeouts)


def plugged(tree: Path, device: str, vendor: str = "04b8", product: str = "0e15", serial: str = "X1", name: str = "lp0") -> UsbTransport:
    """A USB printer as the kernel shows it: a class entry, a device with its numbers, and a device file."""
    interface = tree / "devices" / f"1-{name}" / "1-1:1.0"
    interface.mkdir(parents=True)
    for file, value in (("idVendor", vendor), ("idProduct", product), ("serial", serial)):
        (interface.parent / file).write_text(value + "\n")
    (tree / "class" / name).mkdir(parents=True)
    (tree / "class" / name / "device").symlink_to(interface)
    (tree / "dev").mkdir(exist_ok=True)
    (tree / "dev" / name).symlink_to(device)
    return UsbTransport("04B8", "0E15", timeouts=SHORT, classes=tree / "class", devices=tree / "dev")


XONXOFF = LineSettings(flow="xonxoff")


def line_outlet(kind: str, printer: SimulatedLinePrinter, tmp_path: Path) -> Port:
    if kind == "usb":
        return plugged(tmp_path, printer.device)
    if kind == "serial":
        return SerialTransport(printer.device, XONXOFF, SHORT)
    return transport_at(f"serial:{printer.device}?baud=9600&flow=none", SHORT)


@pytest.fixture(params=["tcp", "file", "tcp address", "usb", "serial", "serial address", "cups", "cups address", "cups socket"])
def outlet(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outlet]:
    kind = request.param
    if kind == "file":
        yield FileTransport(tmp_path / "paper.escpos", SHORT), lambda _: (tmp_path / "paper.escpos").read_bytes()
        return
    printer: SimulatedPrinter | SimulatedLinePrinter | SimulatedCups
    if kind.startswith("tcp"):
        printer = SimulatedPrinter()
        port: Port = tcp(printer) if kind == "tcp" else transport_at(f"tcp://127.0.0.1:{printer.port}", SHORT)
    elif kind.startswith("cups"):
        local = tmp_path / "s"
        printer = server = SimulatedCups(socket_path=local if kind == "cups socket" else None)
        ports: dict[str, Callable[[], Port]] = {
            "cups": lambda: cups(server),
            "cups address": lambda: transport_at(f"cups://127.0.0.1:{server.port}/receipts", SHORT),
            "cups socket": lambda: CupsTransport("receipts", timeouts=SHORT, socket_path=str(local)),
        }
        port = ports[kind]()
    else:
        printer = SimulatedLinePrinter()
        port = line_outlet(kind, printer, tmp_path)
    yield port, printer.wait_for_bytes
    printer.close()


def cups(printer: SimulatedCups | BrokenCups, timeouts: Timeouts = SHORT) -> CupsTransport:
    return CupsTransport("receipts", "127.0.0.1", printer.port, timeouts)


def receipt() -> bytes:
    return EscPosDriver().encode(sale_receipt(full_sale(), context(open_drawer=True), FRENCH))


def test_a_job_comes_out_byte_for_byte(outlet: Outlet) -> None:
    port, came_out = outlet
    assert port.send(receipt()) is PrinterState.READY
    assert came_out(len(receipt())) == receipt()


def test_jobs_come_out_in_order_and_once(outlet: Outlet) -> None:
    port, came_out = outlet
    for number in range(5):
        port.send(b"paper %d\n" % number)
    assert came_out(5 * len(b"paper 0\n")) == b"".join(b"paper %d\n" % number for number in range(5))


def test_a_large_job_comes_out_whole(outlet: Outlet) -> None:
    port, came_out = outlet
    data = b"0123456789ABCDE\n" * 20_000
    port.send(data)
    assert came_out(len(data)) == data


def test_a_working_printer_is_ready(outlet: Outlet) -> None:
    assert outlet[0].status() is PrinterState.READY


def test_the_simulated_printer_reads_the_paper_from_the_bytes(simulated: SimulatedPrinter) -> None:
    tcp(simulated).send(receipt())
    assert simulated.wait_for_jobs(1)
    paper = simulated.jobs[0].paper
    assert paper.qr == [COUPON_CODE, RECEIPT_CODE]
    assert (paper.kicks, paper.cuts, paper.unknown) == (1, 1, [])
    assert "LE COMPTOIR" in paper.text


def test_a_listener_is_told_of_every_paper() -> None:
    seen: list[bytes] = []
    printer = SimulatedPrinter(on_job=lambda job: seen.append(job.data))
    tcp(printer).send(b"one\n")
    assert printer.wait_for_jobs(1)
    printer.close()
    assert seen == [b"one\n"]


def test_without_paper_nothing_leaves(simulated: SimulatedPrinter) -> None:
    simulated.paper_out = True
    assert tcp(simulated).status() is PrinterState.PAPER_OUT
    with pytest.raises(EnvironmentFault) as caught:
        tcp(simulated).send(b"lost?\n")
    assert (caught.value.code, caught.value.params) == ("printer_paper_out", {"sent": False})
    simulated.load_paper()
    tcp(simulated).send(b"kept\n")
    assert simulated.wait_for_jobs(1)
    assert [job.data for job in simulated.jobs] == [b"kept\n"]


def test_paper_that_ends_in_the_middle_is_told_after_the_job(simulated: SimulatedPrinter) -> None:
    """The printer keeps the job and goes on by itself: whoever sends again must say that it is a duplicate."""
    simulated.last_paper = True
    with pytest.raises(EnvironmentFault) as caught:
        tcp(simulated).send(b"first\n")
    assert (caught.value.code, caught.value.params) == ("printer_paper_out", {"sent": True})
    assert simulated.jobs == []
    simulated.load_paper()
    assert simulated.wait_for_jobs(1)
    assert [job.data for job in simulated.jobs] == [b"first\n"]


def test_a_silent_printer_is_unknown_and_printed_on_all_the_same(simulated: SimulatedPrinter) -> None:
    """Not paper_out: python-escpos's own reading of silence is wrong, and many printers never answer."""
    simulated.silent = True
    port = tcp(simulated, IMPATIENT)
    assert port.status() is PrinterState.UNKNOWN
    port.send(b"all the same\n")
    assert simulated.wait_for_jobs(1)
    assert simulated.jobs[0].data == b"all the same\n"


def test_a_slow_printer_is_waited_for(simulated: SimulatedPrinter) -> None:
    simulated.answer_delay_ms = 30
    tcp(simulated).send(b"slow\n")
    assert simulated.wait_for_jobs(1)


def test_a_printer_that_is_off_is_told_and_works_again_when_on(simulated: SimulatedPrinter) -> None:
    port = tcp(simulated)
    simulated.switch_off()
    assert port.status() is PrinterState.OFF
    with pytest.raises(EnvironmentFault) as caught:
        port.send(b"x\n")
    assert (caught.value.code, caught.value.params) == ("printer_off", {"sent": False})
    simulated.switch_on()
    port.send(b"back\n")
    assert simulated.wait_for_jobs(1)


def test_noise_is_no_answer() -> None:
    """The positive control of `ready`: bytes without the fixed bits prove nothing."""
    printer = BrokenPrinter(garbage=b"\xff")
    assert tcp(printer).status() is PrinterState.UNKNOWN
    printer.close()


def test_a_printer_that_hangs_up_is_unknown_and_its_fault_is_an_environment_fault() -> None:
    printer = BrokenPrinter()
    assert tcp(printer).status() is PrinterState.UNKNOWN
    with pytest.raises(EnvironmentFault) as caught:
        tcp(printer).send(b"x" * 20_000_000)
    assert (caught.value.code, caught.value.params) == ("printer_off", {"sent": True})
    printer.close()


def test_a_printer_that_stops_reading_is_silent_within_the_time_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = TcpTransport("127.0.0.1", server.getsockname()[1], Timeouts(connect_ms=500, write_ms=60, answer_ms=30))
        with pytest.raises(EnvironmentFault) as caught:
            port.send(b"x" * 50_000_000)
    assert (caught.value.code, caught.value.params) == ("printer_silent", {"sent": True})


def test_a_cover_that_is_open_is_off() -> None:
    answers = {1: 0x12 | 0x08, 2: 0x12 | 0x04, 4: 0x12}
    assert scripted(answers) is PrinterState.OFF


def test_a_printer_that_says_paper_end_only_as_the_cause_is_out_of_paper() -> None:
    answers = {1: 0x12 | 0x08, 2: 0x12 | 0x20, 4: 0x12}
    assert scripted(answers) is PrinterState.PAPER_OUT


def scripted(answers: dict[int, int]) -> PrinterState:
    return ask_state(lambda query: answers.get(query[2]))


def test_a_file_that_cannot_be_written_is_off(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "such", tmp_path):
        port = FileTransport(path)
        assert port.status() is PrinterState.OFF
        with pytest.raises(EnvironmentFault) as caught:
            port.send(b"x")
        assert (caught.value.code, caught.value.params) == ("printer_off", {"sent": False})


def test_a_device_file_is_written_never_made_and_its_state_is_unknown() -> None:
    assert FileTransport(Path("/dev/null")).status() is PrinterState.UNKNOWN
    FileTransport(Path("/dev/null")).send(b"x" * 100_000)
    missing = Path("/dev/comptoir-no-such-printer")
    assert FileTransport(missing).status() is PrinterState.OFF
    with pytest.raises(EnvironmentFault):
        FileTransport(missing).send(b"x")
    assert not missing.exists()


def test_a_full_device_is_a_fault() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        FileTransport(Path("/dev/full")).send(b"x")
    assert (caught.value.code, caught.value.params) == ("printer_paper_out", {"sent": False})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "tcp://",
        "tcp://host:port",
        "http://host",
        "file:",
        "9100",
        "usb:",
        "usb:04b8",
        "usb:4b8:0e15",
        "serial:",
        "serial:/dev/x?baud=fast",
        "serial:/dev/x?flow=maybe",
        "serial:/dev/x?speed=9600",
        "cups:",
        "cups:a/b",
        "cups://host:x/q",
    ],
)
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        transport_at(address)
    assert (caught.value.code, caught.value.field) == ("printer_address", "address")


def test_what_a_file_collected_can_be_read_back(tmp_path: Path) -> None:
    FileTransport(tmp_path / "paper.escpos").send(receipt())
    assert interpret((tmp_path / "paper.escpos").read_bytes()).unknown == []
