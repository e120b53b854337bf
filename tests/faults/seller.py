"""A cashier who sells without pause and, after every kill, sends the unanswered request again under the same number."""

import random
from typing import Any

from tests.faults.shop import CASHIER, CHEESE, COFFEE, LAMP, MEMBER
from tests.faults.world import Conversation

PAPER_SHARE = 0.15
"""No printer keeps up with a cashier who never pauses."""


class Unexpected(Exception):
    """The till refused what it must not refuse."""


class Seller:
    """Plans requests, numbers them, and remembers every sale that was answered `ok`, by receipt number."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 0
        self._plan: list[dict[str, Any]] = []
        self.acknowledged: dict[str, int] = {}
        self.coupons: list[str] = []
        self.used: list[str] = []
        self.refused_twice = 0

    def sign_in(self, till: Conversation) -> None:
        """Log in and open the day where that is not so already."""
        state = till.ask(do="state")
        if state["state"] == "logged_out":
            self._must(till.ask(do="login", staff=CASHIER[0], pin=CASHIER[1]))
        if till.ask(do="state")["state"] == "day_closed":
            self._must(till.ask(do="open_day", float_minor=0, business_day="2026-11-22"))

    def step(self, till: Conversation) -> None:
        """Send the next request; it leaves the plan only when it is answered."""
        if not self._plan:
            self._plan = self._next_sale()
        request = self._plan[0]
        answer = till.ask(**request)
        self._plan.pop(0)
        self._learn(request, answer)

    def finish_ticket(self, till: Conversation) -> None:
        """Go on to the end of the ticket in hand."""
        while self._plan:
            self.step(till)

    def _learn(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        if request["do"] == "coupon":
            self._learn_coupon(request, answer)
            return
        self._must(answer)
        if request["do"] == "finish":
            basket = answer["basket"]
            self.acknowledged[answer["receipt"]["number"]] = basket["totals"]["gross_minor"]
            self.coupons += [coupon["code"] for coupon in basket["coupons_issued"]]

    def _learn_coupon(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        if request["code"] in self.used:
            if answer["ok"] or answer["error"]["code"] != "coupon_used":
                raise Unexpected(f"a used coupon was answered {answer}")
            self.refused_twice += 1
        else:
            self._must(answer)
            self.used.append(request["code"])

    def _next_sale(self) -> list[dict[str, Any]]:
        plan: list[dict[str, Any]] = [{"do": "add", "sku": COFFEE, "quantity": self._random.randint(1, 5)}]
        if self._random.random() < 0.5:
            plan.append({"do": "add", "sku": CHEESE, "weight_g": self._random.randint(100, 900)})
        if self._random.random() < 0.5:
            plan.append({"do": "member", "code": MEMBER})
        if self._random.random() < 0.4:
            plan.append({"do": "add", "sku": LAMP, "quantity": 2})
            if self.used and self._random.random() < 0.3:
                plan.append({"do": "coupon", "code": self._random.choice(self.used)})
            elif self.coupons:
                plan.append({"do": "coupon", "code": self.coupons.pop(0)})
        paper = "paper" if self._random.random() < PAPER_SHARE else "none"
        # Cash opens the drawer through the printer: without paper it is kept seldom, so that the queue is mostly papers.
        cash_share = 0.8 if paper == "paper" else 0.05
        kind = "cash" if self._random.random() < cash_share else "card_standalone"
        plan += [{"do": "tender", "kind": kind}, {"do": "finish", "paper": paper}]
        return [{**request, "request": self._number()} for request in plan]

    def _number(self) -> str:
        self._count += 1
        return f"r{self._count}"

    @staticmethod
    def _must(answer: dict[str, Any]) -> None:
        if not answer["ok"]:
            raise Unexpected(str(answer))
