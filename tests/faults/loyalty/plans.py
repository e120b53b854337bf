"""What one ticket is about: goods, a member, rights of all kinds, several ways of paying; or goods that come back."""

import random
from collections.abc import Iterator

from tests.faults.loyalty.shop import BREAD, CHEESE, CLUB_FEE, COFFEE, CUP, HELLO, LAMP, PIECES
from tests.faults.loyalty.town import Request, Town

SHOWN_AGAIN = 10
SHARE = "share"
STEPS, WORTHS = {"POINT": 10, "QUICK": 1, "PURSE": 1}, {"POINT": 1, "QUICK": 2, "PURSE": 1}
REWARDS = ("tea-free", "tea-free", "ten-off", "bread-free", CUP)


def ticket(town: Town, chance: random.Random) -> Iterator[Request]:
    """Yield the requests of a ticket, its end aside."""
    receipt = town.show("receipt")
    if receipt is not None and chance.random() < 0.24:
        yield from _returns(receipt, chance)
        return
    if chance.random() < 0.8:
        yield _member(town, chance)
    yield from _goods(town, chance)
    yield from _rights(town, chance)
    yield from _payments(town, chance)


def shown_again(town: Town) -> Iterator[list[Request]]:
    """Yield tickets that show what was used already, each once and wherever it was used."""
    for code in dict.fromkeys(town.shown("photograph")[-SHOWN_AGAIN:]):
        yield [{"do": "add", "sku": LAMP, "quantity": 2}, {"do": "coupon", "code": code}]


def full_card(town: Town) -> list[Request]:
    """Return a ticket of somebody new whose card is full, and pays, in the very basket."""
    return [_newcomer(town), {"do": "add", "sku": COFFEE, "quantity": 12}]


def club(town: Town) -> list[Request]:
    """Return a ticket of somebody new who joins the club, has what each member may have but so often, and earns points at once."""
    return [_newcomer(town), *({"do": "add", "sku": sku, "quantity": 1} for sku in (CLUB_FEE, BREAD, LAMP))]


def claim(town: Town) -> list[Request]:
    """Return a ticket of who joined last, for a reward of which there are only so many; the ledger has to know of the points."""
    newest = town.shown("member")[-1]
    return [{"do": "sync"}, {"do": "member", "code": newest}, {"do": "add", "sku": BREAD, "quantity": 1}, {"do": "reward", "id": CUP}]


def _returns(receipt: tuple[str, list[tuple[int, int]]], chance: random.Random) -> Iterator[Request]:
    """Give back all, or some pieces of a line; now and then beside new goods."""
    number, lines = receipt
    line, pieces = chance.choice(lines)
    some = chance.random() < 0.65
    yield {"do": "return", "receipt": number, **({"lines": [{"line": line, "quantity": chance.randint(1, pieces)}]} if some else {})}
    if chance.random() < 0.2:
        yield {"do": "add", "sku": chance.choice(PIECES), "quantity": 1}


def _member(town: Town, chance: random.Random) -> Request:
    if chance.random() < 0.025:
        return _newcomer(town)
    return {"do": "member", "code": town.show("member")}


def _newcomer(town: Town) -> Request:
    return {"do": "join", "profile": town.newcomer(), "consents": [{"purpose": "loyalty"}]}


def _goods(town: Town, chance: random.Random) -> Iterator[Request]:
    for _ in range(chance.randint(1, 3)):
        yield {"do": "add", "sku": chance.choice(PIECES), "quantity": chance.choice((1, 1, 2, 3, 5))}
    if chance.random() < 0.1:
        yield {"do": "add", "sku": CHEESE, "weight_g": chance.randint(50, 1_500)}
    if chance.random() < 0.04:
        yield {"do": "add", "sku": CLUB_FEE, "quantity": 1}
    if chance.random() < 0.08:
        yield {"do": "gift_card", "amount_minor": 100 * chance.randint(10, 30), "code": f"GC{chance.randrange(10**9):09d}"}


def _rights(town: Town, chance: random.Random) -> Iterator[Request]:
    coupon = town.show("coupon")
    if coupon is not None and chance.random() < 0.45:
        yield {"do": "coupon", "code": coupon}
    photograph = town.show("photograph")
    if photograph is not None and chance.random() < 0.25:
        yield {"do": "coupon", "code": photograph}
    if chance.random() < 0.25:
        yield {"do": "coupon", "code": HELLO}
    if chance.random() < 0.3:
        yield {"do": "reward", "id": chance.choice(REWARDS)}
    if chance.random() < 0.05:
        yield {"do": "recovery", "programme": "SORRY", "amount_minor": 100 * chance.randint(1, 10), "reason": "damaged"}


def _payments(town: Town, chance: random.Random) -> Iterator[Request]:
    """Points and cashback are paid with what the till shows of them (`share`), mostly all: two tills that show the same collide."""
    for kind, programme, often in (("points", "POINT", 0.25), ("points", "QUICK", 0.25), ("cashback", "PURSE", 0.2)):
        if chance.random() < often:
            yield {"do": "tender", "kind": kind, "programme": programme, SHARE: chance.choice((1.0, 1.0, 0.6, 0.3))}
    if chance.random() < 0.25:
        yield {"do": "tender", "kind": "gift_card", "code": town.show("gift_card"), "amount_minor": 100 * chance.randint(1, 20)}
    if chance.random() < 0.03:
        yield {"do": "cancel_basket"}


def shaped(request: Request, basket: Request) -> Request | None:
    """Return a request with the amount that its share of a balance comes to; None where there is nothing to pay with."""
    if SHARE not in request:
        return request
    units = int((basket.get("member") or {}).get("balances", {}).get(request["programme"], 0) * request[SHARE])
    step, worth = STEPS[request["programme"]], WORTHS[request["programme"]]
    due = int((basket.get("totals") or {}).get("due_minor", 0))
    amount = min(units, due // worth) // step * step * worth
    return {**{name: value for name, value in request.items() if name != SHARE}, "amount_minor": amount} if amount > 0 else None
