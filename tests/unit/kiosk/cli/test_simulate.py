"""`comptoir simulate`: the same effects as the till's, the reason for every offer, and calm words for a wrong file."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator, meta

from kiosk.cli.simulate import simulate
from kiosk.cli.simulated import Question
from sync.base.resources import read_bytes
from sync.protocol import facts
from sync.protocol.errors import Refusal
from tests.flows.harness import shop_till
from tests.flows.shops import shop

Json = dict[str, Any]
AT = "2026-11-22T10:00:00+01:00"
SCHEMA, ANSWER = (msgspec.json.decode(read_bytes("schemas", f"{name}.v1.json")) for name in ("simulate", "simulate-answer"))
LINES = [{"sku": "tea", "quantity": 3}, {"sku": "grapes", "weight_g": 333}, {"sku": "card", "price_minor": 700}]


def ask(folder: Path, capsys: pytest.CaptureFixture[str], **question: Any) -> Json:
    file = folder / "question.json"
    file.write_text(json.dumps(question), encoding="utf-8")
    Draft202012Validator(SCHEMA).validate(question)
    simulate(file)
    found: Json = json.loads(capsys.readouterr().out)
    Draft202012Validator(ANSWER).validate(found)
    return found


def test_it_comes_to_what_the_till_comes_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(tmp_path, capsys, shop=shop(), at=AT, member="m1", lines=LINES)
    with shop_till(tmp_path / "till", shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at=AT)
        till.ok("member", id="m1")
        sold = till.sell(*LINES)
        evaluation = till.facts(facts.Sale)[-1].evaluation
    effects, totals = found["effects"], sold["basket"]["totals"]
    assert {name: effects[name] for name in ("net_minor", "gross_minor", "discount_minor")} == {
        name: totals[name] for name in ("net_minor", "gross_minor", "discount_minor")
    }
    assert effects["points"] == [{"programme": "POINT", "earned": sold["basket"]["points_earned"]}]
    assert (found["bundle"], found["trace_hash"]) == (evaluation.bundle, evaluation.trace)


def test_a_shop_file_beside_it_and_the_reason_for_every_offer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.json").write_text(json.dumps(shop()), encoding="utf-8")
    lines = [{"sku": "lamp", "quantity": 1}]
    found = ask(tmp_path, capsys, shop="shop.json", at=AT, lines=lines, coupons=[COUPON], member={"id": "x", "tier": "gold"})
    assert [(item["id"], item["condition"]) for item in found["trace"]] == [("next", "valid_until")]
    assert [(item["id"], item["condition"]) for item in found["others"]] == [("bio10", "tags")]
    assert [offer["id"] for offer in found["effects"]["to_issue"]] == ["next"]


COUPON = {"id": "c", "offer": "next", "amount_minor": 500, "min_gross_minor": 2000, "valid_until": "2026-11-21"}
WRONG: list[tuple[Json, str]] = [
    ({"shop": {}, "lines": []}, "shop_file"),
    ({"shop": "nothing.json", "lines": []}, "file_missing"),
    ({"shop": shop(), "lines": [{"sku": "nothing"}]}, "unknown_sku"),
    ({"shop": shop(), "lines": [], "member": "nobody"}, "unknown_member"),
    ({"shop": shop(), "lines": [], "at": "2026-11-22T10:00:00"}, "bad_value"),
    ({"shop": shop(), "lines": [], "colour": "red"}, "bad_value"),
    ({"lines": []}, "bad_value"),
    ({"shop": shop(), "lines": [{"sku": "pear", "quantity": 0}]}, "quantity_limit"),
    ({"shop": "\0", "lines": []}, "file_missing"),
    ({"shop": shop(), "lines": [], "at": "0001-01-01T00:00:00+01:00"}, "bad_value"),
    ({"shop": shop(), "lines": [], "at": "9999-12-31T23:59:59-12:00"}, "bad_value"),
    ({"shop": shop(), "lines": [{"sku": "pear"}], "coupons": [{**COUPON, "valid_until": "soon"}]}, "bad_value"),
    ({"shop": shop(), "lines": [{"sku": "pear"}], "coupons": [{**COUPON, "amount_minor": -500}]}, "bad_value"),
]


@pytest.mark.parametrize(("question", "code"), WRONG, ids=[each[1] for each in WRONG])
def test_a_wrong_file_is_told_calmly(tmp_path: Path, question: Json, code: str) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(question), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        simulate(file)
    assert refused.value.code == code


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 5000])
def test_rubbish_is_told_calmly(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "question.json"
    file.write_bytes(data)
    with pytest.raises(Refusal):
        simulate(file)


def test_the_schema_is_in_step_with_the_type() -> None:
    meta.validate(SCHEMA)
    assert set(SCHEMA["properties"]) == {field.name for field in msgspec.structs.fields(Question)}
    assert set(SCHEMA["required"]) == {field.name for field in msgspec.structs.fields(Question) if field.required}
    for example in SCHEMA["examples"]:
        msgspec.json.decode(json.dumps(example), type=Question)


def rate_or_amount(fact: facts.DiscountGiven) -> Json:
    return {"percent_bp": fact.percent_bp} if fact.percent_bp else {"amount_minor": fact.amount_minor}


def test_a_sale_with_discounts_is_replayed_from_its_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the journal holds of a ticket is all that it takes to come to the same lines again (law 7)."""
    with shop_till(tmp_path / "till", shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at=AT)
        till.ok("member", id="m1")
        for line in LINES:
            till.ok("add", **({} if "weight_g" in line else {"quantity": 1}) | line)
        till.ok("override_price", line=3, price_minor=690, reason="label")
        till.ok("discount", line=1, percent_bp=500, reason="damaged")
        till.ok("discount", amount_minor=99, reason="waited")
        till.ok("tax_mode", mode="exempt")
        till.ok("tender", kind="cash")
        till.ok("finish")
        (sale,) = till.facts(facts.Sale)
        given = till.facts(facts.DiscountGiven)
        changed = till.facts(facts.PriceOverridden)
    found = ask(
        tmp_path,
        capsys,
        shop=shop(),
        at=AT,
        member="m1",
        mode=sale.mode,
        lines=LINES,
        prices=[{"line": fact.line, "price_minor": fact.to_minor} for fact in changed],
        discounts=[{"line": fact.line, "kind": fact.kind} | rate_or_amount(fact) for fact in given],
    )
    assert msgspec.convert(found["effects"]["lines"], list[facts.SoldLine]) == sale.lines
    assert (found["evaluator"], found["trace_hash"]) == (sale.evaluation.version, sale.evaluation.trace)


