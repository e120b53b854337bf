"""What is found while a person types, and what lies behind the department tiles."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.port import Change
from kiosk.services.queries import Departments, DepartmentView, GoodsOf, GoodsView, MemberRow, SearchGoods, SearchMembers

PAGE = 60
GOODS_LIMIT, MEMBER_LIMIT = 30, 6
LEAST_LETTERS = 2
PAUSE_MS = 80
"""Keys closer than this are one word being typed, or a scanner: not worth a look-up each."""


@dataclass(frozen=True)
class Found:
    """What a text matches."""

    text: str = ""
    goods: tuple[GoodsView, ...] = ()
    members: tuple[MemberRow, ...] = ()


class SearchModel(QObject):
    """`found` belongs to the text last typed; answers to older texts are dropped. `department` empty shows the departments."""

    found_changed = Signal()
    goods_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wanted = ""
        self.found = Found()
        self.departments: list[DepartmentView] = []
        self.department = ""
        self.goods: list[GoodsView] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Ask for the departments."""
        self._bridge.ask(Departments(), self._departments_known)

    def type_text(self, text: str) -> None:
        """Look for a text a moment after the last key; too short a text finds nothing."""
        self._wanted = text.strip()
        if len(self._wanted) < LEAST_LETTERS:
            self._pause.stop()
            self._show(Found())
        else:
            self._pause.start()

    @staticmethod
    def is_code(text: str) -> bool:
        """Say whether typed text can only be a code: figures, or a signed token (its prefix ends in a colon)."""
        return text.isdecimal() or text[3:4] == ":"

    def only_one(self, text: str) -> GoodsView | MemberRow | None:
        """Return the one article or member that the text found, when it found no other."""
        if self.found.text != text:
            return None
        found: list[GoodsView | MemberRow] = [*self.found.goods, *self.found.members]
        return found[0] if len(found) == 1 else None

    def open_department(self, department: str) -> None:
        """Show the goods of a department, or the departments again for an empty one."""
        self.department, self.goods = department, []
        self.goods_changed.emit()
        if department:
            self._bridge.ask(GoodsOf(department, 0, PAGE), lambda view: self._goods_known(department, view))

    def more(self) -> None:
        """Ask for the next goods of the department, when the last page was full."""
        if self.department and self.goods and len(self.goods) % PAGE == 0:
            department = self.department
            self._bridge.ask(GoodsOf(department, len(self.goods), PAGE), lambda view: self._goods_known(department, view))

    def _look(self) -> None:
        text = self._wanted
        self._bridge.ask(SearchGoods(text, GOODS_LIMIT), lambda goods: self._goods_found(text, goods))

    def _goods_found(self, text: str, goods: Any) -> None:
        if isinstance(goods, list) and text == self._wanted:
            self._bridge.ask(SearchMembers(text, MEMBER_LIMIT), lambda members: self._all_found(text, goods, members))

    def _all_found(self, text: str, goods: list[GoodsView], members: Any) -> None:
        if text == self._wanted:
            self._show(Found(text, tuple(goods), tuple(members) if isinstance(members, list) else ()))

    def _show(self, found: Found) -> None:
        if found != self.found:
            self.found = found
            self.found_changed.emit()

    def _heard(self, change: Change) -> None:
        if "reference" in change.topics:
            self.start()

    def _departments_known(self, view: Any) -> None:
        if isinstance(view, list) and view != self.departments:
            self.departments = view
            self.goods_changed.emit()

    def _goods_known(self, department: str, view: Any) -> None:
        if isinstance(view, list) and department == self.department:
            known = {item.sku for item in self.goods}
            self.goods = [*self.goods, *(item for item in view if item.sku not in known)]
            self.goods_changed.emit()
