"""The first step: the articles as they are scanned, the card, the amount, and the way to pay."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import Kit, Page, row
from kiosk.screens.selfservice.lines import article_list, framed, rows
from kiosk.screens.selfservice.nudge import Nudge
from kiosk.screens.selfservice.prompt import Prompt, show_member
from kiosk.screens.selfservice.summary import Summary
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView
from kiosk.touch.theme import STRONG
from kiosk.viewmodels.selfservice_model import SelfServiceModel


class EmptyBasket(QWidget):
    """What to do first, where the articles will be."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(40, 40, 40, 40)
        box.addStretch(1)
        box.addWidget(IconView(kit.theme, "barcode", 160, "ink3"), 0, CENTRE)
        box.addSpacing(24)
        box.addWidget(Label(kit.theme, kit.tr("Hold a barcode in front of the scanner."), "body", "ink", STRONG, wrap=True, align=CENTRE))
        sentence = kit.tr("No barcode on it? Touch “No barcode” and choose it from the pictures.")
        box.addWidget(Label(kit.theme, sentence, "small", "ink2", wrap=True, align=CENTRE))
        box.addStretch(1)


class ScanPage(Page):
    """Everything stays where it is while articles come: the list grows down, amount and buttons stand still."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.list = article_list(kit)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyBasket(kit))
        self._stack.addWidget(self.list)
        self.content.addWidget(framed(kit, self._stack), 1)
        self.prompt = Prompt(kit, opens=True)
        self.slot = self.prompt
        self.nudge = Nudge(kit)
        self.summary = Summary(kit)
        self.pay = kit.button("pay", "primary", height=kit.primary_px, role="title")
        self.pay.show_text(kit.tr("Pay"))
        self.goods = kit.button("no_barcode")
        self.goods.show_text(kit.tr("No barcode"))
        self.remove = kit.button("remove")
        self.remove.show_text(kit.tr("Remove an article"))
        self.content.addWidget(self.nudge)
        self.acts.addWidget(self.prompt)
        self.acts.addWidget(self.summary)
        self.acts.addWidget(self.pay)
        self.acts.addLayout(row(self.goods, self.remove))
        self._connect(kit.model)

    def _connect(self, model: SelfServiceModel) -> None:
        self.pay.clicked.connect(model.pay)
        self.goods.clicked.connect(model.choose_goods)
        self.prompt.tapped.connect(model.show_card)
        self.list.tapped.connect(lambda index: model.loyalty.explain(model.ticket.articles[index].line))

    def title(self) -> str:
        return self.kit.tr("Scan your articles")

    def refresh(self) -> None:
        shown = rows(self.kit)
        self._stack.setCurrentIndex(1 if shown else 0)
        self.list.show_rows(shown, str(self.kit.model.newest))
        self.summary.refresh()
        self.pay.setEnabled(bool(shown))
        self.remove.setEnabled(bool(shown))
        self.nudge.refresh()
        if self.kit.model.ticket.basket.member is not None:
            show_member(self.kit, self.prompt)
        else:
            sentence = self.kit.tr("Show its QR code to the camera, or touch here to find it or to join.")
            self.prompt.show_words(self.kit.tr("Do you have our card?"), sentence)
