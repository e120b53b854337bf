"""Tickets put aside for a moment and taken up again, by whoever is at the till. They are open work: a stop or a kill loses none."""

from datetime import datetime

import msgspec

from kiosk.domain.basket import Basket
from kiosk.services import holds, members
from kiosk.services.commands import Hold, Recall
from kiosk.services.pricing import priced
from kiosk.services.put_aside import WORK_KIND, Held, decode
from kiosk.services.session import TicketCount
from kiosk.services.ticket import require_basket
from kiosk.services.work import Terminal, Work
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.loyalty_wire import HOLD_LIFE_S

HELD_LIMIT = 20
"""More tickets than a counter has room for are forgotten ones."""


def hold(work: Work, command: Hold) -> None:
    """Put the ticket aside under a short number, which the answer tells; refused once money lies on it."""
    open_basket = require_basket(work)
    if open_basket.is_empty:
        raise Refusal("basket_empty")
    if work.session.money_moved:
        raise Refusal("tender_begun")
    if work.terminal.store.count(WORK_KIND) >= HELD_LIMIT:
        raise Refusal("held_limit", most=HELD_LIMIT)
    ticket = _next_ticket(work)
    gross = priced(work.terminal, open_basket).gross_minor
    held = Held(at=work.at, staff=work.session.staff, basket=open_basket, gross_minor=gross, training=work.session.training)
    work.unit.put(WORK_KIND, ticket, msgspec.json.encode(held))
    work.append(facts.BasketHeld(basket=open_basket.id, ticket=ticket, lines=len(open_basket.lines), gross_minor=gross))
    work.holds_kept |= holds.held_by(open_basket)
    work.change("basket", "held", basket=None, undo=(), age_asked=None)
    work.extra["ticket"] = ticket


def recall(work: Work, command: Recall) -> None:
    """Take a ticket up again; refused while another is open. What its member may spend is what other tickets have left of it since."""
    work.require_day()
    if work.session.basket is not None and not work.session.basket.is_empty:
        raise Refusal("basket_open")
    stored = work.terminal.store.get(WORK_KIND, command.ticket)
    held = decode(stored) if stored else None
    if held is None or held.training is not work.session.training:
        raise Refusal("no_such_ticket", field="ticket", ticket=command.ticket)
    work.unit.drop(WORK_KIND, command.ticket)
    work.append(facts.BasketRecalled(basket=held.basket.id, ticket=command.ticket))
    work.change("basket", "held", basket=_still_good(work, held), undo=(), age_asked=None)
    members.refresh(work)


def _still_good(work: Work, held: Held) -> Basket:
    """Leave out what nobody could finish the ticket with: coupons used, or taken back, while it was put aside, and rights whose reservation
    has ended meanwhile."""
    basket = held.basket
    ended = holds.held_by(basket) if _age_s(work, held) >= HOLD_LIFE_S else set()
    coupons = [each for each in basket.coupons if each.hold not in ended and work.terminal.store.right_used(each.id) is None]
    rewards = [each for each in basket.rewards if each.hold not in ended]
    for identity in ended:
        work.unit.put(holds.RELEASE, identity, b"")
    if len(coupons) == len(basket.coupons) and len(rewards) == len(basket.rewards):
        return basket
    return msgspec.structs.replace(basket, coupons=coupons, rewards=rewards)


def _age_s(work: Work, held: Held) -> float:
    return (work.terminal.clock.now() - datetime.fromisoformat(held.at)).total_seconds()


def require_none(terminal: Terminal) -> None:
    """Refuse (`tickets_held`) to close a day while tickets are put aside: each is sold or cancelled first."""
    count = terminal.store.count(WORK_KIND)
    if count:
        raise Refusal("tickets_held", count=count)


def _next_ticket(work: Work) -> str:
    """Tickets count from 1 in every period and are not given twice in it, so that two people never mean different ones."""
    z_number = work.session.z_number
    last = work.session.tickets
    count = TicketCount(z_number=z_number, last=last.last + 1 if last.z_number == z_number else 1)
    work.change(tickets=count)
    return str(count.last)
