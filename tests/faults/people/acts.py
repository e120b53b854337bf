"""What people do at a till, act by act, with how often: each act returns the next request, or None where it makes no sense now."""

import random
from collections.abc import Callable

from tests.faults.people.memory import Memory, Request
from tests.faults.people.shop import APPROVERS, CHEESE, FLOWERS, PIECES, STAFF
from tests.faults.shop import MEMBER

DAY = "2026-11-22"
BUYER = {"name": "Atelier Blanc", "address": "3 place Bellecour\n69002 Lyon"}
Act = Callable[[Memory, random.Random], Request | None]
Table = tuple[tuple[int, Act], ...]


def log_in(memory: Memory, chance: random.Random) -> Request:
    staff = chance.choice(list(STAFF))
    pin = STAFF[staff] if chance.random() < 0.97 else "9999"
    return {"do": "login", "staff": staff, "pin": pin}


def open_day(memory: Memory, chance: random.Random) -> Request:
    return {"do": "open_day", "float_minor": 100 * chance.randint(0, 200), "business_day": DAY}


def approve(memory: Memory, chance: random.Random) -> Request:
    staff = chance.choice(APPROVERS)
    return {"do": "approve", "staff": staff, "pin": STAFF[staff] if chance.random() < 0.95 else "999999"}


def add_piece(memory: Memory, chance: random.Random) -> Request:
    return {"do": "add", "sku": chance.choice(PIECES), "quantity": chance.randint(1, 4)}


def add_weight(memory: Memory, chance: random.Random) -> Request:
    return {"do": "add", "sku": CHEESE, "weight_g": chance.randint(50, 1_500)}


def add_open_price(memory: Memory, chance: random.Random) -> Request:
    return {"do": "add", "sku": FLOWERS, "quantity": 1, "price_minor": chance.randint(100, 4_000)}


def pass_age(memory: Memory, chance: random.Random) -> Request | None:
    return {"do": "age_check", "passed": chance.random() < 0.8} if memory.refused == "age_check_needed" else None


def quantity(memory: Memory, chance: random.Random) -> Request | None:
    line = _line(memory, chance)
    return {"do": "quantity", "line": line, "quantity": chance.randint(1, 6)} if line else None


def void(memory: Memory, chance: random.Random) -> Request | None:
    line = _line(memory, chance)
    return {"do": "void_line", "line": line} if line else None


def discount(memory: Memory, chance: random.Random) -> Request | None:
    line = _line(memory, chance)
    if not line:
        return None
    by_rate = chance.random() < 0.6
    given: Request = {"percent_bp": chance.choice((500, 1_000, 3_000))} if by_rate else {"amount_minor": chance.randint(1, 400)}
    where: Request = {"line": line} if chance.random() < 0.6 else {}
    return {"do": "discount", **where, **given, "reason": "damaged"}


def override(memory: Memory, chance: random.Random) -> Request | None:
    line = _line(memory, chance)
    return {"do": "override_price", "line": line, "price_minor": chance.randint(1, 3_000), "reason": "wrong label"} if line else None


def member(memory: Memory, chance: random.Random) -> Request:
    return {"do": "member", "code": MEMBER}


def coupon(memory: Memory, chance: random.Random) -> Request | None:
    return {"do": "coupon", "code": chance.choice(memory.coupons)} if memory.coupons else None


def hold(memory: Memory, chance: random.Random) -> Request | None:
    return {"do": "hold"} if memory.basket.get("lines") else None


def recall(memory: Memory, chance: random.Random) -> Request | None:
    return {"do": "recall", "ticket": chance.choice(list(memory.aside))} if memory.aside else None


def mode(memory: Memory, chance: random.Random) -> Request:
    return {"do": "tax_mode", "mode": chance.choice(("eat_in", "take_away", "exempt"))}


def gift_card(memory: Memory, chance: random.Random) -> Request:
    return {"do": "gift_card", "amount_minor": 100 * chance.randint(10, 60), "code": f"CARTE{chance.randrange(10**8):08d}"}


def give_back(memory: Memory, chance: random.Random) -> Request | None:
    if not memory.receipts:
        return None
    number, lines = chance.choice(memory.receipts)
    some: Request = {} if chance.random() < 0.5 else {"lines": [{"line": chance.choice(lines)}]}
    return {"do": "return", "receipt": number, **some}


def cancel(memory: Memory, chance: random.Random) -> Request:
    return {"do": "cancel_basket"}


