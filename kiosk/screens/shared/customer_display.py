"""The second screen, towards the customer: articles and prices as they are rung up, the amount, and thanks. It takes no key and no tap."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.qtbase.bridge import Bridge
from kiosk.screens.shared.gains import coming_coupon, points_earned, what_to_try, what_was_gained
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import tender_name
from kiosk.services.answers import LineView, TenderView
from kiosk.services.port import TillPort
from kiosk.touch.card import Card, Ground
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.paint import CENTRE
from kiosk.touch.qr import QrView
from kiosk.touch.theme import BOLD, STRONG, Theme
from kiosk.touch.tokens import Face, ThemeName
from kiosk.viewmodels.customer_model import CustomerModel, Scene
from sync.base.words import Words

_ROWS = {Face.TILL: RowStyle(lead=48, middle=0, amount=104, pad=16), Face.KIOSK: RowStyle(lead=64, middle=0, amount=180, pad=24)}
_TENDERS = {face: RowStyle(lead=0, middle=0, amount=amount, pad=0, inset=0) for face, amount in ((Face.TILL, 104), (Face.KIOSK, 230))}
_CODE_SIZE = 300
LEAST_WIDTH, LEAST_HEIGHT = 640, 400
READ_FROM_AFAR_PX = 1_280
"""A screen at least this wide is large, stands apart and speaks in the kiosk's type; a smaller one is looked at from near by."""


