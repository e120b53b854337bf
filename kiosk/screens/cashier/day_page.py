"""The page behind the menu: the drawer's day, its cash and training; the ledger, language and theme."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.screens.cashier.cash_page import kind_words
from kiosk.screens.cashier.day_choices import DayChoices
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import cap_of
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.drawer_model import DROP, PAID_IN, PAID_OUT

_COLUMNS = 3


class MenuKey(NamedTuple):
    """A key of the menu; `who` is all, manager or administrator."""

    name: str
    words: str
    keys: str
    act: Callable[[], object]
    who: str = "all"


class DayPage(ScreenPage):
    """`language_wanted` and `theme_wanted` bring the code or name of another; the window makes the screens anew.

    `more` are the pages that somebody else makes (the store's end of day, settings); each has its key only where it exists.
    """

    language_wanted = Signal(str)
    theme_wanted = Signal(str)

    def __init__(self, look: Look, model: CashierModel, *, more: frozenset[Page] = frozenset()) -> None:
        super().__init__(look)
        self._model, self._more = model, more
        words = look.words
        self.title = Label(look.theme, "", "title", "ink", BOLD)
        self.keys: dict[str, KeyButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.back = enter_key(look, words.tr("Back to selling"), name="back", role="body", also=("Esc",))
        self.back.clicked.connect(lambda: model.go(Page.SELLING))
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.title)
        left.addLayout(self._grid)
        left.addStretch(1)
        left.addLayout(self.slot)
        left.addWidget(self.back)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(20)
        box.addLayout(left, 20)
        self.choices = DayChoices(look, model)
        box.addWidget(self.cover(self.choices), 11)
        self._shown: list[str] = []
        self._join()
        self.show_day()

    def _join(self) -> None:
        model = self._model
        self.choices.language_wanted.connect(self.language_wanted)
        self.choices.theme_wanted.connect(self.theme_wanted)
        model.session.day_changed.connect(self.show_day)
        model.session.state_changed.connect(self.show_day)
        model.session.training_changed.connect(self.show_day)

    def _menu(self) -> list[MenuKey]:
        """Return the keys in their order: figures, cash, the store, the person."""
        words, model = self._look.words, self._model
        return [
            MenuKey("x_report", words.tr("X report"), "F3", model.day.ask_figures),
            MenuKey("count", words.tr("Count and close the day"), "F4", lambda: model.go(Page.COUNT)),
            MenuKey("sync", words.tr("Send now"), "F5", model.session.sync),
            MenuKey(PAID_IN, kind_words(self._look, PAID_IN), "F6", lambda: self._move(PAID_IN)),
            MenuKey(PAID_OUT, kind_words(self._look, PAID_OUT), "F7", lambda: self._move(PAID_OUT)),
            MenuKey(DROP, kind_words(self._look, DROP), "F8", lambda: self._move(DROP)),
            MenuKey("lock", words.tr("Lock"), "F11", model.session.lock),
            MenuKey("log_out", words.tr("Log out"), "F12", model.session.logout),
            MenuKey("receipts", words.tr("Receipts, returns"), "F9", lambda: model.go(Page.RETURNS)),
            MenuKey("desk", words.tr("End of the store's day"), "F2", lambda: model.go(Page.DESK), "manager"),
            MenuKey("training", words.tr("Training"), "Ctrl+F2", self._train, "manager"),
            MenuKey("settings", words.tr("Settings"), "Ctrl+F4", lambda: model.go(Page.SETTINGS), "administrator"),
        ]

    def _allowed(self, key: MenuKey) -> bool:
        day = self._model.session.day
        if (key.name == "desk" and Page.DESK not in self._more) or (key.name == "settings" and Page.SETTINGS not in self._more):
            return False
        if key.who == "administrator":
            return day is not None and day.role == "administrator"
        return key.who == "all" or self._model.session.manages

    def _show_keys(self) -> None:
        """Show the keys of who is at the till now: the menu may be open before it is known what this person may do."""
        items = [item for item in self._menu() if self._allowed(item)]
        if [item.name for item in items] == self._shown:
            return
        self._shown = [item.name for item in items]
        for gone in self.keys.values():
            gone.hide()
            gone.deleteLater()
        self.keys = {}
        for number, item in enumerate(items):
            key = KeyButton(
                self._look.theme,
                item.words,
                cap=cap_of(self._look.words, item.keys),
                keys=(item.keys,),
                stacked=True,
                least=self._look.theme.px(84),
            )
            key.setObjectName(item.name)
            key.clicked.connect(lambda _=False, act=item.act: act())
            self.keys[item.name] = key
            self._grid.addWidget(key, *divmod(number, _COLUMNS))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def _move(self, kind: str) -> None:
        self._model.drawer.choose(kind)
        self._model.go(Page.CASH)

    def _train(self) -> None:
        self._model.drawer.train(on=not self._model.session.training)

    def show_day(self) -> None:
        """Show the business day, what may be done, and whether a person trains."""
        self._show_keys()
        words, session = self._look.words, self._model.session
        day = session.day
        self.title.show_text(words.date(day.business_day, "full") if day and day.business_day else words.tr("Menu"))
        if "training" in self.keys:
            self.keys["training"].show_text(words.tr("End the training") if session.training else words.tr("Training"))
            self.keys["training"].set_kind("chosen" if session.training else "plain")
