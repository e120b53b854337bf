"""The people at one till of the chain: they plan a ticket, ask for it step by step, ask again after a kill, and end it somehow."""

import random
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.faults.loyalty import plans
from tests.faults.loyalty.shop import HELLO, STAFF
from tests.faults.loyalty.town import Answer, Request, Town
from tests.faults.world import Conversation

BUGS = frozenset({"safely_locked", "bad_request", "bad_json"})
ENDING_ATTEMPTS = 12


class Bug(RuntimeError):
    """A till answered what none may answer."""


class Crew:
    """`acknowledged`: gross of every finished sale by receipt number; `faults`: a sentence for all that a till must not answer."""

    def __init__(self, seed: int, register: str, town: Town, now: Callable[[], datetime]) -> None:
        self._chance = random.Random(f"{seed}:{register}")
        self._register = register
        self._town = town
        self._now = now
        self._sent = 0
        self._plan: deque[Request] = deque()
        self._pending: Request | None = None
        self._day = ""
        self._basket: dict[str, Any] = {}
        self._endings = 0
        self.acknowledged: dict[str, int] = {}
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()

    def resume(self, till: Conversation) -> None:
        """Log in after a start, and ask again what was not answered."""
        self._set_clock(till)
        state = till.ask(do="state")
        self._basket = state.get("basket") or {}
        if state["state"] in ("logged_out", "locked"):
            self._must(till.ask(do="login", staff=STAFF[0], pin=STAFF[1]))
        pending, self._pending = self._pending, None
        if pending is not None:
            self._ask(till, pending)
        if till.ask(do="state")["state"] == "day_closed":
            self._open_day(till)

    def step(self, till: Conversation) -> None:
        """Do the next thing."""
        if not self._plan:
            if self._basket.get("lines") or self._basket.get("tenders"):
                self._end_ticket(till)
                return
            self._between(till)
            self._plan.extend(plans.ticket(self._town, self._chance))
        request = plans.shaped(self._plan.popleft(), self._basket)
        if request is not None:
            self._ask(till, request)

    def come_to_rest(self, till: Conversation) -> None:
        """End the ticket in hand."""
        self._plan.clear()
        self._endings = 0
        for _ in range(ENDING_ATTEMPTS):
            if not (self._basket.get("lines") or self._basket.get("tenders")):
                return
            self._end_ticket(till)
        self.faults.append(f"till {self._register} cannot end its ticket")

    def try_all(self, till: Conversation) -> None:
        """What must be seen in every run, however short: used coupons shown again, a membership, a reward, a full card's goods back."""
        for ticket in plans.shown_again(self._town):
            self._carry_out(till, ticket)
        self._carry_out(till, plans.club(self._town))
        self._carry_out(till, plans.claim(self._town))
        self._carry_out(till, plans.full_card(self._town))
        newest = max(self.acknowledged, key=lambda number: int(number.rpartition("-")[2]), default="")
        self._carry_out(till, [{"do": "return", "receipt": newest}])

    def _carry_out(self, till: Conversation, ticket: list[Request]) -> None:
        for request in ticket:
            self._ask(till, request)
        self.come_to_rest(till)

    def _between(self, till: Conversation) -> None:
        """Between two tickets time passes, and a day that is over is closed."""
        self._endings = 0
        self._set_clock(till)
        today = self._now().date().isoformat()
        if self._day != today:
            if self._day and self._chance.random() < 0.5:
                self._ask(till, {"do": "close_day", "counted_minor": 0})
                self._open_day(till)
            self._day = today

    def _open_day(self, till: Conversation) -> None:
        self._ask(till, {"do": "open_day", "float_minor": 0, "business_day": self._now().date().isoformat()})

    def _end_ticket(self, till: Conversation) -> None:
        """Pay what is due in cash and finish; who gets nowhere cancels."""
        self._endings += 1
        due = (self._basket.get("totals") or {}).get("due_minor", 0)
        if self._endings > ENDING_ATTEMPTS // 2:
            self._ask(till, {"do": "cancel_basket"})
        elif due:
            self._ask(till, {"do": "tender", "kind": "cash"})
        else:
            self._ask(till, {"do": "finish", "paper": "none"})

    def _set_clock(self, till: Conversation) -> None:
        self._must(till.ask(do="clock", at=self._now().isoformat(timespec="seconds")))

    def _ask(self, till: Conversation, request: Request) -> None:
        if "request" not in request:
            self._sent += 1
            request = {**request, "request": f"{self._register}-{self._sent}"}
        self._pending = request
        answer = till.ask(**request)
        self._pending = None
        self._hear(request, answer)

    def _hear(self, request: Request, answer: Answer) -> None:
        done, code = request["do"], "" if answer["ok"] else answer["error"]["code"]
        self._town.note(done, code)
        if code in BUGS:
            raise Bug(f"till {self._register} answered {code} to {request}")
        if code:
            return
        self.counts[done] += 1
        if done == "finish":
            self._sold(answer)
            return
        self._basket = {} if done == "cancel_basket" else answer.get("basket") or {}
        if done == "gift_card":
            self._town.put("gift_card", request["code"])
        if done == "coupon" and request["code"] != HELLO:
            self._town.put("photograph", request["code"])
        if done == "join" and answer.get("card"):
            self._town.put("member", answer["card"])

    def _sold(self, answer: Answer) -> None:
        basket, self._basket = answer["basket"], {}
        number = answer["receipt"]["number"]
        self.acknowledged[number] = basket["totals"]["gross_minor"]
        lines = [(line["line"], line.get("quantity") or 1) for line in basket["lines"] if line["gross_minor"] > 0]
        if lines:
            self._town.put("receipt", (number, lines))
        for coupon in basket["coupons_issued"]:
            self._town.put("coupon", coupon["code"])

    def _must(self, answer: Answer) -> None:
        if not answer["ok"]:
            self.faults.append(f"till {self._register}: {answer['error']}")
