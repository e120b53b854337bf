"""The self-service kiosk: where the customer stands, and what each tap, scan and silence does there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView, LineView
from kiosk.services.commands import Add, CancelBasket, Command, Paper, Scan, TaxMode, Undo, VoidLine
from kiosk.viewmodels.selfservice_attendant import AttendantModel
from kiosk.viewmodels.selfservice_flow import HELP_IDLE_S, Journey, Screen
from kiosk.viewmodels.selfservice_goods import GoodsModel
from kiosk.viewmodels.selfservice_loyalty import LoyaltyModel
from kiosk.viewmodels.selfservice_payment import Card, Payment
from kiosk.viewmodels.selfservice_ticket import Ticket, only_at_a_till
from kiosk.viewmodels.selfservice_weighing import WeighingModel

CODE_LIMIT = 600
"""Longer than any code of ours; what is longer is noise on the scanner's line."""
GS = "\x1d"
"""Ends a field of a GS1 label; no other control character belongs into a code."""
LINK_IDLE_S = 60
"""So long a receipt's code stays in sight for a phone to read."""


@dataclass(frozen=True)
class Notice:
    """One thing to tell the customer: a refusal's code, or what just happened with `line`."""

    tone: Literal["done", "warn"]
    code: str
    params: dict[str, object] = field(default_factory=dict)
    line: LineView | None = None


