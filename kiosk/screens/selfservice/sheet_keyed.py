"""A sheet with a pad: the question and its acts, and the keys below them or, on a screen that lies on its side, beside them."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import GAP, Kit
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.entries import DigitEntry
from kiosk.touch.pads import PinPad

_ENTRY_PX = 84


class KeyedSheet(PageSheet):
    """`side` takes what is asked; keys are never smaller than a finger, so the entry above them gives way first."""

    def __init__(self, kit: Kit, covers: QWidget, entry: DigitEntry, acts: QHBoxLayout) -> None:
        super().__init__(kit.theme, covers)
        self.pad = PinPad(kit.theme, largest=kit.theme.target)
        self.pad.serve(entry)
        entry.setFixedHeight(_ENTRY_PX)
        self.side, keys = QVBoxLayout(), QVBoxLayout()
        for box in (self.side, keys):
            box.setSpacing(GAP)
        for label in (self.title, self.sentence):
            self.box.removeWidget(label)
        asked = QVBoxLayout()
        asked.setSpacing(GAP)
        asked.addWidget(self.title)
        asked.addWidget(self.sentence)
        asked.addLayout(self.side, 1)
        keys.addWidget(entry)
        keys.addWidget(self.pad)
        if kit.portrait:
            self._stack(asked, keys, acts)
        else:
            self._beside(asked, keys, acts)

    def _stack(self, asked: QVBoxLayout, keys: QVBoxLayout, acts: QHBoxLayout) -> None:
        self.box.addLayout(asked, 1)
        self.box.addLayout(keys)
        self.box.addLayout(acts)

    def _beside(self, asked: QVBoxLayout, keys: QVBoxLayout, acts: QHBoxLayout) -> None:
        self.box.setContentsMargins(20, 12, 20, 12)
        asked.addLayout(acts)
        keys.addStretch(1)
        both: QBoxLayout = QHBoxLayout()
        both.setSpacing(2 * GAP)
        both.addLayout(asked, 1)
        both.addLayout(keys, 1)
        self.box.addLayout(both, 1)
