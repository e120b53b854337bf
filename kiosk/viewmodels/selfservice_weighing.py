"""Goods by weight at the kiosk: the connected scale is asked; where none is, the label of the department's scales is scanned instead."""

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import Weigh
from kiosk.services.queries import GoodsView
from kiosk.viewmodels.selfservice_ticket import Ticket


class WeighingModel(QObject):
    """`goods` are those that lie on the scale, None while none do; `error` is what the scale said last."""

    changed = Signal()
    weighed = Signal(str)
    """The sku that went into the basket."""

    def __init__(self, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self.goods: GoodsView | None = None
        self.error: ErrorView | None = None
        self.busy = False
        self._turn = 0

    @property
    def has_scale(self) -> bool:
        """Whether a scale is connected to this kiosk."""
        return self._ticket.info is not None and self._ticket.info.has_scale

    def ask(self, goods: GoodsView) -> None:
        """These goods are to be weighed."""
        self.goods, self.error, self.busy = goods, None, False
        self.changed.emit()

    def weigh(self) -> None:
        """Ask the scale; it answers once it has come to rest."""
        if self.goods is None or self.busy:
            return
        turn, sku = self._turn, self.goods.sku
        self.busy, self.error = True, None
        self.changed.emit()
        command = Weigh(sku=sku)

        def refused(answer: Answer) -> None:
            error = answer.error
            if self._turn != turn:
                # The customer has left these goods; what the scale says of them now is about none that lie there.
                return
            self.busy = False
            if error is not None and error.code.startswith("scale_"):
                self.error = error
                self.changed.emit()
            else:
                self.leave()
                self._ticket.refused.emit(error, command)

        def weighed(answer: Answer) -> None:
            if self._turn == turn:
                self.leave()
            self.weighed.emit(sku)

        self._ticket.send(command, weighed, refused)

    def leave(self) -> None:
        """Weigh nothing after all."""
        self._turn += 1
        self.goods, self.error, self.busy = None, None, False
        self.changed.emit()