def test_a_discount_is_a_rate_or_an_amount(tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    question = {"shop": shop(), "lines": [{"sku": "pear"}], "discounts": [{"line": 1, "percent_bp": 5, "amount_minor": 5}]}
    file.write_text(json.dumps(question), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        simulate(file)
    assert refused.value.field == "discounts[0]"


def loyal() -> Json:
    """A shop in which a member's days, a public code, a coupon, a cap, a reward with stock and a way to pay decide something."""
    found = shop()
    found["offers"] = [
        {"id": "welcome", "kind": "percent", "percent_bp": 500, "when": {"first_purchase": True}},
        {"id": "code", "kind": "amount", "per": "basket", "amount_minor": 100, "when": {"codes": ["SUMMER26"]}},
        {"id": "capped", "kind": "percent", "percent_bp": 300, "when": {"skus": ["lamp"]}, "limits": {"total": 5, "per_member": 2}},
        {"id": "by-cash", "kind": "percent", "percent_bp": 100, "when": {"tenders": ["cash"]}},
        {"id": "thanks", "kind": "receipt_coupon", "gives": "half", "when": {"skus": ["lamp"]}, "valid": {"until": "days", "days": 9}},
        {"id": "half", "kind": "percent", "percent_bp": 5000, "when": {"skus": ["tea"], "coupon": True}},
        {"id": "ghost", "kind": "percent", "percent_bp": 900, "when": {"skus": ["pear"]}},
    ]
    rewards = [{"id": "off", "points": 10, "kind": "amount", "amount_minor": 200, "stock": 3}]
    found["programmes"][0]["rewards"] = rewards
    return found


def test_it_is_the_tills_own_evaluation_with_all_that_loyalty_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A coupon that the till printed, codes, rewards, caps and tender: the same bytes of the trace, the same reason for the rest."""
    lines = [{"sku": "tea", "quantity": 2}, {"sku": "lamp", "quantity": 1}]
    with shop_till(tmp_path / "till", loyal(), manual_clock=True, begun=False) as till:
        till.ok("clock", at=AT)
        [coupon] = till.sell({"sku": "lamp"})["basket"]["coupons_issued"]
        till.ok("member", id="m1")
        for line in lines:
            till.ok("add", **line)
        till.ok("coupon", code="SUMMER26")
        till.ok("coupon", code=coupon["code"])
        till.ok("reward", id="off")
        till.ok("tender", kind="cash")
        reason = till.ok("explain", id="ghost")["explained"]
        till.ok("finish")
        sale = till.facts(facts.Sale)[-1]
    held = {"id": coupon["id"], "offer": "thanks", "amount_minor": 0, "gives": "half", "valid_until": coupon["valid_until"]}
    found = ask(
        tmp_path,
        capsys,
        shop=loyal(),
        at=AT,
        register="R1",
        member="m1",
        tender="cash",
        lines=lines,
        codes=["SUMMER26"],
        coupons=[held],
        rewards=[{"id": "off"}],
        allowances={"capped": {"uses": 4}},
    )
    assert found["trace_hash"] == sale.evaluation.trace
    assert msgspec.convert(found["effects"]["lines"], list[facts.SoldLine]) == sale.lines
    assert msgspec.convert(found["effects"]["rewards"], list[facts.RewardTaken]) == sale.rewards
    applied = {item["id"] for item in found["trace"] if item["status"] == "applied"}
    assert applied == {"welcome", "code", "capped", "by-cash", "half", "off"}
    [other] = [item for item in found["others"] if item["id"] == "ghost"]
    assert other == {name: value for name, value in reason.items() if name in other}


@pytest.mark.parametrize(
    ("changed", "id", "status"),
    [
        ({"allowances": {"capped": {"uses": 0}}}, "capped", "spent"),
        ({"stopped": ["capped"]}, "capped", "stopped"),
        ({"stock": {"off": 0}}, "off", "spent"),
        ({"member": {"id": "x", "balances": {"POINT": 10}, "uses": {"capped": 2}}}, "capped", "spent"),
        ({"member": {"id": "x", "balances": {"POINT": 10}, "flags": ["first_purchase"]}}, "welcome", "applied"),
    ],
)
def test_circumstances_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: Json, id: str, status: str) -> None:
    question: Json = {"shop": loyal(), "at": AT, "member": "m1", "rewards": [{"id": "off"}], "lines": [{"sku": "lamp"}]}
    found = ask(tmp_path, capsys, **question | changed)
    assert next(item["status"] for item in found["trace"] if item["id"] == id) == status
