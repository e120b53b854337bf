"""The first player: every act of the script as requests of TILL.md, in JSON, to a till without a screen."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.flows.harness import Till
from tests.screens.scripted_day.shop import PINS, STAFF_DISCOUNT_BP
from tests.screens.scripted_day.steps import Json, Purse, Step, up_to
from tests.screens.scripted_day.world import World

WORLD = frozenset({"clock", "load", "terminal"})


class Headless:
    """Plays steps; `refused` is why the till did not do the last one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._till = Till(world.running, "")
        self._purse = Purse()
        self._lines: dict[int, int] = {}
        self._due_minor = 0
        self._for_age: Json | None = None
        self._last_receipt = ""
        self.refused = ""
        self.z: Json = {}

    def play(self, steps: Sequence[Step]) -> None:
        """Play all steps; each ends as the script says."""
        for number, step in enumerate(steps):
            self.refused = ""
            act: Callable[..., None] = getattr(self._world if step.act in WORLD else self, step.act)
            act(**self._purse.shown(step.fields))
            assert self.refused == step.refused, f"step {number}: {step}: the till says {self.refused or 'yes'}"

    def _ask(self, do: str, /, **fields: Any) -> Json:
        answer = self._till.ask(do, **fields)
        self.refused = "" if answer["ok"] else answer["error"]["code"]
        if self.refused == "age_check_needed":
            self._for_age = {"do": do, **fields}
        if answer["ok"]:
            basket = answer["basket"]
            self._lines = {line["line"]: line.get("quantity") or 0 for line in basket["lines"]} if answer["state"] != "ready" else {}
            self._due_minor = basket["totals"]["due_minor"]
        return answer

    def log_in(self, staff: str) -> None:
        self._ask("login", staff=staff, pin=PINS[staff])

    unlock = log_in

    def log_out(self) -> None:
        self._ask("logout")

    def lock(self) -> None:
        self._ask("lock")

    def approve(self, staff: str, pin: str = "") -> None:
        self._ask("approve", staff=staff, pin=pin or PINS[staff])

    def open_day(self, float_minor: int, business_day: str) -> None:
        self._ask("open_day", float_minor=float_minor, business_day=business_day)

    def scan(self, code: str, times: int = 1) -> None:
        before = dict(self._lines)
        self._ask("scan", code=code)
        if self._for_age is not None and self.refused:
            self._for_age["times"] = times
        elif times > 1 and not self.refused:
            line, quantity = next((line, pieces) for line, pieces in self._lines.items() if abs(pieces) > abs(before.get(line, 0)))
            held = before.get(line, 0)
            self._ask("quantity", line=line, quantity=abs(held + (quantity - held) * times))

    def age(self, passed: bool) -> None:
        waiting, self._for_age = self._for_age, None
        self._ask("age_check", passed=passed)
        if passed and waiting is not None:
            self.scan(waiting["code"], waiting["times"])

    def add(self, sku: str, times: int = 1, **how: str) -> None:
        self._ask("add", sku=sku, quantity=times)

    def weigh(self, sku: str, **how: str) -> None:
        self._ask("weigh", sku=sku)

    def key_weight(self, sku: str, weight_g: int, **how: str) -> None:
        self._ask("weigh", sku=sku)
        assert self.refused.startswith("scale_")
        self._ask("add", sku=sku, weight_g=weight_g)

    def open_price(self, sku: str, price_minor: int, **how: str) -> None:
        self._ask("add", sku=sku, quantity=1, price_minor=price_minor)

    def price_check(self, code: str, sku: str = "") -> None:
        self._ask("price_check", code=code)
        if sku:
            self._ask("add", sku=sku, quantity=1)

    def quantity(self, line: int, quantity: int) -> None:
        self._ask("quantity", line=line, quantity=quantity)

    def void(self, line: int) -> None:
        self._ask("void_line", line=line)

    def undo(self) -> None:
        self._ask("undo")

    take_back = undo

    def discount(self, reason: str, **fields: int) -> None:
        self._ask("discount", reason=reason, **fields)

    def staff_discount(self) -> None:
        self._ask("discount", percent_bp=STAFF_DISCOUNT_BP, kind="staff", reason="staff")

    def override(self, line: int, price_minor: int, reason: str) -> None:
        self._ask("override_price", line=line, price_minor=price_minor, reason=reason)

    def mode(self, mode: str) -> None:
        self._ask("tax_mode", mode=mode)

    def member(self, code: str) -> None:
        self._ask("member", code=code)

    def member_found(self, id: str, text: str) -> None:
        self._ask("member", id=id)

    def member_off(self) -> None:
        self._ask("member")

    def coupon(self, code: str) -> None:
        self._ask("coupon", code=code)

    def hold(self) -> None:
        self._ask("hold")

    def recall(self, ticket: str) -> None:
        self._ask("recall", ticket=ticket)

    def cancel(self) -> None:
        self._ask("cancel_basket")

    def gift_card(self, amount_minor: int, code: str) -> None:
        self._ask("gift_card", amount_minor=amount_minor, code=code)

    def give_back(self, receipt: str, how: str = "typed", pieces: dict[int, int] | None = None) -> None:
        parts = {"lines": [{"line": line, "quantity": count} for line, count in pieces.items()]} if pieces else {}
        self._ask("return", receipt=receipt, **parts)

    def pay(
        self,
        kind: str,
        amount: int | None = None,
        half: bool = False,
        exact: bool = False,
        code: str = "",
        accepted: bool = True,
        **notes: int,
    ) -> None:
        amount = up_to(self._due_minor, notes["up_to"]) if notes else abs(self._due_minor) // 2 if half else amount
        fields: Json = {} if amount is None else {"amount_minor": amount}
        begins: Json = {"begin": True} if kind == "card_standalone" else {}
        self._ask("tender", kind=kind, **fields, **begins, **({"code": code} if code else {}))
        if begins and not self.refused:
            self._ask("card_answer", accepted=accepted)

    def to_ticket(self) -> None:
        """The screen goes back from paying to the ticket; here nothing does."""

    def nothing_to_pay(self) -> None:
        """The screen shows that nothing is due; here nothing does."""

    def ask_again(self) -> None:
        self._ask("tender", kind="card")

    def card_word(self, accepted: bool) -> None:
        self._ask("card_answer", accepted=accepted)

    def finish(self, paper: str, ticket: int = 0) -> None:
        answer = self._ask("finish", paper=paper)
        if ticket and answer["ok"]:
            self._purse.keep(ticket, answer)
            self._last_receipt = answer["receipt"]["number"]

    def duplicate(self) -> None:
        self._ask("reprint", receipt=self._last_receipt)

    def copy_of(self, receipt: str) -> None:
        self._ask("reprint", receipt=receipt)

    def gift_receipt(self) -> None:
        self._ask("reprint", receipt=self._last_receipt, gift=True)

    def invoice(self, buyer: Json) -> None:
        self._ask("invoice", receipt=self._last_receipt, buyer=buyer)

    def no_sale(self, reason: str) -> None:
        self._ask("no_sale", reason=reason)

    def paid_in(self, amount_minor: int, reason: str) -> None:
        self._ask("paid_in", amount_minor=amount_minor, reason=reason)

    def paid_out(self, amount_minor: int, reason: str) -> None:
        self._ask("paid_out", amount_minor=amount_minor, reason=reason)

    def drop(self, amount_minor: int, reason: str, bag: str) -> None:
        self._ask("drop", amount_minor=amount_minor, reason=reason, bag=bag)

    def train(self, on: bool) -> None:
        self._ask("training", on=on)

    def x_report(self) -> None:
        self._ask("x_report")

    def close_day(self, counted_minor: int, denominations: dict[int, int]) -> None:
        pieces = {str(value): count for value, count in denominations.items()}
        self.z = self._ask("close_day", counted_minor=counted_minor, denominations=pieces)

    def close_month(self) -> None:
        self._ask("close_period", period="month")
