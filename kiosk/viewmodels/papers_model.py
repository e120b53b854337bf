"""The papers that wait for a printer, and what became of the last that came out."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import Reroute
from kiosk.services.port import Change
from kiosk.services.queries import PaperRow, PrintQueue
from kiosk.viewmodels.approval_model import NEEDED, Submits

WAITS = frozenset({"waiting", "started"})


class PapersModel(QObject):
    """`rows` are told once somebody looks: `refresh` asks, and from then on every word of the printer does."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, bridge: Bridge, acts: Submits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._acts = bridge, acts
        self._followed = False
        self.rows: list[PaperRow] = []
        bridge.changed.connect(self._heard)

    def refresh(self) -> None:
        """Ask how the papers stand."""
        self._followed = True
        self._bridge.ask(PrintQueue(), self._known)

    def reroute(self, row: PaperRow) -> None:
        """Send a paper that waits to the other printer."""
        if row.state in WAITS:
            self._acts.submit(Reroute(paper=row.id, printer=1 if row.printer == 2 else 2), self._rerouted)

    def _rerouted(self, answer: Answer) -> None:
        if answer.error is None:
            self.refresh()
        elif answer.error.code != NEEDED:
            self.refused.emit(answer.error)

    def _heard(self, change: Change) -> None:
        if self._followed and change.topics & {"printer", "paper"}:
            self._bridge.ask(PrintQueue(), self._known)

    def _known(self, view: Any) -> None:
        if isinstance(view, list):
            self.rows = view
            self.changed.emit()
