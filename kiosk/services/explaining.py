"""Why an offer is, or is not, had on this ticket: asked of one offer by name; nothing changes."""

from kiosk.domain.pricing import explain
from kiosk.services.circumstances import circumstances_of
from kiosk.services.commands import Explain
from kiosk.services.pricing import judged_now
from kiosk.services.ticket import current
from kiosk.services.trace_views import trace_view
from kiosk.services.work import Work


def explain_offer(work: Work, command: Explain) -> None:
    """Tell what became of an offer, candidate or not; refuses (`unknown_offer`) what no bundle names."""
    work.require_day()
    open_basket, terminal = current(work), work.terminal
    held = work.session.held
    if held is not None:
        for item in held.result.trace:
            if item.id == command.id:
                work.extra["explained"] = trace_view(terminal.policy, item)
                return
    item = explain(open_basket, terminal.policy, judged_now(terminal), command.id, circumstances_of(terminal, open_basket))
    work.extra["explained"] = trace_view(terminal.policy, item)
