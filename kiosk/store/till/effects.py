"""What single facts did to a subject, as rows of the projection `effect`: (kind, subject, seq, part, amount, detail).

A fact may say the same of one subject twice: here that is one row. Only a right used twice is left to the database to refuse.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from sync.protocol.facts import RecoveryGiven, Sale
from sync.rules import gift_cards

Row = tuple[Any, ...]

NAMED = "named"
"""The detail of a visit of somebody who only named the member, at a kiosk."""

_VISITS_SINCE = 3

_json = msgspec.json.Encoder()


def of_sale(seq: int, day: str, sale: Sale) -> Iterable[Row]:
    """Return what a finished ticket did: to rights, cards, returned lines, the member's accounts, limited offers and rewards."""
    yield from (("used", each.id, seq, "", each.amount_minor, sale.number) for each in (*sale.redeemed, *sale.revoked))
    restored = {each.id: each.amount_minor for each in sale.restored}
    yield from (("restored", id, seq, "", amount, sale.number) for id, amount in restored.items())
    yield from (("issued", each.id, seq, "", each.amount_minor, sale.number) for each in sale.issued)
    yield from (("used", id, seq, "", amount, sale.number) for id, amount in gift_cards.vouchers(sale))
    yield from (("gift_card", card, seq, "", amount, until) for card, (amount, until) in gift_cards.sums(gift_cards.moves(sale)).items())
    yield from _accounts(seq, sale)
    yield from _uses(seq, sale, _judged_day(sale, day))
    if sale.member is not None and _knows_visits(sale):
        yield ("visit", sale.member.id, seq, _judged_day(sale, day), int(_bought(sale)), "" if sale.member.proven else NAMED)
    yield from _rewards(seq, sale)
    for line in sale.lines:
        if line.origin is not None:
            detail = _json.encode(line).decode()
            yield ("returned", line.origin.receipt, seq, str(line.line), line.gross_minor, detail)


def of_recovery(seq: int, day: str, staff: str, given: RecoveryGiven) -> Iterable[Row]:
    """Return what giving something to make good did: it counts for the person that day, and loads a card or makes a coupon."""
    yield ("recovery", staff, seq, day, given.amount_minor, given.programme)
    if given.coupon is not None:
        yield ("issued", given.coupon.id, seq, "", given.coupon.amount_minor, "")
    if given.card:
        yield ("gift_card", given.card, seq, "", given.amount_minor, given.valid_until or gift_cards.FOR_EVER)


def _accounts(seq: int, sale: Sale) -> Iterable[Row]:
    """What may be spent at once, net and tenders included; what was earned for later stands apart, with its day."""
    if sale.member is None:
        return
    net: dict[str, int] = {}
    for move in sale.points:
        now = move.earned if not move.usable_from else 0
        net[move.programme] = net.get(move.programme, 0) + now - move.spent - move.reversed + move.restored
        if move.usable_from:
            yield ("pending", sale.member.id, seq, move.programme, move.earned, move.usable_from)
    for tender in sale.tenders:
        if tender.programme:
            net[tender.programme] = net.get(tender.programme, 0) + (tender.points if tender.out else -tender.points)
    yield from (("points", sale.member.id, seq, programme, amount, "") for programme, amount in net.items())


def _judged_day(sale: Sale, day: str) -> str:
    """Return the local day by which offers were judged, which a business day may outlast."""
    return sale.evaluation.at[:10] if sale.evaluation is not None else day


def _knows_visits(sale: Sale) -> bool:
    """Evaluators before 3 asked for no visit: what older files hold of them must stay as it is."""
    return sale.evaluation is not None and sale.evaluation.version >= _VISITS_SINCE


def _bought(sale: Sale) -> bool:
    """A ticket that only gives back is no visit; its row says whose it was."""
    return any(not line.kind and line.origin is None for line in sale.lines)


def _rewards(seq: int, sale: Sale) -> Iterable[Row]:
    claims: Counter[tuple[str, str]] = Counter()
    for each in sale.rewards:
        claims[each.id, each.programme] += each.claims
    yield from (("reward", id, seq, programme, amount, "") for (id, programme), amount in claims.items())


def _uses(seq: int, sale: Sale, day: str) -> Iterable[Row]:
    """One row an offer and measure: a ticket may have an offer and give it back for goods of several receipts. A basket is one use."""
    used: dict[str, Counter[str]] = {}
    for use in sale.uses:
        sums = used.setdefault(use.offer, Counter())
        sums.update(uses=use.times, pieces=use.pieces, amount_minor=use.amount_minor, baskets=(use.times > 0) - (use.times < 0))
    for offer, sums in used.items():
        yield from (("use", offer, seq, measure, sums[measure], "") for measure in ("uses", "pieces", "amount_minor"))
        if sale.member is not None:
            yield ("member_use", sale.member.id, seq, offer, sums["baskets"], day)
