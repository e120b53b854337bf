"""A past sale proven (law 7): what its evaluation was asked is kept with it, asked again, and what differs is named field by field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kiosk.domain.basket import Basket, HeldCoupon, HeldReward
from kiosk.domain.discounts import Given
from kiosk.domain.goods import EXEMPT
from kiosk.domain.lines import BasketLine, returned_line
from kiosk.domain.policy import Allowance, Circumstances, Policy
from kiosk.domain.pricing import Priced
from kiosk.domain.trace import trace_hash
from sync.protocol.evaluation import Asked, CouponLaid, DiscountLaid, Granted, LineAsked, RewardLaid
from sync.protocol.facts import Sale, SoldLine

_Shape = TypeVar("_Shape", bound=msgspec.Struct)


class Difference(msgspec.Struct, frozen=True):
    """A field that the entry holds otherwise than it comes to now; None where one of both has none."""

    field: str
    entry: Any
    replayed: Any


def asked_of(basket: Basket, policy: Policy, circumstances: Circumstances, priced: Priced) -> Asked:
    """Return what an evaluation was asked, less what the sale itself will tell: circumstances as far as this basket could touch them."""
    touched = _touched(basket, policy, priced)
    lines = [_line_asked(line, exempt=basket.mode == EXEMPT) for line in basket.lines if line.frozen is None]
    return Asked(
        language=basket.language,
        store=circumstances.store,
        region=circumstances.region,
        register_kind=circumstances.register_kind,
        tender=circumstances.tender,
        lines=[line for line in lines if line != LineAsked(line=line.line)],
        coupons=[_shaped(each, CouponLaid) for each in basket.coupons],
        codes=basket.codes,
        rewards=[_shaped(each, RewardLaid) for each in basket.rewards],
        discounts=[_shaped(each, DiscountLaid) for each in basket.discounts],
        allowances={id: _shaped(each, Granted) for id, each in circumstances.allowances.items() if id in touched},
        stopped=sorted(circumstances.stopped & touched),
        costs=circumstances.costs,
        stock={id: left for id, left in circumstances.stock.items() if id in touched},
    )


def basket_of(sale: Sale, asked: Asked) -> Basket:
    """Return the basket that became a sale, as its evaluation saw it."""
    known = {line.line: line for line in asked.lines}
    return Basket(
        id=sale.basket,
        opened_at="",
        language=asked.language,
        lines=[_line(line, known.get(line.line, LineAsked(line=line.line))) for line in sale.lines],
        member=sale.member,
        coupons=[_shaped(each, HeldCoupon) for each in asked.coupons],
        discounts=[_shaped(each, Given) for each in asked.discounts],
        mode=sale.mode,
        codes=asked.codes,
        rewards=[_shaped(each, HeldReward) for each in asked.rewards],
    )


def circumstances_of(asked: Asked) -> Circumstances:
    """Return the circumstances under which a sale was evaluated."""
    return Circumstances(
        store=asked.store,
        region=asked.region,
        register_kind=asked.register_kind,
        tender=asked.tender,
        allowances={id: _shaped(each, Allowance) for id, each in asked.allowances.items()},
        stopped=frozenset(asked.stopped),
        costs=asked.costs,
        stock=asked.stock,
    )


def differences(sale: Sale, priced: Priced) -> list[Difference]:
    """Return what an evaluation comes to otherwise than a sale says, down to the order in which shares stand."""
    returns = any(line.origin is not None for line in sale.lines)
    entry, replayed = msgspec.to_builtins(_entry(sale, len(priced.to_issue) if returns else None)), msgspec.to_builtins(_replayed(priced))
    return list(_unlike("", entry, replayed))


def _touched(basket: Basket, policy: Policy, priced: Priced) -> set[str]:
    """Return the ids of all that may have been looked up for this basket: every candidate is in its trace."""
    coupons = (id for coupon in basket.coupons for id in (coupon.offer, coupon.gives))
    rewards = (reward.id for reward in basket.rewards)
    return {*(item.id for item in priced.trace), *coupons, *rewards, *(programme.id for programme in policy.programmes)}


def _line_asked(line: BasketLine, *, exempt: bool) -> LineAsked:
    asked = LineAsked(line=line.line, tags=line.tags, label_minor=line.amount_minor)
    if not exempt:
        return asked
    return replace(asked, taxes=line.taxes, unit_price_minor=line.unit_price_minor, regular_price_minor=line.regular_price_minor)


def _line(sold: SoldLine, asked: LineAsked) -> BasketLine:
    if sold.origin is not None:
        return returned_line(sold, sold.line)
    exempt = asked.unit_price_minor is not None
    return BasketLine(
        line=sold.line,
        sku=sold.sku,
        name=sold.name,
        department=sold.department,
        taxes=asked.taxes if asked.taxes is not None else [tax.id for tax in sold.taxes],
        tags=asked.tags,
        quantity=sold.quantity,
        weight_g=sold.weight_g,
        unit_price_minor=asked.unit_price_minor if asked.unit_price_minor is not None else sold.unit_price_minor,
        amount_minor=asked.label_minor,
        kind=sold.kind,
        parent=sold.parent,
        card=sold.card,
        regular_price_minor=asked.regular_price_minor if exempt else sold.regular_price_minor,
    )


def _entry(sale: Sale, printed: int | None) -> dict[str, Any]:
    """Return a sale's effects as evaluation leaves them: a card's last day, holds and cards given are added when it is finished, as are
    uses and coupons that come back with goods; these stand behind the `printed` ones.
    """
    return {
        "lines": [line if line.origin is not None else replace(line, valid_until="") for line in sale.lines],
        "taxes": sale.taxes,
        "net_minor": sale.net_minor,
        "tax_minor": sale.tax_minor,
        "gross_minor": sale.gross_minor,
        "discount_minor": sale.discount_minor,
        "points": sale.points,
        "issued": [
            (each.offer, each.amount_minor, each.percent_bp, each.min_gross_minor, each.gives, each.online)
            for each in sale.issued[:printed]
        ],
        "redeemed": sale.redeemed,
        "rewards": [replace(each, hold="", card="") for each in sale.rewards if each.claims > 0],
        "suggested": sale.suggested,
        "uses": [use for use in sale.uses if use.times > 0],
        "trace_hash": sale.evaluation.trace if sale.evaluation is not None else "",
    }


def _replayed(priced: Priced) -> dict[str, Any]:
    return {
        "lines": priced.lines,
        "taxes": priced.taxes,
        "net_minor": priced.net_minor,
        "tax_minor": priced.tax_minor,
        "gross_minor": priced.gross_minor,
        "discount_minor": priced.discount_minor,
        "points": priced.points,
        "issued": [
            (each.id, each.amount_minor, each.percent_bp, each.needs.min_gross_minor, each.gives, each.online) for each in priced.to_issue
        ],
        "redeemed": priced.redeemed,
        "rewards": [replace(each, hold="", card="") for each in priced.rewards],
        "suggested": priced.suggested,
        "uses": priced.uses,
        "trace_hash": trace_hash(priced.trace),
    }


def _unlike(at: str, entry: Any, replayed: Any) -> Iterator[Difference]:
    if isinstance(entry, Mapping) and isinstance(replayed, Mapping):
        yield from _unlike_mappings(at, entry, replayed)
    elif _is_list(entry) and _is_list(replayed):
        for index in range(max(len(entry), len(replayed))):
            yield from _unlike(f"{at}[{index}]", _at(entry, index), _at(replayed, index))
    elif type(entry) is not type(replayed) or entry != replayed:
        yield Difference(at, entry, replayed)


def _unlike_mappings(at: str, entry: Mapping[str, Any], replayed: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*entry, *replayed)):
        yield from _unlike(f"{at}.{name}" if at else name, entry.get(name), replayed.get(name))
    if set(entry) == set(replayed) and list(entry) != list(replayed):
        yield Difference(at, list(entry), list(replayed))


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _at(values: Sequence[Any], index: int) -> Any:
    return values[index] if index < len(values) else None


def _shaped(value: msgspec.Struct, shape: type[_Shape]) -> _Shape:
    """Return a value's fields that another shape has too."""
    return msgspec.convert(value, shape, from_attributes=True)
