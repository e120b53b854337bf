"""The script of a day while it is written: steps in order, numbered tickets, and whoever is at the till."""

import random
from datetime import datetime, timedelta
from typing import Any

from tests.screens.scripted_day.shop import COLA, LAMP, PEAR
from tests.screens.scripted_day.steps import Step
from tests.screens.scripted_day.world import BEGIN

SEED = 20261122
MINUTES_A_TICKET = 2
NOTES = (100, 500, 1000, 2000)


class Day:
    """Collects steps. Choices come from a seeded source, so that the same number of sales is always the same day.

    `tickets` were finished, and on `sales` of them nothing came back.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.random = random.Random(SEED)
        self.staff = "ana"
        self.sales = 0
        self._comes_back = False
        self.tickets = 0
        self.cards = 0
        self.held = 0
        self._at = datetime.fromisoformat(BEGIN)

    def do(self, act: str, refused: str = "", /, **fields: Any) -> None:
        """Add an act."""
        self.steps.append(Step(act, fields, refused))
        self._comes_back |= act == "give_back" or (act == "scan" and not refused and fields["code"].startswith("@receipt"))

    def approved(self, act: str, /, **fields: Any) -> None:
        """Add an act that the manager has to approve."""
        self.do(act, "approval_needed", **fields)
        self.do("approve", staff="max")

    def scan(self, *codes: str) -> None:
        """Scan articles, one after the other."""
        for code in codes:
            self.do("scan", code=code)

    def some(self, least: int = 1, most: int = 4) -> None:
        """Scan a few articles of the shelf."""
        self.scan(*self.random.choices((PEAR, LAMP, COLA), k=self.random.randint(least, most)))

    def paid(self, kind: str = "cash", **fields: Any) -> int:
        """Pay and finish; return the ticket's number."""
        if kind == "cash" and not fields:
            fields = {"up_to": self.random.choice(NOTES)}
        self.do("pay", kind=kind, **fields)
        return self.finished()

    def finished(self, paper: str = "") -> int:
        """Finish a ticket and let some time pass; return its number."""
        self.tickets += 1
        self.sales += not self._comes_back
        self._comes_back = False
        self.do("finish", ticket=self.tickets, paper=paper or ("paper", "none", "digital")[self.tickets % 3])
        self.wait(MINUTES_A_TICKET)
        return self.tickets

    def sold(self, *codes: str, kind: str = "cash", **fields: Any) -> int:
        """Sell scanned articles; return the ticket's number."""
        self.scan(*codes)
        return self.paid(kind, **fields)

    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self._at += timedelta(minutes=minutes)
        self.do("clock", at=self._at.isoformat())

    def come(self, staff: str) -> None:
        """Let somebody else log in."""
        if staff != self.staff:
            self.do("log_out")
            self.do("log_in", staff=staff)
            self.staff = staff

    def next_card(self) -> str:
        """Return the code of a gift card that was not sold yet."""
        self.cards += 1
        return f"98000010{self.cards:02d}"

    def next_held(self) -> str:
        """Return the number under which the next ticket is put aside."""
        self.held += 1
        return str(self.held)
