"""Before the card: where the goods are eaten, asked once and only where that changes a tax."""

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.statement import Statement
from kiosk.screens.selfservice.summary import Summary


class ModePage(Page):
    """One question with two answers of equal weight."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.statement = Statement(kit, "store")
        self.content.addWidget(self.statement, 1)
        self.summary = Summary(kit)
        self.here = kit.button("eat_in", height=kit.primary_px, role="title")
        self.here.show_text(kit.tr("I eat here"))
        self.here.clicked.connect(lambda: kit.model.choose_mode("eat_in"))
        self.away = kit.button("take_away", height=kit.primary_px, role="title")
        self.away.show_text(kit.tr("I take it away"))
        self.away.clicked.connect(lambda: kit.model.choose_mode("take_away"))
        self.back = kit.button("back")
        self.back.show_text(kit.tr("Back to my articles"))
        self.back.clicked.connect(kit.model.back)
        for widget in (self.slot, self.summary, self.here, self.away, self.back):
            self.acts.addWidget(widget)

    def title(self) -> str:
        return self.kit.tr("Do you eat here, or do you take it away?")

    def refresh(self) -> None:
        tr = self.kit.tr
        self.statement.say(tr("Please choose one."), tr("The law taxes some articles otherwise when they are eaten here."))
        self.summary.refresh()
