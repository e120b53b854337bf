"""The open ticket as the till last answered it, and what a cashier may do to it."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, BasketView, ErrorView, LineView
from kiosk.services.commands import Add, AgeCheck, CancelBasket, Command, Scan, SetMember, SetQuantity, Undo, VoidLine
from kiosk.services.port import Change
from kiosk.services.queries import MemberName

EMPTY = BasketView()


class BasketModel(QObject):
    """`newest` is the line last touched (0: none), `chosen` the one a person tapped, which acts mean before the newest.

    `age_asked` says that a scan waits for the customer's age; `refused` brings any other refusal.
    """

    changed = Signal()
    member_changed = Signal()
    accepted = Signal()
    refused = Signal(object)
    age_asked = Signal(int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.basket = EMPTY
        self.newest = 0
        self.chosen = 0
        self.member_name = ""
        self._waiting: Command | None = None
        bridge.changed.connect(self._heard)
        bridge.answered.connect(self._answered)

    def scan(self, code: str) -> None:
        """Take whatever a scanner sees or a person types: goods, member, coupon, receipt."""
        self._submit(Scan(code=code))

    def add(self, sku: str, *, weight_g: int | None = None, price_minor: int | None = None) -> None:
        """Add goods by number: one piece, or a weight; `price_minor` for goods without a price of their own."""
        self._submit(Add(sku=sku, quantity=None if weight_g else 1, weight_g=weight_g, price_minor=price_minor))

    def set_quantity(self, quantity: int) -> None:
        """Set the pieces of the line that is meant."""
        line = self.meant()
        if line is not None:
            self._submit(SetQuantity(line=line.line, quantity=quantity))

    def void(self) -> None:
        """Take the line that is meant off the ticket."""
        line = self.meant()
        if line is not None:
            self._submit(VoidLine(line=line.line))

    def undo(self) -> None:
        self._submit(Undo())

    def cancel(self) -> None:
        self._submit(CancelBasket())

    def set_member(self, member: str | None) -> None:
        """Attach a member by id, or take the member off."""
        self._submit(SetMember(id=member))

    def answer_age(self, *, passed: bool) -> None:
        """Say whether the customer's age was proven; if so, the article that waited is sold."""
        waiting, self._waiting = self._waiting, None
        self._bridge.submit(AgeCheck(passed=passed), lambda answer: self._age_answered(answer, waiting if passed else None))

    def _age_answered(self, answer: Answer, waiting: Command | None) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
        elif waiting is not None:
            self._submit(waiting)

    def choose(self, line: int) -> None:
        """Mean this line; the same again means none."""
        self.chosen = 0 if line == self.chosen else line
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
        """Return how many articles a person would count: pieces, and one a weighed line."""
        return sum(abs(line.quantity) if line.quantity is not None else 1 for line in self.basket.lines)

    def _submit(self, command: Command) -> None:
        self._bridge.submit(command, lambda answer: self._done(command, answer))

    def _done(self, command: Command, answer: Answer) -> None:
        error = answer.error
        if error is None:
            self.accepted.emit()
        elif error.code == "age_check_needed":
            self._waiting = command
            self.age_asked.emit(_years(error))
        else:
            self.refused.emit(error)

    def _heard(self, change: Change) -> None:
        if change.answer is not None and "basket" in change.topics:
            self._answered(change.answer)

    def _answered(self, answer: Answer) -> None:
        # After a finished sale the answer shows it once more, but the next ticket is empty already.
        after = EMPTY if answer.state == "ready" else answer.basket
        if after is None or after == self.basket:
            return
        before, self.basket = self.basket, after
        self.newest = newest_line(before, self.basket, self.newest)
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
