"""One suite for every scale: the real driver over a pseudo-terminal, the simulated one and the broken one; and the bytes on the wire."""

from collections.abc import Callable, Iterator

import pytest

from kiosk.devices.scale import BrokenScale, Scale, Scale8217, SimulatedScale, Weight, scale_at, with_parity
from kiosk.devices.serial_line import SerialLine
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.contract.serial_pair import FarEnd, plugged_in

IMPATIENT_MS = 40
Plugged = Callable[[FarEnd], Scale8217]


def driver(end: FarEnd, *, parity: bool = True, answer_ms: int = 2_000) -> Scale8217:
    return Scale8217(SerialLine(end.path, "scale_off"), parity=parity, answer_ms=answer_ms, pause_ms=0)


@pytest.fixture(params=["serial", "address", "simulated"])
def scale(request: pytest.FixtureRequest) -> Iterator[tuple[Scale, SimulatedScale]]:
    twin = SimulatedScale()
    if request.param == "simulated":
        yield twin, twin
        return
    with plugged_in(twin.hear) as end:
        yield (driver(end) if request.param == "serial" else scale_at(f"serial:{end.path}?baud=9600")), twin


def fault_of(scale: Scale) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        scale.weigh()
    return caught.value.code


@pytest.mark.parametrize("weight_g", [0, 1, 998, 1_250, 15_000])
def test_a_weight_at_rest(scale: tuple[Scale, SimulatedScale], weight_g: int) -> None:
    port, twin = scale
    twin.put(weight_g)
    assert port.weigh() == Weight(weight_g)
    assert port.status() == "ready"


def test_in_motion_then_at_rest(scale: tuple[Scale, SimulatedScale]) -> None:
    port, twin = scale
    twin.put(740, in_motion=True)
    assert port.weigh() == Weight(0, stable=False)
    twin.put(742)
    assert port.weigh() == Weight(742)


@pytest.mark.parametrize(("weight_g", "code"), [(-1, "scale_below_zero"), (15_001, "scale_overload")])
def test_outside_its_range(scale: tuple[Scale, SimulatedScale], weight_g: int, code: str) -> None:
    port, twin = scale
    twin.put(weight_g)
    assert fault_of(port) == code
    assert port.status() == "ready"


def test_without_a_zero(scale: tuple[Scale, SimulatedScale]) -> None:
    port, twin = scale
    twin.switch_on_loaded()
    assert fault_of(port) == "scale_unready"


@pytest.mark.parametrize(("code", "state"), [("scale_silent", "unknown"), ("scale_off", "off"), ("scale_garbled", "unknown")])
def test_a_broken_scale(code: str, state: str) -> None:
    assert fault_of(BrokenScale(code)) == code
    assert BrokenScale(code).status() == state


def weighed(answer: bytes, *, parity: bool = True, answer_ms: int = IMPATIENT_MS) -> tuple[Weight | str, bytes]:
    """Weigh once on a line whose far end gives this answer; return the weight or the fault, and what the driver sent."""
    with plugged_in(lambda _: answer) as end:
        port = driver(end, parity=parity, answer_ms=answer_ms)
        try:
            return port.weigh(), end.heard
        except EnvironmentFault as fault:
            return fault.code, end.heard


def test_the_bytes_on_the_wire() -> None:
    """W with its parity bit is D7; STX 01.250 CR with theirs is the golden answer."""
    assert weighed(bytes.fromhex("82 30 b1 2e b2 35 30 8d"), answer_ms=2_000) == (Weight(1_250), b"\xd7")


def test_without_parity_the_same_in_eight_bits() -> None:
    assert weighed(b"\x0201.250\r", parity=False, answer_ms=2_000) == (Weight(1_250), b"W")


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (b"\x0201.250N\r", Weight(1_250)),
        (b"\x02 1.250\r", Weight(1_250)),
        (b"\x02002.000\r", Weight(2_000)),
        (b"\x02?P\r", Weight(0)),
        (b"\x02?A\r", Weight(0, stable=False)),
        (b"\x02?I\r", Weight(0, stable=False)),
        (b"\x02?B\r", "scale_overload"),
        (b"\x02?C\r", "scale_overload"),
        (b"\x02?D\r", "scale_below_zero"),
        (b"\x02?H\r", "scale_unready"),
        (b"\x02?@\r", "scale_garbled"),
        (b"\x02?\x01\r", "scale_garbled"),
        (b"\x0201.25\r", "scale_pounds"),
        (b"\x02-1.250\r", "scale_garbled"),
        (b"\x02\r", "scale_garbled"),
        (b"01.250\r", "scale_garbled"),
        (b"\x0201.25", "scale_garbled"),
        (b"\x0201.250\x0201.250\r", "scale_garbled"),
        (b"\x02" + b"0" * 80 + b"\r", "scale_garbled"),
        (b"", "scale_silent"),
    ],
)
def test_every_answer(answer: bytes, result: Weight | str) -> None:
    assert weighed(with_parity(answer))[0] == result


@pytest.mark.parametrize("position", range(8))
@pytest.mark.parametrize("bit", [0, 3, 7])
def test_a_flipped_bit_is_never_another_weight(position: int, bit: int) -> None:
    """The control is the answer as it was: with the bit in its place it is a weight."""
    answer = bytearray(with_parity(b"\x0201.250\r"))
    answer[position] ^= 1 << bit
    assert weighed(bytes(answer))[0] == "scale_garbled"


@pytest.mark.parametrize("length", range(8))
def test_an_answer_that_is_cut_is_never_a_weight(length: int) -> None:
    assert weighed(with_parity(b"\x0201.250\r")[:length])[0] in ("scale_silent", "scale_garbled")


def test_what_it_said_unasked_is_not_taken_for_an_answer() -> None:
    twin = SimulatedScale(500)
    with plugged_in(twin.hear) as end:
        port = driver(end)
        assert port.weigh() == Weight(500)
        end.say(with_parity(b"\x0209.999\r"))
        assert port.weigh() == Weight(500)


def test_a_scale_that_is_unplugged_is_off_and_comes_back() -> None:
    twin = SimulatedScale(500)
    with plugged_in(twin.hear) as end:
        port = driver(end)
        assert port.weigh() == Weight(500)
    assert fault_of(port) == "scale_off"
    assert port.status() == "off"


@pytest.mark.parametrize(
    "address", ["", "serial:", "serial:ttyS0", "serial:/dev/x?baud=1", "serial:/dev/x?x=1", "tcp://h", "simulated:x", "simulated:-1"]
)
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        scale_at(address)
    assert (caught.value.code, caught.value.field) == ("scale_address", "scale")


def test_a_simulated_address_begins_with_a_load() -> None:
    assert scale_at("simulated:1250").weigh() == Weight(1_250)
    assert scale_at("simulated").weigh() == Weight(0)
