"""Goods without a barcode at the kiosk: departments, then the goods of one, page by page."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.port import Change
from kiosk.services.queries import Departments, DepartmentView, GoodsOf, GoodsView

PAGE = 60


class GoodsModel(QObject):
    """`department` is empty while one is to be chosen. A late answer about another department is dropped."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.departments: list[DepartmentView] = []
        self.department: DepartmentView | None = None
        self.goods: list[GoodsView] = []
        self._offset = 0
        self._complete = False
        self._asking = False
        bridge.changed.connect(self._heard)

    def load(self) -> None:
        """Show the departments; they are asked for once and again when the catalogue changes."""
        self.department = None
        self.goods = []
        if not self.departments:
            self._bridge.ask(Departments(), self._take_departments)
        self.changed.emit()

    def choose(self, index: int) -> None:
        """Open the department at `index`."""
        self.department = self.departments[index]
        self.goods = []
        self._offset = 0
        self._complete = self._asking = False
        self.changed.emit()
        self.more()

    def more(self) -> None:
        """Ask for the next page of the open department, unless all came or one is on its way."""
        department = self.department
        if department is None or self._complete or self._asking:
            return
        self._asking = True
        query = GoodsOf(department.id, offset=self._offset, limit=PAGE)
        self._bridge.ask(query, lambda result: self._take_goods(department.id, result))

    def _heard(self, change: Change) -> None:
        if "reference" in change.topics:
            self.departments = []
            self.load()

    def _take_departments(self, result: Any) -> None:
        if isinstance(result, list):
            self.departments = [department for department in result if department.count]
            self.changed.emit()

    def _take_goods(self, department: str, result: Any) -> None:
        if self.department is None or self.department.id != department or not isinstance(result, list):
            return
        self._asking = False
        self._complete = len(result) < PAGE
        self._offset += len(result)
        # An open price is asked of staff, never of a customer.
        self.goods = self.goods + [goods for goods in result if goods.price_minor is not None]
        self.changed.emit()
