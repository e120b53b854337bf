"""Trade item numbers out of GS1 element strings, Digital Links and plain codes."""

import pytest

from sync.protocol.errors import Refusal
from sync.rules.barcode import check_digit
from sync.rules.gtin import GS1_LIMIT_CHARS, canonical, carried, expand_upc_e, is_link


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("012345678905", "0012345678905"),
        ("09506000134352", "9506000134352"),
        ("19506000134359", "19506000134359"),
        ("00000096385074", "96385074"),
        ("96385074", "96385074"),
        ("4006381333931", "4006381333931"),
        ("ABC-12345678", "ABC-12345678"),
        ("", ""),
    ],
)
def test_canonical(code: str, expected: str) -> None:
    assert canonical(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0109506000134352", "9506000134352"),
        ("]C10109506000134352", "9506000134352"),
        ("]d2010950600013435217201225", "9506000134352"),
        ("01095060001343523103000750", "9506000134352"),
        ("0109506000134352" + "10ABC123\x1d" + "17201225", "9506000134352"),
        ("(01)09506000134352(17)201225", "9506000134352"),
        ("https://id.gs1.org/01/09506000134352?17=201225", "9506000134352"),
        ("HTTPS://BRAND.EXAMPLE/01/09506000134352", "9506000134352"),
        ("https://shop.example:8080/fr/01/09506000134352/10/ABC%2F1?linkType=all", "9506000134352"),
        ("https://shop.example/01/09506000134352/", "9506000134352"),
        ("https://shop.example/01/09506000134352/21/", "9506000134352"),
        ("http://shop.example/01/09506000134352?17=never", "9506000134352"),
        ("https://shop.example/01/5410013108009#top", "5410013108009"),
        ("https://[::1/01/09506000134352", "9506000134352"),
        ("]E05410013108009", "5410013108009"),
        ("]E496385074", "96385074"),
        ("0100000096385074", "96385074"),
        ("0110012345678902", "10012345678902"),
    ],
)
def test_the_number_that_is_carried(code: str, expected: str) -> None:
    found = carried(code)
    assert found is not None and found.gtin == expected


@pytest.mark.parametrize(
    "code",
    [
        "0109506000134353",
        "96385074",
        "5410013108009",
        "(01)rubbish",
        "https://example.org/shop",
        "https://example.org/gtin/09506000134352",
        "https://example.org?/01/09506000134352",
        "https://[::1/8010/x",
        "]C1",
        "0000",
        "",
        "01" + "9" * GS1_LIMIT_CHARS,
    ],
)
def test_what_carries_no_gtin(code: str) -> None:
    assert carried(code) is None


def test_a_link_names_an_article_whoever_it_belongs_to() -> None:
    assert is_link("https://members.example/card/01/09506000134352")
    assert not is_link("https://members.example/card/09506000134352")
    assert not is_link("https://x.example/01/09506000134352" + "0" * GS1_LIMIT_CHARS)


def test_the_number_of_a_damaged_link_is_left_to_be_checked() -> None:
    found = carried("https://shop.example/01/09506000134353")
    assert found is not None and found.gtin == "9506000134353"


MEASURED = [
    ("weight in grams", "01095060001343763103001500", 1500, None, None),
    ("weight of two decimals", "01095060001343763102000150", 1500, None, None),
    ("weight of no decimal", "01095060001343763100000002", 2000, None, None),
    ("weight finer than a gram", "01095060001343763104001505", 151, None, None),
    ("weight and price", "010950600013437631030015003922001234", 1500, None, 1234),
    ("price of three decimals", "01095060001343763923012345", None, None, 1235),
    ("price of no decimal", "0109506000134376392012", None, None, 1200),
    ("pieces", "0109506000134376306\x1d10A1", None, 6, None),
    ("typed", "(01)09506000134376(3103)000750", 750, None, None),
    ("on the web", "https://id.gs1.org/01/09506000134376?3103=000333", 333, None, None),
    ("nothing", "0109506000134376", None, None, None),
    ("zero", "01095060001343763103000000", 0, None, None),
]


@pytest.mark.parametrize(("case", "code", "weight_g", "pieces", "price_minor"), MEASURED, ids=[each[0] for each in MEASURED])
def test_what_a_label_says_besides(case: str, code: str, weight_g: int | None, pieces: int | None, price_minor: int | None) -> None:
    found = carried(code)
    assert found is not None and found.gtin == "9506000134376"
    assert (found.weight_g, found.pieces, found.price_minor(2)) == (weight_g, pieces, price_minor)


UPC_E = [
    ("04252614", "0042100005264"),
    ("425261", "0042100005264"),
    ("01234505", "0012000003455"),
    ("01234514", "0012100003454"),
    ("01234523", "0012200003453"),
    ("01234531", "0012300000451"),
    ("01234543", "0012340000053"),
    ("01234565", "0012345000065"),
    ("01234590", "0012345000096"),
]


@pytest.mark.parametrize(("code", "expected"), UPC_E)
def test_upc_e_stands_for_a_longer_number(code: str, expected: str) -> None:
    """Known: 04252614 is 042100005264; the others are one of each way in which zeros are left out."""
    body = expected[1:-1]
    code = code if len(code) == 6 else code[:-1] + str(check_digit(body))
    assert expand_upc_e(code) == "0" + body + str(check_digit(body))


@pytest.mark.parametrize("code", ["", "1234567", "24252614", "4252x1", "96385074", "0425261412345"])
def test_what_is_no_upc_e(code: str) -> None:
    assert expand_upc_e(code) is None


def test_a_misread_upc_e_is_refused() -> None:
    with pytest.raises(Refusal, match="wrong_check_digit"):
        expand_upc_e("04252613")
