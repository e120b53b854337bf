"""The first start of a till: its steps as data, and what they need of the machine. Drivers and network stand behind the protocol."""

from dataclasses import dataclass
from typing import Literal, Protocol

Step = Literal["language", "join", "printer", "scanner", "clock", "ready"]
STEPS: tuple[Step, ...] = ("language", "join", "printer", "scanner", "clock", "ready")

DeviceKind = Literal["usb", "serial", "queue", "camera"]


@dataclass(frozen=True)
class Joined:
    """Who this machine is now: its register, the store's name, and the face it wears."""

    register: str
    store: str
    shop: str
    kind: str


@dataclass(frozen=True)
class Device:
    """A device that this machine has: the address that a setting takes, how it is connected, and what it calls itself."""

    address: str
    kind: DeviceKind
    name: str = ""


@dataclass(frozen=True)
class ClockFinding:
    """How far this clock is from the ledger's, in seconds; None where the ledger does not tell."""

    apart_s: int | None
    tolerance_s: int


class Machine(Protocol):
    """What the first start does to this machine. Every call may take seconds and may raise Refusal or EnvironmentFault."""

    def join(self, ledger: str, code: str) -> Joined:
        """Hand in the one-time code; this machine is a terminal afterwards, with staff, goods and rules."""

    def joined(self) -> Joined | None:
        """Return who this machine is already, or None."""

    def printers(self) -> list[Device]:
        """Look for printers that are plugged in or queued to."""

    def print_test(self, address: str, paper_mm: int) -> str:
        """Print a test page; ready, paper_out, off or unknown is how the printer stood afterwards."""

    def cameras(self) -> list[Device]:
        """Look for cameras."""

    def clock(self) -> ClockFinding:
        """Compare the clock with the ledger's."""

    def keep(self, key: str, value: str) -> None:
        """Keep a setting in the profile."""
