"""The chain that members act in: two stores, three tills, a programme of each kind, campaigns with caps, coupons of each kind."""

from typing import Any

from tests.faults.shop import CHEESE, COFFEE, LAMP, shop_file

STAFF = ("nadia", "123456")
TILLS = {"01": "S1", "02": "S1", "03": "S2"}
TEA, BREAD, CLUB_FEE = "TEA", "BREAD", "CLUBFEE"
PIECES = (COFFEE, COFFEE, LAMP, TEA, TEA, BREAD)
MEMBERS = {"m1": "0421", "m2": "0422", "m3": "0423"}
GIFT_CARDS = {"CARTE-A": 5_000, "CARTE-B": 3_000}
HELLO, COUNTED, BUDGET, LAST_PIECES = "HELLO", "hello", "lamps", "tea"
CUP = "cup"
OPENING = {"POINT": 100, "QUICK": 120}
TIMEZONE = "Europe/Paris"
__all__ = ["CHEESE", "COFFEE", "LAMP", "PIECES", "chain_file"]


def chain_file() -> dict[str, Any]:
    """Return the shop file as plain JSON."""
    shop = shop_file()
    shop["stores"] = [{"id": "S1", "name": "Lyon"}, {"id": "S2", "name": "Nantes"}]
    shop["registers"] = [{"id": id, "store": store, "kind": "cashier"} for id, store in TILLS.items()]
    shop["staff"] = [{"id": STAFF[0], "name": "Nadia", "role": "manager", "pin": STAFF[1]}]
    shop["products"] += [_piece(TEA, 450, "T55"), _piece(BREAD, 120, "T55"), _piece(CLUB_FEE, 990, "T20")]
    shop["members"] = [
        {"id": id, "code": code, "profile": {"first_name": id.upper()}, "balances": dict(OPENING)} for id, code in MEMBERS.items()
    ]
    shop["gift_cards"] = [{"code": code, "balance_minor": minor} for code, minor in GIFT_CARDS.items()]
    shop["programmes"] = programmes()
    shop["offers"] = offers()
    return shop


def programmes() -> list[dict[str, Any]]:
    """Points that wait and end, points at once whose debt is forgiven, a purse, a card, tiers, a membership, what makes good."""
    return [
        {
            "id": "POINT",
            "kind": "points",
            "earn": {"points": 1, "per_minor": 200, "on": "gross"},
            "pending_days": 1,
            "expiry": {"kind": "rolling", "days": 2},
            "spend": {"step": 10, "least": 10},
            "rewards": [
                {"id": "tea-free", "points": 30, "kind": "product", "of": {"skus": [TEA]}, "repeat": True},
                {"id": "ten-off", "points": 100, "kind": "amount", "amount_minor": 1_000, "stock": 6},
            ],
        },
        {
            "id": "QUICK",
            "kind": "points",
            "earn": {"points": 1, "per_minor": 1_000, "on": "gross", "pieces": [{"of": {"skus": [BREAD]}, "points": 2}]},
            "value_minor": 2,
            "expiry": {"kind": "rolling", "days": 1},
            "returned": "floor",
            "rewards": [
                {"id": "bread-free", "points": 20, "kind": "product", "of": {"skus": [BREAD]}},
                {"id": CUP, "points": 5, "kind": "amount", "amount_minor": 50, "stock": 8},
            ],
        },
        {"id": "PURSE", "kind": "cashback", "percent_bp": 200, "expiry": {"kind": "rolling", "days": 2}},
        {"id": "CARD", "kind": "punch", "of": {"skus": [COFFEE]}, "needs": 5},
        {
            "id": "LEVEL",
            "kind": "tiers",
            "by": "spend",
            "months": 12,
            "tiers": [{"id": "silver", "need": 20_000}, {"id": "gold", "need": 60_000}],
        },
        {"id": "CLUB", "kind": "membership", "sku": CLUB_FEE, "months": 1, "segment": "club"},
        {"id": "SORRY", "kind": "recovery", "gives": "coupon", "most_minor": {"manager": 1_000}, "per_day": 50},
    ]


def offers() -> list[dict[str, Any]]:
    """A campaign capped by baskets, one by money, one by pieces; a limit by member; coupons for here, for everywhere and for one member."""
    return [
        {"id": "bio10", "kind": "percent", "when": {"tags": ["bio"]}, "percent_bp": 1_000},
        {"id": "club5", "kind": "percent", "when": {"segments": ["club"]}, "percent_bp": 500},
        {"id": COUNTED, "kind": "amount", "when": {"codes": [HELLO]}, "amount_minor": 150, "limits": {"total": 8}},
        {"id": BUDGET, "kind": "percent", "when": {"skus": [LAMP]}, "percent_bp": 700, "limits": {"budget_minor": 3_000}},
        {"id": LAST_PIECES, "kind": "percent", "when": {"skus": [TEA]}, "percent_bp": 2_000, "limits": {"total_pieces": 25}},
        {
            "id": "daily",
            "kind": "amount",
            "when": {"skus": [BREAD]},
            "amount_minor": 20,
            "limits": {"per_member": 2, "period": "day"},
        },
        {"id": "more", "kind": "points", "when": {"skus": [LAMP]}, "programme": "QUICK", "points": 5},
        _coupon("here", 4_500, amount_minor=300, online=False),
        _coupon("anywhere", 2_500, amount_minor=400, online=True),
        _coupon("mine", 4_000, percent_bp=1_000, online=True, tied=True),
    ]


def _coupon(id: str, least_minor: int, **what: Any) -> dict[str, Any]:
    valid = {"until": "days", "days": 30}
    return {"id": id, "kind": "receipt_coupon", "when": {"min_gross_minor": least_minor}, "valid": valid, **what}


def _piece(sku: str, price_minor: int, tax: str) -> dict[str, Any]:
    return {"sku": sku, "name": sku.title(), "department": "D1", "price_minor": price_minor, "unit": "piece", "taxes": [tax]}