class CustomerDisplay(Ground):
    """A window over the same till as the cashier's. It never takes the focus, which belongs to the next scan."""

    def __init__(self, port: TillPort, words: Words, theme: Theme) -> None:
        super().__init__(theme)
        self.setWindowTitle("Comptoir")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.bridge = Bridge(port, self)
        self.model = CustomerModel(self.bridge, self)
        self.look = Look(theme, words)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(32, 28, 32, 28)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._inside: QWidget | None = None
        self._kept: dict[int, tuple[LineView, Row]] = {}
        self._build()
        self.model.changed.connect(self.refresh)
        self.model.start()

    def speak(self, language: str) -> None:
        """Speak another language, as the cashier's screen does."""
        self.look = Look(self.look.theme, self.look.words.speaking(language))
        self._build()

    def use_theme(self, name: str) -> None:
        """Wear another theme, as the cashier's screen does."""
        self.look = Look(self.look.theme.with_name(ThemeName(name)), self.look.words)
        self.theme = self.look.theme
        self._build()

    def _build(self) -> None:
        theme, words = self.look.theme, self.look.words
        self._inside, former = QStackedWidget(), self._inside
        self._kept = {}
        self.practice = Label(theme, words.tr("Practice: nothing is sold"), "body", "warn", BOLD, align=CENTRE)
        self.welcome = Label(theme, "", "amount", "ink", BOLD, wrap=True, align=CENTRE)
        self.greeting = Label(theme, words.tr("Welcome"), "title", "ink2", align=CENTRE)
        for scene in (self._welcome_scene(), self._ticket_scene(), self._thanks_scene()):
            self._inside.addWidget(scene)
        self._box.addWidget(self.practice)
        self._box.addWidget(self._inside, 1)
        if former is not None:
            former.hide()
            former.deleteLater()
        self.refresh()

    def _welcome_scene(self) -> QWidget:
        scene = QWidget()
        box = QVBoxLayout(scene)
        box.addStretch(1)
        box.addWidget(self.welcome)
        box.addWidget(self.greeting)
        box.addStretch(1)
        return scene

    def _ticket_scene(self) -> QWidget:
        theme, words = self.look.theme, self.look.words
        self.lines = LineList(theme, _ROWS[theme.face])
        goods = Card(theme, margins=(2, 8, 2, 8))
        goods.box.addWidget(self.lines)
        self.heading = Label(theme, "", "body", "ink2")
        self.amount = AmountLabel(theme, factor=1.4)
        self.savings = Label(theme, "", "body", "accent", STRONG)
        self.points = Label(theme, "", "body", "member", STRONG, wrap=True)
        self.coupon = Label(theme, "", "body", "ink2", wrap=True)
        self.tenders = LineList(theme, _TENDERS[theme.face])
        self.savings.setAccessibleName(words.tr("You save"))
        side = Card(theme, margins=(28, 24, 28, 24), spacing=10)
        for widget in (self.heading, self.amount, self.savings):
            side.box.addWidget(widget)
        side.box.addWidget(self.tenders, 1)
        side.box.addWidget(self.points)
        side.box.addWidget(self.coupon)
        scene = QWidget()
        box = QHBoxLayout(scene)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(24)
        box.addWidget(goods, 3)
        box.addWidget(side, 2)
        return scene

    def _thanks_scene(self) -> QWidget:
        theme = self.look.theme
        self.thanks = Label(theme, self.look.words.tr("Thank you, and see you soon!"), "title", "ink", BOLD, wrap=True, align=CENTRE)
        self.change_words = Label(theme, "", "body", "ink2", align=CENTRE)
        self.change = AmountLabel(theme, factor=1.4, align=CENTRE)
        self.gained = Label(theme, "", "body", "member", STRONG, wrap=True, align=CENTRE)
        self.tries = Label(theme, "", "body", "ink2", wrap=True, align=CENTRE)
        self.code = QrView(theme, _CODE_SIZE)
        self.code_words = Label(theme, "", "body", "ink2", wrap=True, align=CENTRE)
        said = QVBoxLayout()
        said.setSpacing(16 if theme.face is Face.KIOSK else 8)
        said.addStretch(1)
        for label in (self.thanks, self.change_words, self.change, self.gained, self.code_words, self.tries):
            said.addWidget(label)
        said.addStretch(1)
        scene = QWidget()
        box = QHBoxLayout(scene)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(24)
        # Beside the words the code has the whole height: above them, on a low screen, no phone could read it.
        box.addWidget(self.code, 1)
        box.addLayout(said, 1)
        return scene

    def refresh(self) -> None:
        """Show the scene the till is in."""
        model = self.model
        self.practice.setVisible(model.training)
        self.welcome.show_text(model.shop)
        if isinstance(self._inside, QStackedWidget):
            self._inside.setCurrentIndex(list(Scene).index(model.scene))
        if model.scene is Scene.TICKET:
            self._show_ticket()
        elif model.scene is Scene.THANKS:
            self._show_thanks()

    def _show_ticket(self) -> None:
        words, basket = self.look.words, self.model.basket
        totals = basket.totals
        rows = self._rows(basket.lines)
        self.lines.show_rows(rows, marked=rows[-1].key if rows else "")
        due = totals.due_minor if basket.tenders else totals.gross_minor
        self.heading.show_text(words.tr("To pay") if due >= 0 else words.tr("To give back"))
        self.amount.show_text(words.money(abs(due)))
        saved = totals.discount_minor
        self.savings.show_text(words.tr("You save {amount}", amount=words.money(saved)) if saved > 0 else "")
        self._say(self.points, points_earned(self.look, basket))
        self._say(self.coupon, coming_coupon(self.look, basket))
        self.tenders.show_rows([self._tender(number, tender) for number, tender in enumerate(basket.tenders)])

    def _show_thanks(self) -> None:
        words, done = self.look.words, self.model.done
        change = done.change_minor if done else 0
        self.change_words.show_text(words.tr("Your change") if change else "")
        self.change.setVisible(change != 0)
        self.change.show_text(words.money(abs(change)))
        self._say(self.gained, what_was_gained(self.look, done.basket) if done else "")
        self._say(self.tries, what_to_try(self.look, done.basket) if done else "")
        link = done.link if done else ""
        self.code.show_text(link)
        self.code_words.show_text(words.tr("Scan this code: your receipt opens on your phone.") if link else "")

    @staticmethod
    def _say(label: Label, words: str) -> None:
        """What has nothing to say takes no room."""
        label.show_text(words)
        label.setVisible(bool(words))

    def _rows(self, lines: Sequence[LineView]) -> list[Row]:
        """Return a row a line; one is made again only when its line changed, so that only its paint is."""
        self._kept = {
            line.line: kept if (kept := self._kept.get(line.line)) is not None and kept[0] == line else (line, self._row(line))
            for line in lines
        }
        return [row for _, row in self._kept.values()]

    def _row(self, line: LineView) -> Row:
        words = self.look.words
        lead = words.number(line.quantity) if line.quantity is not None else ""
        notes = [] if line.weight_g is None else [Note(words.weight(line.weight_g), "ink2")]
        for offer in line.offers:
            name = self.look.text(offer.names) or words.tr("Discount")
            notes.append(Note(f"{name} {words.money(-offer.amount_minor, symbol=False)}", "accent"))
        amount = words.money(line.gross_minor, symbol=False)
        return Row(str(line.line), self.look.text(line.names or line.name), amount, lead=lead, notes=tuple(notes))

    def _tender(self, number: int, tender: TenderView) -> Row:
        words = self.look.words
        return Row(str(number), tender_name(words, tender.kind), words.money(tender.amount_minor, symbol=False))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bridge.close()
        super().closeEvent(event)
