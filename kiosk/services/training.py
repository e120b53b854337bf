"""Practice: tickets that look like others, are marked everywhere, and are in no figure, posting or balance.

Whoever practises may do what happens on a ticket and nothing that moves money or goods outside it. What is practised is kept whole in
the journal as it ends; the steps on the way leave no facts, so that nobody counts a practised void as a void.
"""

from typing import Any

from kiosk.domain.permissions import Act
from kiosk.services import commands as c
from kiosk.services import hold, paper_queue
from kiosk.services.commands import Training
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.ids import PRACTICE_SERIES, ReceiptNumber

COUNTER_KIND = "training"
_COUNTER = "number"
ALLOWED: frozenset[type[Any]] = frozenset(
    {
        *(c.Login, c.Logout, c.Lock, c.Approve, c.State, c.Clock, c.Sync, c.Training, c.TestPage, c.XReport),
        *(c.Scan, c.Add, c.SetQuantity, c.VoidLine, c.Discount, c.OverridePrice, c.TaxMode, c.AgeCheck, c.PriceCheck, c.Weigh),
        *(
            c.SetMember,
            c.Coupon,
            c.Reward,
            c.DropReward,
            c.Explain,
            c.Hold,
            c.Recall,
            c.Undo,
            c.CancelBasket,
            c.TenderMoney,
            c.CardAnswer,
            c.Finish,
        ),
    }
)
"""What may be practised; all else moves something real."""


def switch(work: Work, command: Training) -> None:
    """Begin or end practice; refused while a ticket is open or, at its end, put aside."""
    work.require_day()
    if command.on is work.session.training:
        return
    if work.session.basket is not None and not work.session.basket.is_empty:
        raise Refusal("basket_open")
    hold.require_none(work.terminal)
    work.append(facts.TrainingSwitched(on=command.on))
    work.change("basket", "session", training=command.on, basket=None, undo=(), age_asked=None)


def require_practice(request: type[Any], act: Act) -> None:
    """Refuse (`not_in_training`) what is no part of practice, by whatever request it is asked for: a scanned receipt gives goods back."""
    if request not in ALLOWED or act == "return":
        raise Refusal("not_in_training")


def next_number(work: Work) -> str:
    """Return the number of this practice ticket: of a series of its own, so that the receipts' stays gapless."""
    stored = work.terminal.store.get(COUNTER_KIND, _COUNTER)
    count = int(stored or b"0") + 1
    work.unit.put(COUNTER_KIND, _COUNTER, str(count).encode())
    return str(ReceiptNumber(work.terminal.identity.register, PRACTICE_SERIES, count))


def keep(work: Work, ticket: facts.Sale) -> int:
    """Journal a finished practice ticket and queue its marked paper; return its sequence number."""
    seq = work.unit.append(facts.TrainingTicket(number=ticket.number, ticket=ticket))
    paper_queue.practised(work, ticket, seq)
    return seq
