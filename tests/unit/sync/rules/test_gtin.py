"""Trade item numbers out of GS1 element strings, Digital Links and plain codes."""

import pytest

from sync.rules.gtin import GS1_LIMIT_CHARS, canonical, gtin_of


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
        ("]E05410013108009", "5410013108009"),
        ("]E496385074", "96385074"),
        ("0100000096385074", "96385074"),
        ("0110012345678902", "10012345678902"),
    ],
)
def test_gtin_of(code: str, expected: str) -> None:
    assert gtin_of(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        "0109506000134353",
        "96385074",
        "5410013108009",
        "(01)rubbish",
        "https://example.org/shop",
        "]C1",
        "0000",
        "",
        "01" + "9" * GS1_LIMIT_CHARS,
    ],
)
def test_what_carries_no_gtin(code: str) -> None:
    assert gtin_of(code) is None
