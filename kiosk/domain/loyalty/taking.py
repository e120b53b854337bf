"""What an offer's effect comes to on a table, or what it wants: the one shape that all kinds answer in."""

from typing import NamedTuple

from kiosk.domain.loyalty.pieces import Amounts, Picked


class Caps(NamedTuple):
    """How far an offer may go in this basket: times (sets), pieces and money; None is no bound."""

    times: int | None = None
    pieces: int | None = None
    amount_minor: int | None = None


class Take(NamedTuple):
    """Amounts by place, on how many pieces, how many times the effect was had, and (`used`) which pieces sets are made of."""

    amounts: Amounts
    pieces: int
    times: int = 1
    used: Picked | None = None

    @property
    def total(self) -> int:
        """What it takes off in all."""
        return sum(amount for _, amount in self.amounts)


class Lack(NamedTuple):
    """A condition that does not hold: what there is and what it needs; `measure` tells whether more money or pieces of it would do."""

    condition: str
    have: int
    need: int
    measure: str = ""
    place: int | None = None
    """Goods of which more would do, where pieces are wanted."""


NO_CAPS = Caps()
MONEY, PIECES = "minor", "pieces"
NOTHING_LEFT = Lack("discountable_minor", 0, 1)


def least(*bounds: int | None) -> int | None:
    """Return the tightest of bounds, None where there is none."""
    known = [bound for bound in bounds if bound is not None]
    return min(known) if known else None
