"""The left of the selling screen: the ticket, which grows down, and its total, which stays where it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.basket_rows import BasketRows
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import mode_name
from kiosk.screens.shared.trace_words import to_go
from kiosk.services.answers import BasketView, MovementView
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList
from kiosk.touch.statement import Run, Statement
from kiosk.touch.theme import BOLD, STRONG
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.why_model import nearest

TOTAL_HEIGHT = 88


class BasketPanel(QWidget):
    """`slot` is the place a message borrows: it takes room from the list's empty end, nothing else moves.

    `line_tapped` brings the line a person now means, 0 for none; `act_wanted` an act that the empty ticket offers.
    """

    line_tapped = Signal(int)
    act_wanted = Signal(str)

    def __init__(self, look: Look, basket: BasketModel) -> None:
        super().__init__()
        self._look, self._basket = look, basket
        self._rows = BasketRows(look)
        self.list = LineList(look.theme)
        self.list.setObjectName("basket")
        card = Card(look.theme, margins=(look.theme.line_width, 8, look.theme.line_width, 8))
        card.box.addWidget(self.list)
        self.empty = _Empty(look, self.list)
        self.empty.act_wanted.connect(self.act_wanted)
        self.slot = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(card, 1)
        box.addLayout(self.slot)
        box.addWidget(self._totals())
        self.list.tapped.connect(self._tapped)
        basket.changed.connect(self.show_basket)
        self.show_basket()

    def _totals(self) -> Card:
        theme, words = self._look.theme, self._look.words
        self.said = Statement(theme, ("body", "small", "small"))
        self.said.setObjectName("said")
        self.why = KeyButton(theme, words.tr("Why?"), kind="ghost", cap="Ctrl F1", keys=("Ctrl+F1",), role="small", stacked=True)
        self.why.setObjectName("why_key")
        self.why.setFixedWidth(self.why.sizeHint().width())
        self.why.clicked.connect(lambda: self.act_wanted.emit("why"))
        self.total = AmountLabel(theme)
        self.total.setObjectName("total")
        card = Card(theme, margins=(20, 6, 20, 6), across=True)
        card.setFixedHeight(max(theme.px(TOTAL_HEIGHT), self.total.sizeHint().height() + 16, self.said.height() + 12))
        card.box.addWidget(self.said, 5)
        card.box.addWidget(self.why)
        card.box.addWidget(self.total, 4)
        return card

    def _tapped(self, index: int) -> None:
        self._basket.choose(int(self.list.key_at(index)))
        self.line_tapped.emit(self._basket.chosen)

    def show_basket(self) -> None:
        """Show the ticket as it is now."""
        model, basket, words = self._basket, self._basket.basket, self._look.words
        self.list.show_rows(self._rows.rows(basket.lines), str(model.newest), str(model.chosen))
        self.empty.show_ticket(basket)
        self.total.show_text(words.money(basket.totals.gross_minor))
        self.why.setEnabled(bool(basket.lines))
        off = basket.totals.discount_minor
        count = words.tr_n("{n} article", "{n} articles", model.pieces()) + (" ·" if off else "")
        saved = words.tr("discounts {amount}", amount=words.money(-off, symbol=False)) if off else ""
        mode = mode_name(words, basket.tax_mode) if basket.tax_mode else ""
        self.said.show_lines(
            [Run(count), Run(saved, "accent", BOLD), Run(mode, "warn", BOLD)],
            [self._points()],
            [self._next()],
        )

    def _points(self) -> Run:
        """Say what the ticket brings its member and takes of theirs; where room is scarce, without the cashback."""
        words, basket = self._look.words, self._basket.basket
        if basket.member is None:
            return Run("", "member", STRONG)
        earned, said = basket.points_earned, []
        if earned > 0:
            said = [words.tr_n("{n} point to earn", "{n} points to earn", earned)]
        elif earned < 0:
            said = [words.tr_n("{n} point goes back", "{n} points go back", -earned)]
        spent = basket.points_spent
        if spent > 0:
            said.insert(0, words.tr_n("{n} point spent", "{n} points spent", spent))
        elif spent < 0:
            said.insert(0, words.tr_n("{n} point returned", "{n} points returned", -spent))
        # Beside what is spent there is no room for cashback too; the receipt tells it.
        cashback = [] if spent else [row.earned for row in basket.movements if _brings_money(row)]
        money = [words.tr("{amount} of cashback", amount=words.money(amount)) for amount in cashback]
        return Run(" · ".join(said + money), "member", STRONG, short=" · ".join(said) if money else None)

    def _next(self) -> Run:
        """Say which coupon lies here and takes nothing off, else what is nearly reached, else which coupon the receipt will bear."""
        words, basket = self._look.words, self._basket.basket
        idle = next((coupon for coupon in basket.coupons if not coupon.amount_minor), None)
        if idle is not None:
            name = self._look.text(idle.names) or words.tr("Coupon")
            return Run(words.tr("{coupon}: takes nothing off yet", coupon=name), "warn", STRONG)
        nearly = nearest(basket.offers) if basket.totals.gross_minor >= 0 else None
        if nearly is not None:
            short = to_go(words, nearly, "") if nearly.kind == "receipt_coupon" else None
            return Run(to_go(words, nearly, self._look.text(nearly.names)), "member", STRONG, short=short)
        coupon = any(offer.kind == "receipt_coupon" and offer.status == "applied" and not offer.coupon for offer in basket.offers)
        return Run(words.tr("a coupon on the receipt") if coupon else "", "member", STRONG)


def _brings_money(row: MovementView) -> bool:
    return row.kind == "cashback" and row.earned > 0


class _Empty(QWidget):
    """What an empty ticket says, and what is done between two customers; the keyboard's keys for it are those of the acts."""

    act_wanted = Signal(str)

    def __init__(self, look: Look, over: LineList) -> None:
        super().__init__(over)
        words, theme = look.words, look.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 24)
        self._words = words
        self.title = Label(theme, "", "title", "ink", BOLD)
        box.addWidget(self.title)
        box.addWidget(Label(theme, words.tr("Scan an article, type its code or tap a tile."), "body", "ink2", wrap=True))
        box.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(8)
        for act, said in (("returns", words.tr("Receipts, returns")), ("no_sale", words.tr("Open the drawer"))):
            key = KeyButton(theme, said, least=theme.px(72))
            key.setObjectName(f"empty_{act}")
            key.clicked.connect(lambda _=False, act=act: self.act_wanted.emit(act))
            row.addWidget(key, 1)
        box.addLayout(row)
        box.addStretch(1)
        self.resize(theme.px(580), theme.px(280))

    def show_ticket(self, basket: BasketView) -> None:
        """Stand there while there are no goods; a member who came first is no next customer any more."""
        tr = self._words.tr
        self.title.show_text(tr("Ready for the first article") if basket.member is not None else tr("Ready for the next customer"))
        self.setVisible(not basket.lines)
