"""Goods by weight from a tile: the connected scale weighs them; without one the printed label of the department's scales does."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.sentences import refusal
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView


class WeighSheet(PageSheet):
    """Follows the weighing: open while goods are to be weighed. A customer never keys a weight."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit, self._model = kit, kit.model.weighing
        for label in (self.title, self.sentence):
            label.setAlignment(CENTRE)
        self.price = AmountLabel(kit.theme, align=CENTRE)
        self.price_of = Label(kit.theme, kit.tr("a kg"), role="body", tone="ink2", align=CENTRE)
        self.fault = Label(kit.theme, role="body", tone="warn", wrap=True, align=CENTRE)
        self.take = kit.button("weigh_take", "primary", height=kit.primary_px if kit.portrait else 0, role="title")
        self.take.clicked.connect(self._model.weigh)
        self.away = kit.button("weigh_away")
        self.away.show_text(kit.tr("Back"))
        self.away.clicked.connect(self._model.leave)
        self.box.insertStretch(0, 1)
        icon = IconView(kit.theme, "weight", 160 if kit.portrait else 96, "accent")
        self.box.insertWidget(1, icon, 0, CENTRE)
        # Where there is no height to spare, words and keys have it.
        icon.setVisible(not kit.compact)
        self.box.insertWidget(3, self.price)
        self.box.insertWidget(4, self.price_of)
        self.box.addWidget(self.fault)
        self.box.addStretch(1)
        if kit.portrait:
            self.box.addWidget(self.take)
            self.box.addWidget(self.away)
        else:
            self.box.addLayout(row(self.away, self.take))
        self._model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open, close, and say what to do or what the scale said."""
        kit, goods, model = self._kit, self._model.goods, self._model
        if goods is None:
            self.close_sheet()
            return
        by_label = kit.tr("Weigh it at the scales of its department, stick the label on it and scan the label here.")
        by_scale = kit.tr("Put it on the scale beside this kiosk and take your hand away. You may also scan a label from the department.")
        self.say(kit.name(goods.name), by_scale if model.has_scale else by_label)
        self.price.show_text(kit.words.money(goods.price_minor or 0))
        self.fault.show_text(refusal(kit, model.error.code, model.error.params) if model.error else "")
        self.fault.setVisible(model.error is not None)
        self.take.setVisible(model.has_scale)
        self.take.setEnabled(not model.busy)
        self.take.show_text(kit.tr("The scale weighs…") if model.busy else kit.tr("Weigh it"))
        if self.isHidden():
            self.open()
