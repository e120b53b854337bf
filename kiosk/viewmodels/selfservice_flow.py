"""The customer's way through the kiosk, as data: each screen, its step, what may come next and what silence means there."""

from dataclasses import dataclass
from typing import Literal

OnSilence = Literal["wait", "restart", "cancel", "finish"]
"""What happens when nobody answers the countdown: nothing ever, back to welcome, the basket is cancelled, the paid sale is finished."""

COUNTDOWN_S = 20
"""So long the question "are you still there?" stays before silence is taken for an answer."""

HELP_IDLE_S = 300
"""While an attendant has been called, the customer may wait this long without touching anything."""

STEPS = 4


@dataclass(frozen=True)
class Screen:
    """One screen: its step of the four (0: outside them), where it leads, and after how many silent seconds one is asked."""

    name: str
    step: int
    leads_to: frozenset[str]
    idle_s: int | None = None
    on_silence: OnSilence = "wait"

    @property
    def asks(self) -> bool:
        """Whether something would be lost, so that the customer is asked before."""
        return self.on_silence in ("cancel", "finish")


def _screen(name: str, step: int, leads_to: str, idle_s: int | None = None, on_silence: OnSilence = "wait") -> tuple[str, Screen]:
    return name, Screen(name, step, frozenset(leads_to.split()), idle_s, on_silence)


FLOW: dict[str, Screen] = dict(
    [
        _screen("closed", 0, "welcome scan pay receipt locked"),
        _screen("locked", 0, "closed welcome scan pay receipt"),
        _screen("welcome", 0, "scan closed locked pay receipt"),
        _screen("scan", 1, "goods mode member review welcome closed locked pay receipt", 60, "cancel"),
        _screen("goods", 1, "scan welcome closed locked", 60, "cancel"),
        _screen("mode", 1, "scan member review welcome closed locked", 60, "cancel"),
        _screen("member", 2, "scan review welcome closed locked", 45, "cancel"),
        _screen("review", 3, "scan member pay receipt thanks welcome closed locked", 60, "cancel"),
        _screen("pay", 3, "review scan receipt thanks welcome closed locked"),
        _screen("receipt", 4, "thanks pay scan welcome closed locked", 30, "finish"),
        _screen("thanks", 4, "welcome scan closed locked", 15, "restart"),
    ]
)


class Journey:
    """Where the customer is. A step that the flow does not know is a bug and raises."""

    def __init__(self, start: str = "closed") -> None:
        self.screen = FLOW[start]

    def may_go(self, name: str) -> bool:
        """Say whether `name` may come next."""
        return name in self.screen.leads_to

    def go(self, name: str) -> bool:
        """Go to `name`; return whether that is another screen than before."""
        if name == self.screen.name:
            return False
        if not self.may_go(name):
            raise ValueError(f"{self.screen.name} does not lead to {name}")
        self.screen = FLOW[name]
        return True
