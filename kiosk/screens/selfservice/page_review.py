"""The third step: everything once more before the card is asked for."""

from kiosk.screens.selfservice.kit import Kit, Page, row
from kiosk.screens.selfservice.lines import article_list, framed, rows
from kiosk.screens.selfservice.prompt import Prompt, show_member
from kiosk.screens.selfservice.summary import Summary
from kiosk.viewmodels.member_balances import POINTS


class ReviewPage(Page):
    """The list as it will be paid; nothing is changed here, but one may still go back."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.list = article_list(kit)
        self.list.tapped.connect(lambda index: kit.model.loyalty.explain(kit.model.ticket.articles[index].line))
        self.content.addWidget(framed(kit, self.list), 1)
        self.prompt = Prompt(kit, opens=True)
        self.prompt.tapped.connect(kit.model.show_card)
        self.slot = self.prompt
        self.summary = Summary(kit)
        self.confirm = kit.button("confirm", "primary", height=kit.primary_px, role="title")
        self.confirm.clicked.connect(kit.model.confirm)
        self.back = kit.button("back")
        self.back.show_text(kit.tr("Back to my articles") if kit.portrait else kit.tr("Back"))
        self.back.clicked.connect(kit.model.back)
        self.acts.addWidget(self.prompt)
        self.acts.addWidget(self.summary)
        self.acts.addWidget(self.confirm)
        self.points = kit.button("pay_points", "member")
        self.points.clicked.connect(kit.model.loyalty.pay_with_points)
        self.code = kit.button("have_code")
        self.code.show_text(kit.tr("I have a code"))
        self.code.clicked.connect(lambda: kit.model.loyalty.code.ask("code"))
        self.acts.addLayout(row(self.back, self.code, self.points))

    def title(self) -> str:
        return self.kit.tr("Is everything right?")

    def refresh(self) -> None:
        kit, basket = self.kit, self.kit.model.ticket.basket
        self.list.show_rows(rows(kit))
        self.summary.refresh()
        due = kit.words.money(basket.totals.due_minor)
        self.confirm.show_text(kit.tr("Pay {amount} by card", amount=due) if basket.totals.due_minor else kit.tr("Finish"))
        if basket.tenders:
            paid = kit.words.money(basket.totals.paid_minor)
            self.prompt.show_words(kit.tr("{amount} is paid.", amount=paid), kit.tr("{amount} is left to pay.", amount=due))
        elif basket.member is None:
            self.prompt.show_words(kit.tr("You shop without a card."), kit.tr("You may still show it now, or a gift card to pay with."))
        else:
            show_member(kit, self.prompt)
        self._show_points()

    def _show_points(self) -> None:
        kit, way = self.kit, self.kit.model.loyalty.points.way
        self.points.setVisible(way is not None)
        self.code.setEnabled(not kit.model.ticket.basket.tenders)
        if way is not None:
            by_points = way.kind == POINTS
            short = kit.tr("My points") if by_points else kit.tr("My cashback")
            self.points.show_text(short if kit.compact else kit.tr("Use my points") if by_points else kit.tr("Use my cashback"))
