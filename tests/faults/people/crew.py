"""The people at one till: they act at random, send an unanswered request again after a kill, and compare what came back."""

import random
from collections import Counter

from tests.faults.people import acts
from tests.faults.people.memory import Answer, Basket, Memory, Request, coupons_of, gross_of, shape_of
from tests.faults.people.shop import MANAGER, STAFF
from tests.faults.world import Conversation

STUCK_AFTER = 60
AGAIN_SHARE = 0.02
UNNUMBERED = {"login", "approve", "state", "lock", "logout"}
BUGS = {"safely_locked", "bad_request", "bad_json"}


class Crew:
    """`faults` holds a sentence for everything that a till must not answer; `counts` how often each request was carried out or refused."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._sent = 0
        self._pending: Request | None = None
        self._before: Basket = {}
        self._refusals = 0
        self.memory = Memory()
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.replayed = 0

    def resume(self, till: Conversation) -> None:
        """After a kill: the ticket is back as it stood, and the request that was not answered has happened or has not."""
        pending = self._pending
        known = self.memory.basket if pending is None else self._before
        before, gross_minor, coupons = shape_of(known), gross_of(known), coupons_of(known)
        answer = till.ask(do="state")
        back = shape_of(answer.get("basket") or {})
        self.memory.state, self.memory.basket = answer["state"], answer.get("basket") or {}
        self.memory.training = bool(answer.get("training"))
        if pending is None:
            if back != before:
                self.faults.append(f"the ticket came back as {back}, it was {before}")
            return
        self._sign_in(till)
        heard = self._ask(till, pending, moved=back != before)
        if pending["do"] == "hold" and heard["ok"] and heard.get("replayed"):
            self.memory.aside[heard["ticket"]] = gross_minor
            self.memory.laid[heard["ticket"]] = coupons

    def step(self, till: Conversation) -> None:
        """Do the next thing."""
        if self.memory.answered and self._chance.random() < AGAIN_SHARE:
            self._again(till)
        else:
            self._ask(till, self._next())

    def come_to_rest(self, till: Conversation) -> None:
        """Sell or cancel what lies on the ticket and everything that was put aside, then close the day."""
        self._sign_in(till)
        self._empty(till)
        for practising in (self.memory.training, not self.memory.training):
            self._practise(till, practising)
            for ticket in list(self.memory.aside):
                self._ask(till, {"do": "recall", "ticket": ticket})
                self._empty(till)
        self._practise(till, False)
        if self.memory.state in ("ready", "selling"):
            self._ask(till, {"do": "close_day", "counted_minor": 0})
            if self.memory.refused:
                self.faults.append(f"the day cannot be closed: {self.memory.refused}")

    def _next(self) -> Request:
        memory, chance = self.memory, self._chance
        if memory.state in ("logged_out", "locked"):
            return acts.log_in(memory, chance)
        if memory.refused == "approval_needed" and chance.random() < 0.8:
            return acts.approve(memory, chance)
        if memory.refused == "age_check_needed":
            return {"do": "age_check", "passed": chance.random() < 0.8}
        if memory.state == "day_closed":
            return acts.open_day(memory, chance)
        if self._refusals > STUCK_AFTER // 3:
            return self._plain()
        return acts.choose(self._table(), memory, chance)

    def _table(self) -> acts.Table:
        if self.memory.state == "paying":
            return acts.PAYING
        return acts.PRACTISING if self.memory.training else acts.SELLING

    def _plain(self) -> Request:
        """What a person does who gets nowhere: pay in cash, else take the money back and cancel, with a manager at the till."""
        if self.memory.refused == "approval_needed":
            return {"do": "approve", "staff": MANAGER, "pin": STAFF[MANAGER]}
        return self._chance.choice(acts.WAYS_OUT)

    def _ask(self, till: Conversation, request: Request, *, moved: bool = False) -> Answer:
        """Send a request, numbered where its answer can be told again; `moved`: the ticket has changed, so it must have happened."""
        if request["do"] not in UNNUMBERED and "request" not in request:
            self._sent += 1
            request = {**request, "request": f"p{self._sent}"}
        # What a kill cuts off again, even while somebody logs in for it, is still what was asked first.
        if self._pending is not request:
            self._pending, self._before = request, self.memory.basket
        answer = till.ask(**request)
        self._pending = None
        if moved and not answer.get("replayed") and request["do"] != "tender" and "request" in request:
            self.faults.append(f"{request['do']} moved the ticket and is not known: {answer.get('error')}")
        self._compare(request, answer)
        self.memory.hear(request, answer)
        self._count(request, answer)
        return answer

    def _count(self, request: Request, answer: Answer) -> None:
        if answer["ok"]:
            self.counts[request["do"]] += 1
            self._refusals = 0
            return
        code = answer["error"]["code"]
        self.refusals[code] += 1
        self._refusals += 1
        if code in BUGS or not answer["error"]["message"]:
            self.faults.append(f"{request} was answered {answer['error']}")
        if self._refusals == STUCK_AFTER:
            self.faults.append(f"stuck in {self.memory.state} at {request}: {answer['error']}")

    def _compare(self, request: Request, answer: Answer) -> None:
        """A ticket that was put aside comes back with what it came to, unless a coupon of it was used or taken back meanwhile."""
        if request["do"] != "recall":
            return
        ticket, aside = request["ticket"], self.memory.aside
        if ticket in aside and not answer["ok"] and answer["error"]["code"] == "no_such_ticket":
            self.faults.append(f"the ticket {ticket} that was put aside is gone")
        if not answer["ok"] or self.memory.laid.get(ticket, set()) - coupons_of(answer["basket"]):
            return
        if ticket in aside and gross_of(answer["basket"]) != aside[ticket]:
            self.faults.append(f"ticket {ticket} comes to {gross_of(answer['basket'])}, it was {aside[ticket]}")

    def _again(self, till: Conversation) -> None:
        """Send an answered request once more: nothing changes, and the answer is the first."""
        request, first = self._chance.choice(self.memory.answered)
        answer = till.ask(**request)
        self.replayed += 1
        if not answer.get("replayed"):
            self.faults.append(f"{request['do']} was carried out again: {answer}")
        elif {**answer, "replayed": True} != {**first, "replayed": True}:
            self.faults.append(f"{request['do']} got another answer the second time")

    def _practise(self, till: Conversation, on: bool) -> None:
        if self.memory.training is not on and (not on or self.memory.held_in_practice):
            self._ask(till, {"do": "training", "on": on})

    def _sign_in(self, till: Conversation) -> None:
        for _ in range(STUCK_AFTER):
            if self.memory.state not in ("logged_out", "locked"):
                return
            self.memory.hear({"do": "login", "staff": MANAGER}, till.ask(do="login", staff=MANAGER, pin=STAFF[MANAGER]))

    def _empty(self, till: Conversation) -> None:
        for _ in range(STUCK_AFTER):
            if not any(self.memory.basket.get(part) for part in ("lines", "tenders", "member", "coupons", "rewards")):
                return
            simple = acts.pay_simply(self.memory, self._chance) if self._refusals < 3 else None
            self._ask(till, simple or self._plain())
        self.faults.append(f"the ticket cannot be ended: {self.memory.refused}")
