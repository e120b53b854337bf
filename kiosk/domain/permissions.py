"""Who may do what. Roles stand in order; an act names the least role that does it alone, and a lesser one asks such a person to approve.

| role | does alone |
|---|---|
| attendant | sells and helps at a kiosk: voids, cancels, proofs of age, reprints; opens and closes its day, X report |
| cashier | also returns, moves cash (paid-in, paid-out, drop), opens the drawer, discounts up to `CASHIER_DISCOUNT_BP`, invoices |
| manager | also greater discounts, other prices, training, closing of periods |
| administrator | also settings |

A small shop's cashier is alone in it: the day, returns and cash are therefore theirs, journalled with their name (law 14).
"""

from typing import Literal, NamedTuple

from sync.protocol.records import Role

CASHIER_DISCOUNT_BP = 1_000
"""A tenth of the price: what a cashier may give without asking."""

Act = Literal[
    "sell",
    "void",
    "cancel",
    "age_check",
    "reprint",
    "open_day",
    "close_day",
    "x_report",
    "return",
    "paid_in",
    "paid_out",
    "drop",
    "no_sale",
    "discount",
    "invoice",
    "join",
    "override_price",
    "training",
    "close_period",
    "settings",
]

_RANK: dict[str, int] = {"attendant": 0, "cashier": 1, "manager": 2, "administrator": 3}
_LEAST: dict[Act, Role] = {
    "sell": "attendant",
    "void": "attendant",
    "cancel": "attendant",
    "age_check": "attendant",
    "reprint": "attendant",
    "open_day": "attendant",
    "close_day": "attendant",
    "x_report": "attendant",
    "return": "cashier",
    "paid_in": "cashier",
    "paid_out": "cashier",
    "drop": "cashier",
    "no_sale": "cashier",
    "discount": "cashier",
    "invoice": "cashier",
    "join": "cashier",
    "override_price": "manager",
    "training": "manager",
    "close_period": "manager",
    "settings": "administrator",
}
_RENAMED: dict[str, Act] = {"void_line": "void", "undo": "void", "cancel_basket": "cancel"}


class Verdict(NamedTuple):
    """`needs` is the least role that may do the act, alone or by approving it."""

    allowed: bool
    needs: Role


def act_of(request: str) -> Act:
    """Return the act that a request of the till is (TILL.md's names); all that is nothing more than selling is `sell`."""
    if request in _RENAMED:
        return _RENAMED[request]
    return next((act for act in _LEAST if act == request), "sell")


def decide(role: str, act: Act, *, discount_bp: int = 0) -> Verdict:
    """Tell whether `role` does `act` alone, and who else may; an unknown role does nothing. `discount_bp` is what a discount takes off."""
    least = _LEAST[act]
    if act == "discount" and discount_bp > CASHIER_DISCOUNT_BP:
        least = "manager"
    return Verdict(_RANK.get(role, -1) >= _RANK[least], least)
