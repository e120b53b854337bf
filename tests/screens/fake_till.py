"""A till in memory for the cashier's screens: it answers as TILL.md says, at once and on the caller's thread, and keeps what it got."""

from collections.abc import Callable
from typing import Any, Self

import msgspec

from kiosk.services import commands as c
from kiosk.services import queries as q
from kiosk.services.answers import (
    Answer,
    BasketView,
    CouponView,
    ErrorView,
    LineView,
    MemberView,
    OfferView,
    SuggestionView,
    TenderView,
    TotalsView,
)
from kiosk.services.port import Change
from sync.protocol.money import percent
from tests.screens.fake_day import day_view

STAFF = [
    q.StaffRow("nadia", "Nadia Berger", "cashier"),
    q.StaffRow("marc", "Marc Lenoir", "cashier"),
    q.StaffRow("yves", "Yves Thomas", "attendant"),
    q.StaffRow("ines", "Inès Faure", "manager"),
]
PINS = {"nadia": "1234", "marc": "2345", "yves": "3456", "ines": "654321"}
DEPARTMENT_NAMES = (
    ("fruits", "Fruits", "Fruit", 142),
    ("legumes", "Légumes", "Vegetables", 188),
    ("boulangerie", "Boulangerie", "Bakery", 64),
    ("fromages", "Fromages", "Cheese", 97),
    ("boucherie", "Boucherie", "Butcher", 58),
    ("poissons", "Poissons", "Fish", 41),
    ("boissons", "Boissons", "Drinks", 231),
    ("maison", "Maison", "Household", 305),
    ("cremerie", "Crémerie", "Dairy", 126),
    ("epicerie_salee", "Épicerie salée", "Savoury groceries", 210),
    ("epicerie_sucree", "Épicerie sucrée", "Sweet groceries", 184),
    ("hygiene", "Hygiène et beauté", "Health and beauty", 133),
)


def goods(sku: str, fr: str, en: str, price_minor: int | None, **more: Any) -> q.GoodsView:
    fixed = {"unit": "piece", "picture": "", "department": "maison", **more}
    return q.GoodsView(sku=sku, name={"fr": fr, "en": en}, price_minor=price_minor, **fixed)


GOODS = [
    goods("2000000000015", "Café moulu pur arabica 250 g", "Ground arabica coffee 250 g", 395, picture="coffee"),
    goods("2000000000022", "Comté affiné 18 mois", "Comté cheese, 18 months", 2490, unit="kg", department="fromages", picture="cheese"),
    goods("2000000000039", "Yaourt nature brebis", "Plain sheep's milk yoghurt", 115, department="cremerie", picture="yogurt"),
    goods("2000000000046", "Pain de campagne", "Country bread", 320, department="boulangerie", picture="bread"),
    goods("2000000000053", "Liquide vaisselle citron 750 ml", "Lemon washing-up liquid 750 ml", 249, picture="dishwash"),
    goods("2000000000060", "Bière blonde des montagnes 75 cl", "Mountain lager 75 cl", 420, department="boissons", picture="beer", age=18),
    goods("2000000000077", "Bouquet du marché", "Market bouquet", None),
    goods("2000000000084", "Assortiment de petits fours au beurre et aux amandes", "Assorted almond and butter petits fours", 1890),
]
MEMBER = q.MemberRow("m1", "Claire Moreau", "M-0001", "Or")
COUPON = CouponView(
    id="c1", offer="next", code="CC1:X", amount_minor=500, needs={"min_gross_minor": 3000}, valid_until="2026-12-31", home="02"
)
OFF_SKU, OFF_BP = "2000000000053", 2_000
OPENING_FLOAT = 15_000


