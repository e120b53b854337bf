"""One suite for every customer display: the driver over a pseudo-terminal in both command sets, the simulated one, the broken one."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.pole import (
    COLUMNS,
    BrokenPole,
    Cd5220Commands,
    Commands,
    EscPosCommands,
    Pole,
    Row,
    SerialPole,
    SimulatedPole,
    pole_at,
)
from kiosk.devices.serial_line import SerialLine
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.contract.serial_pair import plugged_in

Shown = Callable[[Row, Row], tuple[str, str]]


@pytest.fixture(params=["escpos", "cd5220", "address", "simulated", "simulated cd5220"])
def shown(request: pytest.FixtureRequest) -> Iterator[Shown]:
    """Show two rows and return what a customer reads."""
    commands: Commands = Cd5220Commands() if "cd5220" in request.param else EscPosCommands()
    twin = SimulatedPole(commands)
    if request.param.startswith("simulated"):
        yield _showing(twin, twin, lambda: None)
        return
    with plugged_in(twin.hear) as end:
        path = f"serial:{end.path}?baud=19200"
        driver = pole_at(path) if request.param == "address" else SerialPole(SerialLine(end.path, "pole_off"), commands)

        def arrived() -> None:
            told[0] += len(commands.lines(b" " * COLUMNS, b" " * COLUMNS))
            assert end.wait_until(lambda heard: len(heard) >= told[0])

        told = [len(commands.start())]
        yield _showing(driver, twin, arrived)


def _showing(driver: Pole, twin: SimulatedPole, arrived: Callable[[], None]) -> Shown:
    def show(upper: Row, lower: Row) -> tuple[str, str]:
        driver.show(upper, lower)
        arrived()
        return twin.lines

    return show


def test_two_lines_are_shown_and_written_over(shown: Shown) -> None:
    assert shown(Row("Pain", "1,20"), Row("Total", "4,70")) == ("Pain            1,20", "Total           4,70")
    assert shown(Row("Merci"), Row("")) == ("Merci".ljust(COLUMNS), " " * COLUMNS)


def test_what_is_too_long_gives_way_to_the_figure(shown: Shown) -> None:
    assert shown(Row("Confiture de fraises", "12,40"), Row("x" * 30, "9" * 30)) == ("Confiture de f 12,40", "9" * COLUMNS)


def test_spaces_of_every_kind_and_controls_are_plain(shown: Shown) -> None:
    assert shown(Row("a\x0cb\x1bc\nd", "1\u202f234"), Row("\x1f$", "2\u00a05"))[0] == "a b c d        1 234"


def test_letters_and_the_euro_on_a_display_that_has_them() -> None:
    twin = SimulatedPole()
    twin.show(Row("Crème brûlée", "3,50 €"), Row("中"))
    assert twin.lines == ("Crème brûlée  3,50 €", "?".ljust(COLUMNS))


def test_letters_and_the_euro_on_one_that_has_not() -> None:
    twin = SimulatedPole(Cd5220Commands())
    twin.show(Row("Crème brûlée", "3,50 €"), Row("Œufs"))
    assert twin.lines == ("Creme brule 3,50 EUR", "OEufs".ljust(COLUMNS))


def test_the_bytes_on_the_wire() -> None:
    """ESC/POS for customer displays and CD5220, as their manuals print the commands."""
    rows = (b"A" * COLUMNS, b"B" * COLUMNS)
    assert EscPosCommands().start() == bytes.fromhex("1b40 1b7413 1f4300 0c")
    assert EscPosCommands().lines(*rows) == bytes.fromhex("1f240101" + "41" * 20 + "1f240102" + "42" * 20)
    assert Cd5220Commands().start() == bytes.fromhex("1b40 1b5f00 0c")
    assert Cd5220Commands().lines(*rows) == bytes.fromhex("1b5141" + "41" * 20 + "0d" + "1b5142" + "42" * 20 + "0d")


def test_a_display_that_is_unplugged_is_told_and_begins_anew_when_it_is_back() -> None:
    twin = SimulatedPole()
    with plugged_in(twin.hear) as end:
        driver = SerialPole(SerialLine(end.path, "pole_off"), EscPosCommands())
        driver.show(Row("a"), Row("b"))
        driver.show(Row("c"), Row("d"))
        assert end.wait_until(lambda heard: heard.endswith(b"d".ljust(COLUMNS)))
        assert end.heard.count(EscPosCommands().start()) == 1
        assert driver.status() == "unknown"
    with pytest.raises(EnvironmentFault) as caught:
        driver.show(Row("e"), Row("f"))
    assert (caught.value.code, driver.status()) == ("pole_off", "off")


@pytest.mark.parametrize("pole", [BrokenPole(), SerialPole(SerialLine("/dev/comptoir-no-such-port", "pole_off"), EscPosCommands())])
def test_a_broken_display(pole: Pole) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        pole.show(Row("a"), Row("b"))
    assert (caught.value.code, pole.status()) == ("pole_off", "off")


@pytest.mark.parametrize("address", ["", "serial:", "serial:/dev/x?commands=other", "tcp://host", "simulated:1"])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        pole_at(address)
    assert (caught.value.code, caught.value.field) == ("pole_address", "pole")


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([EscPosCommands(), Cd5220Commands()]))
def test_any_text_is_two_lines_of_twenty(left: str, right: str, commands: Commands) -> None:
    twin = SimulatedPole(commands)
    twin.show(Row("before"), Row("before"))
    twin.show(Row(left, right), Row(right, left))
    assert [len(line) for line in twin.lines] == [COLUMNS, COLUMNS]
    again = SimulatedPole(commands)
    again.show(Row(left, right), Row(right, left))
    assert again.lines == twin.lines


@given(st.binary(max_size=200), st.integers(1, 200))
def test_a_display_takes_rubbish_in_any_pieces(data: bytes, piece: int) -> None:
    twin = SimulatedPole()
    for at in range(0, len(data), piece):
        assert twin.hear(data[at : at + piece]) == b""
    assert [len(line) for line in twin.lines] == [COLUMNS, COLUMNS]
