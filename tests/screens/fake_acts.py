"""The till in memory with every act of a complete till: holding, discounts, returns, gift cards, papers, cash and closings."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.domain.tenders import quick_amounts
from kiosk.services import commands as c
from kiosk.services import queries as q
from kiosk.services.answers import Answer, BasketView, LineView, OfferView, TenderView
from sync.protocol.errors import Refusal
from sync.protocol.money import percent
from sync.protocol.text import in_language
from tests.screens.fake_loyalty import LoyalTill
from tests.screens.fake_till import GOODS, MEMBER, STAFF, error, line

REASONS = [
    q.ReasonRow("damaged", {"fr": "Emballage abîmé", "en": "Damaged packaging"}),
    q.ReasonRow("short_date", {"fr": "Date courte", "en": "Short date"}),
    q.ReasonRow("goodwill", {"fr": "Geste commercial", "en": "Goodwill"}),
]
RECEIPT_URL = "https://tickets.example"
PLU = {"12": GOODS[3], "40": GOODS[1], "7": GOODS[6]}
VOUCHER_GOODS = {GOODS[1].sku, GOODS[3].sku}
GIFT_CODE = "GIFT-7F3K"
RECEIPT = "02-A-000007"
OTHER_TILL = "03-A-000112"
DIGEST = "05-B-000018"
RECENT = [
    q.ReceiptRow(RECEIPT, "2026-11-21T13:58:00+01:00", 2565, ("cash",)),
    q.ReceiptRow("02-A-000006", "2026-11-21T13:51:00+01:00", 990, ("card_standalone",)),
    q.ReceiptRow("02-A-000005", "2026-11-21T13:44:00+01:00", 4215, ("voucher", "cash")),
]
SOLD = (
    q.ReturnableLine(1, GOODS[0].name, 2, 2, False, 790),
    q.ReturnableLine(2, GOODS[1].name, 412, 412, True, 1026),
    q.ReturnableLine(3, GOODS[2].name, 3, 1, False, 230),
    q.ReturnableLine(4, GOODS[3].name, 1, 0, False, 320),
)


class CompleteTill(LoyalTill):
    """`scale_g` is what lies on the scale (None: it does not answer); `alone` are the acts the person does without approval."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[q.HeldRow, list[LineView]]] = []
        self.mode = ""
        self.is_locked = False
        self.training = False
        self.scale_g: int | None = None
        self.reasons = list(REASONS)
        self.blind = True
        self.ask_paper = True
        self.receipt_url = RECEIPT_URL
        self.drawer: list[c.Command] = []
        self.refuses: dict[type, str] = {}
        self.tickets = 0
        self.papers: list[q.PaperRow] = []
        self.too_late: int | None = None

    @property
    def state(self) -> str:
        return "locked" if self.is_locked else super().state

    @property
    def basket(self) -> BasketView:
        found = msgspec.structs.replace(super().basket, tax_mode=self.mode)
        out = sum(line.gross_minor for line in self.lines)
        if out >= 0:
            return found
        due = out + sum(tender.amount_minor for tender in self.tenders)
        return msgspec.structs.replace(found, totals=msgspec.structs.replace(found.totals, due_minor=min(0, due), change_minor=0))

    def _answer(self, command: c.Command) -> Answer:
        role = self.refuses.get(type(command))
        if role is not None:
            self.waiting = command
            return Answer(ok=False, state=self.state, error=error("approval_needed", role=role), training=self.training)
        return msgspec.structs.replace(super()._answer(command), training=self.training)

    def login(self, command: c.Login) -> Any:
        refused = super().login(command)
        self.is_locked = self.is_locked and refused is not None
        return refused

    def lock(self, command: c.Lock) -> Any:
        self.is_locked = True

    def approve(self, command: c.Approve) -> Any:
        refused = super().approve(command)
        if refused is not None or self.waiting is None:
            return refused
        waiting, self.waiting = self.waiting, None
        role = self.refuses.pop(type(waiting), None)
        answer = super()._answer(waiting)
        if role is not None:
            self.refuses[type(waiting)] = role
        return answer

    def discount(self, command: c.Discount) -> Any:
        self.history.append(list(self.lines))
        lines = [command.line] if command.line else [each.line for each in self.lines]
        self.lines = [self._reduced(each, command) if each.line in lines else each for each in self.lines]

    def _reduced(self, old: LineView, command: c.Discount) -> LineView:
        off = command.amount_minor if command.amount_minor is not None else percent(old.gross_minor, command.percent_bp or 1_000)
        return _cheaper(old, min(off, old.gross_minor), command.kind)

    def override_price(self, command: c.OverridePrice) -> Any:
        self.history.append(list(self.lines))
        for place, old in enumerate(self.lines):
            if old.line == command.line:
                item = next(item for item in GOODS if item.sku == old.sku)
                made = line(old.line, item, command.price_minor, quantity=old.quantity or 1, weight_g=old.weight_g)
                self.lines[place] = msgspec.structs.replace(made, regular_price_minor=old.unit_price_minor)

    def hold(self, command: c.Hold) -> Any:
        self.tickets += 1
        gross = sum(each.gross_minor for each in self.lines)
        name = next(row.name for row in STAFF if row.id == self.staff)
        row = q.HeldRow(str(self.tickets), "2026-11-21T14:03:00+01:00", name, len(self.lines), gross, MEMBER.name if self.member else "")
        self.held.append((row, list(self.lines)))
        self._clear()

    def recall(self, command: c.Recall) -> Any:
        found = next((each for each in self.held if each[0].ticket == command.ticket), None)
        if found is None:
            return error("unknown_ticket")
        if self.lines:
            return error("basket_open")
        self.held.remove(found)
        self.lines = list(found[1])
        return None

    def tax_mode(self, command: c.TaxMode) -> Any:
        self.mode = command.mode

    def coupon(self, command: c.Coupon) -> Any:
        return error("unknown_code")

    def sell_gift_card(self, command: c.SellGiftCard) -> Any:
        self.last_line += 1
        sold = line(self.last_line, GOODS[6], command.amount_minor)
        self.lines.append(
            msgspec.structs.replace(sold, kind="gift_card", name="Gift card", names={"fr": "Carte cadeau", "en": "Gift card"})
        )

    def price_check(self, command: c.PriceCheck) -> Any:
        found = next((item for item in GOODS if item.sku == command.code), None)
        if found is None:
            return error("unknown_code")
        shown = {
            "sku": found.sku,
            "name": in_language(found.name, "fr"),
            "price_minor": found.price_minor,
            "unit": found.unit,
            "quantity": 1,
        }
        return {"price": {**shown, "member_price_minor": 288} if found is GOODS[3] else shown}

    def weigh(self, command: c.Weigh) -> Any:
        if self.scale_g is None:
            return error("no_scale")
        return self._sell(next(item for item in GOODS if item.sku == command.sku), self.scale_g, None)

    def move_cash(self, command: c.Command) -> Any:
        self.drawer.append(command)

    def give_back(self, command: c.Return) -> Any:
        wanted = {part.line: part.quantity for part in command.lines} if command.lines else {each.line: None for each in SOLD if each.left}
        for sold in SOLD:
            if sold.line in wanted:
                self._give(sold, wanted[sold.line] or sold.left, command.receipt)

    def _give(self, sold: q.ReturnableLine, number: int, receipt: str) -> None:
        self.last_line += 1
        item = next(item for item in GOODS if item.name == sold.name)
        made = line(self.last_line, item, item.price_minor or 0, quantity=-number)
        if sold.by_weight:
            made = line(self.last_line, item, item.price_minor or 0, weight_g=-number)
        self.lines.append(msgspec.structs.replace(made, receipt=receipt))

    def reroute(self, command: c.Reroute) -> Any:
        self.papers = [replace(row, printer=command.printer) if row.id == command.paper else row for row in self.papers]

    def train(self, command: c.Training) -> Any:
        self.training = command.on

    def tender(self, command: c.TenderMoney) -> Any:
        due = self.basket.totals.due_minor
        if due >= 0:
            return super().tender(command)
        amount = -due if command.amount_minor is None else command.amount_minor
        if command.begin:
            self.intent, self.intent_minor = command, amount
            return {"card_intent": {"id": "i2", "kind": command.kind, "amount_minor": amount, "state": "asked"}}
        self.tenders.append(TenderView(kind=command.kind, amount_minor=amount))
        return None

    def scan(self, command: c.Scan) -> Any:
        return self.give_back(c.Return(receipt=RECEIPT)) if command.code == RECEIPT else super().scan(command)

    def finish(self, command: c.Finish) -> Any:
        answer = super().finish(command)
        if isinstance(answer, Answer) and command.paper == "digital":
            answer.extra["digital"] = {"url": f"{RECEIPT_URL}/r/CR1:X", "qr": "CR1:X"}
        return answer

    def _clear(self) -> None:
        super()._clear()
        self.mode = ""

    _acts: dict[type, Callable[[Any, Any], Any]] = {
        **LoyalTill._acts,
        c.Login: login,
        c.Lock: lock,
        c.Approve: approve,
        c.Discount: discount,
        c.OverridePrice: override_price,
        c.Hold: hold,
        c.Recall: recall,
        c.TaxMode: tax_mode,
        c.Coupon: coupon,
        c.SellGiftCard: sell_gift_card,
        c.PriceCheck: price_check,
        c.Weigh: weigh,
        c.NoSaleOpening: move_cash,
        c.PaidIn: move_cash,
        c.PaidOut: move_cash,
        c.Drop: move_cash,
        c.Return: give_back,
        c.Scan: scan,
        c.TenderMoney: tender,
        c.Finish: finish,
        c.Training: train,
        c.Reroute: reroute,
        c.SendReceipt: move_cash,
        c.Invoice: move_cash,
        c.ClosePeriod: move_cash,
    }

    def day_info(self, query: q.Query) -> q.DayView:
        return replace(
            super().day_info(query),
            blind_count=self.blind,
            ask_paper=self.ask_paper,
            staff_discount_bp=1_000,
            receipt_url=self.receipt_url,
        )

    def payment_options(self, query: q.Query) -> q.PaymentView:
        due = self.basket.totals.due_minor
        if due < 0:
            ways = tuple(q.PayWay(kind) for kind in ("cash", "card_standalone", "gift_card", "store_credit"))
            return q.PaymentView(due, due, (), ways, (q.RefundRow("card_standalone", -due),))
        eligible = sum(each.gross_minor for each in self.lines if each.sku in VOUCHER_GOODS)
        kinds = ("cash", "card_standalone", "card", "gift_card", "cheque")
        voucher = (q.PayWay("voucher", most_minor=min(due, eligible)),) if eligible else ()
        ways = (*(q.PayWay(kind) for kind in kinds), *voucher)
        return q.PaymentView(due, due, tuple(quick_amounts(due, "EUR")), (*ways, *self.own_ways(due)))

    def find_receipt(self, query: q.FindReceipt) -> Any:
        sources = {RECEIPT: ("till", SOLD), OTHER_TILL: ("ledger", SOLD), DIGEST: ("digest", SOLD[:2])}
        if query.receipt not in sources:
            return Refusal("unknown_receipt", field="receipt")
        source, lines = sources[query.receipt]
        return q.ReturnableReceipt(query.receipt, "2026-11-20", 2366, source, lines, self.too_late)

    _views: dict[type, Callable[[Any, Any], Any]] = {
        **LoyalTill._views,
        q.DayInfo: day_info,
        q.HeldTickets: lambda self, query: [row for row, _ in self.held],
        q.PaymentOptions: payment_options,
        q.PrintQueue: lambda self, query: list(self.papers),
        q.RecentReceipts: lambda self, query: list(RECENT),
        q.FindReceipt: find_receipt,
        q.Reasons: lambda self, query: list(self.reasons),
        q.GoodsByPlu: lambda self, query: PLU.get(query.plu),
    }


def _cheaper(old: LineView, off: int, kind: str) -> LineView:
    named = {"fr": "Remise personnel", "en": "Staff discount"} if kind == "staff" else {"fr": "Remise", "en": "Discount"}
    return msgspec.structs.replace(
        old,
        discount_minor=old.discount_minor + off,
        net_minor=old.net_minor - off,
        gross_minor=old.gross_minor - off,
        offers=[*old.offers, OfferView(id=kind, amount_minor=off, names=named)],
    )
