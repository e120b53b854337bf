"""The settings of this terminal as an administrator sees them: which is chosen, and what came of changing it."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import ChangeSetting, TestPage
from kiosk.services.port import Change
from kiosk.services.queries import SettingRow, SettingsNow
from sync.protocol.errors import Refusal


class SettingsModel(QObject):
    """`refused` brings an answer's error, `failed` a Refusal; `kept` the row that was changed."""

    changed = Signal()
    refused = Signal(object)
    failed = Signal(object)
    kept = Signal(object)
    printing = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.rows: list[SettingRow] = []
        self.key = ""
        bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Ask for the settings."""
        self._bridge.ask(SettingsNow(), self._known)

    @property
    def row(self) -> SettingRow | None:
        """The setting before the person."""
        return next((row for row in self.rows if row.key == self.key), None)

    def choose(self, key: str) -> None:
        """Choose a setting by its key."""
        if key != self.key:
            self.key = key
            self.changed.emit()

    def step(self, by: int) -> None:
        """Choose the next setting, or the one before."""
        keys = [row.key for row in self.rows]
        if self.key in keys:
            self.choose(keys[(keys.index(self.key) + by) % len(keys)])

    def keep(self, value: str) -> None:
        """Change the chosen setting."""
        row = self.row
        if row is not None and value != row.value:
            self._bridge.submit(ChangeSetting(key=row.key, value=value), self._answered)

    def print_test(self) -> None:
        """Print the page by which the printer in use is tried."""
        self._bridge.submit(TestPage(), self._printed)

    def _answered(self, answer: Answer) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
        elif self.row is not None:
            self.kept.emit(self.row)

    def _printed(self, answer: Answer) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
        else:
            self.printing.emit()

    def _heard(self, change: Change) -> None:
        if "settings" in change.topics:
            self._bridge.ask(SettingsNow(), self._known)

    def _known(self, view: Any) -> None:
        if isinstance(view, Refusal):
            self.failed.emit(view)
        elif isinstance(view, list):
            self.rows = view
            self.key = self.key or (view[0].key if view else "")
            self.changed.emit()
