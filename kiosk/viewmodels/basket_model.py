"""The open ticket as the till last answered it, and what a cashier may do to it."""

from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, BasketView, ErrorView, LineView
from kiosk.services.commands import Add, AgeCheck, CancelBasket, Command, Scan, SetMember, SetQuantity, Undo, VoidLine, Weigh
from kiosk.services.port import Change
from kiosk.services.queries import MemberName
from kiosk.viewmodels.approval_model import NEEDED, Submits

EMPTY = BasketView()
TIMES_LIMIT = 999
SIGNED = ":"
"""Stands in codes that are signed, and in no number."""
_NO_ARTICLE = frozenset({"unknown_code", "wrong_check_digit"})
_PHONE_FIGURES = range(9, 12)
"""No barcode of the trade has so many."""


class Stranger(NamedTuple):
    """By what nobody is known: a phone number or e-mail address, or the number of a printed card; neither for a signed card."""

    contact: str = ""
    card: str = ""


class BasketModel(QObject):
    """`newest` is the line last touched (0: none), `chosen` the one a person tapped, which acts mean before the newest.

    `age_asked` says that a scan waits for the customer's age; `refused` brings any other refusal. `times` is how many pieces the next
    article counts as; `uncounted` says that it could not be counted so, `unweighed` that no scale gave a weight, and why.
    """

    changed = Signal()
    times_changed = Signal()
    uncounted = Signal()
    unweighed = Signal(object)
    member_changed = Signal()
    accepted = Signal()
    refused = Signal(object)
    age_asked = Signal(int)
    stranger = Signal(object)
    """A Stranger: nobody is known by what was scanned or keyed."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, acts: Submits | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._acts: Submits = acts or bridge
        self.basket = EMPTY
        self.times = 1
        self.newest = 0
        self.chosen = 0
        self.member_name = ""
        self._waiting: tuple[Command, int] | None = None
        bridge.changed.connect(self._heard)
        bridge.answered.connect(self._answered)

    def scan(self, code: str, symbology: str = "") -> None:
        """Take whatever a scanner or camera sees or a person types: goods, member, coupon, receipt."""
        self.choose(0)
        self._submit(Scan(code=code, symbology=symbology or None), times=self._used_times())

    def enter(self, text: str) -> None:
        """Take what a person keyed: as a scan, and where no article has such a code, as what a member is known by."""
        self.choose(0)
        self._submit(Scan(code=text), times=self._used_times(), keyed=True)

    def add(self, sku: str, *, weight_g: int | None = None, price_minor: int | None = None) -> None:
        """Add goods by number: as many pieces as `times` says, or a weight; `price_minor` for goods without a price of their own."""
        self.choose(0)
        times = self._used_times()
        self._submit(Add(sku=sku, quantity=None if weight_g else times, weight_g=weight_g, price_minor=price_minor))

    def weigh(self, sku: str) -> None:
        """Add goods at the weight that the scale tells."""
        self.choose(0)
        self._submit(Weigh(sku=sku))

    def multiply(self, times: int) -> None:
        """Count the next article so many times."""
        wanted = max(1, min(TIMES_LIMIT, times))
        if wanted != self.times:
            self.times = wanted
            self.times_changed.emit()

    def _used_times(self) -> int:
        times = self.times
        self.multiply(1)
        return times

    def set_quantity(self, line: int, quantity: int) -> None:
        """Set the pieces of a line."""
        self.choose(0)
        self._submit(SetQuantity(line=line, quantity=quantity))

    def void(self) -> None:
        """Take the line that is meant off the ticket."""
        line = self.meant()
        if line is not None:
            self.choose(0)
            self._submit(VoidLine(line=line.line))

    def undo(self) -> None:
        self.choose(0)
        self._submit(Undo())

    def cancel(self) -> None:
        self._submit(CancelBasket())

    def set_member(self, member: str | None) -> None:
        """Attach a member by id, or take the member off."""
        self._submit(SetMember(id=member))

    def set_member_code(self, code: str) -> None:
        """Attach a member by what stands on the card."""
        self._submit(SetMember(code=code))

    def answer_age(self, *, passed: bool) -> None:
        """Say whether the customer's age was proven; if so, the article that waited is sold."""
        waiting, self._waiting = self._waiting, None
        self._bridge.submit(AgeCheck(passed=passed), lambda answer: self._age_answered(answer, waiting if passed else None))

    def _age_answered(self, answer: Answer, waiting: tuple[Command, int] | None) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
        elif waiting is not None:
            self._submit(waiting[0], times=waiting[1])

    def choose(self, line: int) -> None:
        """Mean this line; the same again, or 0, means none. An act lets go of it as it is done, not when the till answers: by then a
        person may have chosen another.
        """
        chosen = 0 if line == self.chosen else line
        if chosen != self.chosen:
            self.chosen = chosen
            self.changed.emit()

    def step(self, by: int) -> None:
        """Move the choice up or down the ticket."""
        numbers = [line.line for line in self.basket.lines]
        if not numbers:
            return
        here = self.chosen or self.newest
        index = numbers.index(here) + by if here in numbers else len(numbers) - 1
        self.chosen = numbers[max(0, min(len(numbers) - 1, index))]
        self.changed.emit()

    def meant(self) -> LineView | None:
        """Return the line that an act means: the chosen one, else the newest."""
        wanted = self.chosen or self.newest
        return next((line for line in self.basket.lines if line.line == wanted), None)

    def pieces(self) -> int:
        """Return how many articles a person would count: pieces, and one a weighed line; no deposits and no empties brought back."""
        return sum(abs(line.quantity) if line.quantity is not None else 1 for line in self.basket.lines if _is_article(line))

    def _submit(self, command: Command, *, times: int = 1, keyed: bool = False) -> None:
        before = self.basket
        self._acts.submit(command, lambda answer: self._done(command, answer, times, before, keyed))

    def _done(self, command: Command, answer: Answer, times: int, before: BasketView, keyed: bool = False) -> None:
        error = answer.error
        if keyed and error is not None and error.code in _NO_ARTICLE and isinstance(command, Scan) and is_contact(command.code):
            self.set_member_code(command.code)
        elif error is not None and error.code == "unknown_member" and isinstance(command, (Scan, SetMember)) and command.code:
            self.stranger.emit(_stranger(command.code, scanned=isinstance(command, Scan)))
        elif error is None:
            self.accepted.emit()
            if times > 1 and isinstance(command, Scan) and answer.basket is not None:
                self._count(before, answer.basket, times)
        elif error.code == "age_check_needed":
            self._waiting = (command, times)
            self.age_asked.emit(_years(error))
        elif isinstance(command, Weigh) and "scale" in error.code:
            self.unweighed.emit(error)
        elif error.code != NEEDED:
            self.refused.emit(error)

    def _count(self, before: BasketView, after: BasketView, times: int) -> None:
        """Make what a scan just added count `times` over: a scanned pack of six, twice, is twelve pieces."""
        former = {line.line: line.quantity or 0 for line in before.lines}
        # Empties count below zero, and a deposit follows the article it belongs to.
        grown = [line for line in after.lines if not line.parent and abs(line.quantity or 0) > abs(former.get(line.line, 0))]
        if not grown:
            self.uncounted.emit()
            return
        line, held = grown[-1], former.get(grown[-1].line, 0)
        self._submit(SetQuantity(line=line.line, quantity=abs(held + ((line.quantity or 0) - held) * times)))

    def _heard(self, change: Change) -> None:
        if change.answer is not None and "basket" in change.topics:
            self._answered(change.answer)

    def _answered(self, answer: Answer) -> None:
        # After a finished sale the answer shows it once more, but the next ticket is empty already; save for how it is taxed, perhaps.
        after = EMPTY if answer.state == "ready" and answer.basket is not None and answer.basket.lines else answer.basket
        if after is None or after == self.basket:
            return
        before, self.basket = self.basket, after
        self.newest = newest_line(before, self.basket, self.newest)
        if all(line.line != self.chosen for line in self.basket.lines):
            self.chosen = 0
        self._follow_member(before)
        self.changed.emit()

    def _follow_member(self, before: BasketView) -> None:
        member, former = self.basket.member, before.member
        if member == former:
            return
        if member is None or former is None or member.id != former.id:
            self.member_name = ""
        if member is not None and not self.member_name:
            self._bridge.ask(MemberName(member.id), lambda name: self._named(member.id, name))
        self.member_changed.emit()

    def _named(self, member: str, name: Any) -> None:
        if isinstance(name, str) and self.basket.member is not None and self.basket.member.id == member:
            self.member_name = name
            self.member_changed.emit()


