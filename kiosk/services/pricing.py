"""The open ticket's price: evaluated once for the same ticket, rules and day, and held from the first tender on."""

from datetime import datetime

from kiosk.domain.basket import Basket
from kiosk.domain.policy import Circumstances
from kiosk.domain.pricing import Memo, Priced, price
from kiosk.domain.proof import asked_of
from kiosk.services.circumstances import circumstances_of
from kiosk.services.session import Evaluated, Session
from kiosk.services.work import LastPriced, Terminal


def evaluated(terminal: Terminal, session: Session, basket: Basket, tender: str = "", *, whole: bool = False) -> Evaluated:
    """Return what the ticket comes to, paid whole by `tender` where that is known. New rules or midnight never change one being paid.

    With `whole` nothing is taken over from an earlier evaluation: what is paid, and kept for ever, rests on no saved work.
    """
    if session.held is not None:
        return session.held
    now = judged_now(terminal)
    result = _priced(terminal, basket, now, tender, whole=whole)
    asked = asked_of(basket, terminal.policy, circumstances_of(terminal, basket, tender), result) if whole else None
    return Evaluated(at=now.isoformat(timespec="milliseconds"), bundle=terminal.policy.bundle, result=result, asked=asked)


def priced(terminal: Terminal, basket: Basket) -> Priced:
    """Return what a ticket would come to now, under the rules in force."""
    return _priced(terminal, basket, judged_now(terminal))


def today(terminal: Terminal) -> str:
    """Return the local day by which prices are judged, ISO 8601."""
    return judged_now(terminal).date().isoformat()


def judged_now(terminal: Terminal) -> datetime:
    """Return the time by which offers and coupons are judged: never behind the high-water mark (law 12)."""
    return terminal.store.clock_mark.judged(terminal.clock.now())


def _priced(terminal: Terminal, basket: Basket, now: datetime, tender: str = "", *, whole: bool = False) -> Priced:
    """Evaluate a ticket. The last evaluation is kept: finishing asks again for what the screen has just shown, a scan for one line more."""
    kept = terminal.last_priced
    minute = now.replace(second=0, microsecond=0)
    around = circumstances_of(terminal, basket, tender)
    if kept is not None and (kept.whole or not whole) and _is_same(kept, basket, terminal, minute, around):
        return kept.result
    memo = kept.memo if kept is not None and not whole else Memo()
    result = price(basket, terminal.policy, now, around, memo)
    terminal.last_priced = LastPriced(basket, terminal.policy, minute, around, result, memo, whole=whole)
    return result


def _is_same(kept: LastPriced, basket: Basket, terminal: Terminal, minute: datetime, around: Circumstances) -> bool:
    same_ticket = kept.basket is basket and kept.policy is terminal.policy and kept.minute == minute
    return same_ticket and (kept.circumstances is around or kept.circumstances == around)
