"""What the terminal is in the middle of: person, day, basket, card intent. A value; each command makes a new one, durable at commit."""

from typing import Literal

import msgspec

from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.domain.shift import Day
from sync.protocol.evaluation import Asked

UNDO_LIMIT = 50
"""So many steps back; beyond it the oldest is forgotten."""


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """A card payment asked for: committed before the terminal is asked, settled before anything else (law 2).

    `reverses` is set where a payment is taken back: the intent of that payment, which the terminal called `reference`.
    """

    id: str
    kind: str
    amount_minor: int
    basket: str
    out: bool = False
    state: Literal["asked", "uncertain"] = "asked"
    reverses: str = ""
    reference: str = ""

    @property
    def open_code(self) -> str:
        """Why nothing else may happen to the ticket while this is open, as a refusal's code: who has still to say what became of it."""
        if self.kind == "card_standalone":
            return "card_answer_first"
        return "card_uncertain" if self.state == "uncertain" else "card_busy"


class Evaluated(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket comes to, under which rules and when. Kept once money has moved: what was paid was paid for this price.

    `asked` is what its entry keeps so that it can be proven; None for what is only shown.
    """

    at: str
    bundle: str
    result: Priced
    asked: Asked | None = None


class TicketCount(msgspec.Struct, frozen=True, kw_only=True):
    """The last number given to a ticket put aside, in the period that the Z `z_number` closes."""

    z_number: int = 0
    last: int = 0


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`undo`, `age_asked` and `held` serve the current basket; `held` stands as long as tenders or a card intent do.

    `last_count_minor` is None until a first count. `locked` asks for a log-in with the ticket as it stands; `locked_by` is who left.
    `shift_of` is who opened the day, or the shift.
    `refused` are digests of codes that were refused since the last ticket ended. In `training` tickets are for practice. `reversed` are the
    intents of card payments taken back on the current basket, and those of their reversals.
    """

    staff: str = ""
    role: str = ""
    day: Day | None = None
    basket: Basket | None = None
    undo: tuple[Basket | None, ...] = ()
    age_asked: int | None = None
    intent: Intent | None = None
    held: Evaluated | None = None
    last_count_minor: int | None = None
    z_number: int = 0
    shift_of: str = ""
    tickets: TicketCount = TicketCount()
    locked: bool = False
    locked_by: str = ""
    training: bool = False
    reversed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def money_moved(self) -> bool:
        """True while tenders lie on the ticket or a card is being asked."""
        return self.intent is not None or bool(self.basket and self.basket.tenders)

    @property
    def state(self) -> str:
        """locked, logged_out, day_closed, ready, selling or paying."""
        if not self.staff:
            return "locked" if self.locked else "logged_out"
        if self.day is None:
            return "day_closed"
        if self.basket is None or self.basket.is_empty:
            return "ready"
        return "paying" if self.money_moved else "selling"


_decoder = msgspec.json.Decoder(Session)


def encode(session: Session) -> bytes:
    """Return the open work's bytes; undo steps are a comfort of the moment and are not kept."""
    return msgspec.json.encode(msgspec.structs.replace(session, undo=()))


def decode(data: bytes) -> Session:
    """Read the open work back as it stood."""
    return _decoder.decode(data)