def _is_article(line: LineView) -> bool:
    """What comes back without a receipt is an empty bottle or crate."""
    return line.kind != "deposit" and (line.quantity is None or line.quantity > 0 or bool(line.receipt))


def newest_line(before: BasketView, after: BasketView, newest: int) -> int:
    """Return the line that was touched last: one that is new or sells more than before, else the former one, else the last."""
    former = {line.line: (line.quantity, line.weight_g) for line in before.lines}
    touched = [line.line for line in after.lines if former.get(line.line) != (line.quantity, line.weight_g)]
    if touched:
        return touched[-1]
    numbers = [line.line for line in after.lines]
    return newest if newest in numbers else (numbers[-1] if numbers else 0)


def _years(error: ErrorView) -> int:
    age = error.params.get("age")
    return age if isinstance(age, int) else 18


def is_contact(text: str) -> bool:
    """Tell whether typed text looks like a phone number or an e-mail address."""
    figures = text.replace(" ", "").replace(".", "")
    return "@" in text or text.startswith("+") or (figures.isdecimal() and len(figures) in _PHONE_FIGURES)


def _stranger(code: str, *, scanned: bool) -> Stranger:
    """A scanned number is a member's where a rule of the shop says so: it is the card's."""
    if not scanned and is_contact(code):
        return Stranger(contact=code)
    return Stranger(card="" if SIGNED in code else code)
