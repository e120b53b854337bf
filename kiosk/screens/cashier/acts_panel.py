"""The page of acts, in the place of the catalogue: every act of the ticket is one tap away, and its key works without it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.screens.cashier.act_keys import ACTS
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import cap_of
from kiosk.touch.keys import KeyButton, least_stacked
from kiosk.viewmodels.acts_model import ActsModel
from kiosk.viewmodels.basket_model import BasketModel

_COLUMNS = 3
_LARGEST_PX = 96


class ActsPanel(QWidget):
    """`wanted` brings the name of an act. Shortcuts work anywhere in `scope`, which is the whole right of the page."""

    wanted = Signal(str)

    def __init__(self, look: Look, basket: BasketModel, acts: ActsModel, scope: QWidget) -> None:
        super().__init__()
        self._look, self._basket, self._acts = look, basket, acts
        self.keys: dict[str, KeyButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for number, act in enumerate(ACTS):
            words = act.words(look.words)
            key = KeyButton(
                look.theme,
                words,
                kind=act.kind,
                cap=cap_of(look.words, act.keys),
                keys=(act.keys,),
                stacked=True,
                scope=scope,
                role="small",
            )
            key.setObjectName(act.name)
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            key.setMinimumHeight(least_stacked(look.theme))
            key.setMaximumHeight(max(look.theme.px(_LARGEST_PX), least_stacked(look.theme)))
            key.clicked.connect(lambda _=False, name=act.name: self.wanted.emit(name))
            self.keys[act.name] = key
            grid.addWidget(key, *divmod(number, _COLUMNS))
        grid.setRowStretch(-(-len(ACTS) // _COLUMNS), 1)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        basket.changed.connect(self.show_ticket)
        acts.held_changed.connect(self.show_ticket)
        self.show_ticket()

    def show_ticket(self) -> None:
        """Show which acts the ticket allows now."""
        basket = self._basket.basket
        met = {
            "": True,
            "line": self._basket.meant() is not None,
            "lines": bool(basket.lines),
            "ticket": bool(basket.lines) or basket.member is not None,
        }
        for act in ACTS:
            self.keys[act.name].setEnabled(met[act.needs])
        held, words = len(self._acts.held), self._look.words
        waiting = words.tr_n("{n} ticket on hold", "{n} tickets on hold", held) if held else words.tr("Tickets on hold")
        self.keys["held"].show_text(waiting)
