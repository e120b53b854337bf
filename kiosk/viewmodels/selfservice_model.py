"""The self-service kiosk: where the customer stands, and what each tap, scan and silence does there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView, LineView
from kiosk.services.commands import Add, CancelBasket, Command, Scan, Undo, VoidLine
from kiosk.viewmodels.selfservice_attendant import AttendantModel
from kiosk.viewmodels.selfservice_flow import HELP_IDLE_S, Journey, Screen
from kiosk.viewmodels.selfservice_goods import GoodsModel
from kiosk.viewmodels.selfservice_payment import Card, Payment
from kiosk.viewmodels.selfservice_ticket import Ticket, points_of

CODE_LIMIT = 600
"""Longer than any code of ours; what is longer is noise on the scanner's line."""


@dataclass(frozen=True)
class Notice:
    """One thing to tell the customer: a refusal's code, or what just happened with `line`."""

    tone: Literal["done", "warn"]
    code: str
    params: dict[str, object] = field(default_factory=dict)
    line: LineView | None = None


class SelfServiceModel(QObject):
    """Joins journey, ticket, payment, goods and attendant; screens show it and call it, and decide nothing.

    `newest` is the number of the line that came last, 0 when none is to be pointed at.
    """

    moved = Signal(object)
    changed = Signal()
    noticed = Signal(object)
    """A Notice, or None when the last one is to go."""

    def __init__(self, bridge: Bridge, today: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.journey = Journey()
        self.ticket = Ticket(bridge, self)
        self.payment = Payment(self.ticket, self)
        self.goods = GoodsModel(bridge, self)
        self.attendant = AttendantModel(bridge, self.ticket, today, self)
        self.help_called = False
        self.newest = 0
        self.ticket.settled.connect(self._settle)
        self.ticket.refused.connect(self._refused)
        self.ticket.changed.connect(self.changed)
        self.goods.changed.connect(self.changed)
        self.payment.changed.connect(self._card_changed)
        self.payment.paid.connect(lambda: self._go("receipt"))
        self.payment.finished.connect(self._finished)
        self.attendant.done.connect(self._attended)

    @property
    def screen(self) -> Screen:
        return self.journey.screen

    @property
    def idle_s(self) -> int | None:
        """How long silence is left alone now; an attendant being called gives time."""
        if self.attendant.purpose == "open" or self.screen.idle_s is None:
            return None
        return max(self.screen.idle_s, HELP_IDLE_S) if self.calling else self.screen.idle_s

    @property
    def calling(self) -> bool:
        """Whether somebody of the staff is waited for."""
        return self.help_called or self.attendant.purpose in ("age", "approve")

    @property
    def points(self) -> int:
        """The member's points before this ticket; 0 without a member."""
        member = self.ticket.basket.member
        return points_of(member) if member else 0

    def start(self) -> None:
        """Find out where the till stands; a ticket that a power cut left open comes back."""
        self.ticket.start()

    def begin(self) -> None:
        """A customer touched the welcome screen."""
        if self.screen.name == "welcome":
            self._go("scan")

    def scan(self, code: str, symbology: str | None = None) -> None:
        """Take what a scanner or the camera saw, where the customer may scan; rubbish is told, never sent."""
        code = code.strip()
        if self.screen.name == "thanks":
            self.leave()
        if self.screen.name not in ("welcome", "scan", "goods", "member", "review") or not code:
            return
        if len(code) > CODE_LIMIT or not code.isprintable():
            self._notice("warn", "unknown_code")
            return
        self.begin()
        known = self.ticket.basket.member
        before = self.ticket.count
        self.ticket.send(
            Scan(code=code, symbology=symbology),
            lambda answer: self._scanned(before, known.id if known else ""),
        )

    def add(self, sku: str, *, quantity: int | None = None, weight_g: int | None = None) -> None:
        """Put goods chosen on a tile into the basket."""
        self.ticket.send(Add(sku=sku, quantity=quantity, weight_g=weight_g), lambda answer: self._added(answer, sku))

    def remove(self, line: LineView, quantity: int | None = None) -> None:
        """Take a line, or some pieces of it, out again; the till keeps a trace."""
        self.ticket.send(VoidLine(line=line.line, quantity=quantity), lambda _: self._removed(line))

    def choose_goods(self) -> None:
        """Look for goods without a barcode."""
        self.goods.load()
        self._go("goods")

    def pay(self) -> None:
        """From the goods towards paying: the card is asked for once, unless it is known already."""
        if not self.ticket.basket.lines:
            self._notice("warn", "basket_empty")
        else:
            self._go("review" if self.ticket.basket.member else "member")

    def proceed(self) -> None:
        """From the card question to the review, with or without a card."""
        self._go("review")

    def back(self) -> None:
        """Back to the goods, from wherever that is still possible."""
        if self.screen.name == "pay" and not self.payment.may_leave:
            return
        self.payment.reset()
        self._go("scan")

    def confirm(self) -> None:
        """Pay what is due by card; nothing due needs no card. Tapped again, it asks the terminal again."""
        if self.screen.name == "review" and self.ticket.busy:
            return
        if self.ticket.basket.totals.due_minor == 0:
            self._go("receipt")
            return
        self._go("pay")
        self.payment.begin()

    def choose_paper(self, paper: bool) -> None:
        """Finish the paid sale, with a printed receipt or without."""
        self.payment.finish("paper" if paper else "none")

    def leave(self) -> None:
        """The customer has gone: forget everything of them."""
        self._reset()
        self._go("welcome")

    def cancel(self) -> None:
        """Give the purchase up. The till journals it; a paid or perhaps paid ticket is not given up here."""
        if not self.ticket.basket.lines and self.ticket.basket.member is None:
            self.leave()
        else:
            self.ticket.send(CancelBasket(), lambda _: self.leave())

    @property
    def may_cancel(self) -> bool:
        """Whether there is a purchase that can still be given up."""
        begun = bool(self.ticket.basket.lines or self.ticket.basket.member)
        return begun and self.screen.name in ("scan", "goods", "member", "review", "pay") and self.payment.may_leave

    def dismiss_attendant(self) -> None:
        """Go on without an attendant. If a wrong PIN left nobody logged in, the kiosk says so and keeps the ticket."""
        self.attendant.dismiss()
        if self.ticket.state == "logged_out":
            self._reach("closed")

    def call_help(self) -> None:
        self.help_called = True
        self.changed.emit()

    def end_help(self) -> None:
        self.help_called = False
        self.changed.emit()

    def silence(self) -> None:
        """Nobody answered the countdown: do what the flow says of this screen."""
        self.attendant.dismiss()
        match self.screen.on_silence:
            case "restart":
                self.leave()
            case "cancel":
                self.cancel()
            case "finish":
                # Paper nobody asked for is not printed; the sale is finished all the same.
                self.payment.finish("none")

    def _scanned(self, before: int, known: str) -> None:
        basket = self.ticket.basket
        if any(line.receipt for line in basket.lines):
            # Scanning a receipt gives goods back; that is for a till, where somebody looks at them.
            self.ticket.send(Undo(), lambda _: self._notice("warn", "returns_at_till"))
            return
        if basket.member is not None and basket.member.id != known:
            if self.screen.name == "goods":
                # Elsewhere the violet card greets.
                self._notice("done", "member")
        elif self.ticket.count > before:
            if self.screen.name in ("member", "review"):
                self._go("scan")
            self._put_in(basket.lines[-1])

    def _added(self, answer: Answer, sku: str) -> None:
        line = next((line for line in reversed(self.ticket.basket.lines) if line.sku == sku), None)
        if line is not None:
            self._put_in(line)

    def _put_in(self, line: LineView) -> None:
        self.newest = line.line
        if self.screen.name == "goods":
            # Where the list is not in sight, words say what went into the basket; else the tinted line does.
            self._notice("done", "added", line=line)
        else:
            self.noticed.emit(None)

    def _removed(self, line: LineView) -> None:
        self.newest = 0
        self._notice("done", "removed", line=line)

    def _refused(self, error: ErrorView, command: Command) -> None:
        if error.code == "age_check_needed":
            self.attendant.ask_for("age", command, int(str(error.params.get("age", 18))))
            self.changed.emit()
        elif error.code == "approval_needed":
            self.attendant.ask_for("approve", command)
            self.changed.emit()
        elif error.code == "safely_locked":
            self._reach("locked")
        elif error.code in ("not_logged_in", "day_not_open"):
            self.ticket.settle()
        else:
            self._notice("warn", error.code, error.params)

    def _settle(self, answer: Answer) -> None:
        """Stand where the till stands, after a start, a log-in, or a stop of any kind."""
        if answer.state in ("logged_out", "day_closed"):
            self._reach("closed")
        elif answer.state == "locked":
            self._reach("locked")
        elif answer.state == "paying":
            self._settle_payment(answer)
        elif self.screen.name in ("closed", "locked"):
            recovered = answer.state == "selling"
            self._go("scan" if recovered else "welcome")
            if recovered:
                self._notice("done", "recovered")

    def _settle_payment(self, answer: Answer) -> None:
        if self.screen.name not in ("closed", "locked", "welcome"):
            return
        intent = answer.extra.get("card_intent")
        if intent:
            self._go("pay")
            self.payment.resume(int(intent["amount_minor"]))
        elif self.ticket.basket.totals.due_minor <= 0:
            self._go("receipt")
        else:
            self._go("scan")

    def _reach(self, name: str) -> None:
        """Go to a screen outside the steps, from wherever the customer stands."""
        if self.screen.name != name:
            if name == "closed" and not self.attendant.busy:
                self.attendant.dismiss()
            self._go(name)

    def _finished(self) -> None:
        self._go("thanks")

    def _attended(self, purpose: str) -> None:
        self.help_called = False
        if purpose in ("open", "close", "age"):
            self.ticket.settle()
        self.changed.emit()

    def _card_changed(self) -> None:
        if self.payment.card == Card.UNCERTAIN:
            # Nobody may leave or pay again before it is known: an attendant has to look at the terminal.
            self.help_called = True
        self.changed.emit()

    def _reset(self) -> None:
        self.help_called = False
        self.newest = 0
        self.attendant.dismiss()
        self.payment.reset()
        self.ticket.clear()
        self.noticed.emit(None)

    def _notice(
        self, tone: Literal["done", "warn"], code: str, params: dict[str, object] | None = None, line: LineView | None = None
    ) -> None:
        self.noticed.emit(Notice(tone, code, params or {}, line))

    def _go(self, name: str) -> None:
        if self.journey.go(name):
            self.noticed.emit(None)
            self.moved.emit(self.screen)