class FakeTill:
    """`sent` keeps every command. `begin_with` puts it straight into a state."""

    def __init__(self) -> None:
        self.sent: list[c.Command] = []
        self.listeners: list[Callable[[Change], None]] = []
        self.issued = COUPON
        self.to_try: list[SuggestionView] = []
        self.staff, self.day = "", ""
        self.lines: list[LineView] = []
        self.member: q.MemberRow | None = None
        self.tenders: list[TenderView] = []
        self.history: list[list[LineView]] = []
        self.intent: c.TenderMoney | None = None
        self.intent_minor = 0
        self.age_passed = False
        self.age_waits = False
        self.last_line = 0
        self.sales: list[int] = []
        self.waiting: c.Command | None = None
        self.sync = q.SyncView(configured=True, online=False, since="2026-11-21T13:51:00+01:00", unsent=71, unsent_sales=34)
        self.printer = q.PrinterView("ready", 0)
        self.card_outcome = ""
        self.recovery = q.RecoveryView()
        self.refuse_next: ErrorView | None = None

    def begin_with(self, *, staff: str = "nadia", day: str = "2026-11-21") -> Self:
        self.staff, self.day = staff, day
        return self

    # The port

    def submit(self, command: c.Command, done: Callable[[Answer], None]) -> None:
        self.sent.append(command)
        answer = self._answer(command)
        if answer.ok:
            self.tell({"basket", "session", "day"}, answer)
        done(answer)

    def ask(self, query: q.Query, done: Callable[[Any], None]) -> None:
        done(self._views[type(query)](self, query))

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, topics: set[str], answer: Answer | None = None) -> None:
        for listener in tuple(self.listeners):
            listener(Change(frozenset(topics), answer))

    # What it does

    @property
    def state(self) -> str:
        if not self.staff:
            return "logged_out"
        if not self.day:
            return "day_closed"
        if self.tenders or self.intent:
            return "paying"
        return "selling" if self.lines or self.member else "ready"

    def _answer(self, command: c.Command) -> Answer:
        if self.refuse_next is not None:
            error, self.refuse_next = self.refuse_next, None
            return Answer(ok=False, state=self.state, error=error)
        act = self._acts.get(type(command))
        if act is None:
            return self._refused("not_available")
        result = act(self, command)
        if isinstance(result, ErrorView):
            return Answer(ok=False, state=self.state, error=result)
        if isinstance(result, Answer):
            return result
        return Answer(state=self.state, basket=self.basket, extra=result or {})

    def _refused(self, code: str, **params: Any) -> Answer:
        return Answer(ok=False, state=self.state, error=error(code, **params))

    @property
    def basket(self) -> BasketView:
        gross = sum(line.gross_minor for line in self.lines)
        paid = sum(tender.amount_minor for tender in self.tenders)
        member = MemberView(id=self.member.id, tier=self.member.tier, balances={"POINT": 1284}) if self.member else None
        return BasketView(
            lines=list(self.lines),
            totals=TotalsView(
                net_minor=gross,
                gross_minor=gross,
                discount_minor=sum(line.discount_minor for line in self.lines),
                due_minor=max(0, gross - paid),
                paid_minor=paid,
                change_minor=max(0, paid - gross) if self.tenders else 0,
            ),
            member=member,
            points_earned=gross // 100 if member else 0,
            tenders=list(self.tenders),
        )

    def login(self, command: c.Login) -> Any:
        if PINS.get(command.staff) != command.pin:
            return error("wrong_pin")
        self.staff = command.staff
        return None

    def logout(self, command: c.Logout) -> Any:
        self.staff = ""

    def open_day(self, command: c.OpenDay) -> Any:
        self.day = command.business_day
        return {"opening_over_short_minor": 0}

    def scan(self, command: c.Scan) -> Any:
        if self.tenders:
            return error("tender_begun")
        if command.code == MEMBER.code:
            self.member = MEMBER
            return None
        found = next((item for item in GOODS if item.sku == command.code), None)
        if found is None:
            return error("unknown_code")
        return self._sell(found, 412 if found.unit == "kg" else None, None)

    def add(self, command: c.Add) -> Any:
        found = next(item for item in GOODS if item.sku == command.sku)
        return self._sell(found, command.weight_g, command.price_minor, command.quantity or 1)

    def _sell(self, item: q.GoodsView, weight_g: int | None, price_minor: int | None, number: int = 1) -> Any:
        if item.age and not self.age_passed:
            self.age_waits = True
            return error("age_check_needed", age=item.age)
        price = item.price_minor if price_minor is None else price_minor
        if price is None:
            return error("price_needed")
        self.history.append(list(self.lines))
        if self.lines and self.lines[-1].sku == item.sku and weight_g is None:
            last = self.lines.pop()
            self.lines.append(line(last.line, item, price, quantity=(last.quantity or 0) + number))
        else:
            self.last_line += 1
            self.lines.append(line(self.last_line, item, price, quantity=number, weight_g=weight_g))
        return None

    def age_check(self, command: c.AgeCheck) -> Any:
        if not self.age_waits:
            return error("no_age_question")
        self.age_passed, self.age_waits = command.passed, False
        return None

    def quantity(self, command: c.SetQuantity) -> Any:
        self.history.append(list(self.lines))
        for place, old in enumerate(self.lines):
            if old.line == command.line:
                item = next(item for item in GOODS if item.sku == old.sku)
                self.lines[place] = line(old.line, item, old.unit_price_minor, quantity=command.quantity)
        return None

    def void(self, command: c.VoidLine) -> Any:
        self.history.append(list(self.lines))
        self.lines = [old for old in self.lines if old.line != command.line]

    def undo(self, command: c.Undo) -> Any:
        if self.tenders:
            self.tenders.pop()
            return None
        if not self.history:
            return error("nothing_to_undo")
        self.lines = self.history.pop()
        return None

    def cancel(self, command: c.CancelBasket) -> Any:
        self._clear()

    def set_member(self, command: c.SetMember) -> Any:
        self.member = MEMBER if command.id else None

    def tender(self, command: c.TenderMoney) -> Any:
        due = self.basket.totals.due_minor
        amount = due if command.amount_minor is None else command.amount_minor
        if command.kind != "cash" and amount > due:
            return error("overpaid")
        if command.begin:
            self.intent, self.intent_minor = command, amount
            return {"card_intent": {"id": "i1", "kind": command.kind, "amount_minor": amount, "state": "asked"}}
        if command.kind == "card" and self.card_outcome:
            return error(self.card_outcome)
        self.tenders.append(TenderView(kind=command.kind, amount_minor=amount))
        return None

    def card_answer(self, command: c.CardAnswer) -> Any:
        if self.intent is None:
            return error("no_card_question")
        if command.accepted:
            self.tenders.append(TenderView(kind=self.intent.kind, amount_minor=self.intent_minor))
        self.intent = None
        return None

    def finish(self, command: c.Finish) -> Any:
        basket = self.basket
        if basket.totals.due_minor:
            return error("not_paid")
        self.sales.append(basket.totals.gross_minor)
        if basket.totals.gross_minor >= 2000:
            basket = msgspec.structs.replace(basket, coupons_issued=[self.issued], suggestions=self.to_try)
        self._clear()
        receipt = {"number": f"02-A-{len(self.sales):06}", "code": "CR1:X"}
        return Answer(state=self.state, basket=basket, extra={"receipt": receipt, "seq": 1})

    def _clear(self) -> None:
        self.lines, self.member, self.tenders, self.history = [], None, [], []
        self.age_passed, self.last_line = False, 0

    def figures(self) -> dict[str, Any]:
        total = sum(self.sales)
        tax = total - total * 1000 // 1055
        return {
            "sales_minor": total,
            "returns_minor": 0,
            "receipts": len(self.sales),
            "taxes": [{"id": "TVA 5,5 %", "base_minor": total - tax, "tax_minor": tax}],
            "tenders": [{"kind": "cash", "amount_minor": total, "count": len(self.sales)}],
            "float_minor": OPENING_FLOAT,
            "expected_minor": OPENING_FLOAT + total,
            "period_total_minor": total,
            "perpetual_total_minor": total,
        }

    def x_report(self, command: c.XReport) -> Any:
        return self.figures()

    def close_day(self, command: c.CloseDay) -> Any:
        figures = self.figures()
        self.day = ""
        over = command.counted_minor - figures["expected_minor"]
        return {**figures, "counted_minor": command.counted_minor, "over_short_minor": over, "z_number": 12}

    def reprint(self, command: c.Reprint) -> Any:
        return None

    def tell_state(self, command: c.State) -> Any:
        if self.intent is None:
            return None
        return {"card_intent": {"id": "i1", "kind": self.intent.kind, "amount_minor": self.intent_minor, "state": "asked"}}

    def do_sync(self, command: c.Sync) -> Any:
        self.sync = q.SyncView(configured=True, online=True, since="2026-11-21T14:03:00+01:00", unsent=0)
        self.tell({"sync"})

    def approve(self, command: c.Approve) -> Any:
        return None if PINS.get(command.staff) == command.pin else error("wrong_pin")

    _acts: dict[type, Callable[[Any, Any], Any]] = {
        c.Login: login,
        c.Logout: logout,
        c.OpenDay: open_day,
        c.Scan: scan,
        c.Add: add,
        c.AgeCheck: age_check,
        c.SetQuantity: quantity,
        c.VoidLine: void,
        c.Undo: undo,
        c.CancelBasket: cancel,
        c.SetMember: set_member,
        c.TenderMoney: tender,
        c.CardAnswer: card_answer,
        c.Finish: finish,
        c.XReport: x_report,
        c.CloseDay: close_day,
        c.Reprint: reprint,
        c.State: tell_state,
        c.Sync: do_sync,
        c.Approve: approve,
    }

    # What it tells

    def day_info(self, query: q.Query) -> q.DayView:
        return day_view("2", "cashier", STAFF, self.staff, day=self.day, float_minor=OPENING_FLOAT, last_count_minor=OPENING_FLOAT)

    def search_goods(self, query: q.SearchGoods) -> list[q.GoodsView]:
        wanted = query.text.casefold()
        return [item for item in GOODS if wanted in str(item.name).casefold() or item.sku.startswith(wanted)][: query.limit]

    def search_members(self, query: q.SearchMembers) -> list[q.MemberRow]:
        return [MEMBER] if query.text.casefold() in MEMBER.name.casefold() else []

    def goods_of(self, query: q.GoodsOf) -> list[q.GoodsView]:
        return list(GOODS)[query.offset : query.offset + query.limit]

    _views: dict[type, Callable[[Any, Any], Any]] = {
        q.DayInfo: day_info,
        q.StaffList: lambda self, query: list(STAFF),
        q.Departments: lambda self, query: [q.DepartmentView(key, {"fr": fr, "en": en}, n) for key, fr, en, n in DEPARTMENT_NAMES],
        q.SearchGoods: search_goods,
        q.SearchMembers: search_members,
        q.GoodsOf: goods_of,
        q.MemberName: lambda self, query: MEMBER.name,
        q.SyncState: lambda self, query: self.sync,
        q.PrinterStatus: lambda self, query: self.printer,
        q.Recovery: lambda self, query: self.recovery,
    }


def error(code: str, field: str | None = None, **params: Any) -> ErrorView:
    return ErrorView(code=code, message=code, field=field, params=params)


def line(number: int, item: q.GoodsView, price_minor: int, *, quantity: int = 1, weight_g: int | None = None) -> LineView:
    amount = price_minor * quantity if weight_g is None else (price_minor * weight_g + 500) // 1000
    off = percent(amount, OFF_BP) if item.sku == OFF_SKU else 0
    return LineView(
        line=number,
        sku=item.sku,
        name=str(item.name),
        quantity=quantity if weight_g is None else None,
        weight_g=weight_g,
        unit_price_minor=price_minor,
        discount_minor=off,
        net_minor=amount - off,
        tax_minor=0,
        gross_minor=amount - off,
        taxes=[],
        offers=[OfferView(id="member_price", amount_minor=off, names={"fr": "Prix membre", "en": "Member price"})] if off else [],
        names=item.name if isinstance(item.name, dict) else {},
        picture=item.picture,
    )
