"""A machine for the first start's screens: answers at once with what a test gave it, and remembers what it was asked."""

from dataclasses import dataclass, field

from kiosk.services.first_start import ClockFinding, Device, Joined
from sync.protocol.errors import EnvironmentFault, Refusal

JOINED = Joined("K1", "Épicerie des Halles", "Maison Colline", "cashier")


@dataclass
class FakeMachine:
    """`trouble` is raised by the next call that reaches outside."""

    already: Joined | None = None
    found_printers: list[Device] = field(default_factory=list)
    found_cameras: list[Device] = field(default_factory=list)
    printer_state: str = "ready"
    finding: ClockFinding = field(default_factory=lambda: ClockFinding(3, 120))
    trouble: Refusal | EnvironmentFault | None = None
    invitations: list[tuple[str, str]] = field(default_factory=list)
    printed: list[tuple[str, int]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    def join(self, ledger: str, code: str) -> Joined:
        self._stumble()
        self.invitations.append((ledger, code))
        self.already = JOINED
        return JOINED

    def joined(self) -> Joined | None:
        return self.already

    def printers(self) -> list[Device]:
        return self.found_printers

    def print_test(self, address: str, paper_mm: int) -> str:
        self._stumble()
        self.printed.append((address, paper_mm))
        return self.printer_state

    def cameras(self) -> list[Device]:
        return self.found_cameras

    def clock(self) -> ClockFinding:
        self._stumble()
        return self.finding

    def keep(self, key: str, value: str) -> None:
        self.kept[key] = value

    def _stumble(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
