"""The settings of a till, for its administrator: a list at the left, the chosen one at the right, kept with Enter."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.qtbase.bridge import Bridge
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.services.answers import ErrorView
from kiosk.services.port import TillPort
from kiosk.services.queries import SettingRow
from kiosk.touch.card import Card, Ground
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.message import MessageBar
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.settings_model import SettingsModel
from sync.protocol.errors import Refusal

_STYLE = RowStyle(lead=0, middle=0, amount=190, pad=18)
_COLUMNS = 2
_PRINTERS = ("printer", "printer_2", "paper_mm", "printer_columns", "printer_codepage")


class SettingsPage(Ground):
    """Everything declared in `sync.base.settings` stands here, so that no file has to be edited by hand."""

    def __init__(self, port: TillPort, look: Look) -> None:
        super().__init__(look.theme)
        self._look = look
        self.bridge = Bridge(port, self)
        self.model = SettingsModel(self.bridge, self)
        theme, words = look.theme, look.words
        self.list = LineList(theme, _STYLE)
        self.name = Label(theme, "", "title", "ink", BOLD, wrap=True)
        self.hint = Label(theme, "", "body", "ink2", wrap=True)
        self.waits = Label(theme, "", "body", "warn", wrap=True)
        self.value = TextField(theme, words.tr("Nothing set"), icon="edit")
        self.value.setObjectName("setting_value")
        self.keep = enter_key(look, words.tr("Keep"), name="keep_setting", role="body", least=72)
        self.test = KeyButton(theme, words.tr("Print a test page"), icon="receipt", cap="F9", keys=("F9",), least=64)
        self.test.setObjectName("print_test")
        self.message = MessageBar(theme)
        self._choices = QGridLayout()
        self._choices.setSpacing(8)
        self._keys: dict[str, KeyButton] = {}
        self._shown: SettingRow | None = None
        self._lay_out()
        self._join()
        self.model.start()

    def _lay_out(self) -> None:
        theme, words = self._look.theme, self._look.words
        listed = Card(theme, margins=(2, 8, 2, 8))
        listed.box.addWidget(self.list)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(Label(theme, words.tr("Settings"), "title", "ink", BOLD))
        left.addWidget(listed, 1)
        card = Card(theme, margins=(24, 20, 24, 20), spacing=12)
        for widget in (self.name, self.hint, self.value):
            card.box.addWidget(widget)
        card.box.addLayout(self._choices)
        card.box.addWidget(self.waits)
        card.box.addStretch(1)
        card.box.addWidget(self.message)
        card.box.addWidget(self.test)
        card.box.addWidget(self.keep)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(card)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 12)
        box.setSpacing(20)
        box.addLayout(left, 12)
        box.addWidget(right, 10)
        self.setFocusProxy(self.value)

    def _join(self) -> None:
        model = self.model
        model.changed.connect(self.refresh)
        model.refused.connect(self._refused)
        model.failed.connect(self._failed)
        model.kept.connect(lambda row: self.message.show_message(self._look.words.tr("Kept: {name}", name=self._title(row)), "info"))
        model.printing.connect(lambda: self.message.show_message(self._look.words.tr("The test page is on its way."), "info"))
        self.list.tapped.connect(lambda index: model.choose(self.list.key_at(index)))
        self.value.submitted.connect(model.keep)
        self.keep.clicked.connect(lambda: model.keep(self.value.text().strip()))
        self.test.clicked.connect(model.print_test)
        for key, by in (("Up", -1), ("Down", 1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=by: model.step(by))

    def leave(self) -> None:
        """Hear no more of the till."""
        self.bridge.close()

    def refresh(self) -> None:
        """Show the list, and the chosen setting if it is another one or has another value."""
        self.list.show_rows([self._row(row) for row in self.model.rows], chosen=self.model.key)
        row = self.model.row
        if row is None or row == self._shown:
            return
        another = self._shown is None or row.key != self._shown.key
        self._shown = row
        if another:
            self.message.show_message("")
        self._show(row)

    def _show(self, row: SettingRow) -> None:
        words = self._look.words
        self.name.show_text(self._title(row))
        self.hint.show_text(self._hint(row))
        self.waits.show_text(words.tr("Counts from the next start of the till.") if row.waits else "")
        self.value.setVisible(not row.choices)
        self.keep.setVisible(not row.choices)
        self.test.setVisible(row.key in _PRINTERS)
        self.value.line.setText(row.value)
        self._offer(row)

    def _offer(self, row: SettingRow) -> None:
        for key in self._keys.values():
            self._choices.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._keys = {}
        for number, choice in enumerate(row.choices):
            key = KeyButton(self._look.theme, self._said(choice), kind="chosen" if choice == row.value else "plain", least=64)
            key.setObjectName(f"choice_{choice or 'none'}")
            key.clicked.connect(lambda _=False, choice=choice: self.model.keep(choice))
            self._choices.addWidget(key, *divmod(number, _COLUMNS))
            self._keys[choice] = key

    def _row(self, row: SettingRow) -> Row:
        words = self._look.words
        notes = (Note(words.tr("from the next start"), "warn"),) if row.waits else ()
        return Row(row.key, self._title(row), self._said(row.value), notes=notes)

    def _title(self, row: SettingRow) -> str:
        return self._look.words.tr(row.words).partition(":")[0].strip()

    def _hint(self, row: SettingRow) -> str:
        return self._look.words.tr(row.words).partition(":")[2].strip()

    def _said(self, value: str) -> str:
        words = self._look.words
        names = {
            "": words.tr("nothing"),
            "light": words.tr("Light"),
            "dark": words.tr("Dark"),
            "high_contrast": words.tr("High contrast"),
            "fr": "Français",
            "en": "English",
            "on": words.tr("On"),
            "off": words.tr("Off"),
        }
        return names.get(value, value)

    def _refused(self, error: ErrorView) -> None:
        self.message.show_message(self._look.words.error(error.code, error.params | {"field": error.field or ""}))

    def _failed(self, failure: Refusal) -> None:
        self.message.show_message(self._look.words.error(failure.code, {"field": failure.field or "", **failure.params}))
