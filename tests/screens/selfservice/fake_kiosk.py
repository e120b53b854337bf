"""A kiosk's till that lives in memory: it answers like the real one, at once and on the caller's thread, and keeps what it was sent."""

from collections.abc import Callable
from typing import Any

import msgspec

from kiosk.services.answers import Answer, BasketView, CouponView, ErrorView, LineView, MemberView, OfferView, TenderView, TotalsView
from kiosk.services.commands import (
    Add,
    AgeCheck,
    Approve,
    CancelBasket,
    CloseDay,
    Command,
    Finish,
    Login,
    Logout,
    OpenDay,
    Scan,
    State,
    TaxMode,
    TenderMoney,
    Undo,
    VoidLine,
    Weigh,
)
from kiosk.services.port import Change
from kiosk.services.queries import (
    DayInfo,
    DayView,
    Departments,
    GoodsOf,
    GoodsView,
    MemberName,
    PaymentOptions,
    PrinterStatus,
    PrinterView,
    Query,
    StaffList,
    SyncState,
    SyncView,
)
from kiosk.services.wallet_views import Wallet
from tests.screens.fake_day import day_view
from tests.screens.selfservice.fake_goods import CODES, DEPARTMENTS, GOODS, MEMBER, MEMBER_CODE, PINS, STAFF
from tests.screens.selfservice.fake_loyalty import Loyal


def name_of(goods: GoodsView, language: str) -> str:
    return goods.name if isinstance(goods.name, str) else goods.name[language]


