"""The open ticket's price, evaluated once for the same ticket under the same rules on the same day."""

from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced, price
from kiosk.services.work import LastPriced, Terminal


def priced(terminal: Terminal, basket: Basket) -> Priced:
    """Evaluate a ticket. The last evaluation is kept: finishing asks again for what the screen has just shown."""
    now = terminal.clock.now()
    kept = terminal.last_priced
    if kept is not None and kept.basket is basket and kept.policy is terminal.policy and kept.day == now.date():
        return kept.result
    result = price(basket, terminal.policy, now)
    terminal.last_priced = LastPriced(basket, terminal.policy, now.date(), result)
    return result
