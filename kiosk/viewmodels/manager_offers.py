"""The offers in force as the manager sees them: which bundle, what is stopped, and who has heard of a stop."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.desk_views import OfferRow, OffersInForce, OffersView, StopOffer
from kiosk.services.port import Change
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.loyalty_wire import StopAnswer

HASH_CHARS = 12
"""So much of a bundle's hash is shown: enough to compare two terminals by eye."""


class OffersModel(QObject):
    """`view` is what this terminal sells by, `chosen` the offer that is meant, `heard` the ledger's last word on its stop; `fault` why the
    ledger said nothing. `asking` while it has not answered yet.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.view: OffersView | None = None
        self.chosen = ""
        self.heard: StopAnswer | None = None
        self.fault = ""
        self.asking = False
        self._stops: dict[str, bool] = {}
        bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Ask for the rules in force, and who has heard of the stop in sight by now."""
        self._bridge.ask(OffersInForce(), self._known)
        row = self.row()
        if row is not None and self.is_stopped(row) and not self.asking:
            self._ask(row.id, stop=True, again=True)

    def choose(self, offer: str) -> None:
        """Mean this offer."""
        if offer != self.chosen:
            self.chosen, self.heard, self.fault = offer, None, ""
            self.changed.emit()
            self.refresh()

    def row(self) -> OfferRow | None:
        """Return the offer that is meant."""
        rows = self.view.offers if self.view is not None else ()
        return next((row for row in rows if row.id == self.chosen), None)

    def is_stopped(self, row: OfferRow) -> bool:
        """Tell whether an offer is stopped: by the ledger's answer, before the rules in force say so here."""
        return self._stops.get(row.id, bool(row.stopped_at))

    def stop_or_go_on(self) -> None:
        """Stop the offer that is meant, or let it go on."""
        row = self.row()
        if row is not None and not self.asking:
            self._ask(row.id, stop=not self.is_stopped(row))

    def _ask(self, offer: str, *, stop: bool, again: bool = False) -> None:
        self.asking = True
        self.changed.emit()
        self._bridge.ask(StopOffer(offer, stop, again), lambda answer: self._answered(offer, stop, answer))

    def _answered(self, offer: str, stop: bool, answer: Any) -> None:
        self.asking = False
        if isinstance(answer, StopAnswer):
            self._stops[offer] = stop
        if offer == self.chosen:
            self.heard = answer if isinstance(answer, StopAnswer) else self.heard
            self.fault = answer.code if isinstance(answer, Refusal | EnvironmentFault) else ""
        self.changed.emit()

    def _known(self, view: Any) -> None:
        if isinstance(view, OffersView) and view != self.view:
            self.view = view
            self._stops = {id: stop for id, stop in self._stops.items() if stop != bool(self._stopped_at(id))}
            self.changed.emit()

    def _stopped_at(self, offer: str) -> str:
        rows = self.view.offers if self.view is not None else ()
        return next((row.stopped_at for row in rows if row.id == offer), "")

    def _hear(self, change: Change) -> None:
        if "reference" in change.topics:
            self._bridge.ask(OffersInForce(), self._known)
