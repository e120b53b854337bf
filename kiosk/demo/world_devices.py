"""What is plugged into the demo's till beside its printer: a scale, a display of two lines, and a card terminal that a person answers.

The till speaks to each through the driver of a real one; the card terminal stands behind a socket, as one at an address does.
"""

import threading
from typing import Literal

from kiosk.devices.pole import SimulatedPole
from kiosk.devices.scale import SimulatedScale
from kiosk.devices.zvt_simulated import Scripted, SimulatedZvtTerminal

Said = Literal["approved", "declined", "silent"]


class AnsweredTerminal(SimulatedZvtTerminal):
    """A ZVT terminal that waits until a person says what the card does, or approves by itself after `patience_s`.

    Silence is the worst that happens at a counter: the card is charged, and the line breaks before the till hears of it. It stays
    unplugged then, until somebody plugs it in again.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._said: list[Said] = []
        self._spoken = threading.Event()
        self.asked_minor: int | None = None
        """What it asks a card for now, negative where it pays back; None while it rests."""
        super().__init__(auto_reversal=False)

    def answer(self, said: Said) -> None:
        """Say what becomes of the payment that waits; without one nothing happens."""
        if self.asked_minor is not None:
            self._said = [said]
            self._spoken.set()

    def serve_customer(self, word: Scripted, moved_minor: int) -> Scripted:
        """Wait for a person."""
        self._said = ["approved"]
        self._spoken.clear()
        self.asked_minor = moved_minor
        self._spoken.wait(self._patience_s)
        self.asked_minor = None
        (said,) = self._said
        if said == "silent":
            self.unplugged = True
            self.book(moved_minor)
            raise ConnectionAbortedError
        return said

    def close(self) -> None:
        """Switch it off; a payment that waits is left where it is."""
        self.answer("silent")
        super().close()


class Counter:
    """The devices of the till's counter, there as long as the shop is open."""

    def __init__(self, patience_s: float) -> None:
        self.scale = SimulatedScale()
        self.pole = SimulatedPole()
        self.terminal = AnsweredTerminal(patience_s)

    @property
    def card_address(self) -> str:
        """What the setting `card` of the till says."""
        return f"zvt://127.0.0.1:{self.terminal.port}"

    def close(self) -> None:
        """Switch everything off."""
        self.terminal.close()
