"""The page behind the menu: the drawer's day, the ledger, language and theme, and what the keys do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name, sync_words
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Row, RowStyle
from kiosk.touch.theme import BOLD
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.cashier_model import CashierModel, Page

_LABEL_WIDTH = 120
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_KEYS = RowStyle(lead=0, middle=0, amount=150, pad=18)


class DayPage(ScreenPage):
    """`language_wanted` and `theme_wanted` bring the code or name of another; the window makes the screens anew."""

    language_wanted = Signal(str)
    theme_wanted = Signal(str)

    def __init__(self, look: Look, model: CashierModel, *, has_desk: bool = False) -> None:
        super().__init__(look)
        self._model = model
        self._has_desk = has_desk
        words = look.words
        self.title = Label(look.theme, "", "title", "ink", BOLD)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.title)
        left.addLayout(self._acts())
        left.addWidget(self._ledger())
        left.addWidget(self._choices())
        left.addStretch(1)
        left.addLayout(self.slot)
        self.back = self._key(
            "back", words.tr("Back to selling"), key_name(words, "Enter"), ("Return", "Enter", "Esc"), kind="primary", least=88
        )
        self.back.clicked.connect(lambda: model.go(Page.SELLING))
        left.addWidget(self.back)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(20)
        box.addLayout(left, 20)
        box.addWidget(self._keys_map(), 11)
        model.status.changed.connect(self.show_day)
        model.session.day_changed.connect(self.show_day)
        self.show_day()

    def _key(
        self, name: str, words: str, cap: str = "", keys: tuple[str, ...] = (), *, kind: str = "plain", icon: str = "", least: int = 72
    ) -> KeyButton:
        key = KeyButton(self._look.theme, words, kind=kind, cap=cap, keys=keys or ((cap,) if cap else ()), icon=icon, least=least)
        key.setObjectName(name)
        return key

    def _acts(self) -> QGridLayout:
        words, model = self._look.words, self._model
        acts = (
            (self._key("x_report", words.tr("X report"), "F3", icon="report"), model.day.ask_figures),
            (self._key("count", words.tr("Count and close the day"), "F4", icon="drawer"), lambda: model.go(Page.COUNT)),
            (self._key("lock", words.tr("Lock"), "F11", icon="lock"), model.session.lock),
            (self._key("log_out", words.tr("Log out"), "F12", icon="logout"), model.session.logout),
        )
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (key, act) in enumerate(acts):
            key.clicked.connect(act)
            grid.addWidget(key, *divmod(number, 2))
        if self._has_desk and model.session.manages:
            desk = self._key("desk", words.tr("End of the store's day"), "F6", icon="store")
            desk.clicked.connect(lambda: model.go(Page.DESK))
            grid.addWidget(desk, 2, 0, 1, 2)
        return grid

    def _ledger(self) -> Card:
        theme, words = self._look.theme, self._look.words
        card = Card(theme, margins=(20, 12, 12, 12), spacing=16, across=True)
        self.sync = Label(theme, "", "body", "ink", BOLD, wrap=True)
        self.calm = Label(
            theme, words.tr("Nothing is lost if this till is switched off: it sends when the network is back."), "small", "ink2", wrap=True
        )
        said = QVBoxLayout()
        said.addWidget(self.sync)
        said.addWidget(self.calm)
        send = self._key("sync", words.tr("Send now"), "F5", icon="sync", least=64)
        send.clicked.connect(self._model.session.sync)
        card.box.addLayout(said, 2)
        card.box.addWidget(send, 1)
        return card

    def _choices(self) -> Card:
        theme, words = self._look.theme, self._look.words
        card = Card(theme, margins=(20, 14, 12, 12), spacing=8)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        for row, what in enumerate((words.tr("Language"), words.tr("Theme"))):
            grid.addWidget(Label(theme, what, "body", "ink2"), row, 0)
        for number, (code, name) in enumerate(LANGUAGE_NAMES.items()):
            key = self._key(f"language_{code}", name, kind="chosen" if code == words.language else "plain", least=56)
            key.clicked.connect(lambda _=False, code=code: self.language_wanted.emit(code))
            grid.addWidget(key, 0, 1 + 3 * number, 1, 3)
        names = {ThemeName.LIGHT: words.tr("Light"), ThemeName.DARK: words.tr("Dark"), ThemeName.HIGH_CONTRAST: words.tr("High contrast")}
        for number, (theme_name, said) in enumerate(names.items()):
            key = self._key(f"theme_{theme_name}", said, kind="chosen" if theme_name == theme.name else "plain", least=56)
            key.clicked.connect(lambda _=False, theme_name=theme_name: self.theme_wanted.emit(str(theme_name)))
            grid.addWidget(key, 1, 1 + 2 * number, 1, 2)
        card.box.addLayout(grid)
        return card

    def _keys_map(self) -> Card:
        theme, words = self._look.theme, self._look.words
        card = Card(theme, margins=(2, 14, 2, 10), spacing=4)
        heading = Label(theme, words.tr("Keys"), "body", "ink2")
        heading.setContentsMargins(18, 0, 0, 0)
        view = LineList(theme, _KEYS)
        rows = (
            (words.tr("Take the money, finish"), key_name(words, "Enter")),
            (words.tr("Back, clear"), key_name(words, "Esc")),
            (words.tr("Choose a line"), "↑ ↓"),
            (words.tr("Quantity"), "F2"),
            (words.tr("Remove the line"), key_name(words, "Del")),
            (words.tr("Undo"), "Ctrl Z"),
            (words.tr("Cancel the ticket"), "F8"),
            (words.tr("Ways to pay"), "F1 – F3"),
            (words.tr("No paper, reprint"), "F9"),
            (words.tr("This menu"), "F10"),
        )
        view.show_rows([Row(str(number), what, key) for number, (what, key) in enumerate(rows)])
        card.box.addWidget(heading)
        card.box.addWidget(view, 1)
        return card

    def show_day(self) -> None:
        """Show the business day and how the till stands with its ledger."""
        words, day, status = self._look.words, self._model.session.day, self._model.status
        self.title.show_text(words.date(day.business_day, "full") if day and day.business_day else words.tr("Menu"))
        self.sync.show_text(sync_words(words, status.sync, status.offline_minutes())[0] or words.tr("Sells on its own"))
