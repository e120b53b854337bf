"""P24, after the purchase: the coupon for the next visit on paper, on the digital receipt's page and in the e-mail."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.services.papers import text_of
from sync.ledger.mail import send_due
from sync.protocol.tokens import to_path
from tests.contract.ledger.mail_sink import Sink, sink
from tests.flows.loyalty.scenes import Scene, scene, ways
from tests.flows.loyalty.shops import goods

Json = dict[str, Any]
NEXT: Json = {"id": "next", "kind": "receipt_coupon", "amount_minor": 500, "when": {"min_gross_minor": 2000}}
FREE: Json = {"id": "free-tea", "name": "Un thé offert", "kind": "percent", "percent_bp": 10_000, "when": {"skus": ["tea"], "coupon": True}}
TEA: Json = {"id": "tea-next", "kind": "receipt_coupon", "gives": "free-tea", "tied": True, "when": {"skus": ["coat"], "member": True}}
AMOUNT: Json = {"id": "euro", "name": "Un euro", "kind": "amount", "amount_minor": 100, "when": {"skus": ["coat"]}}
URL = "https://receipts.example.org"


def public(shop: Json) -> None:
    shop["shop"]["habits"] = {"receipt_url": URL}


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as server:
        yield server


def page(shop: Scene, sold: Json) -> Any:
    return shop.world.http.get(f"/r/{to_path(sold['receipt']['code'])}")


@ways
def test_the_digital_receipt_bears_the_coupon(tmp_path: Path, online: bool) -> None:
    """Its address is known at once; the page is there once the entry has arrived, with the offers' names and the coupon's code."""
    with scene(tmp_path, online, offers=[AMOUNT, NEXT], bend=public) as shop:
        shop.ticket(coat=1)
        shop.one.ok("tender", kind="cash")
        sold = shop.one.ok("finish", paper="digital")
        assert sold["digital"] == {"url": f"{URL}/r/{to_path(sold['receipt']['code'])}", "qr": sold["receipt"]["code"]}
        assert page(shop, sold).status_code == 202, "not here yet"
        shop.settle()
        found = page(shop, sold)
        assert found.status_code == 200
        assert "Un euro" in found.text and found.text.count("<svg") == 2, "the receipt's code and the coupon's"
        assert "5,00\N{NO-BREAK SPACE}€" in found.text


@ways
def test_the_coupon_goes_out_by_mail(tmp_path: Path, post: Sink, online: bool) -> None:
    with scene(tmp_path, online, offers=[AMOUNT, NEXT]) as shop:
        shop.world.serve(replace(shop.world.context, mail=post.server))
        sold = shop.sell(coat=1)
        answer = shop.one.ok("send_receipt", receipt=sold["receipt"]["number"], address="zoe@example.com")
        assert answer["mail"] == ("taken" if online else "waiting")
        shop.settle()
        assert send_due(shop.world.context) == 1
        html = post.taken[0].get_body(("html",))
        assert html is not None and html.get_content().count("<svg") == 2


@ways
def test_the_next_visit_is_chosen_by_rules_and_made_good_by_its_goods(tmp_path: Path, online: bool) -> None:
    """The greater worth of a group; an offer that a coupon gives, tied to who earned it; goods that come back take it along."""
    small, great = ({**NEXT, "id": id, "group": "next", "amount_minor": amount} for id, amount in (("small", 100), ("great", 900)))
    with scene(tmp_path, online, offers=[small, great, FREE, TEA], articles=goods(coat=5000, tea=1000)) as shop:
        sold = shop.sell(coat=1)
        assert [each["offer"] for each in sold["basket"]["coupons_issued"]] == ["great", "tea-next"]
        tea = sold["basket"]["coupons_issued"][1]
        assert tea["tied"] and tea["gives"] == "free-tea"
        shop.one.ok("add", sku="tea", quantity=1)
        shop.one.no("coupon_member_first", "coupon", code=tea["code"])
        shop.one.ok("cancel_basket")
        shop.ticket(tea=1)
        assert shop.one.ok("coupon", code=tea["code"])["basket"]["totals"]["gross_minor"] == 0
        shop.one.ok("cancel_basket")
        shop.give_back(sold)
        shop.ticket(tea=1)
        shop.one.no("coupon_revoked", "coupon", code=tea["code"])
        shop.one.ok("cancel_basket")
        shop.settle()
        shop.two.ok("add", sku="tea", quantity=1)
        shop.two.no("coupon_revoked_elsewhere", "coupon", code=sold["basket"]["coupons_issued"][0]["code"])


@ways
def test_a_product_is_suggested_by_rules_on_every_paper(tmp_path: Path, online: bool) -> None:
    """On the answer, the paper and the digital receipt's page; not what is bought already, nor what may not be sold today."""
    rules: list[Json] = [
        {"id": "pens", "kind": "suggest", "when": {"skus": ["coat"], "member": True}, "sku": "pen", "priority": 2},
        {"id": "recall", "kind": "suggest", "sku": "fee", "priority": 1},
        {"id": "more", "kind": "suggest", "sku": "tea", "limits": {"per_member": 1}},
    ]
    articles = goods(coat=5000, tea=1000, pen=200, fee=3000)
    articles[3]["sellable"] = False
    with scene(tmp_path, online, offers=rules, articles=articles) as shop:
        sold = shop.sell(coat=1)
        assert sold["basket"]["suggestions"] == [{"sku": "pen", "names": "Pen", "price_minor": 200}], "two are chosen, one is sold"
        number = sold["receipt"]["number"]
        paper = shop.one.running.worker.call(lambda: text_of(shop.one.running.till.terminal, number))
        assert "Vous aimerez peut-être aussi" in paper and "Pen" in paper and "Fee" not in paper
        shop.settle()
        html = page(shop, sold).text
        assert "Vous aimerez peut-être aussi" in html and "Pen" in html and "Fee" not in html
        bought = shop.sell(coat=1, pen=1)
        assert [each["sku"] for each in bought["basket"]["suggestions"]] == ["tea"]
        assert [(item["id"], item["condition"]) for item in bought["basket"]["offers"] if item["status"] == "not_met"] == [
            ("pens", "in_basket")
        ]