class FakeKiosk(Loyal):
    """`card` holds the card terminal's next outcomes (approved when empty); `sent` every command; `own_void` lets customers void."""

    def __init__(self, *, opened: bool = True) -> None:
        super().__init__()
        self.staff = "s1" if opened else ""
        self.day = "2026-11-21" if opened else ""
        self.lines: list[LineView] = []
        self.member: MemberView | None = None
        self.paid = 0
        self.intent: dict[str, Any] | None = None
        self.age_asked = self.age_proven = False
        self.own_void = True
        self.card: list[str] = []
        self.sent: list[Command] = []
        self.printer = "ready"
        self.number = 411
        self.locked = False
        self.hold_card = False
        self.held: list[tuple[Command, Callable[[Answer], None]]] = []
        self.before: list[LineView] = []
        self.listeners: list[Callable[[Change], None]] = []
        self.habits: dict[str, Any] = {}
        self.training = False
        self.scale: list[str | int] = []
        self.tenders: list[TenderView] = []
        self.mode = ""
        self.gift_cards = {"GIFT": 2000}
        self.refuse_undo = ""

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        self.sent.append(command)
        if self.hold_card and isinstance(command, TenderMoney):
            self.held.append((command, done))
        else:
            done(self.answer(command))

    def release_card(self) -> None:
        """Let the card terminal answer what it was asked."""
        for command, done in self.held:
            done(self.answer(command))

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        done(self.view(query))

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, *topics: str) -> None:
        for listener in tuple(self.listeners):
            listener(Change(frozenset(topics)))

    def kinds(self) -> list[str]:
        return [type(command).__name__ for command in self.sent]

    def sell(self, *skus: str) -> None:
        """Put goods into the open ticket, as if sold before."""
        for sku in skus:
            self._put(CODES[sku.upper()], None)

    def view(self, query: Query) -> Any:
        if isinstance(query, GoodsOf):
            found = [goods for goods in GOODS if goods.department == query.department]
            return found[query.offset : query.offset + query.limit]
        if isinstance(query, Wallet):
            return self.wallet(query.member)
        if isinstance(query, PaymentOptions):
            return self.payment(self._totals().due_minor)
        fixed: dict[type, Any] = {
            DayInfo: self._day(),
            StaffList: STAFF,
            PrinterStatus: PrinterView(self.printer, 0),
            SyncState: SyncView(configured=True, online=False, since="2026-11-21T13:51:00+01:00", unsent=71, unsent_sales=34),
            Departments: DEPARTMENTS,
            MemberName: "",
        }
        return fixed[type(query)]

    def answer(self, command: Command) -> Answer:
        if self.locked:
            return self._no("safely_locked")
        if not self.staff and not isinstance(command, (Login, State)):
            return self._no("not_logged_in")
        handler = getattr(self, f"_do_{type(command).__name__.lower()}")
        answer: Answer = handler(command)
        return answer

    def _do_state(self, command: State) -> Answer:
        return self._yes(**({"card_intent": self.intent} if self.intent else {}))

    def _do_login(self, command: Login) -> Answer:
        if self.staff and self.staff != command.staff:
            return self._no("already_logged_in")
        if PINS.get(command.staff) != command.pin:
            return self._no("wrong_pin")
        self.staff = command.staff
        return self._yes()

    def _do_logout(self, command: Logout) -> Answer:
        self.staff = ""
        return self._yes()

    def _do_openday(self, command: OpenDay) -> Answer:
        if self.day:
            return self._no("day_open")
        self.day = command.business_day
        return self._yes()

    def _do_closeday(self, command: CloseDay) -> Answer:
        self.day = ""
        return self._yes()

    def _do_scan(self, command: Scan) -> Answer:
        if command.code == MEMBER_CODE:
            self.member = MEMBER
            return self._yes()
        if command.code in self.gift_cards:
            told = {"balance_minor": self.gift_cards[command.code], "valid_until": None, "kind": "gift_card"}
            return self._yes(gift_card=told)
        if command.code == "EMPTY":
            self.before = list(self.lines)
            self.lines.append(msgspec.structs.replace(self._line(GOODS[0], 9, -1, -15), kind="deposit"))
            return self._yes()
        if command.code == "RECEIPT":
            self.before = list(self.lines)
            self.lines.append(msgspec.structs.replace(self._line(GOODS[0], 9, -1, -395), receipt="02-A-000007"))
            return self._yes()
        laid = self.lay(command.code)
        if laid is not None:
            return laid
        goods = CODES.get(command.code)
        return self._sell(goods, None) if goods else self._no("unknown_code")

    def _do_add(self, command: Add) -> Answer:
        return self._sell(CODES[command.sku.upper()], command.weight_g)

    def _do_weigh(self, command: Weigh) -> Answer:
        said = self.scale.pop(0) if self.scale else 850
        return self._no(said) if isinstance(said, str) else self._sell(CODES[command.sku.upper()], said)

    def _do_taxmode(self, command: TaxMode) -> Answer:
        self.mode = command.mode
        return self._yes()

    def _do_voidline(self, command: VoidLine) -> Answer:
        if not self.own_void:
            self.waiting = command
            return self._no("approval_needed", role="attendant")
        return self._void(command)

    def _do_approve(self, command: Approve) -> Answer:
        if PINS.get(command.staff) != command.pin:
            return self._no("wrong_pin")
        waiting, self.waiting = self.waiting, None
        if isinstance(waiting, VoidLine):
            return self._void(waiting)
        if self.prove(waiting):
            return self._yes()
        assert isinstance(waiting, AgeCheck)
        self.age_proven = True
        return self._yes()

    def _do_agecheck(self, command: AgeCheck) -> Answer:
        if not self.age_asked:
            return self._no("no_age_question")
        self.waiting = command
        return self._no("approval_needed", role="attendant")

    def _do_tendermoney(self, command: TenderMoney) -> Answer:
        due = self._totals().due_minor
        if command.kind in ("gift_card", "points", "cashback"):
            return self._no("points_need_ledger") if self.is_beyond(command) else self._pay(command.kind, command.amount_minor or due)
        outcome = self.card.pop(0) if self.card else "approved"
        if outcome == "uncertain":
            self.intent = {"id": "i1", "amount_minor": due, "kind": "card"}
            return self._no("card_uncertain")
        self.intent = None
        if outcome == "partial":
            return self._pay("card", 1000)
        if outcome != "approved":
            return self._no({"declined": "card_declined"}.get(outcome, outcome))
        return self._pay("card", due)

    def _pay(self, kind: str, amount: int) -> Answer:
        units = amount if kind == "points" else 0
        self.tenders.append(TenderView(kind=kind, amount_minor=amount, programme="POINT" if units else "", units=units))
        self.paid += amount
        return self._yes()

    def _do_finish(self, command: Finish) -> Answer:
        if not self.lines:
            return self._no("basket_empty")
        if self._totals().due_minor:
            return self._no("not_paid")
        self.number += 1
        basket = self._basket(finished=True)
        self._clear()
        extra: dict[str, Any] = {"receipt": {"number": f"04-A-{self.number:06d}", "code": "x"}}
        if command.paper == "digital":
            extra["digital"] = {"url": "https://tickets.example.org/r/" + "A1B2C3D4E5F6" * 12, "qr": "x"}
        return Answer(state="ready", basket=basket, extra=extra, training=self.training)

    def _do_cancelbasket(self, command: CancelBasket) -> Answer:
        if not self.lines and not self.member:
            return self._no("basket_empty")
        self._clear()
        return self._yes()

    def _do_undo(self, command: Undo) -> Answer:
        if self.refuse_undo:
            return self._no(self.refuse_undo)
        if self.tenders:
            self.paid -= self.tenders.pop().amount_minor
            return self._yes()
        self.lines = self.before
        return self._yes()

    def _sell(self, goods: GoodsView, weight_g: int | None) -> Answer:
        if goods.age and not self.age_proven:
            self.age_asked = True
            return self._no("age_check_needed", age=goods.age)
        if goods.blocked:
            return self._no("goods_blocked", sku=goods.sku, why={"fr": "Rappel sanitaire.", "en": "Recalled by its maker."})
        self._put(goods, weight_g)
        return self._yes()

    def _put(self, goods: GoodsView, weight_g: int | None) -> None:
        price = goods.price_minor or 0
        if goods.unit == "kg" and weight_g is None:
            weight_g = 412
        last = next((line for line in reversed(self.lines) if line.kind != "deposit"), None)
        if last and last.sku == goods.sku and weight_g is None:
            quantity = (last.quantity or 0) + 1
            self.lines[self.lines.index(last)] = self._line(goods, last.line, quantity, price * quantity)
        elif weight_g is not None:
            amount = (price * weight_g + 500) // 1000
            line = self._line(goods, len(self.lines) + 1, None, amount)
            self.lines.append(msgspec.structs.replace(line, weight_g=weight_g))
        else:
            self.lines.append(self._line(goods, len(self.lines) + 1, 1, price))
        self._follow()

    def _follow(self) -> None:
        """A deposit follows its bottles, on a line of its own."""
        bottles = [line for line in self.lines if line.sku == "eau"]
        self.lines = [line for line in self.lines if line.kind != "deposit"]
        for bottle in bottles:
            pieces = bottle.quantity or 0
            deposit = msgspec.structs.replace(
                bottle, line=90 + bottle.line, sku="verre", name="Consigne", names={"fr": "Consigne", "en": "Deposit"}, quantity=pieces
            )
            deposit = msgspec.structs.replace(deposit, kind="deposit", parent=bottle.line, gross_minor=15 * pieces, unit_price_minor=15)
            self.lines.insert(self.lines.index(bottle) + 1, deposit)

    def _line(self, goods: GoodsView, number: int, quantity: int | None, amount: int) -> LineView:
        saved = amount // 10 if goods.sku == "yaourt" else 0
        return LineView(
            line=number,
            sku=goods.sku,
            name=name_of(goods, "fr"),
            names={language: name_of(goods, language) for language in ("fr", "en")},
            picture=goods.picture,
            quantity=quantity,
            unit_price_minor=goods.price_minor or 0,
            discount_minor=saved,
            net_minor=amount - saved,
            tax_minor=0,
            gross_minor=amount - saved,
            taxes=[],
            offers=[OfferView(id="bio10", amount_minor=saved)] if saved else [],
            by_mode=goods.sku == "croissant",
        )

    def _void(self, command: VoidLine) -> Answer:
        index = next(i for i, line in enumerate(self.lines) if line.line == command.line)
        line = self.lines.pop(index)
        if command.quantity and line.quantity and command.quantity < line.quantity:
            left = line.quantity - command.quantity
            self.lines.insert(index, self._line(CODES[line.sku.upper()], line.line, left, line.unit_price_minor * left))
        self._follow()
        return self._yes()

    def _totals(self) -> TotalsView:
        gross = sum(line.gross_minor for line in self.lines)
        off = min(gross, self.off_minor)
        gross -= off
        saved = sum(line.discount_minor for line in self.lines) + off
        return TotalsView(net_minor=gross, gross_minor=gross, discount_minor=saved, due_minor=gross - self.paid, paid_minor=self.paid)

    def _basket(self, *, finished: bool = False) -> BasketView:
        totals = self._totals()
        coupon = CouponView(
            id="c1", offer="next", code="X", amount_minor=500, needs={"min_gross_minor": 3000}, valid_until="2026-12-31", home="04"
        )
        view = BasketView(
            lines=list(self.lines),
            totals=totals,
            member=self.member,
            points_earned=totals.gross_minor // 100 if self.member else 0,
            coupons_issued=[coupon] if finished and totals.gross_minor >= 2000 else [],
            tenders=list(self.tenders),
            tax_mode=self.mode,
        )
        return self.with_loyalty(view, totals.gross_minor, finished=finished)

    def _state(self) -> str:
        if self.locked:
            return "locked"
        if not self.staff:
            return "logged_out"
        if not self.day:
            return "day_closed"
        if self.paid or self.intent:
            return "paying"
        return "selling" if self.lines or self.member else "ready"

    def _yes(self, **extra: Any) -> Answer:
        return Answer(state=self._state(), basket=self._basket(), extra=extra, training=self.training)

    def _no(self, code: str, **params: Any) -> Answer:
        return Answer(ok=False, state=self._state(), error=ErrorView(code=code, message=code, params=params))

    def _clear(self) -> None:
        self.forget()
        self.lines, self.member, self.paid, self.tenders, self.mode = [], None, 0, [], ""
        self.age_asked = self.age_proven = False

    def _day(self) -> DayView:
        return day_view("04", "selfservice", STAFF, self.staff, day=self.day, **self.habits)
