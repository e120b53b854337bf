"""Members at the desk: found in all stores, what the shop holds of one, and the erasure, which says beforehand what the law keeps."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.screens.manager.member_words import document_rows
from kiosk.screens.shared.look import Look
from kiosk.services.queries import MemberRow
from kiosk.touch.card import Card
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.manager_members import MembersModel
from sync.protocol.text import in_language
from sync.protocol.wire import PointsOwed

_ROWS = RowStyle(lead=0, middle=0, amount=110, pad=18)
_DOCUMENT = RowStyle(lead=0, middle=0, amount=0, pad=0, inset=0)


class MembersPage(QWidget):
    """Erasing cannot be taken back: its key asks once more before, and nothing else in this house does."""

    def __init__(self, look: Look, model: MembersModel) -> None:
        super().__init__()
        self._look, self._model = look, model
        self._sure = ""
        words, theme = look.words, look.theme
        self.field = TextField(theme, words.tr("Name, phone, e-mail or card"))
        self.field.setObjectName("find_member")
        self.list = LineList(theme, _ROWS)
        self.list.setObjectName("found_members")
        self.none = Label(theme, "", "body", "ink2", wrap=True)
        self.owed = Label(theme, "", "small", "ink2", wrap=True)
        self.owed.setObjectName("points_owed")
        self.name = Label(theme, "", "title", "ink", BOLD, wrap=True)
        self.said = Label(theme, "", "body", "ink2", wrap=True)
        self.document = LineList(theme, _DOCUMENT)
        self.document.setObjectName("document")
        self.export = KeyButton(theme, words.tr("All that is held"), cap="F2", keys=("F2",), stacked=True, least=theme.px(72))
        self.export.setObjectName("export_member")
        self.erase = KeyButton(theme, words.tr("Erase"), kind="danger", cap="F8", keys=("F8",), stacked=True, least=theme.px(72))
        self.erase.setObjectName("erase_member")
        self._lay_out()
        self.field.submitted.connect(model.search)
        self.list.tapped.connect(lambda index: model.choose(self.list.key_at(index)))
        self.export.clicked.connect(model.export)
        self.erase.clicked.connect(self._erase)
        self.setFocusProxy(self.field)
        model.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        theme = self._look.theme
        rows = Card(theme, margins=(2, 8, 2, 8))
        self.none.setMargin(16)
        rows.box.addWidget(self.none)
        rows.box.addWidget(self.list, 1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.field)
        left.addWidget(rows, 1)
        left.addWidget(self.owed)
        meant = Card(theme, margins=(24, 20, 24, 20), spacing=12)
        for label in (self.name, self.said):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            meant.box.addWidget(label)
        meant.box.addWidget(self.document, 1)
        meant.box.addStretch(0)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.export, 1)
        keys.addWidget(self.erase, 1)
        meant.box.addLayout(keys)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addLayout(left, 1)
        box.addWidget(meant, 1)

    def refresh(self) -> None:
        """Show what the model holds now."""
        words, model = self._look.words, self._model
        self.list.show_rows([self._row(row) for row in model.found], chosen=model.chosen, marked=model.chosen)
        asked = bool(self.field.text().strip()) and not model.found and model.kept is None
        self.none.show_text(words.tr("Nobody is known by that.") if asked else words.tr("Type, then Enter.") if not model.found else "")
        self.none.setVisible(bool(self.none.text()))
        self.owed.show_text(self._owed())
        self.owed.setVisible(bool(model.owed))
        row = model.row()
        if row is None or self._sure != row.id:
            self._sure = ""
        self.name.show_text((row.name or row.code) if row is not None else words.tr("Members"))
        self.said.show_text(self._said(row))
        held = document_rows(words, model.document or ())
        self.document.show_rows([Row(way, name, "", notes=(Note(value, "ink2"),)) for way, name, value in held])
        self.export.setEnabled(row is not None)
        self.erase.setEnabled(row is not None)
        self.erase.show_text(words.tr("Erase for good") if self._sure else words.tr("Erase"))

    def _row(self, row: MemberRow) -> Row:
        note = " · ".join(part for part in (row.tier, row.code) if part)
        return Row(row.id, row.name or row.code, "", notes=(Note(note, "member"),) if note else ())

    def _owed(self) -> str:
        """What stands in the books, in one line; nothing of it is anybody's name."""
        said = " · ".join(self._owed_of(each) for each in self._model.owed)
        return self._look.words.tr("Owed to members: {what}", what=said) if said else ""

    def _owed_of(self, each: PointsOwed) -> str:
        words = self._look.words
        worth, name = words.money(each.worth_minor), in_language(each.name, words.language)
        if each.kind == "cashback":
            return words.tr("{name} {amount}", name=name or words.tr("Cashback"), amount=worth)
        return words.tr("{name} {units}, worth {amount}", name=name or words.tr("Points"), units=words.number(each.units), amount=worth)

    def _said(self, row: MemberRow | None) -> str:
        words, model = self._look.words, self._model
        if model.fault:
            return words.error(model.fault)
        if model.kept is not None:
            return self._erased(model.kept)
        if row is None:
            return words.tr("Find a member to see what the shop holds, or to erase it.")
        if self._sure:
            return words.tr(
                "Name, contacts and consents go from every terminal and cannot come back. Sales stay without a name; "
                "invoices stay as long as the law asks. Press again to erase."
            )
        return words.tr("What the shop holds can be shown to the member, or erased.")

    def _erased(self, kept: dict[str, str]) -> str:
        words = self._look.words
        said = words.tr("Erased everywhere.")
        names = {"sales": words.tr("sales without a name"), "invoice": words.tr("invoices"), "vouchers": words.tr("vouchers")}
        parts = [words.tr("{what} until {day}", what=names.get(code, code), day=words.date(day)) for code, day in kept.items() if day]
        return f"{said} {words.tr('The law keeps {what}.', what=', '.join(parts))}" if parts else said

    def _erase(self) -> None:
        """The first press says what will be gone and what stays; the second erases."""
        row = self._model.row()
        if row is None:
            return
        if self._sure == row.id:
            self._sure = ""
            self._model.erase()
        else:
            self._sure = row.id
            self.refresh()
