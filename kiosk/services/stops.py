"""Offers and campaigns that the shop has stopped: what this till knows of them, and the refusal that says since when."""

from kiosk.services.work import Terminal
from sync.protocol.errors import Refusal
from sync.protocol.records import StoppedOffer


def require_running(terminal: Terminal, offer: str) -> None:
    """Refuse (`coupon_stopped`) what belongs to an offer that was stopped."""
    stopped = terminal.reference.record("stopped", offer, StoppedOffer)
    if stopped is not None:
        raise Refusal("coupon_stopped", field="code", at=stopped.at)
