"""Members at the manager's desk: found in all stores, shown what the shop holds of them, and erased for good."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import EraseMember, ExportMember
from kiosk.services.queries import FindMember, MemberRow, SearchMembers
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.wire import PointsOwed

FOUND_LIMIT = 20


class MembersModel(QObject):
    """`found` belongs to the text last asked; `document` is what the shop holds of `chosen`, None until it is asked for; `kept` says what
    stays after an erasure and until when, None while nobody was erased. `fault` is the code of what was refused.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wanted = ""
        self.found: tuple[MemberRow, ...] = ()
        self.chosen = ""
        self.document: tuple[tuple[str, str], ...] | None = None
        self.kept: dict[str, str] | None = None
        self.fault = ""
        self.owed: tuple[PointsOwed, ...] = ()

    def hear_owed(self, owed: tuple[PointsOwed, ...]) -> None:
        """Take what all members together are owed, as the ledger said last."""
        if owed != self.owed:
            self.owed = owed
            self.changed.emit()

    def search(self, text: str) -> None:
        """Look for members: here at once, and by card, phone or e-mail at the ledger."""
        self._wanted = text.strip()
        self._forget()
        self.found = ()
        self.changed.emit()
        if self._wanted:
            wanted = self._wanted
            self._bridge.ask(SearchMembers(wanted, FOUND_LIMIT), lambda rows: self._local(wanted, rows))

    def choose(self, member: str) -> None:
        """Mean this member."""
        self._forget()
        self.chosen = member
        self.changed.emit()

    def row(self) -> MemberRow | None:
        """Return the member who is meant."""
        return next((row for row in self.found if row.id == self.chosen), None)

    def export(self) -> None:
        """Ask for all that the shop holds of the member."""
        member = self.chosen
        self._bridge.submit(ExportMember(id=member), lambda answer: self._exported(member, answer))

    def erase(self) -> None:
        """Erase the member in all stores."""
        member = self.chosen
        self._bridge.submit(EraseMember(id=member), lambda answer: self._erased(member, answer))

    def _forget(self) -> None:
        self.chosen, self.document, self.kept, self.fault = "", None, None, ""

    def _local(self, wanted: str, rows: Any) -> None:
        if wanted != self._wanted:
            return
        self._take(rows)
        if not self.found:
            self._bridge.ask(FindMember(wanted, FOUND_LIMIT), lambda found: self._take(found) if wanted == self._wanted else None)

    def _take(self, rows: Any) -> None:
        if isinstance(rows, list):
            self.found = tuple(rows)
            if len(rows) == 1:
                self.chosen = rows[0].id
        elif isinstance(rows, Refusal | EnvironmentFault) and rows.code != "no_ledger":
            self.fault = rows.code
        self.changed.emit()

    def _exported(self, member: str, answer: Answer) -> None:
        if member != self.chosen:
            return
        self.fault = answer.error.code if answer.error is not None else ""
        if answer.error is None:
            self.document = tuple(flat("", answer.extra.get("document")))
        self.changed.emit()

    def _erased(self, member: str, answer: Answer) -> None:
        if answer.error is None:
            self.found = tuple(row for row in self.found if row.id != member)
        if member == self.chosen:
            self.fault = answer.error.code if answer.error is not None else ""
            if answer.error is None:
                kept = answer.extra.get("kept")
                self.chosen, self.document, self.kept = "", None, kept if isinstance(kept, dict) else {}
        self.changed.emit()


def flat(name: str, thing: Any) -> Iterator[tuple[str, str]]:
    """Yield a document as names and values: what lies deeper is named by its way."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from flat(f"{name}.{key}" if name else str(key), value)
    elif isinstance(thing, list):
        for number, value in enumerate(thing, start=1):
            yield from flat(f"{name} {number}", value)
    elif thing not in ("", None):
        yield name, str(thing)
