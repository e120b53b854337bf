"""Which card terminal a setting names; its driver is loaded only then."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.addresses import read_address
from kiosk.devices.zvt_currency import EURO

if TYPE_CHECKING:
    from kiosk.devices.card import SimulatedCardTerminal
    from kiosk.devices.zvt import ZvtTerminal


def card_at(text: str, folder: Path, currency: Callable[[], str] = lambda: EURO) -> "SimulatedCardTerminal | ZvtTerminal":
    """Return the terminal at `simulated` or zvt://HOST[:PORT][?password=000000]; what it remembers is kept in `folder`.

    `currency` tells the shop's, ISO 4217, whenever money is asked for. Raises Refusal.
    """
    address = read_address(text, "card")
    if address.scheme == "simulated":
        from kiosk.devices.card import SimulatedCardTerminal

        return SimulatedCardTerminal(folder / "card-simulator.json")
    from kiosk.devices.zvt import zvt_at

    return zvt_at(address, folder, currency)
