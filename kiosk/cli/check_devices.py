"""What `comptoir doctor` looks at beside printer and camera: card terminal, scale, customer display and sounds, each by its driver."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

from kiosk.cli.finding import Finding
from sync.base.marking import tr
from sync.base.settings import Settings
from sync.protocol.errors import EnvironmentFault, Refusal


class Device(Protocol):
    """A driver's own word on how its device is: ready, off, or unknown for one that does not answer."""

    def status(self) -> str: ...


def card(settings: Settings, folder: Path) -> Finding:
    """The card terminal."""
    from kiosk.devices.card_address import card_at

    address = settings.text("card")
    if not address:
        return Finding("card", "limited", tr("No card terminal is connected; cards are taken on a stand-alone one."))
    if address == "simulated":
        return Finding("card", "ok", tr("A simulated card terminal answers."))
    return _asked("card", lambda: cast(Device, card_at(address, folder)), tr("The card terminal is ready."), _SILENT["card"])


def scale(settings: Settings) -> Finding:
    """The counter scale."""
    from kiosk.devices.scale import scale_at

    address = settings.text("scale")
    if not address:
        return Finding("scale", "ok", tr("No scale is set up; weights are keyed, or come from labels."))
    return _asked("scale", lambda: scale_at(address), tr("The scale is ready."), _SILENT["scale"])


def pole(settings: Settings) -> Finding:
    """The customer's two lines."""
    from kiosk.devices.pole import pole_at

    address = settings.text("pole")
    if not address:
        return Finding("pole", "ok", tr("No customer display of two lines is set up."))
    return _asked("pole", lambda: pole_at(address), tr("The customer display is ready."), _SILENT["pole"])


def sounds(settings: Settings) -> Finding:
    """The loudspeaker is tried with the first sound only: a shop should not be startled by its doctor."""
    if settings.text("sounds") != "on":
        return Finding("sounds", "ok", tr("Sounds are switched off."))
    return Finding("sounds", "ok", tr("Sounds are on, where there is a loudspeaker."))


_SILENT = {
    "card": tr("The card terminal does not answer. Switch it on, and look at its cable and its address."),
    "scale": tr("The scale does not answer. Switch it on, and look at its cable and its address."),
    "pole": tr("The customer display does not answer. Switch it on, and look at its cable and its address."),
}


def _asked(device: str, made: Callable[[], Device], ready: str, silent: str) -> Finding:
    try:
        state = made().status()
    except (EnvironmentFault, Refusal) as failure:
        return Finding(device, "limited", code=failure.code, params=failure.params)
    return Finding(device, "ok", ready) if state == "ready" else Finding(device, "limited", silent)
