"""Tickets put aside as they are kept in open work: what `hold` writes and whoever counts open tickets reads."""

from typing import NamedTuple

import msgspec

from kiosk.domain.basket import Basket
from kiosk.services.work import Terminal

WORK_KIND = "held"


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A ticket put aside: the basket as it stood, who put it there and when. `gross_minor` is what it came to then."""

    at: str
    staff: str
    basket: Basket
    gross_minor: int
    training: bool = False


class HeldTicket(NamedTuple):
    ticket: str
    held: Held


_decoder = msgspec.json.Decoder(Held)


def decode(body: bytes) -> Held:
    """Read a ticket that was put aside."""
    return _decoder.decode(body)


def held_tickets(terminal: Terminal) -> list[HeldTicket]:
    """Return the tickets put aside, oldest first."""
    found = [HeldTicket(ticket, decode(body)) for ticket, body in terminal.store.work(WORK_KIND)]
    return sorted(found, key=lambda each: int(each.ticket))
