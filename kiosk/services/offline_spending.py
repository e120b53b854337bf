"""What this till let a member spend without asking the ledger: per member and business day, until the ledger has told figures that hold it.

It is read from the journal and from open work, so that neither a restart nor a second ticket begins it anew.
"""

from collections.abc import Iterable

from kiosk.domain.basket import Basket
from kiosk.services.put_aside import held_tickets
from kiosk.services.session import Session
from kiosk.services.work import Terminal
from sync.protocol.facts import Sale, Tender
from sync.protocol.programmes import PointsProgramme, unit_value_minor

KINDS = frozenset({"points", "cashback"})
"""Kinds of tenders that move units of a member's."""


def left_minor(terminal: Terminal, session: Session, open_basket: Basket, member: str) -> int:
    """Return what the shop's limit leaves a member today."""
    return max(terminal.policy.shop.habits.offline_points_minor - _spent_minor(terminal, session, open_basket, member), 0)


def _spent_minor(terminal: Terminal, session: Session, open_basket: Basket, member: str) -> int:
    """Return what it comes to today: on finished tickets, on those put aside, and on the open one."""
    day = session.day
    sales = terminal.store.unsettled_sales(member, day.business_day, terminal.store.settled) if day is not None else []
    tickets = [open_basket, *(each.held.basket for each in held_tickets(terminal) if not each.held.training)]
    mine = [ticket for ticket in tickets if ticket.member is not None and ticket.member.id == member]
    return sum(_of_sale(terminal, sale) for sale in sales) + sum(_of_ticket(terminal, ticket) for ticket in mine)


def _of_sale(terminal: Terminal, sale: Sale) -> int:
    rewards = ((each.programme, each.points) for each in sale.rewards if not each.hold)
    return _tendered(sale.tenders) + _worth(terminal, rewards)


def _of_ticket(terminal: Terminal, ticket: Basket) -> int:
    """A reward counts for all that is claimed, though what takes nothing off will not be charged."""
    programmes = (each for each in terminal.policy.programmes if isinstance(each, PointsProgramme))
    costs = {reward.id: reward.points for programme in programmes for reward in programme.rewards}
    rewards = ((each.programme, each.claims * costs.get(each.id, 0)) for each in ticket.rewards if not each.hold)
    return _tendered(ticket.tenders) + _worth(terminal, rewards)


def _tendered(tenders: Iterable[Tender]) -> int:
    return sum(each.amount_minor for each in tenders if each.kind in KINDS and not each.out and not each.hold)


def _worth(terminal: Terminal, spent: Iterable[tuple[str, int]]) -> int:
    values = {programme.id: unit_value_minor(programme) for programme in terminal.policy.programmes}
    return sum(units * values.get(programme, 0) for programme, units in spent)
