"""A journal with a past: sales chained and signed as the till does it, many in a transaction."""

from pathlib import Path

import msgspec

from kiosk.bootstrap import Running
from kiosk.domain import basket as baskets
from kiosk.domain import tenders
from kiosk.domain.pricing import price
from kiosk.services.work import Terminal
from kiosk.store.till.unit import Unit
from sync.protocol import facts
from sync.protocol.ids import new_id
from tests.benchmarks.shop import CASHIER, terminal

_LINES, _SALES_A_UNIT = 3, 2_000


def sell_many(folder: Path, count: int) -> None:
    """Put `count` sales into the journal of a profile."""
    with terminal(folder) as running:
        sell_into(running, count)


def sell_into(running: Running, count: int) -> None:
    """Put `count` sales of the open day into the journal of an open till."""
    till = running.till.terminal
    day = running.till.session.day
    pattern = _pattern(till)
    for first in range(0, count, _SALES_A_UNIT):
        with till.store.unit(staff=CASHIER, day=day.business_day if day else "") as unit:
            for _ in range(min(_SALES_A_UNIT, count - first)):
                _sell(unit, pattern)


def _sell(unit: Unit, pattern: facts.Sale) -> None:
    unit.append(msgspec.structs.replace(pattern, basket=new_id(), number=str(unit.next_number())))


def _pattern(till: Terminal) -> facts.Sale:
    """Price one ticket with the till's own rules; all sales of the past are like it but for their numbers."""
    now = till.clock.now()
    at = now.isoformat(timespec="milliseconds")
    open_basket = baskets.new_basket(new_id(), at, "fr")
    for number in range(1, _LINES + 1):
        product = till.reference.product(f"s{number:06d}")
        if product is None:
            raise LookupError(number)
        open_basket = baskets.add_product(open_basket, product, quantity=1)
    result = price(open_basket, till.policy, now)
    cash = tenders.offer(result.gross_minor, [], till.policy.shop, tenders.Means(kind="cash"))
    return facts.Sale(
        basket=open_basket.id,
        number="",
        lines=result.lines,
        taxes=result.taxes,
        net_minor=result.net_minor,
        tax_minor=result.tax_minor,
        gross_minor=result.gross_minor,
        tenders=[cash],
        evaluation=result.evaluation(till.policy.bundle, at),
    )
