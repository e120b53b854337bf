"""What each act of the selling screen does: the question it asks, if any, and the command that its answer becomes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from kiosk.screens.cashier.catalogue import price_words
from kiosk.screens.cashier.discount_sheet import DiscountSheet
from kiosk.screens.cashier.figure_sheets import NumberSheet, PriceSheet
from kiosk.screens.cashier.question_sheets import CodeSheet, HeldSheet, ModeSheet, ReasonSheet
from kiosk.screens.cashier.sheets import AmountSheet
from kiosk.screens.cashier.side_panel import SidePanel
from kiosk.screens.shared.look import Look
from kiosk.services.queries import GoodsView, ReasonRow
from kiosk.touch.sheet import Sheet
from kiosk.viewmodels.acts_model import Reduction
from kiosk.viewmodels.cashier_model import CashierModel, Page


class SellingActs(QObject):
    """Sheets lie over `side`, which keeps the ticket and its total in sight. `take` takes goods that a short number named."""

    def __init__(self, look: Look, model: CashierModel, side: SidePanel, take: Callable[[GoodsView], None]) -> None:
        super().__init__(side)
        self._look, self._model, self._side = look, model, side
        self._reasoned: Callable[[str], None] = lambda reason: None
        self._coded: Callable[[str], None] = lambda code: None
        self._priced: Callable[[int], None] = lambda minor: None
        words = look.words
        self.reason = ReasonSheet(look, side)
        self.discount = DiscountSheet(look, side)
        self.price = AmountSheet(look, side, words.tr("Go on"))
        self.plu = NumberSheet(look, side, model.acts, lambda goods: price_words(look, goods))
        self.check = PriceSheet(look, side)
        self.held = HeldSheet(look, side)
        self.mode = ModeSheet(look, side)
        self.code = CodeSheet(look, side, words.tr("Go on"))
        self.sheets: tuple[Sheet, ...] = (
            self.reason,
            self.discount,
            self.price,
            self.plu,
            self.check,
            self.held,
            self.mode,
            self.code,
        )
        self._join(take)

    def _join(self, take: Callable[[GoodsView], None]) -> None:
        model = self._model
        self.reason.given.connect(lambda reason: self._reasoned(reason))
        self.code.given.connect(lambda code: self._coded(code))
        self.price.given.connect(lambda minor: self._priced(minor))
        self.discount.given.connect(self._discount_given)
        self.plu.given.connect(take)
        self.mode.chosen.connect(model.acts.set_mode)
        self.held.chosen.connect(model.acts.recall)
        self.check.asked.connect(model.acts.check_price)
        self.check.wanted.connect(model.basket.add)
        self.check.closed.connect(lambda: model.release(model.acts.check_price))
        self.code.closed.connect(lambda: model.release(self.code.take))
        model.acts.price_known.connect(self._price_known)
        model.acts.held_changed.connect(self._held_changed)

    def do(self, name: str) -> None:
        """Do an act by its name."""
        acts: dict[str, Callable[[], Any]] = {
            "void": self._model.basket.void,
            "undo": self._model.basket.undo,
            "hold": self._hold,
            "held": self._recall,
            "discount": self._discount_line,
            "override_price": self._ask_price,
            "basket_discount": self._discount_ticket,
            "staff_discount": self._discount_staff,
            "tax_mode": lambda: self.mode.begin(self._model.basket.basket.tax_mode),
            "price_check": self._check_price,
            "plu": self.plu.ask,
            "gift_card": self._ask_gift_card,
            "returns": lambda: self._model.go(Page.RETURNS),
            "no_sale": self._open_drawer,
            "lock": self._model.session.lock,
            "coupon": self._ask_coupon,
            "member_search": self._ask_member,
        }
        acts[name]()

    def _hold(self) -> None:
        if not self._model.hold_or_recall():
            self._recall()

    def _recall(self) -> None:
        self.held.begin(self._model.acts.held)

    def _held_changed(self) -> None:
        if self.held.isVisible():
            self.held.show_held(self._model.acts.held)

    def ask_reason(self, act: str, title: str, then: Callable[[str], None]) -> None:
        """Ask for the reason of an act, and go on with it."""

        def ask(reasons: list[ReasonRow]) -> None:
            self._reasoned = then
            self.reason.begin(title, reasons)

        self._model.acts.reasons(act, lambda reasons: self.reason.when_free(lambda: ask(reasons)), self)

    def _discount_line(self) -> None:
        line = self._model.basket.meant()
        if line is not None:
            self._ask_discount(self._look.words.tr("Discount"), line.line)

    def _discount_ticket(self) -> None:
        self._ask_discount(self._look.words.tr("Discount on the ticket"), None)

    def _ask_discount(self, title: str, line: int | None) -> None:
        sheet = self.discount
        self._model.acts.reasons("discount", lambda reasons: sheet.when_free(lambda: sheet.ask(title, line, reasons)), self)

    def _discount_staff(self) -> None:
        day = self._model.session.day
        self._model.acts.staff_discount(day.staff_discount_bp if day is not None else 0)

    def _discount_given(self, off: Reduction, reason: str) -> None:
        self._model.basket.choose(0)
        if reason:
            self._model.acts.discount(off, reason)
        else:
            self.ask_reason("discount", self._look.words.tr("Discount"), lambda typed: self._model.acts.discount(off, typed))

    def _ask_price(self) -> None:
        line, words = self._model.basket.meant(), self._look.words
        if line is None:
            return
        number, title = line.line, self._look.text(line.names or line.name)
        self._model.basket.choose(0)
        self._priced = lambda minor: self.ask_reason(
            "override_price", title, lambda reason: self._model.acts.override_price(number, minor, reason)
        )
        self.price.begin(title, words.tr("Now {price}. Key the other price.", price=words.money(line.unit_price_minor)))

    def _check_price(self) -> None:
        self._model.catch(self._model.acts.check_price)
        self.check.ask()

    def _price_known(self) -> None:
        if self.check.isVisible():
            self._model.release(self._model.acts.check_price)
            self._model.messages.clear()
            self.check.show_price(self._model.acts.price)

    def _ask_code(self, title: str, sentence: str, then: Callable[[str], None]) -> None:
        self._coded = then
        self._model.catch(self.code.take)
        self.code.begin(title, sentence)

    def _ask_gift_card(self) -> None:
        words = self._look.words
        self._priced = self._gift_card_worth
        self.price.begin(words.tr("Sell a gift card"), words.tr("Key what it shall be worth."))

    def _gift_card_worth(self, minor: int) -> None:
        words = self._look.words
        self._ask_code(
            words.tr("Gift card worth {amount}", amount=words.money(minor)),
            words.tr("Scan the new card: it pays once the ticket is paid."),
            lambda code: self._model.acts.sell_gift_card(minor, code),
        )

    def _ask_coupon(self) -> None:
        words = self._look.words
        self._ask_code(words.tr("Coupon"), words.tr("Scan its code, or type what stands below it."), self._model.acts.coupon)

    def _ask_member(self) -> None:
        words = self._look.words
        sentence = words.tr("Scan the card, or type its number. A name is found in the search field.")
        self._ask_code(words.tr("Member"), sentence, self._model.basket.set_member_code)

    def _open_drawer(self) -> None:
        self.ask_reason("no_sale", self._look.words.tr("Open the drawer"), self._model.acts.open_drawer)