class SelfServiceModel(QObject):
    """Joins journey, ticket, payment, goods, loyalty and attendant; screens show it and call it, and decide nothing.

    `newest` is the number of the line that came last, 0 when none is to be pointed at; `scanned` tells that a code was taken.
    """

    moved = Signal(object)
    changed = Signal()
    scanned = Signal()
    noticed = Signal(object)
    """A Notice, or None when the last one is to go."""

    def __init__(self, bridge: Bridge, today: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.journey = Journey()
        self.ticket = Ticket(bridge, self)
        self.payment = Payment(self.ticket, self)
        self.goods = GoodsModel(bridge, self)
        self.weighing = WeighingModel(self.ticket, self)
        self.attendant = AttendantModel(bridge, self.ticket, today, self)
        self.loyalty = LoyaltyModel(bridge, self.ticket, self)
        self.help_called = False
        self.newest = 0
        self.ticket.settled.connect(self._settle)
        self.ticket.refused.connect(self._refused)
        self.ticket.changed.connect(self.changed)
        self.goods.changed.connect(self.changed)
        self.loyalty.changed.connect(self.changed)
        self.loyalty.told.connect(lambda code, params: self._notice("done", code, params))
        self.loyalty.points.paid.connect(self._points_paid)
        self.payment.changed.connect(self._card_changed)
        self.weighing.weighed.connect(self._added)
        self.payment.paid.connect(self._paid)
        self.payment.returned.connect(lambda: self._go("scan"))
        self.payment.kept.connect(self._kept)
        self.payment.finished.connect(self._finished)
        self.payment.unfinished.connect(lambda: self._go("receipt"))
        self.attendant.done.connect(self._attended)

    @property
    def screen(self) -> Screen:
        return self.journey.screen

    @property
    def idle_s(self) -> int | None:
        """How long silence is left alone now; an attendant being called gives time."""
        if self.attendant.purpose == "open" or self.screen.idle_s is None:
            return None
        if self.screen.name == "thanks" and self.payment.done is not None and self.payment.done.link:
            return LINK_IDLE_S
        return max(self.screen.idle_s, HELP_IDLE_S) if self.calling else self.screen.idle_s

    @property
    def calling(self) -> bool:
        """Whether somebody of the staff is waited for."""
        return self.help_called or self.attendant.purpose in ("age", "member", "approve")

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
        if self.screen.name not in ("welcome", "scan", "goods", "mode", "member", "review") or not code:
            return
        if len(code) > CODE_LIMIT or not code.replace(GS, "").isprintable():
            self._notice("warn", "unknown_code")
            return
        self.begin()
        before, where, known = self.ticket.count, self.screen.name, self._proven_member
        self.ticket.send(Scan(code=code, symbology=symbology), lambda answer: self._scanned(answer, code, before, known, where))

    @property
    def _proven_member(self) -> str:
        """The id of the member whose card was shown, or for whom an attendant stood in; empty without one."""
        member = self.ticket.basket.member
        return member.id if member is not None and member.proven else ""

    def add(self, sku: str, *, quantity: int | None = None, weight_g: int | None = None) -> None:
        """Put goods chosen on a tile into the basket."""
        self.ticket.send(Add(sku=sku, quantity=quantity, weight_g=weight_g), lambda _: self._added(sku))

    def remove(self, line: LineView, quantity: int | None = None) -> None:
        """Take a line, or some pieces of it, out again; the till keeps a trace."""
        self.ticket.send(VoidLine(line=line.line, quantity=quantity), lambda _: self._removed(line))

    def choose_goods(self) -> None:
        """Look for goods without a barcode."""
        self.goods.load()
        self._go("goods")

    def pay(self) -> None:
        """From the goods towards paying: first whether they are eaten here, where that changes a tax; then the card, unless it is known."""
        if not self.ticket.basket.lines:
            self._notice("warn", "basket_empty")
        elif any(line.by_mode for line in self.ticket.basket.lines):
            self._go("mode")
        else:
            self._ask_card()

    def choose_mode(self, mode: Literal["eat_in", "take_away"]) -> None:
        """The customer said where the goods are eaten."""
        if self.screen.name == "mode":
            self.ticket.send(TaxMode(mode=mode), lambda _: self._mode_chosen())

    def _mode_chosen(self) -> None:
        """Go on, unless the customer has gone back to the goods meanwhile."""
        if self.screen.name == "mode":
            self._ask_card()

    def proceed(self) -> None:
        """From the card question to the review, with or without a card; without articles, to these."""
        self._go("review" if self.ticket.basket.lines else "scan")

    def show_card(self) -> None:
        """To the card: the wallet of who showed one, the question for who did not."""
        if self.journey.may_go("member"):
            self._go("member")

    def back(self) -> None:
        """Back to the goods, from wherever that is still possible; what was paid goes back first."""
        if not self.payment.may_leave or self.payment.finishing:
            return
        if any(tender.kind == "card" for tender in self.ticket.basket.tenders):
            # The card terminal takes part, and the page of payment shows what it says.
            self._go("pay")
        self.payment.take_back()

    def confirm(self) -> None:
        """Pay what is due by card; nothing due needs no card. Tapped again, it asks the terminal again."""
        if self.screen.name == "review" and self.ticket.busy:
            self._notice("done", "moment")
            return
        if self.ticket.basket.totals.due_minor == 0 and not self.payment.reversing:
            self._paid()
            return
        self._go("pay")
        self.payment.begin()

    def choose_receipt(self, paper: Paper) -> None:
        """Finish the paid sale: with a printed receipt, one on the phone, or none."""
        self.payment.finish(paper)

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
        return begun and self.screen.name in ("scan", "goods", "mode", "member", "review", "pay") and self.payment.may_leave

    def dismiss_attendant(self) -> None:
        """Go on without an attendant, unless a PIN is being tried: its answer would end a later question. If a wrong PIN left nobody logged
        in, the kiosk says so and keeps the ticket.
        """
        if self.attendant.busy:
            return
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

    def _scanned(self, answer: Answer, code: str, before: int, known: str, where: str) -> None:
        basket, gift_card = self.ticket.basket, answer.extra.get("gift_card")
        at_till = only_at_a_till(basket.lines)
        if not at_till:
            self.scanned.emit()
        if at_till:
            self.ticket.send(Undo(), lambda _: self._notice("warn", at_till))
        elif gift_card:
            self._gift_card_scanned(code, gift_card)
        elif self._proven_member not in ("", known):
            self._card_shown()
        elif self.loyalty.tell_coupon():
            return
        elif self.ticket.count > before:
            # Who scans beyond the goods sees them again; who went on after the scan is not called back by its answer.
            if self.screen.name == where and where in ("mode", "member", "review"):
                self._go("scan")
            if self.ticket.newest is not None:
                self._put_in(self.ticket.newest)

    def _card_shown(self) -> None:
        self.loyalty.leave_questions()
        if self.attendant.purpose == "member":
            self.dismiss_attendant()
        if self.screen.name == "goods":
            # Elsewhere the violet card greets.
            self._notice("done", "member")

    def _gift_card_scanned(self, code: str, gift_card: dict[str, Any]) -> None:
        if self.screen.name == "review":
            self.payment.show_gift_card(code, gift_card)
        else:
            self._notice("done", "gift_card", {"amount_minor": int(gift_card["balance_minor"])})

    def _added(self, sku: str) -> None:
        line = next((line for line in reversed(self.ticket.articles) if line.sku == sku), None)
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
            self.payment.resume(intent)
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

    def _ask_card(self) -> None:
        self._go("review" if self.ticket.basket.member else "member")

    def _paid(self) -> None:
        """Nothing is left to pay: ask for the receipt, or print it where the shop does not ask."""
        if self.ticket.info is None or self.ticket.info.ask_paper:
            self._go("receipt")
        else:
            self.payment.finish("paper")

    def _kept(self, error: ErrorView | None) -> None:
        """A payment could not go back: the sale goes on, and what is to be done is said."""
        self._go("receipt" if self.ticket.basket.totals.due_minor <= 0 else "review")
        if error is not None:
            self._notice("warn", error.code, error.params)

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

    def _points_paid(self) -> None:
        """Points may pay all of it, and then nothing is left to ask the card terminal for."""
        if self.ticket.basket.totals.due_minor == 0 and self.screen.name == "review":
            self._paid()

    def _finished(self) -> None:
        self.loyalty.wallet.refresh()
        self._go("thanks")

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
            self.weighing.leave()
            self.loyalty.leave_questions()
            self.loyalty.points.watch(on=name == "review")
            self.noticed.emit(None)
            self.moved.emit(self.screen)
