"""`simulate --replay`: any past sale of a till's journal comes to the very same bytes again, or it is said what differs and why."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.cli.shop import fill
from kiosk.cli.simulate import simulate
from kiosk.demo.shop import shop_file
from kiosk.domain.pricing import EVALUATOR_VERSION
from kiosk.services import proving
from kiosk.services.proving import Proof, prove
from kiosk.services.rules import PAST
from sync.protocol.evaluation import Evaluation
from sync.protocol.facts import Sale
from sync.shopfile import load
from tests.flows.harness import Json, Till, encoded, schema, shop_till
from tests.flows.proving_shop import REWARDS, SKUS, Counter, rich

ANSWERS = schema("simulate-answer.v1.json")
SALES = 200
SEED = 20_261_122


def proven(till: Till, receipt: str) -> Proof:
    return till.running.worker.call(lambda: prove(till.running.till.terminal, receipt))


def demo() -> Json:
    found: Json = json.loads(shop_file())
    found["staff"].sort(key=lambda person: person["role"] != "manager")
    return found


@pytest.mark.parametrize("kind", ["included", "rate", "excluded", "demo"])
def test_random_sales_come_to_the_same_bytes(tmp_path: Path, kind: str) -> None:
    """Offers of every kind, members, coupons, rewards, discounts, returns, cards, modes: a share of the sales for each way to tax."""
    fields: dict[str, Json] = {"included": {}, "rate": {"tax_rounding": "rate"}, "excluded": {"prices_include_tax": False}}
    file = demo() if kind == "demo" else rich(**fields[kind])
    skus = [each["sku"] for each in file["products"] if each["unit"] == "piece"][:40] if kind == "demo" else SKUS
    with shop_till(tmp_path, file, manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-11-22T08:30:00+01:00")
        till.ok("state")
        receipts = Counter(till, SEED, skus, [each["id"] for each in REWARDS] if kind != "demo" else []).sell(SALES // 4)
        for receipt in receipts:
            found = proven(till, receipt)
            assert found.same, found
        sales = till.facts(Sale)
    if kind == "included":
        applied = {share.id for sale in sales for line in sale.lines for share in line.offers}
        assert len(applied) > 12, applied
        assert any(sale.redeemed for sale in sales) and any(sale.rewards for sale in sales) and any(sale.uses for sale in sales)


@pytest.fixture
def sold(tmp_path: Path) -> Iterator[tuple[Till, Sale]]:
    """A till and one sale with an offer, a reward, points and a coupon to print."""
    with shop_till(tmp_path / "till", rich(), manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-11-22T08:30:00+01:00")
        till.ok("member", id="m1")
        till.ok("add", sku="tea", quantity=3)
        till.ok("reward", id="ten-off")
        till.ok("tender", kind="cash")
        till.ok("finish")
        yield till, till.facts(Sale)[-1]


def _line(sale: Sale, **changed: object) -> Sale:
    return msgspec.structs.replace(sale, lines=[msgspec.structs.replace(sale.lines[0], **changed), *sale.lines[1:]])


def _share(sale: Sale) -> Sale:
    """The same discount, a cent of it in the name of another offer."""
    first, *rest = sale.lines[0].offers
    return _line(sale, offers=[msgspec.structs.replace(first, amount_minor=first.amount_minor - 1), *rest])


def _retraced(sale: Sale) -> Evaluation:
    assert sale.evaluation is not None
    return msgspec.structs.replace(sale.evaluation, trace="0" * 64)


TWINS: dict[str, tuple[Callable[[Sale], Sale], str]] = {
    "offers": (_share, "lines[0].offers[0].amount_minor"),
    "points": (lambda sale: _line(sale, points={"POINT": 1}), "lines[0].points.POINT"),
    "spent": (lambda sale: _line(sale, spent={}), "lines[0].spent"),
    "earned": (lambda sale: msgspec.structs.replace(sale, points=[]), "points[0]"),
    "reward": (lambda sale: msgspec.structs.replace(sale, rewards=[]), "rewards[0]"),
    "coupon": (lambda sale: msgspec.structs.replace(sale, issued=[]), "issued[0]"),
    "trace": (
        lambda sale: msgspec.structs.replace(sale, evaluation=_retraced(sale)),
        "trace_hash",
    ),
}


@pytest.mark.parametrize("twin", TWINS)
def test_one_effect_changed_is_seen_and_named(sold: tuple[Till, Sale], monkeypatch: pytest.MonkeyPatch, twin: str) -> None:
    till, sale = sold
    assert proven(till, sale.number).same
    store, (change, field) = till.running.till.terminal.store, TWINS[twin]
    found = store.found_sale(sale.number)
    assert found is not None
    monkeypatch.setattr(store, "found_sale", lambda number: found._replace(sale=change(found.sale)))
    proof = proven(till, sale.number)
    assert not proof.same and not proof.cause
    assert field in [each.field for each in proof.differs]


def test_rules_of_then_prove_it_whatever_the_rules_of_now(sold: tuple[Till, Sale], tmp_path: Path) -> None:
    till, sale = sold
    other = rich()
    other["offers"][0]["percent_bp"] = 4000
    running = till.running
    running.worker.call(lambda: fill(tmp_path / "till", load(encoded(other)), "lyon", running.till.terminal.keys.store_secret))
    running.worker.call(running.refresh)
    assert running.till.terminal.policy.bundle != proven(till, sale.number).bundle
    assert proven(till, sale.number).same
    assert proven(till, till.sell({"sku": "tea"})["receipt"]["number"]).same


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("cause", ["evaluator_other", "bundle_gone", "question_unkept", "sale_differs", ""])
def test_the_command_says_in_a_sentence_why_it_is_not_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, cause: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    with shop_till(tmp_path / "till", rich(), begun=False) as till:
        number = till.sell({"sku": "tea"})["receipt"]["number"]
        reference = till.running.till.terminal.reference
        if cause == "bundle_gone":
            bundle = till.running.till.terminal.policy.bundle
            till.running.worker.call(lambda: reference.keep_all(PAST, {bundle: b"", "order": None}))
            till.running.worker.call(lambda: reference.keep_all(PAST, {bundle: None}))
            monkeypatch.setattr("kiosk.bootstrap.remember", lambda *_: None)
    if cause == "evaluator_other":
        monkeypatch.setattr(proving, "EVALUATOR_VERSION", EVALUATOR_VERSION + 1)
    if cause == "question_unkept":
        monkeypatch.setattr(Sale, "evaluation", None)
    if cause == "sale_differs":
        monkeypatch.setattr("kiosk.domain.proof.trace_hash", lambda trace: "0" * 64)
    status = 0
    try:
        simulate(replay=number, profile=tmp_path / "till")
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = json.loads(capsys.readouterr().out)
    ANSWERS.validate(said)
    assert (said["same"], status) == ((True, 0) if not cause else (False, 1))
    assert said["cause"] == ("" if cause == "sale_differs" else cause)
    assert bool(said.get("message")) is bool(cause)
    assert [each["field"] for each in said["differs"]] == (["trace_hash"] if cause == "sale_differs" else [])
