"""What the header tells all the time: ledger, printer, clock. It asks when something touched them, and four times a minute."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.port import Change
from kiosk.services.queries import PrinterStatus, PrinterView, SyncState, SyncView

TICK_MS = 15_000


class StatusModel(QObject):
    """`now` gives the wall time; screens show it, nothing is decided by it."""

    changed = Signal()

    def __init__(self, bridge: Bridge, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.now = now
        self.sync: SyncView | None = None
        self.printer: PrinterView | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.refresh)
        bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Ask now, and from now on."""
        self.refresh()
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def refresh(self) -> None:
        """Ask for both states; the clock moves meanwhile."""
        self._bridge.ask(SyncState(), self._sync_known)
        self._bridge.ask(PrinterStatus(), self._printer_known)
        self.changed.emit()

    def offline_minutes(self) -> int | None:
        """Return for how long the ledger was not heard; None while online or when it was never heard."""
        if self.sync is None or self.sync.online or not self.sync.since:
            return None
        return max(0, int((self.now() - datetime.fromisoformat(self.sync.since)).total_seconds() // 60))

    def _heard(self, change: Change) -> None:
        if "sync" in change.topics:
            self._bridge.ask(SyncState(), self._sync_known)
        if "printer" in change.topics or "paper" in change.topics:
            self._bridge.ask(PrinterStatus(), self._printer_known)

    def _sync_known(self, view: Any) -> None:
        if isinstance(view, SyncView) and view != self.sync:
            self.sync = view
            self.changed.emit()

    def _printer_known(self, view: Any) -> None:
        if isinstance(view, PrinterView) and view != self.printer:
            self.printer = view
            self.changed.emit()
