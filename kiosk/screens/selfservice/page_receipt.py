"""The fourth step: paid; on paper, on the phone, or not at all."""

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.statement import Statement


class ReceiptPage(Page):
    """One question with its answers; paper that cannot come now is said beforehand. What was paid can still go back."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.statement = Statement(kit, "check")
        self.content.addWidget(self.statement, 1)
        height = kit.primary_px
        self.paper = kit.button("paper", "primary", height=height, role="title", icon="printer")
        self.paper.show_text(kit.tr("Yes, print it"))
        self.paper.clicked.connect(lambda: kit.model.choose_receipt("paper"))
        self.phone = kit.button("on_phone", height=height, role="title", icon="phone")
        self.phone.show_text(kit.tr("On my phone"))
        self.phone.clicked.connect(lambda: kit.model.choose_receipt("digital"))
        self.none = kit.button("no_paper", height=height, role="title")
        self.none.show_text(kit.tr("No, thank you"))
        self.none.clicked.connect(lambda: kit.model.choose_receipt("none"))
        self.back = kit.button("back")
        self.back.show_text(kit.tr("I am not done: back to my articles"))
        self.back.clicked.connect(kit.model.back)
        for widget in (self.slot, self.paper, self.phone, self.none, self.back):
            self.acts.addWidget(widget)

    def title(self) -> str:
        return self.kit.tr("Would you like a receipt?")

    def refresh(self) -> None:
        kit, ticket = self.kit, self.kit.model.ticket
        head = kit.tr("You have paid {amount}.", amount=kit.words.money(ticket.basket.totals.gross_minor))
        self.statement.say(head, self._sentence(ticket.printer))
        busy = kit.model.payment.finishing
        self.phone.setVisible(bool(ticket.info and ticket.info.receipt_url) and not ticket.training)
        for button in (self.paper, self.phone, self.none, self.back):
            button.setEnabled(not busy)

    def _sentence(self, printer: str) -> str:
        tr = self.kit.tr
        if printer == "paper_out":
            return tr("The printer is out of paper: your receipt would be printed when an attendant has put in a new roll.")
        if printer == "off":
            return tr("The printer is off: your receipt would be printed when it is on again. Ask for help if you need it now.")
        return tr("Coupons are printed on the receipt. It is also your proof for a return.")
