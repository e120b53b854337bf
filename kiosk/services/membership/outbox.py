"""Profiles on their way to the ledger: handed over after the entries that name them, and kept here until its records hold them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from kiosk.services.membership import kept
from kiosk.services.work import Terminal
from sync.protocol.loyalty_wire import ProfilePut, ProfilesPut
from sync.protocol.records import Profile

BATCH = 200
"""So many profiles go in one message."""
Call = Callable[[Callable[[], Any]], Any]


def hand_over(terminal: Terminal, call: Call) -> None:
    """Hand the ledger the profiles that wait; off the worker's thread, the store through `call`. Raises EnvironmentFault and Refusal."""
    ledger = terminal.members
    waiting: list[kept.Waiting] = call(lambda: kept.waiting(terminal)) if ledger is not None else []
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        if ledger is not None:
            ledger.profiles(ProfilesPut(profiles=[_put(each.profile, each.at) for each in batch]))
        call(partial(kept.taken, terminal, [each.profile for each in batch]))


def _put(profile: Profile, at: str) -> ProfilePut:
    return ProfilePut(member=profile.id, salt=profile.salt, fields=profile.fields, at=at)
