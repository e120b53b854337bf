"""Goodbye: the receipt's number, the points, the coupon or what to try; then the next customer."""

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.loyalty_words import coupon_worth, earned, pending, tier_left, tier_permille
from kiosk.screens.selfservice.prompt import Prompt
from kiosk.screens.selfservice.statement import Statement
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.qr import QrView
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.member_balances import POINTS
from kiosk.viewmodels.selfservice_payment import Finished


class ThanksPage(Page):
    """What the customer leaves with. It goes by itself after a while."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.statement = Statement(kit, "check")
        self.number = Label(theme, role="small", tone="ink2", wrap=True, align=CENTRE)
        self.qr = QrView(theme, 440 if kit.portrait else 360)
        self.qr.setObjectName("receipt_link")
        if kit.portrait:
            self.statement.add_below(self.number)
            self.statement.box.insertWidget(1, self.qr, 4)
        else:
            self.statement.stand_beside(self.qr, self.number)
        self.points = Prompt(kit)
        self.coupon, self.tries = _Told(kit, "accent"), _Told(kit, "card")
        self.content.addWidget(self.statement, 1)
        self.leave = kit.button("leave", "primary", height=kit.primary_px, role="title")
        self.leave.show_text(kit.tr("Finish"))
        self.leave.clicked.connect(kit.model.leave)
        self.acts.addWidget(self.tries)
        self.acts.addWidget(self.coupon)
        self.acts.addWidget(self.points)
        self.acts.addWidget(self.slot)
        self.acts.addWidget(self.leave)

    def title(self) -> str:
        return self.kit.tr("Thank you for shopping here")

    def refresh(self) -> None:
        done = self.kit.model.payment.done
        if done is None:
            return
        kit = self.kit
        self.qr.show_text(done.link)
        self.statement.icon.setVisible(not done.link)
        self.statement.give_room(picture=bool(done.link))
        self.statement.say(*self._words(done))
        self.number.show_text(kit.tr("Receipt {number} · {amount}", number=done.number, amount=kit.words.money(done.paid_minor)))
        self._show_points(done)
        self._show_coupon(done)
        self._suggest(done)

    def _words(self, done: Finished) -> tuple[str, str]:
        tr = self.kit.tr
        if done.link:
            return tr("Your receipt opens on your phone."), tr("Look at this code with its camera. It stays here for a minute.")
        take = tr("Do not forget your receipt and your articles.") if done.paper == "paper" else tr("Do not forget your articles.")
        return tr("Thank you, and see you soon!"), take

    def _show_points(self, done: Finished) -> None:
        brought = earned(self.kit, done.points_earned, whole=not self.kit.compact)
        named = self.kit.model.ticket.is_unproven and bool(brought)
        self.points.setVisible(done.balance is not None or named)
        if done.balance is not None:
            self._show_balance(done.balance, brought)
        elif named:
            self.points.show_words(brought, self.kit.tr("Show your card next time to spend them."))

    def _show_balance(self, balance: int, brought: str) -> None:
        """Tell what is there now, below what the purchase brought."""
        words, wallet = self.kit.words, self.kit.model.loyalty.wallet
        told = wallet.balance(POINTS) if wallet.is_fresh else None
        sentence = words.tr_n("You now have {n} point.", "You now have {n} points.", told.amount if told is not None else balance)
        left = tier_left(self.kit, wallet.tier) if wallet.tier is not None and wallet.is_fresh else ""
        # Beside the content there is room for the points and the way to the next tier; the receipt tells the rest.
        later = pending(self.kit, told) if told is not None and self.kit.portrait else ""
        parts = [f"{part}." for part in (later, left) if part]
        said = " ".join([sentence, *parts] if brought else parts)
        permille = tier_permille(wallet.tier) if wallet.tier is not None and left else None
        self.points.show_words(brought or sentence, said, permille)

    def _show_coupon(self, done: Finished) -> None:
        self.coupon.setVisible(bool(done.coupons))
        if not done.coupons:
            return
        words, coupon = self.kit.words, done.coupons[0]
        worth = coupon_worth(self.kit, coupon.amount_minor, coupon.percent_bp)
        head = words.tr("{amount} for your next visit", amount=worth) if worth else words.tr("A coupon for your next visit")
        needs = coupon.needs.get("min_gross_minor", 0)
        until = words.date(coupon.valid_until)
        on_it = done.paper == "paper" or bool(done.link)
        where = words.tr("The coupon is on your receipt.") if on_it else words.tr("Ask an attendant to print it for you.")
        until_day = words.tr("Until {day}.", day=until)
        condition = words.tr("From {amount}, until {until}.", amount=words.money(needs), until=until) if needs else until_day
        self.coupon.tell(head, f"{condition} {where}")

    def _suggest(self, done: Finished) -> None:
        """Tell what the receipt suggests; on a low screen the coupon needs the room more."""
        self.tries.setVisible(bool(done.suggestions) and not (done.coupons and self.kit.compact))
        if done.suggestions:
            self.tries.tell(self.kit.tr("You may also like"), "\n".join(self.kit.name(each.names) for each in done.suggestions))


class _Told(Card):
    """A card with what to remember, and a sentence or a list."""

    def __init__(self, kit: Kit, tone: str) -> None:
        super().__init__(kit.theme, tone, margins=(32, 20, 32, 20))
        self._width = kit.acts_px
        self.head = Label(kit.theme, role="body", weight=BOLD, wrap=True)
        self.sentence = Label(kit.theme, role="small", tone="ink2", wrap=True)
        self.box.addWidget(self.head)
        self.box.addWidget(self.sentence)

    def tell(self, head: str, sentence: str) -> None:
        """Set the words, and take the height that they need when wrapped: a card beside a stretch would not get it by itself."""
        self.head.show_text(head)
        self.sentence.show_text(sentence)
        margins = self.box.contentsMargins()
        inner = self._width - margins.left() - margins.right()
        words = sum(label.heightForWidth(inner) for label in (self.head, self.sentence))
        self.setFixedHeight(words + self.box.spacing() + margins.top() + margins.bottom())
