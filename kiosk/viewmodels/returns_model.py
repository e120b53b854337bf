"""Goods given back: the receipt they were sold on, what of it is left, and what a person chose."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import Return, ReturnPart
from kiosk.services.queries import FindReceipt, ReceiptRow, RecentReceipts, ReturnableLine, ReturnableReceipt
from kiosk.viewmodels.approval_model import NEEDED, Submits
from sync.protocol.errors import EnvironmentFault, Refusal


class ReturnsModel(QObject):
    """`chosen` holds pieces by line; goods by weight come back whole. `taken` says that the ticket holds them now.

    What is given back names the receipt in sight by what was scanned of it (a digest is known by its whole code), even while another is
    looked for.
    """

    changed = Signal()
    taken = Signal()
    refused = Signal(object)

    def __init__(self, bridge: Bridge, acts: Submits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._acts = bridge, acts
        self._wanted = self._shown = ""
        self.recent: list[ReceiptRow] = []
        self.receipt: ReturnableReceipt | None = None
        self.chosen: dict[int, int] = {}
        self.searching = False

    def begin(self) -> None:
        """Start with the last receipts of this till."""
        self._wanted, self.receipt, self.chosen, self.searching = "", None, {}, False
        self._bridge.ask(RecentReceipts(), self._recent_known)
        self.changed.emit()

    def find(self, receipt: str) -> None:
        """Look for a receipt by its number or by what its QR holds."""
        self._wanted, self.searching = receipt, True
        self._bridge.ask(FindReceipt(receipt), lambda view: self._found(receipt, view))
        self.changed.emit()

    @property
    def can_return(self) -> bool:
        return any(self.chosen.values())

    @property
    def amount_minor(self) -> int:
        """About what comes back: each line's share by pieces; the till settles it to the cent."""
        lines = self.receipt.lines if self.receipt else ()
        return sum(line.gross_minor * self.chosen.get(line.line, 0) // line.sold for line in lines if line.sold)

    def step(self, line: ReturnableLine) -> None:
        """Choose one piece more; after the last none again. A weight is all or nothing; nothing comes back past the shop's limit."""
        if self.receipt is None or self.receipt.too_late is not None:
            return
        now = self.chosen.get(line.line, 0)
        more = line.left if line.by_weight else now + 1
        self.chosen[line.line] = 0 if now >= line.left else more
        self.changed.emit()

    def all(self) -> None:
        """Choose all that is left."""
        open_ = self.receipt is not None and self.receipt.too_late is None
        self.chosen = {line.line: line.left for line in self.receipt.lines if line.left} if self.receipt and open_ else {}
        self.changed.emit()

    def none(self) -> None:
        """Choose nothing."""
        self.chosen = {}
        self.changed.emit()

    def give_back(self) -> None:
        """Put what was chosen on the ticket, as lines that give money back."""
        if self.receipt is not None and self.can_return:
            self._acts.submit(Return(receipt=self._shown, lines=self._parts(self.receipt)), self._returned)

    def _parts(self, receipt: ReturnableReceipt) -> list[ReturnPart] | None:
        """Return the chosen parts; None for all that is left."""
        if all(self.chosen.get(line.line, 0) == line.left for line in receipt.lines):
            return None
        weights = {line.line for line in receipt.lines if line.by_weight}
        return [ReturnPart(line=line, quantity=None if line in weights else n) for line, n in sorted(self.chosen.items()) if n]

    def _returned(self, answer: Answer) -> None:
        if answer.error is None:
            self.taken.emit()
        elif answer.error.code != NEEDED:
            self.refused.emit(answer.error)

    def _recent_known(self, view: Any) -> None:
        if isinstance(view, list) and view != self.recent:
            self.recent = view
            self.changed.emit()

    def _found(self, wanted: str, view: Any) -> None:
        if wanted != self._wanted:
            return
        self.searching = False
        if isinstance(view, ReturnableReceipt):
            self.receipt, self.chosen, self._shown = view, {}, wanted
        elif isinstance(view, Refusal | EnvironmentFault):
            self.refused.emit(_error(view))
        self.changed.emit()


def _error(failure: Refusal | EnvironmentFault) -> ErrorView:
    field = failure.field if isinstance(failure, Refusal) else None
    return ErrorView(code=failure.code, message="", field=field, params=dict(failure.params))
