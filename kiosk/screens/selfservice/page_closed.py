"""When nobody can shop here: the day is not open, or the kiosk locked itself safely."""

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.statement import Statement


class ClosedPage(Page):
    """Sends the customer to a till; staff open the day with their PIN."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.statement = Statement(kit, "clock", "ink3")
        self.content.addWidget(self.statement, 1)
        self.open = kit.button("open_kiosk", height=120)
        self.open.show_text(kit.tr("Staff: open this kiosk"))
        self.open.clicked.connect(lambda: kit.model.attendant.ask_for("open"))
        self.acts.addWidget(self.slot)
        self.acts.addWidget(self.open)

    def title(self) -> str:
        return self.kit.tr("This kiosk is closed")

    def refresh(self) -> None:
        tr = self.kit.tr
        if self.kit.model.ticket.basket.lines:
            kept = tr("Your articles are kept. It goes on as soon as an attendant is here.")
            self.statement.say(tr("Please wait for an attendant."), kept)
        else:
            self.statement.say(tr("Please go to one of the tills."), tr("They are glad to serve you there."))


class LockedPage(Page):
    """A bug was met: what was paid is kept, and nothing more is sold here until the program is started again."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.statement = Statement(kit, "lock", "warn")
        self.content.addWidget(self.statement, 1)
        self.acts.addWidget(self.slot)

    def title(self) -> str:
        return self.kit.tr("This kiosk has stopped")

    def refresh(self) -> None:
        tr = self.kit.tr
        self.statement.say(
            tr("Please ask at a till."), tr("Your articles and anything you paid are kept. Staff: restart this kiosk and call support.")
        )
