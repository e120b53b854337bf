"""Where an ESC/POS command ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.tokens import Command, Incomplete, commands, take


@pytest.mark.parametrize(
    ("data", "command"),
    [
        (b"\x1b@", Command("ESC @")),
        (b"\x1bp\x00\x32\x32", Command("ESC p", b"\x00\x32\x32")),
        (b"\x1dV\x01", Command("GS V", b"\x01")),
        (b"\x1dV\x42\x10", Command("GS V", b"\x42\x10")),
        (b"\x1dk\x43\x0d2000000000008", Command("GS k", b"\x43\x0d2000000000008")),
        (b"\x1dk\x022000000000008\x00", Command("GS k", b"\x022000000000008\x00")),
        (b"\x1d(k\x03\x0011C", Command("GS ( k", b"11C")),
        (b"\x1dv0\x00\x02\x00\x01\x00\x10\x04", Command("GS v", b"0\x00\x02\x00\x01\x00\x10\x04")),
        (b"\x10\x04\x01", Command("DLE 04", b"\x01")),
        (b"\x10\x04\x07\x01", Command("DLE 04", b"\x07\x01")),
        (b"caf\x82", Command("text", b"caf\x82")),
        (b"\x1bZ", Command("unknown", b"\x1bZ")),
        (b"\x01", Command("unknown", b"\x01")),
    ],
)
def test_each_command_is_taken_whole(data: bytes, command: Command) -> None:
    assert take(data + b"\n", 0) == (command, len(data))
    if command.name != "text":
        for end in range(1, len(data)):
            with pytest.raises(Incomplete):
                take(data[:end], 0)


@given(st.binary(max_size=300))
def test_rubbish_ends_and_nothing_is_lost(data: bytes) -> None:
    names = [command.name for command in commands(data)]
    assert len(names) <= len(data)
    assert bool(names) == bool(data)


def test_a_cut_off_command_is_shown() -> None:
    assert list(commands(b"a\x1d(k\x05")) == [Command("text", b"a"), Command("unknown", b"\x1d(k\x05")]
