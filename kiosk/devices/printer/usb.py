"""A printer on USB through the kernel's own printer class driver: found by vendor and product, written to and asked over its device file.

Linux has `usblp` for every USB printer: a device file that takes bytes and gives answers, without a library. python-escpos would want
pyusb and libusb, and would have to take the device away from that driver first. A printer that CUPS holds is reached as `cups:NAME`.
"""

import os
from contextlib import suppress
from pathlib import Path

from kiosk.devices.printer.sending import DEFAULT_TIMEOUTS, HandleLink, Timeouts, hand_over
from kiosk.devices.printer.status import PrinterState, ask_state
from sync.protocol.errors import EnvironmentFault

_CLASSES = Path("/sys/class/usbmisc")
_DEVICES = Path("/dev/usb")


class UsbTransport:
    """A USB printer by its vendor and product number (four hexadecimal digits each) and, where several are alike, its serial number."""

    def __init__(
        self,
        vendor: str,
        product: str,
        serial: str = "",
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        *,
        classes: Path = _CLASSES,
        devices: Path = _DEVICES,
    ) -> None:
        self._wanted = {"idVendor": vendor.lower(), "idProduct": product.lower()} | ({"serial": serial} if serial else {})
        self._timeouts = timeouts
        self._classes = classes
        self._devices = devices

    def send(self, data: bytes) -> PrinterState:
        """Hand over a job. Raises EnvironmentFault."""
        handle = self._open()
        try:
            return hand_over(HandleLink(handle, self._timeouts), data)
        finally:
            os.close(handle)

    def status(self) -> PrinterState:
        """Ask how the printer is; one that is not plugged in is off."""
        try:
            handle = self._open()
        except EnvironmentFault:
            return PrinterState.OFF
        try:
            return ask_state(HandleLink(handle, self._timeouts).ask)
        finally:
            os.close(handle)

    def node(self) -> Path | None:
        """Return the device file of the printer that is plugged in, None while it is not."""
        with suppress(OSError):
            for entry in sorted(self._classes.iterdir()):
                if entry.name.startswith("lp") and self._is_wanted(entry):
                    return self._devices / entry.name
        return None

    def _is_wanted(self, entry: Path) -> bool:
        """The class entry points to an interface; the numbers stand with the device above it."""
        device = (entry / "device").resolve().parent
        try:
            return all((device / name).read_text().strip() == value for name, value in self._wanted.items())
        except OSError:
            return False

    def _open(self) -> int:
        node = self.node()
        if node is None:
            raise EnvironmentFault("printer_off", sent=False)
        try:
            return os.open(node, os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
        except OSError as error:
            raise EnvironmentFault("printer_off", sent=False) from error
