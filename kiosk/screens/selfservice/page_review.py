"""The third step: everything once more before the card is asked for."""

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.lines import article_list, framed, rows
from kiosk.screens.selfservice.prompt import Prompt
from kiosk.screens.selfservice.sentences import greeting
from kiosk.screens.selfservice.summary import Summary


class ReviewPage(Page):
    """The list as it will be paid; nothing is changed here, but one may still go back."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.list = article_list(kit)
        self.content.addWidget(framed(kit, self.list), 1)
        self.prompt = Prompt(kit)
        self.slot = self.prompt
        self.summary = Summary(kit)
        self.confirm = kit.button("confirm", "primary", height=kit.primary_px, role="title")
        self.confirm.clicked.connect(kit.model.confirm)
        self.back = kit.button("back")
        self.back.show_text(kit.tr("Back to my articles"))
        self.back.clicked.connect(kit.model.back)
        self.acts.addWidget(self.prompt)
        self.acts.addWidget(self.summary)
        self.acts.addWidget(self.confirm)
        self.acts.addWidget(self.back)

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
            earned = kit.words.tr_n("This purchase brings you {n} point.", "This purchase brings you {n} points.", basket.points_earned)
            self.prompt.show_words(greeting(kit), earned)
