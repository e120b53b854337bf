"""A brand's web address in a QR code (GS1 Digital Link) at the till: always an article, never a member."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.harness import Till, shop_till
from tests.flows.shops import plain, product

LINKS = [
    "https://id.gs1.org/01/04006381333931",
    "https://brand.example/p/01/04006381333931/10/LOT1?17=271231",
    "HTTP://BRAND.EXAMPLE/01/4006381333931/",
    "https://members.example/01/04006381333931",
]


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    shop = plain([product("pens", 250, barcodes=["4006381333931"])], [])
    # A card number that is an address, and one that is the article's: neither makes a member of a link.
    shop["members"] = [{"id": f"m{number}", "code": code, "profile": {}} for number, code in enumerate([LINKS[3], "0421234567890"])]
    shop["barcode_rules"] = [{"pattern": "042", "means": "member"}]
    with shop_till(tmp_path, shop) as made:
        yield made


@pytest.mark.parametrize("link", LINKS)
def test_any_domain_names_the_article(till: Till, link: str) -> None:
    basket = till.ok("scan", code=link, symbology="QRCode")["basket"]
    assert [line["sku"] for line in basket["lines"]] == ["pens"] and not basket.get("member")


def test_the_same_article_by_link_and_by_bars_is_one_line(till: Till) -> None:
    till.ok("scan", code="4006381333931", symbology="EAN13")
    (line,) = till.ok("scan", code=LINKS[0])["basket"]["lines"]
    assert line["quantity"] == 2


def test_an_article_is_no_member_even_where_one_is_asked_for(till: Till) -> None:
    message = till.no("member_is_goods", "member", code=LINKS[3])["message"]
    assert "members.example" not in message
    assert till.ok("member", code="0421234567890")["basket"]["member"]["id"] == "m1"


def test_a_link_that_was_misread_or_is_unknown_is_refused(till: Till) -> None:
    till.no("wrong_check_digit", "scan", code="https://brand.example/01/04006381333930")
    till.no("unknown_code", "scan", code="https://brand.example/01/05410013108009")
    till.no("unknown_code", "scan", code="https://[::1/01")
