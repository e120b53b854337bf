"""Goods by weight from a tile: the customer reads the scales and keys what they show."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.sheet_keyed import KeyedSheet
from kiosk.services.queries import GoodsView
from kiosk.touch.entries import NumberEntry
from kiosk.touch.labels import AmountLabel, Label
from sync.protocol.money import divide_half_up

_DIGITS = 5


class WeighSheet(KeyedSheet):
    """Grams only, as most scales for customers show them; the price is reckoned in sight."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        self.weight = NumberEntry(kit.theme, _DIGITS, kit.tr("grams"))
        self.weight.setObjectName("weight")
        self.take = kit.button("weigh_take", "primary")
        self.take.show_text(kit.tr("Put it into my basket"))
        self.away = kit.button("weigh_away")
        self.away.show_text(kit.tr("Back"))
        super().__init__(kit, covers, self.weight, row(self.away, self.take))
        self._kit = kit
        self._goods: GoodsView | None = None
        self.price_of = Label(kit.theme, role="body", tone="ink2")
        self.price = AmountLabel(kit.theme)
        self.side.addStretch(1)
        self.side.addWidget(self.price_of)
        self.side.addWidget(self.price)
        self.side.addStretch(1)
        self.weight.changed.connect(lambda _: self._reckon())
        self.weight.submitted.connect(lambda _: self._take())
        self.take.clicked.connect(self._take)
        self.away.clicked.connect(self.close_sheet)

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
