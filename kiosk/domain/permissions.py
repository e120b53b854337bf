"""Who may do what. Roles stand in order; an act names the least role that does it alone, and a lesser one asks such a person to approve.

| role | does alone |
|---|---|
| attendant | sells, helps at a kiosk: voids, cancels, holds, proofs of age or membership, reprints, new members; its day, X report |
| cashier | also returns, moves cash (paid-in, paid-out, drop), opens the drawer, sells without VAT; invoices, members' data and cards |
| manager | also settles a card payment that its terminal lost, pays out cash for cards, trains, closes periods; exports, erases members |
| administrator | also settings |

Discounts and changed prices are measured, not named: anybody gives what the limit of their role allows (`habits.discount_bp`; without it
nothing for an attendant, a tenth for a cashier, all for a manager), and a greater one needs somebody whose limit reaches so far. A higher
price gives nothing away: a manager sets any.

A small shop's cashier is alone in it: the day, returns and cash are therefore theirs, journalled with their name (law 14). A shop with a
manager on the floor asks for one by `habits.least_roles`, which can only make an act harder: a till's own table is the least there is.

At a kiosk the customer has the glass, not the person who opened it: what only a person can vouch for is done there by a PIN alone
(`witnessed`), and anybody's whose role it is, the opener's own included.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sync.protocol.acts import Act
from sync.protocol.records import DISCOUNT_LIMITS_BP, Habits, Role

__all__ = ["Act", "Verdict", "act_of", "decide", "discount_limit_bp", "raise_limit_bp", "role_for_discount", "role_for_raise", "witnessed"]

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
    "discount": "attendant",
    "override_price": "attendant",
    "return": "cashier",
    "paid_in": "cashier",
    "paid_out": "cashier",
    "drop": "cashier",
    "no_sale": "cashier",
    "tax_exempt": "cashier",
    "invoice": "cashier",
    "join": "attendant",
    "profile": "cashier",
    "member_card": "cashier",
    "export_member": "manager",
    "erase_member": "manager",
    "card_word": "manager",
    "refund_cash": "manager",
    "training": "manager",
    "close_period": "manager",
    "settings": "administrator",
    "recovery": "attendant",
    "prove_member": "attendant",
}
_RAISES_FREELY: Role = "manager"
_WITNESSED: frozenset[Act] = frozenset({"age_check", "recovery", "profile", "member_card", "prove_member"})
_RENAMED: dict[str, Act] = {
    "void_line": "void", "undo": "void", "cancel_basket": "cancel", "setting": "settings", "consent": "join", "wallet": "sell",
}  # fmt: skip


class Verdict(NamedTuple):
    """`needs` is the least role that may do the act, alone or by approving it."""

    allowed: bool
    needs: Role


def act_of(request: str) -> Act:
    """Return the act that a request of the till is (TILL.md's names); all that is nothing more than selling is `sell`."""
    if request in _RENAMED:
        return _RENAMED[request]
    return next((act for act in _LEAST if act == request), "sell")


def decide(role: str, act: Act, habits: Habits | None = None) -> Verdict:
    """Tell whether `role` does `act` alone in a shop of these habits, and who else may; an unknown role does nothing."""
    asked = habits.least_roles.get(act, "attendant") if habits else "attendant"
    least = max(_LEAST[act], asked, key=lambda each: _RANK[each])
    return Verdict(_RANK.get(role, -1) >= _RANK[least], least)


def witnessed(kind: str, act: Act) -> bool:
    """Tell whether a terminal of this kind carries the act out only with the PIN of somebody who stands there."""
    return kind == "selfservice" and act in _WITNESSED


def discount_limit_bp(role: str, limits_bp: Mapping[Role, int]) -> int:
    """Return the greatest discount that a role gives alone; nothing for an unknown one."""
    return next((limits_bp.get(known, default) for known, default in DISCOUNT_LIMITS_BP.items() if known == role), 0)


def role_for_discount(rate_bp: int, limits_bp: Mapping[Role, int]) -> Role | None:
    """Return the least role that gives so great a discount, None when nobody does."""
    return next((role for role in DISCOUNT_LIMITS_BP if discount_limit_bp(role, limits_bp) >= rate_bp), None)


def raise_limit_bp(role: str, limits_bp: Mapping[Role, int]) -> int | None:
    """Return how far above the shop's price a role sells alone; None is as far as it likes."""
    return None if _RANK.get(role, -1) >= _RANK[_RAISES_FREELY] else discount_limit_bp(role, limits_bp)


def role_for_raise(rate_bp: int, limits_bp: Mapping[Role, int]) -> Role:
    """Return the least role that sells so far above the shop's price."""
    lesser = (role for role in DISCOUNT_LIMITS_BP if _RANK[role] < _RANK[_RAISES_FREELY])
    return next((role for role in lesser if discount_limit_bp(role, limits_bp) >= rate_bp), _RAISES_FREELY)
