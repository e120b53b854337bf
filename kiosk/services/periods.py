"""Closing a month or a year: the sum of its stored Z reports, journalled, printed and archived. Nothing of it needs the network."""

from typing import Any

import msgspec

from kiosk.domain import periods
from kiosk.services import archives, epochs, paper_queue
from kiosk.services.archives import Due
from kiosk.services.commands import ClosePeriod
from kiosk.services.spooler import PrintJob
from kiosk.services.till import Till
from kiosk.services.work import Work
from sync.journal.archive import Written
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.facts import PeriodClosed
from sync.rules.periods import Kind, summed

_NEXT = "next"


def close_period(work: Work, command: ClosePeriod) -> None:
    """Close the oldest month or year that is over and not closed; an archive that a stop left unwritten is written first."""
    session = work.session
    if session.day is not None:
        raise Refusal("period_day_open", business_day=session.day.business_day)
    pending = _pending(work)
    if pending is None:
        _archive(work, _close(work, command.period))
    elif pending.closed.period == command.period:
        _archive(work, pending)
    else:
        _archive(work, pending, then=command.period)


def resume(till: Till) -> None:
    """At a start: write the archive of a period that was closed just before a stop."""
    if till.terminal.store.get(epochs.ARCHIVE_DUE, _NEXT) is not None:
        till.run(_resume)


def _resume(work: Work) -> None:
    pending = _pending(work)
    if pending is not None:
        _archive(work, pending)


def _close(work: Work, period: Kind) -> Due:
    """Journal the closing and remember that its archive is due, in one commit."""
    store = work.terminal.store
    last = store.last_period(period)
    held = store.closings(last.last_z if last else 0)
    key, inside = periods.due(period, [each for _, each in held], last, work.terminal.clock.now().date(), store.last_period("month"))
    seqs = [seq for seq, each in held if seq and each.z_number <= inside[-1].z_number]
    closed = summed(period, key, inside, _first_seq(work, inside[0].z_number), max(seqs, default=0))
    due = Due(seq=work.unit.append(closed), closed=closed)
    work.unit.put(epochs.ARCHIVE_DUE, _NEXT, msgspec.json.encode(due))
    paper_queue.put(work, PrintJob(kind="period", number=key, seq=due.seq), seq=due.seq)
    gaps = periods.missing(inside)
    if gaps:
        work.extra["missing_z_numbers"] = gaps
    work.change("day")
    return due


def _first_seq(work: Work, first_z: int) -> int:
    """Return the first entry after the Z before the period: 1 where that stands in an earlier file."""
    before = [seq for seq, each in work.terminal.store.closings(first_z - 2) if each.z_number == first_z - 1]
    return before[0] + 1 if before else 1


def _archive(work: Work, due: Due, then: Kind | None = None) -> None:
    """Write the archive aside, once this unit is committed."""
    terminal, at, gaps = work.terminal, work.at, work.extra.get("missing_z_numbers")

    def slow() -> Written | EnvironmentFault:
        try:
            return archives.write(terminal, due, at)
        except EnvironmentFault as fault:
            return fault

    def proceed(following: Work, result: Written | EnvironmentFault) -> None:
        if isinstance(result, EnvironmentFault):
            following.failure = Refusal(result.code)
            return
        _conclude(following, due, result)
        if gaps:
            following.extra["missing_z_numbers"] = gaps
        if then is not None:
            _go_on(following, then)

    work.asking = "period_asked"
    work.aside = (slow, proceed)


def _go_on(work: Work, period: Kind) -> None:
    """Close what was asked for after an archive that was still due; that one is kept whatever becomes of this."""
    try:
        _archive(work, _close(work, period))
    except Refusal as refused:
        work.failure = refused


def _conclude(work: Work, due: Due, written: Written) -> None:
    """Journal the archive; a closed year ends the epoch with its file."""
    archives.journal(work, due.closed, written)
    work.unit.drop(epochs.ARCHIVE_DUE, _NEXT)
    work.extra.update(_shown(work, due.closed))
    if due.closed.period == "year":
        epochs.demand(work, "year")


def _pending(work: Work) -> Due | None:
    stored = work.terminal.store.get(epochs.ARCHIVE_DUE, _NEXT)
    return msgspec.json.decode(stored, type=Due) if stored else None


def _shown(work: Work, closed: PeriodClosed) -> dict[str, Any]:
    """Return the figures of a closed period, named as those of a Z."""
    taxes = work.terminal.policy.taxes
    names = {share.id: taxes[share.id].name for share in closed.taxes if share.id in taxes}
    return {
        **msgspec.structs.asdict(closed),
        "taxes": msgspec.to_builtins(closed.taxes),
        "tenders": msgspec.to_builtins(closed.tenders),
        "tax_names": names,
    }
