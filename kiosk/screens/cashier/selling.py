"""The selling screen: the ticket at the left, everything that adds to it at the right."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.cashier.basket_panel import BasketPanel
from kiosk.screens.cashier.member_acts import MemberActs
from kiosk.screens.cashier.selling_acts import SellingActs
from kiosk.screens.cashier.sheets import AmountSheet, ChoiceSheet, QuantitySheet
from kiosk.screens.cashier.side_panel import SidePanel
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.services.answers import ErrorView
from kiosk.services.queries import GoodsView
from kiosk.touch.keys import KeyButton, named_shortcut
from kiosk.touch.sheet import Sheet, open_sheet
from kiosk.viewmodels.cashier_model import CashierModel


class SellingPage(ScreenPage):
    """The focus rests in the search field: typed or scanned, the next code goes there.

    A question is put away by whoever answers it, leaves it or scans on, never by an answer of the till: that may be a late one to something
    done before the question stood.
    """

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model = model
        self._priced: GoodsView | None = None
        self._weighed: GoodsView | None = None
        self._counted = 0
        self.left = BasketPanel(look, model.basket)
        self.slot = self.left.slot
        self.side = SidePanel(look, model)
        right = self.cover(self.side)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(24)
        box.addWidget(self.left, 12)
        box.addWidget(right, 7)
        self.setFocusProxy(self.side)
        self._make_sheets()
        self._join()

    def _make_sheets(self) -> None:
        look, words, side = self._look, self._look.words, self.side
        self.quantity = QuantitySheet(look, side)
        self.price = AmountSheet(look, side, words.tr("Add at this price"))
        self.weight = AmountSheet(look, side, words.tr("Add this weight"), weight=True)
        self.age = self._age_sheet()
        self.cancel = self._cancel_sheet()
        self.acts = SellingActs(look, self._model, side, self._take_goods)
        self.members = MemberActs(look, self._model, side, self.acts.ask_reason)
        own: tuple[Sheet, ...] = (self.quantity, self.price, self.weight, self.age, self.cancel)
        self.sheets: tuple[Sheet, ...] = (*own, *self.acts.sheets, *self.members.sheets)
        for sheet in self.sheets:
            sheet.closed.connect(self._rest)

    def _age_sheet(self) -> ChoiceSheet:
        """The answer is the law's, so that no Enter of a hasty hand or a scanner gives it."""
        words, theme = self._look.words, self._look.theme
        proven = KeyButton(theme, words.tr("Old enough"), kind="primary", cap="F2", keys=("F2",), role="title", least=theme.px(88))
        refused = KeyButton(theme, words.tr("Not proven: do not sell"), kind="danger", cap="F3", keys=("F3",), least=theme.px(72))
        return ChoiceSheet(self._look, self.side, proven, refused, icon="age")

    def _cancel_sheet(self) -> ChoiceSheet:
        words, theme = self._look.words, self._look.theme
        keep = enter_key(self._look, words.tr("Keep the ticket"), name="confirm", also=("Esc",))
        drop = KeyButton(theme, words.tr("Cancel the ticket"), kind="danger", cap="F8", keys=("F8",), least=theme.px(72))
        return ChoiceSheet(self._look, self.side, keep, drop, icon="basket")

    def _join(self) -> None:
        model, side, basket = self._model, self.side, self._model.basket
        side.submitted.connect(self._submitted)
        side.pay_wanted.connect(model.pay)
        side.act_wanted.connect(self._act)
        # Who taps a line wants something of it: its acts are the next tap.
        self.left.line_tapped.connect(lambda line: side.show_acts(shown=bool(line)))
        self.left.act_wanted.connect(self._act)
        side.catalogue.goods_taken.connect(self._take_goods)
        side.catalogue.member_taken.connect(self._take_member)
        self.quantity.given.connect(lambda number: basket.set_quantity(self._counted, number))
        self.price.given.connect(self._price_given)
        self.weight.given.connect(self._weight_given)
        self.age.on_answer(lambda: basket.answer_age(passed=True), lambda: basket.answer_age(passed=False))
        self.cancel.on_answer(lambda: None, basket.cancel)
        basket.age_asked.connect(self._ask_age)
        model.sold_on.connect(self._sell_on)
        model.messages.act_wanted.connect(self._act)
        basket.unweighed.connect(self._ask_weight)
        words = self._look.words
        for key, by, what in (("Up", -1, words.tr("The line before")), ("Down", 1, words.tr("The next line"))):
            named_shortcut(self.side, (key,), what, partial(self._step, by), repeats=True)
        named_shortcut(self.side, ("Esc",), words.tr("Back, clear"), self._back)

    def _act(self, name: str) -> None:
        self.side.show_acts(shown=False)
        if name == "quantity":
            self._ask_quantity()
        elif name == "cancel":
            self._ask_cancel()
        elif not self.members.do(name):
            self.acts.do(name)

    def _back(self) -> None:
        """Escape takes back what was begun and not yet done: the factor, the page of acts, an open department, a chosen line."""
        basket, search = self._model.basket, self._model.search
        if basket.times > 1:
            basket.multiply(1)
        elif self.side.stack.currentIndex():
            self.side.show_acts(shown=False)
        elif search.department:
            search.open_department("")
        elif basket.chosen:
            basket.choose(basket.chosen)

    def _rest(self) -> None:
        """Bring the focus back to where the next scan goes, unless another question has it."""
        if open_sheet(self) is None:
            self.side.field.setFocus()

    def _step(self, by: int) -> None:
        if not self.side.catalogue.step(by):
            self._model.basket.step(by)

    def _submitted(self, text: str) -> None:
        search, catalogue = self._model.search, self.side.catalogue
        if catalogue.take_chosen():
            return
        found = None if search.is_code(text) else search.only_one(text)
        if found is not None:
            catalogue.take(found)
        elif search.is_code(text) or search.found.text != text or not (search.found.goods or search.found.members):
            self.side.field.clear()
            self._model.basket.enter(text)
        else:
            catalogue.step(1)

    def _sell_on(self) -> None:
        """Put away what was asked before the next scan; whether the customer is old enough is still to be answered."""
        self.side.show_acts(shown=False)
        for sheet in self.sheets:
            if sheet is not self.age:
                sheet.close_sheet()

    def _take_goods(self, goods: GoodsView) -> None:
        self.side.field.clear()
        if goods.unit == "kg":
            self._weighed = goods
            self._model.basket.weigh(goods.sku)
        elif goods.price_minor is None:
            self._priced = goods
            self.price.begin(self._look.text(goods.name), self._look.words.tr("This article has no fixed price. Key it."))
        else:
            self._model.basket.add(goods.sku)

    def _take_member(self, member: str) -> None:
        self.side.field.clear()
        self._model.basket.set_member(member)

    def _ask_weight(self, error: ErrorView) -> None:
        """The scale gave no weight: the message says why, and the weight may be keyed."""
        goods, sentence = self._weighed, self._look.words.tr("Key the weight in kilograms.")
        if goods is not None:
            self.weight.when_free(lambda: self.weight.begin(self._look.text(goods.name), sentence))

    def _price_given(self, price_minor: int) -> None:
        if self._priced is not None:
            self._model.basket.add(self._priced.sku, price_minor=price_minor)

    def _weight_given(self, weight_g: int) -> None:
        if self._weighed is not None:
            self._model.basket.add(self._weighed.sku, weight_g=weight_g)

    def _ask_quantity(self) -> None:
        line = self._model.basket.meant()
        if line is not None and line.quantity is not None:
            self._counted = line.line
            now = self._look.words.number(line.quantity)
            self.quantity.begin(self._look.text(line.names or line.name), self._look.words.tr("Now {n}. How many are there?", n=now))

    def _ask_cancel(self) -> None:
        words = self._look.words
        self.cancel.say(words.tr("Cancel this ticket?"), words.tr("Its articles are put aside; it is noted with your name."))
        self.cancel.open()

    def _ask_age(self, years: int) -> None:
        words = self._look.words
        self.age.say(
            words.tr("Is the customer {age} or older?", age=years),
            words.tr("Ask for a proof of age. The article waits for your answer."),
        )
        self.age.when_free(self.age.open)
