"""Named points of the durable path, where a fault test from outside can stop the process dead.

`COMPTOIR_KILL_AT="after_commit:3"` makes the process SIGKILL itself the third time it reaches that point. Unset, a point costs one look-up.
"""

import os
import signal

ENVIRONMENT_NAME = "COMPTOIR_KILL_AT"

NAMES = (
    "before_commit",
    "after_commit",
    "after_epoch_closed",
    "after_put_away",
    "before_print",
    "after_print",
    "before_send",
    "after_acknowledgement",
    "server_before_commit",
    "server_after_commit",
    "crossing_arrived",
    "before_acknowledgement",
)


class _Countdown:
    """The one point armed for this process."""

    def __init__(self, declared: str) -> None:
        self.declare(declared)

    def declare(self, declared: str) -> None:
        self.name, _, count = declared.partition(":")
        self.left = int(count or 1) if self.name else 0

    def reach(self, name: str) -> None:
        if name != self.name:
            return
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


_armed = _Countdown(os.environ.get(ENVIRONMENT_NAME, ""))


def arm(declared: str) -> None:
    """Arm this process anew, as `COMPTOIR_KILL_AT` would have; empty disarms it."""
    global _armed
    _armed = _Countdown(declared)


def reach(name: str) -> None:
    """Say that the named point is reached; returns unless this process is armed to die here."""
    _armed.reach(name)
