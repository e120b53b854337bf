"""Money handed over and paid out, and the end of a ticket."""

from typing import Literal

from kiosk.services.commands.base import Amount, Paper, Request, Scanned, Text64


class TenderMoney(Request, frozen=True, kw_only=True, tag="tender"):
    """`begin` commits only the durable intent of a stand-alone card; `card_answer` then says what its terminal said. `programme` is whose
    points or cashback pay, where there are several."""

    kind: Text64
    amount_minor: Amount | None = None
    code: Scanned | None = None
    begin: bool = False
    programme: Text64 | None = None


class CardAnswer(Request, frozen=True, kw_only=True, tag="card_answer"):
    """What the separate card terminal said, as the cashier read it."""

    accepted: bool


class Finish(Request, frozen=True, kw_only=True, tag="finish"):
    """`language` is the customer's, in which the paper speaks; without it the ticket's own."""

    paper: Paper = "paper"
    language: Literal["fr", "en"] | None = None
