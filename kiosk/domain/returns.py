"""Goods given back: the very shares that were frozen on the sold line, reversed (law 6), never today's prices, taxes or offers.

Pieces may come back one by one. After k of n pieces each share has come back as `share * k / n`, rounded half-up (largest remainder between
what is back and what is not, ties to what is back), so that any sequence conserves every share and the last piece takes the rest. Discounts
are such a share together, or several rounded each by itself could come to more than a piece cost; each offer bears its part of it.
Goods by weight, and a label's priced piece, come back whole: nobody weighs again what left the shop.
"""

from collections.abc import Callable, Mapping, Sequence

from sync.protocol.errors import Refusal
from sync.protocol.facts import OfferShare, Origin, Sale, SoldLine, TaxShare
from sync.protocol.money import allocate
from sync.rules.pieces import pieces_left, pieces_of, was_sold

Wanted = Sequence[tuple[int, int | None]]
"""Lines and pieces asked for; None is all that is left of the line."""
Part = Callable[[int, Callable[[SoldLine], int]], int]
"""What a return gives back of a share, given how to read that share on earlier returns."""


def give_back(
    sale: Sale, already: Sequence[SoldLine], wanted: Wanted | None, receipt: str, held: Mapping[int, int] | None = None
) -> list[SoldLine]:
    """Return the negative lines that give goods of `sale` back; `already` are the lines that gave some back before.

    `wanted` None is all that is left. A deposit comes back with its goods, piece for piece, unless it is named itself. `held` counts
    pieces by line that other open tickets are about to give back. The lines bear the sold lines' numbers, and `origin` names `receipt`.
    Refuses `nothing_left`, `return_elsewhere` (all that is left is held), `no_such_line`, `not_returnable` (itself a return) and
    `over_returned` (with have and need).
    """
    sold = {line.line: line for line in sale.lines if was_sold(line)}
    returned = _by_line(already)
    left = {number: pieces_left(line, returned.get(number, [])) for number, line in sold.items()}
    free = {number: pieces - (held or {}).get(number, 0) for number, pieces in left.items()}
    asked = _all_left(left, free) if wanted is None else _asked(sale, free, [*wanted, *_deposits(sold, free, wanted)])
    return [_reverse(sold[line], returned.get(line, []), pieces, receipt) for line, pieces in asked.items()]


def _by_line(already: Sequence[SoldLine]) -> dict[int, list[SoldLine]]:
    returned: dict[int, list[SoldLine]] = {}
    for line in already:
        if line.origin is not None:
            returned.setdefault(line.origin.line, []).append(line)
    return returned


def _all_left(left: dict[int, int], free: dict[int, int]) -> dict[int, int]:
    asked = {number: pieces for number, pieces in free.items() if pieces > 0}
    if not asked:
        raise Refusal("return_elsewhere" if any(pieces > 0 for pieces in left.values()) else "nothing_left", field="receipt")
    return asked


def _deposits(sold: dict[int, SoldLine], free: dict[int, int], wanted: Wanted) -> list[tuple[int, int | None]]:
    """Return what comes back of deposits with the goods that are wanted: as many pieces, or all that is left of both."""
    named = {number for number, _ in wanted}
    found: list[tuple[int, int | None]] = []
    for line in sold.values():
        with_it = [quantity for number, quantity in wanted if number == line.parent]
        if line.parent and with_it and line.line not in named:
            most = max(free[line.line], 0)
            pieces = most if None in with_it else min(sum(each for each in with_it if each), most)
            found += [(line.line, pieces)] if pieces else []
    return found


def _asked(sale: Sale, free: dict[int, int], wanted: Wanted) -> dict[int, int]:
    """Return pieces by line; a line that is named twice is asked for twice."""
    asked: dict[int, int] = {}
    for number, quantity in wanted:
        if number not in free:
            known = any(other.line == number for other in sale.lines)
            raise Refusal("not_returnable" if known else "no_such_line", field="line", line=number)
        have = max(free[number] - asked.get(number, 0), 0)
        need = have if quantity is None else quantity
        if need > have or need < 1:
            raise Refusal("over_returned", field="quantity", line=number, have=have, need=max(need, 1))
        asked[number] = asked.get(number, 0) + need
    return asked


