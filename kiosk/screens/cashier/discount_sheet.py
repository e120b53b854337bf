"""How much is taken off, and why: a common share of the article or of the whole ticket is one tap, anything else is keyed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

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
_REASON_KEYS = ("F8", "F9", "F11")
_OTHER_KEY = "F12"
_WHOLE_BP = 10_000
_COLUMNS = 2


class Presets(QWidget):
    """Common shares and the first of the shop's reasons. A figure typed here begins a share of one's own: `figure` brings it.

    `share` brings basis points and whether they are for the whole ticket; `way` brings True for an amount to key, False for a share.
    """

    share = Signal(int, bool)
    way = Signal(bool)
    figure = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._least = least_stacked(look.theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = look.words
        self.reason = ""
        self._reasons: list[KeyButton] = []
        self.here, here = self._labelled(self._shares("share", ticket=False))
        self.there, there = self._labelled(self._shares("ticket", ticket=True))
        self._why = QGridLayout()
        self._why.setSpacing(8)
        self.why, why = self._labelled(self._why)
        self.there.show_text(words.tr("The whole ticket"))
        self.why.show_text(words.tr("For this reason"))
        self._ticket, self._reason_box = there, why
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for part in (here, there, why):
            box.addWidget(part)
        box.addStretch(1)
        box.addLayout(self._ways())

    def _labelled(self, inner: QLayout) -> tuple[Label, QWidget]:
        label, part = Label(self._look.theme, "", "body", "ink2"), QWidget()
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

    def _shares(self, name: str, *, ticket: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for share, cap in _QUICK_BP:
            key = self._key(f"{name}_{share}", self._look.words.percent(share), f"Ctrl+{cap}" if ticket else cap)
            key.clicked.connect(lambda _=False, share=share: self.share.emit(share, ticket))
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
        """Show the shares of one article and of the ticket, or of the `whole` ticket alone, and the first of these reasons as chosen."""
        self.here.show_text(title)
        self._ticket.setVisible(not whole)
        self._reason_box.setVisible(bool(reasons))
        for key in self._reasons:
            self._why.removeWidget(key)
            key.deleteLater()
        shown = [(row.id, self._look.text(row.name), cap) for row, cap in zip(reasons, _REASON_KEYS, strict=False)]
        self._reasons = [self._reason(*each) for each in (*shown, ("", self._look.words.tr("Another reason"), _OTHER_KEY))]
        for place, key in enumerate(self._reasons):
            self._why.addWidget(key, *divmod(place, _COLUMNS))
        self.choose(reasons[0].id if reasons else "")

    def _reason(self, id: str, words: str, cap: str) -> KeyButton:
        key = self._key(f"reason_{id or 'other'}", words, cap, "small")
        key.clicked.connect(lambda: self.choose(id))
        return key

    def choose(self, reason: str) -> None:
        """Choose a reason of the shop's; none asks for one afterwards."""
        self.reason = reason
        for key in self._reasons:
            key.set_kind("chosen" if key.objectName() == f"reason_{reason or 'other'}" else "plain")

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
        self.presets.share.connect(self._quick)
        self.presets.way.connect(lambda amount: self._key_it(by_share=not amount))
        self.presets.figure.connect(self._figure)
        self.confirm.clicked.connect(self._keyed)

    def ask(self, title: str, line: int | None, reasons: Sequence[ReasonRow]) -> None:
        """Ask for the discount of a line, or of the ticket (None)."""
        self._line = line
        words = self.look.words
        here = words.tr("The whole ticket") if line is None else words.tr("This article")
        self.presets.show_choices(here, reasons, whole=line is None)
        self.begin(title)
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

    def _quick(self, share: int, whole: bool) -> None:
        self._give(Reduction(None if whole else self._line, percent_bp=share))

    def _keyed(self) -> None:
        keyed = self._amount.amount_minor()
        if not keyed:
            return
        if self._by_share:
            self._give(Reduction(self._line, percent_bp=min(_WHOLE_BP, keyed)))
        else:
            self._give(Reduction(self._line, amount_minor=keyed))

    def _give(self, off: Reduction) -> None:
        self.close_sheet()
        self.given.emit(off, self.presets.reason)
