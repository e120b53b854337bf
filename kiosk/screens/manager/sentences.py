"""The end of day in words: registers, last words, what each terminal still owes. Unknown is a dash, never a zero."""

from kiosk.screens.shared.look import Look
from kiosk.viewmodels.manager_desk import DeskModel
from kiosk.viewmodels.manager_figures import Day, Standing, TerminalRow

DASH = "–"
_NAMES_LIMIT = 3


def register(look: Look, row: TerminalRow) -> str:
    """Name a register by its kind."""
    if row.kind == "selfservice":
        return look.words.tr("Kiosk {register}", register=row.register)
    return look.words.tr("Till {register}", register=row.register)


def register_called(look: Look, day: Day, name: str) -> str:
    """Name a register that may have left the desk since."""
    return next((register(look, row) for row in day.rows if row.register == name), name)


def registers(look: Look, rows: tuple[TerminalRow, ...]) -> str:
    """Name some registers; more than a few are counted."""
    named = ", ".join(register(look, row) for row in rows[:_NAMES_LIMIT])
    rest = len(rows) - _NAMES_LIMIT
    return look.words.tr("{registers} and {n} more", registers=named, n=look.words.number(rest)) if rest > 0 else named


def person(desk: DeskModel, row: TerminalRow) -> str:
    """Return the name of whoever is or was last at the register; empty when nobody is known."""
    return desk.staff.get(row.staff, "")


def last_word(look: Look, row: TerminalRow, server_time: str) -> str:
    """Say when a terminal was last heard."""
    words = look.words
    if not row.last_heard:
        return words.tr("never")
    if not row.silent:
        return words.tr("just now")
    at = words.time(row.last_heard)
    if row.last_heard[:10] != server_time[:10]:
        at = f"{words.date(row.last_heard, 'short')} {at}"
    return words.tr("{time} · silent", time=at)


def waiting(look: Look, row: TerminalRow) -> str:
    """Return the sales that wait at the terminal, by its last word; of an older one, its entries."""
    known = row.waiting if row.waiting_sales is None else row.waiting_sales
    return DASH if known is None else look.words.number(known)


def _waits_there(look: Look, row: TerminalRow) -> str:
    words = look.words
    if row.waiting_sales is None:
        return words.tr_n("{n} entry waits there.", "{n} entries wait there.", row.waiting or 0)
    if not row.waiting_sales:
        return words.tr("No sale waits there, but other entries do.")
    return words.tr_n("{n} sale waits there.", "{n} sales wait there.", row.waiting_sales)


def put_aside(look: Look, row: TerminalRow) -> str:
    """Say which tickets are put aside at a terminal; empty where none is known to be."""
    if not row.held_tickets:
        return ""
    amount = look.words.money(row.held_minor)
    return look.words.tr_n(
        "{n} ticket is put aside there, of {amount}.",
        "{n} tickets are put aside there, of {amount} in all.",
        row.held_tickets,
        amount=amount,
    )


def _heard_last(look: Look, desk: DeskModel, rows: tuple[TerminalRow, ...]) -> str:
    """Name tills that are waited for, each with its last word."""
    server_time = desk.day.server_time if desk.day else ""
    named = [
        look.words.tr("{register} (last word: {time})", register=register(look, row), time=last_word(look, row, server_time))
        for row in rows[:_NAMES_LIMIT]
    ]
    rest = len(rows) - _NAMES_LIMIT
    shown = ", ".join(named)
    return look.words.tr("{registers} and {n} more", registers=shown, n=look.words.number(rest)) if rest > 0 else shown


def amount(look: Look, minor: int | None) -> str:
    """Return a column's amount, without the currency."""
    return DASH if minor is None else look.words.money(minor, symbol=False)


def transmission(look: Look, row: TerminalRow) -> tuple[str, str]:
    """Return what is known of a terminal's day, and the tone that repeats it."""
    tr = look.words.tr
    match row.standing:
        case Standing.PROVEN:
            return tr("Received at {time}", time=look.words.time(row.last_heard)), "accent"
        case Standing.UNUSED:
            return tr("Not opened this day"), "ink2"
        case Standing.OPEN:
            return tr("Day still open"), "warn"
        case Standing.UNSENT:
            return (tr("To come when the network returns") if row.silent else tr("On its way")), "warn"
        case Standing.SILENT:
            return tr("Day not confirmed"), "warn"
        case _:
            return tr("Never heard from"), "danger"


def remedy(look: Look, row: TerminalRow) -> str:
    """Say what is missing at a terminal and what a person can do about it."""
    tr = look.words.tr
    match row.standing:
        case Standing.OPEN if row.kind == "cashier":
            return tr("Its day is still open. Count its drawer and close the day there.")
        case Standing.OPEN:
            return tr("Its day is still open. Close it there.")
        case Standing.UNSENT if row.silent:
            count = _waits_there(look, row)
            calm = tr("Nothing is lost: it sends them when its network returns. Look at its cable or its router.")
            return f"{count} {calm}"
        case Standing.UNSENT:
            count = _waits_there(look, row)
            calm = tr("It is sending now; synchronise again in a moment.")
            return f"{count} {calm}"
        case Standing.SILENT:
            return tr("It has not been heard today, so nobody knows whether it sold. Switch it on, or look at its network.")
        case _:
            return tr("It was enrolled but has never spoken. Switch it on, or enrol it again.")


def headline(look: Look, day: Day) -> tuple[str, str]:
    """Answer first: how many terminals are proven, and the tone."""
    words, total = look.words, len(day.rows)
    if not total:
        return words.tr("No terminal yet"), "ink3"
    tone = "accent" if day.proven == total else "warn"
    return words.tr("{proven} of {total} proven", proven=words.number(day.proven), total=words.number(total)), tone


def sync_summary(look: Look, desk: DeskModel) -> str:
    """Say how far a synchronisation has come, or what the last known state is."""
    words, day = look.words, desk.day
    if desk.syncing:
        if not desk.asked:
            return words.tr("Asking the terminals…")
        return words.tr("{n} of {total} terminals have answered", n=words.number(desk.answered), total=words.number(desk.asked))
    if day is None or not day.rows:
        return ""
    if day.holding:
        return f"{registers(look, day.holding)} · {_waits(look, day)}"
    if day.unknown:
        return words.tr("{registers}: unknown", registers=registers(look, day.unknown))
    return words.tr("Everything known has arrived")


def _waits(look: Look, day: Day) -> str:
    words = look.words
    if not day.waiting_sales:
        return words.tr_n("{n} entry waits", "{n} entries wait", day.waiting or 0)
    return words.tr_n("{n} sale waits", "{n} sales wait", day.waiting_sales)


def sync_note(look: Look, desk: DeskModel) -> str:
    """The calm line under the bar."""
    tr = look.words.tr
    silent = tuple(row for row in desk.unanswered if row.silent)
    if desk.syncing and silent:
        known = _heard_last(look, desk, silent)
        return tr("Waiting for {registers}. A till that is switched off answers when it is on again.", registers=known)
    if desk.sync_ended and desk.unanswered:
        missing = tr("No answer from {registers}.", registers=_heard_last(look, desk, desk.unanswered))
        return f"{missing} {tr('What they hold comes by itself when they are heard again.')}"
    if desk.sync_ended and desk.answered < desk.asked:
        return tr("Not all have answered yet. What they hold comes by itself when they are heard again.")
    return tr("Nothing is lost if you close this page: the terminals keep sending.")
