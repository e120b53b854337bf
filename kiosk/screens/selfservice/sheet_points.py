"""Paying with points or cashback: how much of it, within its bounds, and what is left to pay then."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.loyalty_words import units
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.labels import AmountLabel
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView


class PointsSheet(PageSheet):
    """Follows the model: open while an amount is chosen. All that is allowed stands there first, a touch takes less."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit, self._model = kit, kit.model.loyalty.points
        for label in (self.title, self.sentence):
            label.setAlignment(CENTRE)
        self.amount = AmountLabel(kit.theme, align=CENTRE)
        self.less = self._step("points_less", "minus", -1)
        self.more = self._step("points_more", "plus", 1)
        self.pay = kit.button("points_pay", "primary", height=kit.primary_px, role="title")
        self.pay.clicked.connect(self._model.pay)
        self.away = kit.button("points_away", height=0 if kit.portrait else kit.primary_px)
        self.away.show_text(kit.tr("Keep them"))
        self.away.clicked.connect(self._model.leave)
        self.box.insertStretch(0, 1)
        if not kit.compact:
            self.box.insertWidget(1, IconView(kit.theme, "star", 160 if kit.portrait else 96, "member"), 0, CENTRE)
        self.box.addWidget(self.amount)
        self.box.addLayout(row(self.less, self.more))
        self.box.addStretch(1)
        if kit.portrait:
            self.box.addWidget(self.pay)
            self.box.addWidget(self.away)
        else:
            self.box.addLayout(row(self.away, self.pay))
        self._model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open, close, and say what the amount takes and leaves."""
        model, kit = self._model, self._kit
        if not model.kind:
            self.close_sheet()
            return
        amount = model.amount_minor
        self.amount.show_text(kit.words.money(amount))
        left = kit.model.ticket.basket.totals.due_minor - amount
        taken = units(kit, model.kind, model.units) if model.kind == "points" else kit.tr("your cashback")
        rest = kit.tr("{amount} is then left to pay.", amount=kit.words.money(left)) if left > 0 else kit.tr("That pays everything.")
        limit_minor = model.offline_limit_minor
        if limit_minor is not None:
            rest += " " + kit.tr("While we are offline, at most {amount} a day can be paid this way.", amount=kit.words.money(limit_minor))
        self.say(kit.tr("Pay with {what}?", what=taken), rest)
        self.pay.show_text(kit.tr("Pay {amount} this way", amount=kit.words.money(amount)))
        self.pay.setEnabled(not model.busy)
        self.less.setEnabled(amount > model.least_minor)
        self.more.setEnabled(amount < model.most_minor(model.kind))
        if self.isHidden():
            self.open()

    def _step(self, name: str, icon: str, steps: int) -> QWidget:
        key = self._kit.button(name, icon=icon)
        key.setAccessibleName(self._kit.tr("More") if steps > 0 else self._kit.tr("Less"))
        key.clicked.connect(lambda: self._model.move(steps))
        return key
