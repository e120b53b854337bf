"""The state of every device that can be set up, in one of three words."""

from pathlib import Path

import pytest

from kiosk.devices.scale import SimulatedScale
from kiosk.devices.states import state_of
from kiosk.devices.zvt_simulated import SimulatedZvtTerminal
from sync.protocol.errors import Refusal
from tests.contract.serial_pair import plugged_in

NOWHERE = "serial:/dev/comptoir-no-such-port"


@pytest.mark.parametrize("setting", ["card", "scale", "pole"])
def test_a_simulated_device_is_ready(setting: str, tmp_path: Path) -> None:
    assert state_of(setting, "simulated", tmp_path) == "ready"


@pytest.mark.parametrize("setting", ["scale", "pole", "scanner"])
def test_what_is_not_plugged_in_is_off(setting: str, tmp_path: Path) -> None:
    assert state_of(setting, NOWHERE, tmp_path) == "off"


@pytest.mark.parametrize(("setting", "state"), [("scale", "ready"), ("pole", "unknown"), ("scanner", "ready")])
def test_what_is_plugged_in(setting: str, state: str, tmp_path: Path) -> None:
    with plugged_in(SimulatedScale().hear) as end:
        assert state_of(setting, f"serial:{end.path}", tmp_path) == state


def test_a_terminal_on_the_network(tmp_path: Path) -> None:
    twin = SimulatedZvtTerminal()
    assert state_of("card", f"zvt://127.0.0.1:{twin.port}", tmp_path) == "ready"
    twin.close()
    assert state_of("card", f"zvt://127.0.0.1:{twin.port}", tmp_path) == "off"


def test_sounds_that_are_switched_off(tmp_path: Path) -> None:
    assert state_of("sounds", "off", tmp_path) == "off"


@pytest.mark.parametrize("setting", ["card", "scale", "pole", "scanner"])
def test_a_wrong_address_is_refused(setting: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=f"{setting}_address"):
        state_of(setting, "rubbish", tmp_path)
