"""The open ticket in the session: taken, required, replaced, with the steps back that undo needs."""

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.services.authority import require_authority
from kiosk.services.session import UNDO_LIMIT
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.protocol.ids import new_id


def current(work: Work) -> Basket:
    """Return the open ticket, or a new one."""
    if work.session.basket is not None:
        return work.session.basket
    return baskets.new_basket(new_id(), work.at, work.terminal.words.language)


def require_basket(work: Work) -> Basket:
    """Return the open ticket; Refusal basket_empty when there is none."""
    work.require_day()
    if work.session.basket is None:
        raise Refusal("basket_empty")
    return work.session.basket


def require_settled(work: Work) -> None:
    """Refuse while a card's answer is open: the ticket may neither change nor end, for it is this one that is being paid."""
    if work.session.intent is not None:
        raise Refusal(work.session.intent.open_code)


def put_basket(work: Work, changed: Basket) -> None:
    """Replace the ticket and remember the one before for undo; asks for approval of what it concedes beyond this person's limit."""
    require_settled(work)
    require_authority(work, changed)
    undo = (*work.session.undo, work.session.basket)[-UNDO_LIMIT:]
    work.change("basket", basket=changed, undo=undo)
