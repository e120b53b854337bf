"""A finished sale as the screen after it shows it."""

from dataclasses import dataclass
from typing import Any

from kiosk.services.answers import Answer, BasketView


@dataclass(frozen=True)
class Done:
    """`code` is what the receipt's QR holds, `link` where a digital receipt is read."""

    number: str
    change_minor: int
    paid_minor: int
    basket: BasketView
    paper: str
    code: str = ""
    link: str = ""


def done_of(answer: Answer, before: BasketView, paper: str) -> Done:
    """Return the sale that an answer to `finish` tells of; `before` is the ticket as it stood."""
    basket = answer.basket or before
    receipt, digital = answer.extra.get("receipt"), answer.extra.get("digital")
    totals = basket.totals
    return Done(
        _field(receipt, "number"), totals.change_minor, totals.paid_minor, basket, paper, _field(receipt, "code"), _field(digital, "url")
    )


def _field(thing: Any, name: str) -> str:
    found = thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")
    return found if isinstance(found, str) else ""
