"""Why: what became of the offers that concern a line or the ticket, from the till's own trace; of any other offer on asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import BasketView, TraceView
from kiosk.services.queries import OfferReasons
from kiosk.viewmodels.basket_model import BasketModel

_ORDER = {"applied": 0, "not_met": 2, "beaten": 3, "spent": 4, "stopped": 5}
_NEARLY = 1


@dataclass(frozen=True)
class Why:
    """What concerns a line (0: the ticket): `here` what it has of each offer, in minor units by id, and the trace in the order of use."""

    line: int
    here: dict[str, int]
    items: tuple[TraceView, ...]


class WhyModel(QObject):
    """`others` are all further offers of the shop, None until they are asked for; another ticket forgets them."""

    changed = Signal()

    def __init__(self, bridge: Bridge, basket: BasketModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._basket = bridge, basket
        self.line = 0
        self.others: tuple[TraceView, ...] | None = None
        basket.changed.connect(self._forget)

    def ask(self, line: int) -> None:
        """Mean this line, or with 0 the ticket."""
        self.line, self.others = line, None
        self.changed.emit()

    def ask_others(self) -> None:
        """Ask for every other offer of the shop."""
        asked = self._basket.basket
        self._bridge.ask(OfferReasons(), lambda view: self._known(asked, view))

    def why(self) -> Why:
        """Return what the trace says of the line that is meant."""
        basket = self._basket.basket
        line = next((each for each in basket.lines if each.line == self.line), None)
        here = {offer.id: offer.amount_minor for offer in line.offers} if line is not None else {}
        return Why(self.line if line is not None else 0, here, tuple(sorted(basket.offers, key=lambda item: _place(item, here))))

    def _known(self, asked: BasketView, view: Any) -> None:
        if isinstance(view, list) and asked is self._basket.basket:
            traced = {item.id for item in asked.offers}
            self.others = tuple(item for item in view if item.id not in traced)
            self.changed.emit()

    def _forget(self) -> None:
        self.others = None
        self.changed.emit()


def nearest(items: Sequence[TraceView]) -> TraceView | None:
    """Return the offer that is nearly reached: with the least money to go, else the fewest pieces."""
    money = [item for item in items if item.short_minor]
    pieces = [item for item in items if item.short_pieces]
    if money:
        return min(money, key=lambda item: item.short_minor or 0)
    return min(pieces, key=lambda item: item.short_pieces or 0) if pieces else None


def _place(item: TraceView, here: dict[str, int]) -> tuple[int, int]:
    nearly = item.status == "not_met" and (item.short_minor or item.short_pieces)
    return (0 if item.id in here else 1, _NEARLY if nearly else _ORDER.get(item.status, len(_ORDER)))
