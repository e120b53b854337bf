"""How each device that is set up here is, asked of its own driver: what `comptoir doctor` and the first start put into words."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from kiosk.devices.addresses import read_address

State = Literal["ready", "off", "unknown"]


def state_of(setting: str, address: str, folder: Path) -> State:
    """Return the state of the device at `address` for `setting` (card, scale, pole, scanner or sounds), within seconds.

    Off: nothing is there, or another program holds it, a running till included. Unknown: it is there and tells nothing of itself, or
    nothing that is understood. Raises Refusal <setting>_address for a wrong address.
    """
    return _STATES[setting](address, folder)


def _card(address: str, folder: Path) -> State:
    from kiosk.devices.zvt import zvt_at

    found = read_address(address, "card")
    return "ready" if found.scheme == "simulated" else _word(zvt_at(found, folder).status())


def _scale(address: str, folder: Path) -> State:
    from kiosk.devices.scale import scale_at

    return _word(scale_at(address).status())


def _pole(address: str, folder: Path) -> State:
    from kiosk.devices.pole import pole_at

    return _word(pole_at(address).status())


def _scanner(address: str, folder: Path) -> State:
    from kiosk.devices.scanner_serial import scanner_at

    scanner = scanner_at(address, lambda _: None)
    scanner.start()
    there = scanner.wait_listening(_LOOK_S)
    scanner.stop()
    return "ready" if there else "off"


def _sounds(address: str, folder: Path) -> State:
    from kiosk.devices.sounds import present_backends

    return "ready" if address == "on" and present_backends() else "off"


def _word(state: str) -> State:
    return "ready" if state == "ready" else "off" if state == "off" else "unknown"


_LOOK_S = 2.0
_STATES: Mapping[str, Callable[[str, Path], State]] = {
    "card": _card,
    "scale": _scale,
    "pole": _pole,
    "scanner": _scanner,
    "sounds": _sounds,
}
