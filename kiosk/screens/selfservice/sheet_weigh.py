"""Goods by weight from a tile: the customer reads the scales and keys what they show."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import GAP, Kit, row
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.services.queries import GoodsView
from kiosk.touch.entries import NumberEntry
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.pads import PinPad
from sync.protocol.money import divide_half_up

_DIGITS = 5


class WeighSheet(PageSheet):
    """Grams only, as most scales for customers show them; the price is reckoned in sight."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit = kit
        self._goods: GoodsView | None = None
        self.weight = NumberEntry(kit.theme, _DIGITS, kit.tr("grams"))
        self.weight.setObjectName("weight")
        self.weight.changed.connect(lambda _: self._reckon())
        self.weight.submitted.connect(lambda _: self._take())
        self.pad = PinPad(kit.theme, largest=kit.theme.target)
        self.pad.serve(self.weight)
        self.price = AmountLabel(kit.theme)
        self.price_of = Label(kit.theme, role="body", tone="ink2")
        self.take = kit.button("weigh_take", "primary")
        self.take.show_text(kit.tr("Put it into my basket"))
        self.take.clicked.connect(self._take)
        self.away = kit.button("weigh_away")
        self.away.show_text(kit.tr("Back"))
        self.away.clicked.connect(self.close_sheet)
        left = QVBoxLayout()
        left.addStretch(1)
        left.addWidget(self.price_of)
        left.addWidget(self.price)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.weight)
        right.addWidget(self.pad)
        middle: QBoxLayout = QVBoxLayout() if kit.portrait else QHBoxLayout()
        middle.setSpacing(2 * GAP)
        middle.addLayout(left, 1)
        middle.addLayout(right, 0 if kit.portrait else 1)
        self.box.addLayout(middle, 1)
        self.box.addLayout(row(self.away, self.take))

    def ask(self, goods: GoodsView) -> None:
        """Ask how much of these goods there is."""
        kit = self._kit
        self._goods = goods
        self.say(kit.name(goods.name), kit.tr("Put it on the scales beside this kiosk and key the grams that they show."))
        self.price_of.show_text(kit.tr("{price} a kg", price=kit.words.money(goods.price_minor or 0)))
        self.weight.set_text("")
        self._reckon()
        self.open()
        self.weight.setFocus()

    def _reckon(self) -> None:
        grams = self.weight.number() or 0
        price = self._goods.price_minor if self._goods and self._goods.price_minor else 0
        self.price.show_text(self._kit.words.money(divide_half_up(price * grams, 1_000)))
        self.take.setEnabled(grams > 0)

    def _take(self) -> None:
        grams = self.weight.number()
        if self._goods is not None and grams:
            self._kit.model.add(self._goods.sku, weight_g=grams)
            self.close_sheet()
