"""The second step: the member's card, shown to the camera, found or made here; then the wallet."""

from PySide6.QtWidgets import QStackedWidget

from kiosk.screens.selfservice.kit import Kit, Page, row
from kiosk.screens.selfservice.loyalty_words import to_earn
from kiosk.screens.selfservice.sentences import greeting
from kiosk.screens.selfservice.summary import Summary
from kiosk.screens.selfservice.wallet_panel import WalletPanel
from kiosk.touch.camera_view import CameraView
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.theme import BOLD


class Finder(Card):
    """What to do with the card, and what the camera sees of it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "member", margins=(32, 32, 32, 32) if kit.portrait else (24, 20, 24, 20), spacing=16)
        self._kit = kit
        self.head = Label(kit.theme, role="title", weight=BOLD, wrap=True, align=CENTRE)
        self.view = CameraView(kit.theme, kit.tr("A scanner reads it as well: hold the code in front of it."), mirror=True)
        self.view.setObjectName("finder")
        self.sentence = Label(kit.theme, role="small", tone="ink2", wrap=True, align=CENTRE)
        self.box.addWidget(self.head)
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.sentence)

    def refresh(self) -> None:
        """Ask for the card: to know the member, or of one who was only named, to spend."""
        kit = self._kit
        how = kit.tr("About a hand's breadth away, until you hear the tone.")
        if kit.model.ticket.is_unproven:
            self.head.show_text(greeting(kit))
            self.sentence.show_text(to_earn(kit) or how)
        else:
            self.head.show_text(kit.tr("Show the QR code of your card to the camera."))
            self.sentence.show_text(how)


class MemberPage(Page):
    """Nobody has to have a card: the way on is open from the start."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.finder, self.wallet = Finder(kit), WalletPanel(kit)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.finder)
        self.stack.addWidget(self.wallet)
        self.content.addWidget(self.stack, 1)
        self.summary = Summary(kit)
        self.go_on = kit.button("go_on", "primary", height=kit.primary_px, role="title")
        self.go_on.clicked.connect(kit.model.proceed)
        self.search = self._key("find", kit.tr("My card is at home"), "search")
        self.search.clicked.connect(lambda: kit.model.loyalty.finding.ask("choose"))
        self.join = self._key("join", kit.tr("Join for free"), "user")
        self.join.clicked.connect(kit.model.loyalty.joining.begin)
        self.code = self._key("have_code", kit.tr("I have a code"), "coupon")
        self.code.clicked.connect(lambda: kit.model.loyalty.code.ask("code"))
        self.vouch = self._key("call_to_prove", kit.tr("Call an attendant"), "attendant")
        self.vouch.clicked.connect(lambda: kit.model.attendant.ask_for("member"))
        self.not_me = self._key("not_me", kit.tr("Not my card"), "")
        self.not_me.clicked.connect(kit.model.loyalty.not_me)
        self.back = kit.button("back")
        self.back.show_text(kit.tr("Back to my articles"))
        self.back.clicked.connect(kit.model.back)
        self.acts.addWidget(self.slot)
        self.acts.addWidget(self.summary)
        self.acts.addWidget(self.go_on)
        self.acts.addLayout(row(self.search, self.join, self.vouch, self.code, self.not_me))
        self.acts.addWidget(self.back)

    def title(self) -> str:
        kit = self.kit
        return kit.tr("Your advantages") if kit.model.ticket.basket.member is not None else kit.tr("Do you have our card?")

    def refresh(self) -> None:
        kit = self.kit
        self.summary.refresh()
        known, proven = kit.model.ticket.basket.member is not None, kit.model.ticket.is_proven
        for key in (self.search, self.join):
            key.setVisible(not known)
        self.not_me.setVisible(known)
        # A narrow row has room for two keys; a code may still be keyed on the next page.
        self.code.setVisible(known and (proven or kit.portrait))
        self.vouch.setVisible(known and not proven)
        self.stack.setCurrentWidget(self.wallet if proven else self.finder)
        self.finder.refresh()
        self.go_on.show_text(kit.tr("Go on") if known else kit.tr("Go on without a card"))
        self.back.setVisible(bool(kit.model.ticket.basket.lines))
        if proven:
            self.wallet.refresh()

    def _key(self, name: str, words: str, icon: str) -> KeyButton:
        key = self.kit.button(name, "member" if name in ("find", "join") else "plain", icon="" if self.kit.compact else icon)
        key.show_text(words)
        return key
