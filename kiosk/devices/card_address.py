"""Which card terminal a setting names; its driver is loaded only then."""

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.addresses import read_address

if TYPE_CHECKING:
    from kiosk.devices.card import SimulatedCardTerminal
    from kiosk.devices.zvt import ZvtTerminal


def card_at(text: str, folder: Path) -> "SimulatedCardTerminal | ZvtTerminal":
    """Return the terminal at `simulated` or zvt://HOST[:PORT][?password=000000]; what it remembers is kept in `folder`. Raises Refusal."""
    address = read_address(text, "card")
    if address.scheme == "simulated":
        from kiosk.devices.card import SimulatedCardTerminal

        return SimulatedCardTerminal(folder / "card-simulator.json")
    from kiosk.devices.zvt import zvt_at

    return zvt_at(address, folder)
