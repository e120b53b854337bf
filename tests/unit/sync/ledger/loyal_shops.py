"""A shop whose programmes have everything the ledger looks after: pending points that expire, tiers, segments, a paid membership."""

from typing import Any

from sync.shopfile import ShopFile
from tests.unit.sync.ledger.shops import SHOP, shop

EARN = {"points": 1, "per_minor": 100, "on": "gross"}
PROGRAMMES: list[dict[str, Any]] = [
    {
        "id": "POINT",
        "kind": "points",
        "earn": EARN,
        "value_minor": 2,
        "pending_days": 14,
        "expiry": {"kind": "rolling", "months": 6},
        "rewards": [{"id": "mug", "kind": "amount", "amount_minor": 300, "points": 30, "stock": 2}],
    },
    {"id": "STAR", "kind": "points", "earn": EARN, "expiry": {"kind": "inactivity", "months": 6}, "returned": "floor"},
    {
        "id": "LEVEL",
        "kind": "tiers",
        "by": "spend",
        "months": 12,
        "grace_days": 10,
        "tiers": [{"id": "silver", "need": 1000}, {"id": "gold", "need": 3000}],
    },
    {"id": "regular", "kind": "segment", "days": 30, "least_sales": 2},
    {"id": "lost", "kind": "segment", "days": 365, "absent_days": 60},
    {"id": "club", "kind": "membership", "sku": "P2", "months": 12, "segment": "in_club"},
]
OFFERS: list[dict[str, Any]] = [
    {"id": "again", "kind": "percent", "percent_bp": 500, "when": {"bought": {"skus": ["P1"], "months": 1}, "skus": ["P1"]}},
    {"id": "once", "kind": "percent", "percent_bp": 500, "when": {"member": True}, "limits": {"per_member": 1, "period": "month"}},
    {"id": "first500", "kind": "percent", "percent_bp": 500, "limits": {"total": 100, "budget_minor": 5000}},
]


def loyal_shop(**changes: Any) -> ShopFile:
    """Return the shop with some of its parts replaced."""
    return shop(**{"programmes": PROGRAMMES, "offers": OFFERS, "members": SHOP["members"], **changes})
