"""The day of this drawer: opened with a float, looked at (X), counted and closed (Z). A closing adds stored values (law 1)."""

from typing import Any

import msgspec

from kiosk.domain import shift
from kiosk.services import hold, replay
from kiosk.services.commands import CloseDay, OpenDay, XReport
from kiosk.services.spooler import WORK_KIND, PrintJob, job_id
from kiosk.services.work import Terminal, Work
from kiosk.store.till import PERPETUAL, day_scope
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.rules.figures import Figures, figures
from sync.rules.receipt.reports import PeriodFigures

DENOMINATIONS_LIMIT = 30


def open_day(work: Work, command: OpenDay) -> None:
    """Open the day; a float that differs from the last count is reported, never lost (T-D5)."""
    session = work.session
    day = shift.open_day(
        session.day,
        business_day=command.business_day,
        float_minor=command.float_minor,
        opened_at=work.at,
        last_z_number=session.z_number,
    )
    difference = shift.opening_over_short(command.float_minor, session.last_count_minor)
    work.unit.declare_day(day.business_day)
    work.append(facts.DayOpened(business_day=day.business_day, float_minor=day.float_minor, opening_over_short_minor=difference))
    replay.forget_before(work, day.z_number)
    work.change("day", "session", day=day, z_number=day.z_number, shift_of=session.staff)
    work.extra["opening_over_short_minor"] = difference
    if day.differs_from(work.terminal.clock.now()):
        work.extra["note"] = "business_day_differs"


def x_report(work: Work, command: XReport) -> None:
    """Tell the figures so far; nothing is closed."""
    work.require_day()
    found = period(work.terminal, work.session.z_number)
    work.extra.update(shown(work.terminal, found))
    if work.terminal.has_printer:
        _print_x(work, found)


def close_day(work: Work, command: CloseDay) -> None:
    """Count and close: the Z report is journalled with the sums and the count."""
    session = work.session
    basket_open = session.basket is not None and not session.basket.is_empty
    day = shift.require_closable(session.day, goods_on_counter=basket_open)
    hold.require_none(work.terminal)
    if command.denominations is not None:
        _require_sum(command.denominations, command.counted_minor)
    found = period(work.terminal, day.z_number)
    closed = _closing(work.terminal, day, found, command.counted_minor)
    seq = work.unit.append(closed)
    if work.terminal.has_printer:
        job = PrintJob(kind="closing", seq=seq)
        work.unit.put(WORK_KIND, job_id(seq), msgspec.json.encode(job))
        work.topics.add("printer")
    work.change("day", "session", day=None, basket=None, undo=(), last_count_minor=command.counted_minor)
    work.extra.update(shown(work.terminal, found))
    work.extra.update(counted_minor=closed.counted_minor, over_short_minor=closed.over_short_minor, z_number=closed.z_number)


def period(terminal: Terminal, z_number: int) -> Figures:
    """Return the figures of the period that the Z `z_number` closes: a bounded number of stored sums."""
    totals = terminal.store.totals(day_scope(z_number))
    return figures((key, total.amount_minor, total.count) for key, total in totals.items())


def perpetual_total(terminal: Terminal) -> int:
    """Return what this register has sold less what it has taken back, since its first day."""
    totals = terminal.store.totals(PERPETUAL)
    return figures((key, total.amount_minor, total.count) for key, total in totals.items()).period_total_minor


def shown(terminal: Terminal, found: Figures) -> dict[str, Any]:
    """Return the figures of an X or Z as TILL.md names them."""
    return {
        **msgspec.to_builtins(_sums(terminal, found)),
        "discount_minor": found.discount_minor,
        "tax_names": {share.id: tax.name for share in found.taxes if (tax := terminal.policy.taxes.get(share.id))},
    }


def _sums(terminal: Terminal, found: Figures) -> dict[str, Any]:
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
        "expected_minor": found.expected_minor,
        "period_total_minor": found.period_total_minor,
        "perpetual_total_minor": perpetual_total(terminal),
    }


def _closing(terminal: Terminal, day: shift.Day, found: Figures, counted_minor: int) -> facts.DayClosed:
    return facts.DayClosed(
        business_day=day.business_day,
        z_number=day.z_number,
        counted_minor=counted_minor,
        over_short_minor=shift.over_short(counted_minor, found.expected_minor),
        **_sums(terminal, found),
    )


def _require_sum(denominations: dict[str, int], counted_minor: int) -> None:
    """Denominations are counts by value in minor units; they must come to what was counted."""
    if len(denominations) > DENOMINATIONS_LIMIT:
        raise Refusal("bad_request", field="denominations", rule="too many")
    try:
        total = sum(int(value) * count for value, count in denominations.items())
    except ValueError as error:
        raise Refusal("bad_request", field="denominations", rule="minor units") from error
    if any(count < 0 for count in denominations.values()) or total != counted_minor:
        raise Refusal("bad_request", field="denominations", rule="sum")


def _print_x(work: Work, found: Figures) -> None:
    day = work.session.day
    if day is None:
        return
    report = PeriodFigures(business_day=day.business_day, **_sums(work.terminal, found))
    job = PrintJob(kind="report", report=msgspec.Raw(msgspec.json.encode(report)), staff=work.session.staff)
    work.unit.put(WORK_KIND, job_id(work.unit.head.seq, part=9), msgspec.json.encode(job))
    work.topics.add("printer")
