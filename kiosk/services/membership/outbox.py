"""Profiles on their way to the ledger: handed over after the entries that name them, and kept here until its records hold them."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from kiosk.services.membership import kept
from kiosk.services.ports import MembersPort
from kiosk.services.work import Terminal
from sync.protocol.errors import Refusal
from sync.protocol.loyalty_wire import ProfilePut, ProfilesPut
from sync.protocol.records import Profile

BATCH = 200
"""So many profiles go in one message."""
_log = logging.getLogger(__name__)
Call = Callable[[Callable[[], Any]], Any]


def hand_over(terminal: Terminal, call: Call) -> None:
    """Hand the ledger the profiles that wait; off the worker's thread, the store through `call`. Raises EnvironmentFault."""
    ledger = terminal.members
    if ledger is None:
        return
    waiting: list[kept.Waiting] = call(lambda: kept.waiting(terminal))
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        # One that the ledger cannot take keeps none of the others back.
        for part in [batch] if _is_taken(ledger, batch) else [[each] for each in batch if len(batch) > 1 and _is_taken(ledger, [each])]:
            call(partial(kept.taken, terminal, [each.profile for each in part]))


def _is_taken(ledger: MembersPort, waiting: list[kept.Waiting]) -> bool:
    """Hand profiles over together; what the ledger refuses waits on."""
    try:
        ledger.profiles(ProfilesPut(profiles=[_put(each.profile, each.at) for each in waiting]))
    except Refusal as refusal:
        _log.warning("%d profiles refused: %s", len(waiting), refusal.code)
        return False
    return True


def _put(profile: Profile, at: str) -> ProfilePut:
    return ProfilePut(member=profile.id, salt=profile.salt, fields=profile.fields, at=at)
