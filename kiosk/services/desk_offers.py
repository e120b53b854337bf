"""The offers in force as the manager's desk shows them, and stopping one with a click: the ledger tells every terminal."""

from collections.abc import Callable

from kiosk.services.desk_views import OfferRow, OffersView, StopOffer
from kiosk.services.ports import StopPort
from kiosk.services.till import Till
from kiosk.services.work import Terminal
from sync.protocol.errors import Refusal
from sync.protocol.facts import OfferStopAsked
from sync.protocol.loyalty_wire import StopAnswer, StopRequest
from sync.protocol.offers import kind_of
from sync.protocol.records import Bundle, StoppedOffer

DESK_ROLES = frozenset({"manager", "administrator"})


def offers_in_force(terminal: Terminal) -> OffersView:
    """Return the rules in force here, with what is stopped."""
    policy = terminal.policy
    bundle = next((each for each in terminal.reference.records("bundle", Bundle) if each.hash == policy.bundle), None)
    stopped = {each.id: each.at for each in terminal.reference.records("stopped", StoppedOffer)}
    offers = [rule.offer for rule in policy.index.rules]
    return OffersView(
        version=bundle.version if bundle is not None else 0,
        hash=policy.bundle,
        at=bundle.at if bundle is not None else "",
        offers=tuple(OfferRow(offer.id, offer.name, kind_of(offer), stopped.get(offer.id, "")) for offer in offers),
    )


def stop_offer(ledger: StopPort, till: Till, query: StopOffer, on_worker: Callable[[Callable[[], object]], object]) -> StopAnswer:
    """Have the ledger stop an offer; refuses (`role_not_allowed`) who does not manage. Who asked for what is journalled first (law 14)."""
    if till.session.role not in DESK_ROLES:
        raise Refusal("role_not_allowed")
    if not query.again:
        on_worker(lambda: till.run(lambda work: work.append(OfferStopAsked(offer=query.offer, stop=query.stop))))
    return ledger.stop(StopRequest(offer=query.offer, stop=query.stop))