def _reverse(line: SoldLine, before: Sequence[SoldLine], pieces: int, receipt: str) -> SoldLine:
    """Return the line that gives `pieces` back after `before`; every amount is negative."""
    whole = pieces_of(line)
    back = whole - pieces_left(line, before) + pieces

    def part(share: int, of: Callable[[SoldLine], int]) -> int:
        """What this return gives back of a share: what should be back by now, less what is."""
        return -allocate(share, [back, whole - back])[0] - sum(of(earlier) for earlier in before)

    amounts = [part(share.tax_minor, _taxed(share.id)) for share in line.taxes]
    amount = part(line.amount_minor, lambda earlier: earlier.amount_minor)
    discount = part(line.discount_minor, lambda earlier: earlier.discount_minor)
    tax = sum(amounts)
    net = _net_back(line, amount - discount, tax, part)
    return SoldLine(
        line=line.line,
        sku=line.sku,
        name=line.name,
        department=line.department,
        quantity=-pieces if line.weight_g is None else 0,
        weight_g=None if line.weight_g is None else -line.weight_g,
        unit_price_minor=line.unit_price_minor,
        amount_minor=amount,
        discount_minor=discount,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        taxes=[_tax_back(line, index, amounts[index], net, part) for index in range(len(amounts))],
        offers=_offers_back(line, before, discount),
        points={id: part(points, _pointed(id)) for id, points in line.points.items()},
        spent={id: part(points, _spent(id)) for id, points in line.spent.items()},
        origin=Origin(receipt=receipt, line=line.line),
        kind=line.kind,
        card=line.card,
    )


def _net_back(line: SoldLine, seen: int, tax: int, part: Part) -> int:
    """What the customer saw stays exact on each piece: the gross where prices include tax, else the net.

    Only where a line has taxes of both kinds is what separates the net from the amount seen a share of its own.
    """
    sold_seen = line.amount_minor - line.discount_minor
    if line.gross_minor == sold_seen:
        return seen - tax
    apart = line.net_minor - sold_seen
    return seen + part(apart, lambda earlier: earlier.net_minor - earlier.amount_minor + earlier.discount_minor)


def _offers_back(line: SoldLine, before: Sequence[SoldLine], discount_minor: int) -> list[OfferShare]:
    """Split what comes back of all discounts over what each offer still has on the line, so that the last piece takes the rest of each."""
    left = [offer.amount_minor + sum(_offered(offer.id)(earlier) for earlier in before) for offer in line.offers]
    return [OfferShare(id=offer.id, amount_minor=amount) for offer, amount in zip(line.offers, allocate(discount_minor, left), strict=True)]


def _tax_back(line: SoldLine, index: int, tax_minor: int, net_minor: int, part: Part) -> TaxShare:
    """A base is the net, or apart from it by what earlier taxes add: only that is a share of its own, so that bases add up to nets."""
    share = line.taxes[index]
    apart = share.base_minor - line.net_minor
    base = net_minor + part(apart, lambda earlier: _share(earlier, share.id).base_minor - earlier.net_minor)
    return TaxShare(id=share.id, base_minor=base, tax_minor=tax_minor)


def _share(line: SoldLine, id: str) -> TaxShare:
    return next((tax for tax in line.taxes if tax.id == id), TaxShare(id=id, base_minor=0, tax_minor=0))


def _taxed(id: str) -> Callable[[SoldLine], int]:
    return lambda earlier: _share(earlier, id).tax_minor


def _offered(id: str) -> Callable[[SoldLine], int]:
    return lambda earlier: sum(offer.amount_minor for offer in earlier.offers if offer.id == id)


def _pointed(id: str) -> Callable[[SoldLine], int]:
    return lambda earlier: earlier.points.get(id, 0)


def _spent(id: str) -> Callable[[SoldLine], int]:
    return lambda earlier: earlier.spent.get(id, 0)
