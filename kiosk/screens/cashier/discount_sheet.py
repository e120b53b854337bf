"""How much is taken off, and why: the reason for a common share of the article or of the whole ticket is one tap, else it is keyed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.sheets import EntrySheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import cap_of
from kiosk.services.queries import ReasonRow
from kiosk.touch.entries import AmountEntry
from kiosk.touch.keys import KeyButton, least_stacked
from kiosk.touch.labels import Label
from kiosk.touch.pads import NumberPad
from kiosk.viewmodels.acts_model import Reduction

_QUICK_BP = ((500, "F5"), (1_000, "F6"), (2_000, "F7"))
_COMMON_BP = 1_000
_REASON_KEYS = ("F8", "F9", "F11")
_OTHER_KEY = "F12"
_BESIDE = 2
"""So many reasons have keys of their own where article and ticket stand side by side."""
_WHOLE_BP = 10_000
_COLUMNS = 3


class Presets(QWidget):
    """Common shares, one of them chosen, and the first of the shop's reasons: the reason that is tapped takes the share off, so that none
    is noted which nobody said. A figure typed here begins a share of one's own: `figure` brings it.

    `reasoned` brings basis points, whether they are for the whole ticket, and the reason's id, empty for another; `way` brings True for an
    amount to key, False for a share.
    """

    reasoned = Signal(int, bool, str)
    way = Signal(bool)
    figure = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._least = least_stacked(look.theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.share_bp = _COMMON_BP
        self._reasons: list[KeyButton] = []
        self._shares = {share: self._key(f"share_{share}", look.words.percent(share), cap) for share, cap in _QUICK_BP}
        self._here, self._there = QGridLayout(), QGridLayout()
        self.here, here = self._labelled(self._here)
        self.there, self._ticket = self._labelled(self._there)
        self.there.show_text(look.words.tr("The whole ticket"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(self._share_row())
        box.addWidget(here)
        box.addWidget(self._ticket)
        box.addStretch(1)
        box.addLayout(self._ways())

    def _labelled(self, inner: QGridLayout) -> tuple[Label, QWidget]:
        label, part = Label(self._look.theme, "", "body", "ink2"), QWidget()
        inner.setSpacing(8)
        for column in range(_COLUMNS):
            inner.setColumnStretch(column, 1)
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(label)
        box.addLayout(inner)
        return label, part

    def _key(self, name: str, words: str, sequence: str, role: str = "body") -> KeyButton:
        cap = cap_of(self._look.words, sequence)
        key = KeyButton(self._look.theme, words, cap=cap, keys=(sequence,), stacked=True, role=role, least=self._least)
        key.setObjectName(name)
        return key

    def _share_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for share, key in self._shares.items():
            key.clicked.connect(lambda _=False, share=share: self.choose(share))
            row.addWidget(key, 1)
        return row

    def _ways(self) -> QHBoxLayout:
        words, row = self._look.words, QHBoxLayout()
        row.setSpacing(8)
        for name, said, cap, amount in (
            ("other_share", words.tr("Another share"), "F3", False),
            ("share_or_amount", words.tr("An amount"), "F4", True),
        ):
            key = self._key(name, said, cap, "small")
            key.clicked.connect(lambda _=False, amount=amount: self.way.emit(amount))
            row.addWidget(key, 1)
        return row

    def show_choices(self, title: str, reasons: Sequence[ReasonRow], *, whole: bool) -> None:
        """Show the reasons for one article and for the ticket, or for the `whole` ticket alone; the common share is chosen."""
        self.here.show_text(title)
        self._ticket.setVisible(not whole)
        for key in self._reasons:
            key.hide()
            key.deleteLater()
        self._reasons = self._keys(self._here, reasons if whole else reasons[:_BESIDE], whole=whole)
        if not whole:
            self._reasons += self._keys(self._there, reasons[:_BESIDE], whole=True, beside=True)
        self.choose(_COMMON_BP)

    def _keys(self, grid: QGridLayout, reasons: Sequence[ReasonRow], *, whole: bool, beside: bool = False) -> list[KeyButton]:
        name, modifier = ("ticket", "Ctrl+") if beside else ("reason", "")
        words = self._look.words
        shown = [(row.id, self._look.text(row.name), cap) for row, cap in zip(reasons, _REASON_KEYS, strict=False)]
        other = words.tr("Another reason") if shown else words.tr("Go on")
        made = []
        for place, (id, said, cap) in enumerate((*shown, ("", other, _OTHER_KEY))):
            key = self._key(f"{name}_{id or 'other'}", said, modifier + cap, "small")
            key.clicked.connect(lambda _=False, id=id: self.reasoned.emit(self.share_bp, whole, id))
            grid.addWidget(key, *divmod(place, _COLUMNS))
            made.append(key)
        return made

    def choose(self, share: int) -> None:
        """Choose a share."""
        self.share_bp = share
        for each, key in self._shares.items():
            key.set_kind("chosen" if each == share else "plain")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal():
            self.figure.emit(event.text())
        else:
            super().keyPressEvent(event)


class DiscountSheet(EntrySheet):
    """`given` brings what is taken off and the id of the reason, empty where it is still to be asked."""

    given = Signal(object, str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        entry = AmountEntry(look.theme, look.decimal or ",", 2)
        self._pad = NumberPad(look.theme, look.decimal or ",", largest=72)
        super().__init__(look, covers, look.words.tr("Take off"), entry, self._pad)
        self._amount = entry
        self._line: int | None = None
        self._by_share = True
        self.presets = Presets(look)
        self.box.insertWidget(2, self.presets, 7)
        self.presets.reasoned.connect(self._reasoned)
        self.presets.way.connect(lambda amount: self._key_it(by_share=not amount))
        self.presets.figure.connect(self._figure)
        self.confirm.clicked.connect(self._keyed)

    def ask(self, title: str, line: int | None, reasons: Sequence[ReasonRow]) -> None:
        """Ask for the discount of a line, or of the ticket (None)."""
        self._line = line
        words = self.look.words
        here = words.tr("The whole ticket") if line is None else words.tr("This article")
        self.presets.show_choices(here, reasons, whole=line is None)
        self.begin(title, words.tr("Why? The reason is noted with your name."))
        self._show(presets=True)
        self.presets.setFocus()

    def _show(self, *, presets: bool) -> None:
        self.presets.setVisible(presets)
        for widget in (self.entry, self._pad, self.confirm):
            widget.setVisible(not presets)

    def _key_it(self, *, by_share: bool) -> None:
        words = self.look.words
        self._by_share = by_share
        self.entry.set_hint(words.tr("Share in %") if by_share else words.tr("Amount"))
        self._show(presets=False)
        self.entry.setFocus()

    def _figure(self, figure: str) -> None:
        self._key_it(by_share=True)
        self.entry.press(figure)

    def _reasoned(self, share: int, whole: bool, reason: str) -> None:
        self._give(Reduction(None if whole else self._line, percent_bp=share), reason)

    def _keyed(self) -> None:
        keyed = self._amount.amount_minor()
        if not keyed:
            return
        if self._by_share:
            self._give(Reduction(self._line, percent_bp=min(_WHOLE_BP, keyed)))
        else:
            self._give(Reduction(self._line, amount_minor=keyed))

    def _give(self, off: Reduction, reason: str = "") -> None:
        self.close_sheet()
        self.given.emit(off, reason)
