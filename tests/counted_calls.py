"""Counts the calls that Python makes: work, not time."""

import gc
import sys
from collections.abc import Callable


def calls(run: Callable[[], object]) -> int:
    """Return how many calls something makes."""
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    # Who listens to the collector would be counted whenever it happens to run.
    collected = gc.isenabled()
    gc.disable()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
        if collected:
            gc.enable()
    return counted
