"""Why each offer of the shop does what it does to the open ticket: those that the trace does not name are asked for here."""

from kiosk.domain.pricing import explain_all
from kiosk.services.answers import TraceView
from kiosk.services.circumstances import circumstances_of
from kiosk.services.line_views import offer_names
from kiosk.services.pricing import judged_now
from kiosk.services.session import Session
from kiosk.services.trace_views import trace_views
from kiosk.services.work import Terminal

REASONS_LIMIT = 300
"""More offers than anybody reads through at a counter."""


def all_reasons(terminal: Terminal, session: Session) -> list[TraceView]:
    """Return what is to be said of every offer of the bundle, those of the trace first; none without a ticket."""
    basket = session.basket
    if basket is None or not basket.lines:
        return []
    items = explain_all(basket, terminal.policy, judged_now(terminal), circumstances_of(terminal, basket))
    return trace_views(terminal.policy, offer_names(terminal), items[:REASONS_LIMIT])
