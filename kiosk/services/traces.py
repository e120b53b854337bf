"""What left a ticket before it was sold, as facts (law 14): whichever act took it off, the same trace."""

from kiosk.domain.basket import Basket
from kiosk.domain.discounts import Given
from kiosk.domain.lines import BasketLine
from kiosk.services.work import Work
from sync.protocol import facts


def trace_lost(work: Work, now: Basket, after: Basket | None) -> None:
    """Journal goods, discounts and prices that `now` has and `after` has not."""
    kept = {line.line: line for line in after.lines} if after else {}
    for line in now.lines:
        _trace_line(work, now, line, kept.get(line.line))
    _trace_discounts(work, now, after.discounts if after else [], set(kept))


def _trace_line(work: Work, now: Basket, line: BasketLine, kept: BasketLine | None) -> None:
    if kept is not None and kept.regular_price_minor != line.regular_price_minor:
        back = facts.PriceOverridden(
            basket=now.id, line=line.line, sku=line.sku, from_minor=line.unit_price_minor, to_minor=kept.unit_price_minor
        )
        work.append(back)
    fewer = line.pieces - (kept.pieces if kept else 0)
    if kept is not None and fewer <= 0:
        return
    pieces = -fewer if line.quantity < 0 else fewer
    amount = line.seen_minor if kept is None else line.unit_price_minor * pieces
    work.append(facts.LineVoided(basket=now.id, sku=line.sku, quantity=pieces, weight_g=line.weight_g, amount_minor=amount))


def _trace_discounts(work: Work, now: Basket, kept: list[Given], lines: set[int]) -> None:
    """A discount that went with its goods needs no trace of its own; one that was taken off goods that stay does."""
    left = list(kept)
    for given in now.discounts:
        if given in left:
            left.remove(given)
        elif not given.line or given.line in lines:
            gone = facts.DiscountWithdrawn(
                basket=now.id, line=given.line, kind=given.kind, percent_bp=given.percent_bp, amount_minor=given.amount_minor
            )
            work.append(gone)