def undo(memory: Memory, chance: random.Random) -> Request:
    return {"do": "undo"}


def pay(memory: Memory, chance: random.Random) -> Request | None:
    """Pay something of what is due, or have it paid out."""
    if not memory.basket.get("lines"):
        return None
    due = int(memory.basket["totals"]["due_minor"])
    if due == 0:
        return finish(memory, chance)
    kind = chance.choice(("cash", "cash", "cash", "card", "card", "card_standalone", "cheque", "voucher", "gift_card", "store_credit"))
    request: Request = {"do": "tender", "kind": kind}
    if kind in ("gift_card", "store_credit") and memory.codes and chance.random() < 0.8:
        request["code"] = chance.choice(memory.codes)
    if due > 0 and chance.random() < 0.3:
        request["amount_minor"] = due // 5 * 5 + (2_000 if kind == "cash" else 0) if kind == "cash" else max(1, due // 2)
    return request


def pay_simply(memory: Memory, chance: random.Random) -> Request | None:
    """What always works: cash, all that is due."""
    if not memory.basket.get("lines"):
        return None
    return {"do": "tender", "kind": "cash"} if memory.basket["totals"]["due_minor"] else finish(memory, chance)


def finish(memory: Memory, chance: random.Random) -> Request:
    return {"do": "finish", "paper": chance.choice(("none", "none", "paper", "paper", "digital"))}


def cash(memory: Memory, chance: random.Random) -> Request:
    return {"do": chance.choice(("paid_in", "paid_out", "drop")), "amount_minor": chance.randint(1, 3_000), "reason": "bank"}


def no_sale(memory: Memory, chance: random.Random) -> Request:
    return {"do": "no_sale", "reason": "change"}


def x_report(memory: Memory, chance: random.Random) -> Request:
    return {"do": "x_report"}


def reprint(memory: Memory, chance: random.Random) -> Request | None:
    if not memory.receipts:
        return None
    return {"do": "reprint", "receipt": chance.choice(memory.receipts)[0], "gift": chance.random() < 0.3}


def invoice(memory: Memory, chance: random.Random) -> Request | None:
    return {"do": "invoice", "receipt": chance.choice(memory.receipts)[0], "buyer": BUYER} if memory.receipts else None


def lock(memory: Memory, chance: random.Random) -> Request:
    return {"do": chance.choice(("lock", "logout"))}


def training(memory: Memory, chance: random.Random) -> Request | None:
    return None if memory.basket.get("lines") else {"do": "training", "on": not memory.training}


def close_day(memory: Memory, chance: random.Random) -> Request | None:
    if memory.basket.get("lines") or memory.held or memory.held_in_practice:
        return None
    return {"do": "close_day", "counted_minor": chance.randint(0, 100_000)}


def _line(memory: Memory, chance: random.Random) -> int:
    lines = [line["line"] for line in memory.basket.get("lines", [])]
    return int(chance.choice(lines)) if lines else 0


SELLING: Table = (
    (30, add_piece),
    (8, add_weight),
    (5, add_open_price),
    (5, quantity),
    (5, void),
    (7, discount),
    (3, override),
    (4, member),
    (3, coupon),
    (3, hold),
    (6, recall),
    (3, mode),
    (4, gift_card),
    (6, give_back),
    (1, cancel),
    (3, undo),
    (40, pay),
    (3, cash),
    (1, no_sale),
    (1, x_report),
    (1, reprint),
    (2, invoice),
    (1, lock),
    (1, training),
    (6, close_day),
)
PRACTISING: Table = (
    (30, add_piece),
    (8, discount),
    (4, hold),
    (4, recall),
    (40, pay),
    (10, training),
    (2, cancel),
    (1, lock),
)
PAYING: Table = ((70, pay), (10, pay_simply), (8, undo), (2, cancel), (1, lock), (3, add_piece))


WAYS_OUT: tuple[Request, ...] = (
    {"do": "tender", "kind": "cash"},
    {"do": "undo"},
    {"do": "cancel_basket"},
    {"do": "finish", "paper": "none"},
)
"""For who gets nowhere with a ticket."""


def choose(table: Table, memory: Memory, chance: random.Random) -> Request:
    """Draw acts until one makes sense."""
    while True:
        act = chance.choices([act for _, act in table], [weight for weight, _ in table])[0]
        request = act(memory, chance)
        if request:
            return request
