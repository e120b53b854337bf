"""Practice: it looks like selling, is marked everywhere, and no figure, number, balance or right knows of it."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from sync.rules.figures import contributions
from tests.flows import command
from tests.flows.harness import Till, opened, shop_till
from tests.flows.shops import shop

Json = dict[str, Any]
MANAGER = {"staff": "max", "pin": "123456"}


def begin(till: Till) -> None:
    till.no("approval_needed", "training", on=True)
    assert till.ok("approve", **MANAGER)["training"]


def figures(till: Till) -> Json:
    found = till.ok("x_report")
    return {name: found[name] for name in ("sales_minor", "receipts", "expected_minor", "tenders", "taxes", "perpetual_total_minor")}


def practise(till: Till) -> Json:
    till.ok("add", sku="lamp", quantity=2)
    till.ok("void_line", line=1, quantity=1)
    till.ok("discount", line=1, percent_bp=1000, reason="damaged")
    till.ok("recall", ticket=till.ok("hold")["ticket"])
    till.ok("tender", kind="cash", amount_minor=5000)
    return till.ok("finish")


def test_nothing_that_counts_knows_of_it(till: Till) -> None:
    till.sell({"sku": "pear"})
    before = figures(till)
    begin(till)
    found = practise(till)
    assert found["training"] and found["receipt"] == {"number": "R1-T-000001", "code": ""}, "no code that another till would pay for"
    assert practise(till)["receipt"]["number"] == "R1-T-000002"
    till.ok("add", sku="lamp", quantity=1)
    till.ok("cancel_basket")
    assert figures(till) == before
    till.no("approval_needed", "training", on=False)
    till.ok("approve", **MANAGER)
    assert "training" not in till.ok("state")
    assert till.sell({"sku": "pear"})["receipt"]["number"] == "R1-A-000002", "the receipts' series has no gap"
    kinds = [type(body.fact).__name__ for body in till.bodies()]
    assert kinds[kinds.index("TrainingSwitched") :] == ["TrainingSwitched", "TrainingTicket", "TrainingTicket", "TrainingSwitched", "Sale"]
    tickets = till.facts(facts.TrainingTicket)
    assert [(fact.number, fact.ticket.gross_minor) for fact in tickets] == [("R1-T-000001", 2250), ("R1-T-000002", 2250)]
    assert [contributions(fact) for fact in tickets] == [[], []]


def test_a_practice_ticket_can_be_looked_at_and_is_marked(tmp_path: Path) -> None:
    with shop_till(tmp_path / "till", shop()) as till:
        begin(till)
        practise(till)
        number = practise(till)["receipt"]["number"]
    done = command.run("receipt", number, "--profile", tmp_path / "till")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert text.count("FORMATION - SANS VALEUR") == 2 and "22,50" in text
    for form in ("png", "escpos"):
        assert command.run("receipt", number, "--to", form, "--profile", tmp_path / "till").stdout
    unknown = command.run("receipt", "R1-T-000009", "--profile", tmp_path / "till")
    assert unknown.returncode == 2 and b"not known" in unknown.stderr
    gift = command.run("receipt", number, "--gift", "--profile", tmp_path / "till")
    assert gift.returncode == 2 and b"not known" in gift.stderr, "practice makes no present"


def test_a_practised_coupon_and_points_stay_good(till: Till) -> None:
    sold = till.sell({"sku": "lamp"})
    code = sold["basket"]["coupons_issued"][0]["code"]
    begin(till)
    till.ok("member", id="m1")
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=code)
    till.ok("tender", kind="cash")
    assert till.ok("finish")["basket"]["coupons_issued"] == []
    till.no("approval_needed", "training", on=False)
    till.ok("approve", **MANAGER)
    till.ok("member", id="m1")
    assert till.ok("state")["basket"]["member"]["balances"] == {"POINT": 12}
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=code)
    assert till.sell()["basket"]["totals"]["discount_minor"] == 500


REAL = [
    ("paid_in", {"amount_minor": 1, "reason": "x"}),
    ("paid_out", {"amount_minor": 1, "reason": "x"}),
    ("drop", {"amount_minor": 1, "reason": "x"}),
    ("no_sale", {"reason": "x"}),
    ("return", {"receipt": "R1-A-000001"}),
    ("close_day", {"counted_minor": 0}),
    ("gift_card", {"amount_minor": 100, "code": "G"}),
    ("reprint", {"receipt": "R1-A-000001"}),
]


@pytest.mark.parametrize(("do", "fields"), REAL, ids=[each[0] for each in REAL])
def test_what_moves_something_real_cannot_be_practised(till: Till, do: str, fields: Json) -> None:
    begin(till)
    till.no("not_in_training", do, **fields)


def test_a_receipt_that_is_scanned_is_no_practice_either(till: Till) -> None:
    """Scanning one gives goods back, as `return` does."""
    code = till.sell({"sku": "lamp"})["receipt"]["code"]
    begin(till)
    till.no("not_in_training", "scan", code=code)
    till.ok("add", sku="lamp", quantity=1)
    till.no("not_in_training", "scan", code=code)


def test_not_with_a_ticket_open_or_put_aside(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "training", on=True)
    till.no("basket_open", "approve", **MANAGER)
    till.ok("hold")
    till.no("approval_needed", "training", on=True)
    till.no("tickets_held", "approve", **MANAGER)
    till.ok("recall", ticket="1")
    till.ok("cancel_basket")
    begin(till)
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "training", on=False)
    till.no("basket_open", "approve", **MANAGER)


def test_it_survives_a_stop(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        begin(till)
        till.ok("add", sku="lamp", quantity=1)
    with opened(tmp_path) as till:
        found = till.ok("login", **MANAGER)
        assert found["training"] and found["state"] == "selling"
        till.ok("tender", kind="cash")
        assert till.ok("finish")["receipt"]["number"] == "R1-T-000001"
        till.ok("training", on=False)
        assert till.facts(facts.Sale) == []
