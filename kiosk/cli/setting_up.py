"""What the first start does to this machine: joins, looks for devices, prints a test page, compares the clock."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.cli.clocks import TOLERANCE_S, ledger_apart_s
from kiosk.cli.enrol import enrol_profile
from kiosk.devices import plugged
from kiosk.services import papers
from kiosk.services.first_start import ClockFinding, Device, Joined
from kiosk.services.profile import is_terminal, read_profile
from kiosk.services.spooler import PrintJob
from sync.base.settings import remember
from sync.protocol.errors import EnvironmentFault
from sync.rules.receipt.elements import Element

_STATES = {"printer_off": "off", "printer_paper_out": "paper_out", "printer_silent": "unknown"}


@dataclass(frozen=True)
class ThisMachine:
    """The machine under a profile folder that is, or will be, a terminal's."""

    folder: Path

    def join(self, ledger: str, code: str) -> Joined:
        """Hand in the one-time code."""
        enrol_profile(_url(ledger), code, self.folder)
        joined = self.joined()
        if joined is None:
            raise EnvironmentFault("profile_damaged")
        return joined

    def joined(self) -> Joined | None:
        """Return who this machine is, or None before it has joined."""
        if not is_terminal(self.folder):
            return None
        from kiosk.store.reference import ReferenceStore
        from sync.protocol.records import Shop, Store

        identity, _ = read_profile(self.folder)
        reference = ReferenceStore.open(self.folder)
        try:
            shop = reference.record("shop", "shop", Shop)
            store = reference.record("store", identity.store, Store)
        finally:
            reference.close()
        return Joined(identity.register, store.name if store else identity.store, shop.name if shop else "", identity.kind)

    def printers(self) -> list[Device]:
        """Look for printers."""
        return [Device(each.address, each.kind, each.name) for each in plugged.printers()]

    def print_test(self, address: str, paper_mm: int) -> str:
        """Print a test page on the printer at `address`."""
        from kiosk.devices.printer.driver import EscPosDriver, model_of
        from kiosk.devices.printer.transport import transport_at
        from sync.base.resources import read_bytes

        printer = transport_at(address)
        page = EscPosDriver(model_of(paper_mm, 0, ""), read_bytes("images", "logo.png")).encode(self._test_page())
        try:
            printer.send(page)
        except EnvironmentFault as fault:
            if fault.code not in _STATES:
                raise
            return _STATES[fault.code]
        return str(printer.status())

    def _test_page(self) -> list[Element]:
        from kiosk.bootstrap import open_terminal

        running = open_terminal(self.folder)
        try:
            return papers.elements(running.till.terminal, PrintJob(kind="test"))
        finally:
            running.close_files()

    def cameras(self) -> list[Device]:
        """Look for cameras."""
        return [Device(each.address, each.kind, each.name) for each in plugged.cameras()]

    def clock(self) -> ClockFinding:
        """Compare the clock with the ledger's."""
        identity, _ = read_profile(self.folder)
        return ClockFinding(ledger_apart_s(identity.ledger), TOLERANCE_S)

    def keep(self, key: str, value: str) -> None:
        """Keep a setting in the profile."""
        remember(self.folder, key, value)


def _url(typed: str) -> str:
    """Complete an address as people type it: without the scheme it is the shop's own network."""
    return typed if "://" in typed else f"http://{typed}"
