"""What the till is in the middle of, and its clock."""

from kiosk.services import cards
from kiosk.services.clock import ManualClock
from kiosk.services.commands import Clock, State
from kiosk.services.print_queue import waiting
from kiosk.services.work import Work
from sync.protocol.errors import Refusal

_HASH_SHOWN = 8
"""So much of a bundle's hash is read out and compared."""


def tell_state(work: Work, command: State) -> None:
    """Tell register, person, day, journal head and what waits; nothing changes."""
    store, session = work.terminal.store, work.session
    day = session.day
    work.extra.update(
        register=work.terminal.identity.register,
        staff=session.staff or None,
        business_day=day.business_day if day else None,
        epoch=store.identity.epoch,
        seq=store.head.seq,
        hash=store.head.hash.hex(),
        unsent=store.unsent,
        papers_waiting=waiting(work.terminal),
        bundle=work.terminal.policy.bundle,
        bundle_version=work.terminal.bundle_version,
        bundle_hash=work.terminal.policy.bundle[:_HASH_SHOWN],
        at=work.at,
    )
    if session.z_number:
        work.extra["z_number"] = session.z_number
    if session.intent is not None:
        work.extra["card_intent"] = cards.shown(session.intent)


def set_clock(work: Work, command: Clock) -> None:
    """Set the clock of a till started with a manual one."""
    clock = work.terminal.clock
    if not isinstance(clock, ManualClock):
        raise Refusal("clock_fixed")
    clock.set(command.at)
    work.extra["at"] = clock.now().isoformat()
