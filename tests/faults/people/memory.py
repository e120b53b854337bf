"""What the people at a till know, from its answers alone: the ticket before them, tickets put aside, receipts and cards in their hands."""

from dataclasses import dataclass, field
from typing import Any

Request = dict[str, Any]
Answer = dict[str, Any]
Basket = dict[str, Any]

_FIRST_ANSWERS_KEPT = 30
_RECEIPTS_KEPT = 40


@dataclass
class Memory:
    """`acknowledged`: gross of every finished sale; `held`: gross of every ticket put aside; `answered`: requests to be sent again."""

    state: str = "logged_out"
    basket: Basket = field(default_factory=dict)
    refused: str = ""
    training: bool = False
    staff: str = ""
    acknowledged: dict[str, int] = field(default_factory=dict)
    practised: list[str] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    held_in_practice: dict[str, int] = field(default_factory=dict)
    receipts: list[tuple[str, list[int]]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    coupons: list[str] = field(default_factory=list)
    answered: list[tuple[Request, Answer]] = field(default_factory=list)
    closings: list[Answer] = field(default_factory=list)
    invoices: dict[str, str] = field(default_factory=dict)
    laid: dict[str, set[str]] = field(default_factory=dict)

    @property
    def aside(self) -> dict[str, int]:
        """The tickets put aside that can be taken up now: those of practice are apart."""
        return self.held_in_practice if self.training else self.held

    def hear(self, request: Request, answer: Answer) -> None:
        """Learn from an answer."""
        self.state = answer.get("state", self.state)
        self.refused = "" if answer["ok"] else answer["error"]["code"]
        if "request" in request:
            self.answered = [*self.answered[-_FIRST_ANSWERS_KEPT:], (request, answer)]
        if not answer["ok"]:
            return
        self.training = bool(answer.get("training"))
        done = request["do"]
        if done == "finish":
            self._sold(answer)
        else:
            self._noted(done, request, answer)
            self.basket = answer.get("basket") or {}

    def _sold(self, answer: Answer) -> None:
        number, basket = answer["receipt"]["number"], answer["basket"]
        self.basket = {}
        if answer.get("training"):
            self.practised.append(number)
            return
        self.acknowledged[number] = basket["totals"]["gross_minor"]
        self.receipts = [*self.receipts[-_RECEIPTS_KEPT:], (number, [line["line"] for line in basket["lines"]])]
        self.coupons += [coupon["code"] for coupon in basket["coupons_issued"]]
        if "store_credit" in answer:
            self.codes.append(answer["store_credit"]["code"])

    def _noted(self, done: str, request: Request, answer: Answer) -> None:
        if done == "hold":
            self.aside[answer["ticket"]] = gross_of(self.basket)
            self.laid[answer["ticket"]] = coupons_of(self.basket)
        elif done == "recall":
            self.aside.pop(request["ticket"], None)
        elif done == "close_day":
            self.closings.append(answer)
            self.answered = []
        elif done == "gift_card":
            self.codes.append(request["code"])
        elif done == "login":
            self.staff = request["staff"]
        elif done == "invoice" and "invoice" in answer:
            self.invoices[request["receipt"]] = str(answer["invoice"])


def coupons_of(basket: Basket) -> set[str]:
    """Return the coupons that lie on a ticket."""
    return {coupon["id"] for coupon in basket.get("coupons", [])}


def gross_of(basket: Basket) -> int:
    """Return what a ticket comes to."""
    return int(basket.get("totals", {}).get("gross_minor", 0))


def shape_of(basket: Basket) -> tuple[object, ...]:
    """Return what has to come back after a kill: lines, amounts and money on the ticket."""
    names = ("line", "sku", "quantity", "weight_g", "gross_minor")
    lines = [tuple(each.get(name) for name in names) for each in basket.get("lines", [])]
    tenders = [(each["kind"], each["amount_minor"]) for each in basket.get("tenders", [])]
    return (tuple(lines), tuple(tenders))
