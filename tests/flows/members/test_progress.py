"""Progress towards a tier at the till: what the shop file or the ledger said, and on top what was sold here since."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.flows.conftest import NOW
from tests.flows.harness import Json, Till, shop_till
from tests.flows.shops import shop

LADDER = [{"id": "silver", "name": "Argent", "need": 5_000}, {"id": "gold", "name": "Or", "need": 9_000}]
POINTS = {"id": "POINT", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}}
GOLD = {"id": "gold10", "kind": "percent", "percent_bp": 1_000, "when": {"tiers": ["gold"]}}


def opened(folder: Path, programme: Json, **member: object) -> AbstractContextManager[Till]:
    """Open a till without a ledger whose one member has come so far."""
    file = shop() | {"offers": [GOLD], "programmes": [POINTS, {"id": "TIERS", "kind": "tiers", "tiers": LADDER, **programme}]}
    file["members"] = [{"id": "m1", "code": "0421234567890", "profile": {}, **member}]
    return shop_till(folder, file, manual_clock=True, begun=False)


def told(till: Till) -> Json:
    return {name: value for name, value in till.ok("wallet", id="m1")["wallet"]["tiers"][0].items() if name in ("tier", "have", "need")}


def sell(till: Till, lamps: int) -> str:
    till.ok("member", id="m1")
    till.ok("add", sku="lamp", quantity=lamps)
    till.ok("tender", kind="cash")
    return str(till.ok("finish")["receipt"]["number"])


def begin(till: Till) -> None:
    till.ok("clock", at=NOW)
    till.ok("state")


def test_the_shop_file_says_how_far_a_member_has_come(tmp_path: Path) -> None:
    with opened(tmp_path, {"by": "spend"}, tier="silver", progress={"TIERS": 7_000}) as till:
        begin(till)
        assert told(till) == {"tier": "silver", "have": 7_000, "need": 9_000}
        assert till.ok("member", id="m1")["basket"]["member"]["tier"] == "silver"


def test_what_was_sold_here_counts_at_once_and_what_came_back_no_more(tmp_path: Path) -> None:
    with opened(tmp_path, {"by": "spend"}, tier="silver", progress={"TIERS": 7_000}) as till:
        begin(till)
        price = till.ok("add", sku="lamp", quantity=1)["basket"]["totals"]["gross_minor"]
        till.ok("cancel_basket")
        number = sell(till, 1)
        assert told(till)["have"] == 7_000 + price
        till.ok("member", id="m1")
        till.ok("return", receipt=number)
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert told(till)["have"] == 7_000


def test_a_tier_reached_here_counts_from_the_next_ticket_on(tmp_path: Path) -> None:
    with opened(tmp_path, {"by": "spend"}, tier="silver", progress={"TIERS": 8_999}) as till:
        begin(till)
        till.ok("member", id="m1")
        assert till.ok("add", sku="lamp", quantity=1)["basket"]["totals"]["discount_minor"] == 0
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert told(till)["tier"] == "gold" and told(till).get("need", 0) == 0
        assert till.ok("member", id="m1")["basket"]["member"]["tier"] == "gold"
        assert till.ok("add", sku="lamp", quantity=1)["basket"]["totals"]["discount_minor"] > 0


@pytest.mark.parametrize(("programme", "more"), [({"by": "points", "points": "POINT"}, None), ({"by": "visits"}, 1)])
def test_points_and_visits_count_too(tmp_path: Path, programme: Json, more: int | None) -> None:
    with opened(tmp_path, programme, progress={"TIERS": 100}) as till:
        begin(till)
        sell(till, 1)
        sell(till, 2)
        points = till.ok("wallet", id="m1")["wallet"]["balances"][0]["amount"]
        assert points > 0
        assert told(till)["have"] == 100 + (points if more is None else more), "two purchases on one day are one visit"
