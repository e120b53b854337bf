"""The day of this drawer: opened with a float, looked at (X), counted and closed (Z). A closing adds stored values (law 1)."""

from typing import Any

import msgspec

from kiosk.domain import permissions, shift
from kiosk.services import epochs, hold, leases, paper_queue, replay
from kiosk.services.authority import ApprovalNeeded
from kiosk.services.commands import CloseDay, OpenDay, XReport
from kiosk.services.spooler import PrintJob
from kiosk.services.work import Terminal, Work
from kiosk.store.till import PERPETUAL, day_scope
from sync.protocol import facts
from sync.protocol.acts import Act
from sync.rules.figures import TURNOVER, Figures, figures
from sync.rules.receipt.reports import PeriodFigures

BLIND_SEES: Act = "close_period"
"""Whoever may close a month may also know what the drawer should hold while it is counted blind."""


def open_day(work: Work, command: OpenDay) -> None:
    """Open the day; a float that differs from the last count is reported, never lost (T-D5)."""
    session = work.session
    day = shift.open_day(
        session.day,
        business_day=command.business_day,
        float_minor=command.float_minor,
        opened_at=work.at,
        last_z_number=work.terminal.store.z_number,
    )
    difference = shift.opening_over_short(command.float_minor, session.last_count_minor)
    work.unit.declare_day(day.business_day)
    work.append(facts.DayOpened(business_day=day.business_day, float_minor=day.float_minor, opening_over_short_minor=difference))
    replay.forget_before(work, day.z_number)
    leases.keep(work)
    epochs.at_opening(work)
    work.change("day", "session", day=day, z_number=day.z_number, shift_of=session.staff)
    work.extra["opening_over_short_minor"] = difference
    if day.differs_from(work.terminal.clock.now()):
        work.extra["note"] = "business_day_differs"


def x_report(work: Work, command: XReport) -> None:
    """Tell the figures so far; nothing is closed. Where drawers are counted blind they would tell the count, so a manager asks for them."""
    work.require_day()
    _require_sight(work)
    found, perpetual_minor = _figures(work.terminal, work.session.z_number)
    sums = _sums(found, perpetual_minor)
    work.extra.update(_shown(work.terminal, found, sums))
    work.extra["suggested_drop_minor"] = shift.drop_to_float(found.expected_minor, found.float_minor)
    _print_x(work, sums)


def close_day(work: Work, command: CloseDay) -> None:
    """Count and close: the Z report is journalled with the sums and the count."""
    session = work.session
    basket_open = session.basket is not None and not session.basket.is_empty
    day = shift.require_closable(session.day, goods_on_counter=basket_open)
    hold.require_none(work.terminal)
    if command.denominations is not None:
        shift.count_sum(command.denominations, command.counted_minor)
    found, perpetual_minor = _figures(work.terminal, day.z_number)
    sums = _sums(found, perpetual_minor)
    closed = _closing(work.terminal, day, found, command, sums)
    seq = work.unit.append(closed)
    paper_queue.put(work, PrintJob(kind="closing", number=str(closed.z_number), seq=seq), seq=seq)
    work.change("day", "session", day=None, basket=None, undo=(), last_count_minor=command.counted_minor)
    work.extra.update(_shown(work.terminal, found, sums))
    work.extra.update(counted_minor=closed.counted_minor, over_short_minor=closed.over_short_minor, z_number=closed.z_number)
    work.extra["suggested_float_minor"] = closed.counted_minor
    leases.give_back(work)
    epochs.between_days(work)


def _figures(terminal: Terminal, z_number: int) -> tuple[Figures, int]:
    """Return the figures of the period that the Z `z_number` closes, and what this register has sold less what it has taken back since its
    first day: a bounded number of stored sums.
    """
    period, perpetual = terminal.store.totals_beside(day_scope(z_number), PERPETUAL, TURNOVER)
    sold, returned = (perpetual[key].amount_minor if key in perpetual else 0 for key in TURNOVER)
    return figures((key, total.amount_minor, total.count) for key, total in period.items()), sold - returned


def _shown(terminal: Terminal, found: Figures, sums: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of an X or Z as TILL.md names them."""
    return {
        **msgspec.to_builtins(sums),
        "discount_minor": found.discount_minor,
        "tax_names": {share.id: tax.name for share in found.taxes if (tax := terminal.policy.taxes.get(share.id))},
    }


def _sums(found: Figures, perpetual_minor: int) -> dict[str, Any]:
    """Return the sums that an X, a Z and their papers share."""
    return {
        "sales_minor": found.sales_minor,
        "returns_minor": found.returns_minor,
        "receipts": found.receipts,
        "taxes": found.taxes,
        "tenders": found.tenders,
        "float_minor": found.float_minor,
        "paid_in_minor": found.paid_in_minor,
        "paid_out_minor": found.paid_out_minor,
        "drops_minor": found.drops_minor,
        "rounding_minor": found.rounding_minor,
        "gift_cards_sold_minor": found.gift_cards_sold_minor,
        "gift_cards_returned_minor": found.gift_cards_returned_minor,
        "expected_minor": found.expected_minor,
        "period_total_minor": found.period_total_minor,
        "perpetual_total_minor": perpetual_minor,
    }


def _require_sight(work: Work) -> None:
    habits = work.terminal.policy.shop.habits
    verdict = permissions.decide(work.authority, BLIND_SEES, habits)
    if habits.blind_count and not verdict.allowed:
        raise ApprovalNeeded(verdict.needs)


def _closing(terminal: Terminal, day: shift.Day, found: Figures, command: CloseDay, sums: dict[str, Any]) -> facts.DayClosed:
    return facts.DayClosed(
        business_day=day.business_day,
        z_number=day.z_number,
        counted_minor=command.counted_minor,
        over_short_minor=shift.over_short(command.counted_minor, found.expected_minor),
        denominations=command.denominations or {},
        blind=terminal.policy.shop.habits.blind_count,
        **sums,
    )


def _print_x(work: Work, sums: dict[str, Any]) -> None:
    day = work.session.day
    if day is None:
        return
    printed = {name: value for name, value in sums.items() if name in PeriodFigures.__struct_fields__}
    report = PeriodFigures(business_day=day.business_day, **printed)
    body = msgspec.Raw(msgspec.json.encode(report))
    paper_queue.put(work, PrintJob(kind="report", number=work.at[:19].replace("T", " "), report=body), part=9)
