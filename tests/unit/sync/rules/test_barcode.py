"""Barcode rules and check digits against the cases T-A1 to T-A19."""

import pytest

from sync.protocol.errors import Refusal
from sync.protocol.records import BarcodeRule
from sync.rules.barcode import Match, Rules, check_digit, compile_rules, has_valid_check_digit, require_check_digit


def rules(*patterns: tuple[str, str]) -> Rules:
    return compile_rules([BarcodeRule(pattern=pattern, means=means) for pattern, means in patterns])  # type: ignore[arg-type]  # data


def label(body: str) -> str:
    return body + str(check_digit(body))


ODOO = (("23.....{NNNDD}", "price"), ("21.....{NNDDD}", "weight"))
SEQUENCE = (("22......{NNDD}.", "price"), (".....{NNNDDDD}.", "price"))
UNICENTA = tuple(
    (f"{prefix}.....{{{embedded}}}", means)
    for prefix, embedded, means in [
        ("02", "NNNDD", "price"),
        ("20", "NNNDD", "price"),
        ("21", "NNNND", "price"),
        ("22", "NNNNN", "price"),
        ("23", "NNDDD", "weight"),
        ("24", "NNNDD", "weight"),
        ("25", "NNNND", "weight"),
    ]
)


@pytest.mark.parametrize(
    ("case", "patterns", "code", "expected"),
    [
        ("T-A1", ODOO, "2305000123451", Match("price", "2305000000004", 12345, 2)),
        ("T-A3", ODOO, "2100005080002", Match("weight", label("210000500000"), 8000, 3)),
        ("T-A5", ODOO, "2112345015002", Match("weight", "2112345000008", 1500, 3)),
        ("T-A7", SEQUENCE, "2212345610259", Match("price", "2212345600007", 1025, 2)),
        ("T-A7 swapped", SEQUENCE[::-1], "2212345610259", Match("price", "2212300000002", 4561025, 4)),
        ("T-A13", (("2.....{NNDDD}", "weight"),), "212345001233", Match("weight", label("21234500000"), 123, 3)),
        ("T-A13", (("2.....{NNDDD}", "weight"),), "2123450012343", Match("weight", label("212345000004"), 123, 3)),
        ("T-A13", (("2.....{NNDDD}", "weight"),), "2123450123445", Match("weight", label("212345000004"), 1234, 3)),
        ("T-A15", UNICENTA, label("021234501049"), Match("price", label("021234500000"), 1049, 2)),
        ("T-A15", UNICENTA, label("201234501049"), Match("price", label("201234500000"), 1049, 2)),
        ("T-A15", UNICENTA, label("211234501049"), Match("price", label("211234500000"), 1049, 1)),
        ("T-A15", UNICENTA, label("221234501049"), Match("price", label("221234500000"), 1049, 0)),
        ("T-A15", UNICENTA, label("231234501049"), Match("weight", label("231234500000"), 1049, 3)),
        ("T-A15", UNICENTA, label("241234501049"), Match("weight", label("241234500000"), 1049, 2)),
        ("T-A15", UNICENTA, label("251234501049"), Match("weight", label("251234500000"), 1049, 1)),
        ("T-A17", (("042", "member"),), "0421234567890", Match("member", "0421234567890", 0, 0)),
        ("T-A19", (*ODOO, ("042", "member")), "0000", None),
    ],
)
def test_match(case: str, patterns: tuple[tuple[str, str], ...], code: str, expected: Match | None) -> None:
    assert rules(*patterns).match(code) == expected, case


@pytest.mark.parametrize(("prefix", "expected"), [("02", 1049), ("20", 1049), ("21", 10490), ("22", 104900)])
def test_t_a15_prices_in_minor_units(prefix: str, expected: int) -> None:
    found = rules(*UNICENTA).match(label(f"{prefix}1234501049"))
    assert found is not None
    assert found.scaled(2) == expected


@pytest.mark.parametrize(("prefix", "expected_g"), [("23", 1049), ("24", 10490), ("25", 104900)])
def test_t_a15_weights_in_grams(prefix: str, expected_g: int) -> None:
    found = rules(*UNICENTA).match(label(f"{prefix}1234501049"))
    assert found is not None
    assert found.scaled(3) == expected_g


def test_a_value_is_never_cut() -> None:
    with pytest.raises(ValueError, match="decimals"):
        Match("price", "", 4561025, 4).scaled(2)


@pytest.mark.parametrize("code", ["2123450012349", "2123450123449"])
def test_t_a13_wrong_check_digit_on_a_label_is_refused(code: str) -> None:
    with pytest.raises(Refusal) as caught:
        rules(("2.....{NNDDD}", "weight")).match(code)
    assert (caught.value.code, caught.value.field) == ("wrong_check_digit", "code")
    assert check_digit(code[:-1]) in (3, 5)


@pytest.mark.parametrize("code", ["12345670", "02003405", "87111125", "4006381333931", "012345678905", "10012345678902"])
def test_t_a9_right_check_digits(code: str) -> None:
    assert has_valid_check_digit(code)
    require_check_digit(code)


@pytest.mark.parametrize("code", ["12345678", "4006381333932", "012345678906", "10012345678903"])
def test_t_a9_wrong_check_digits(code: str) -> None:
    assert not has_valid_check_digit(code)
    with pytest.raises(Refusal, match="wrong_check_digit"):
        require_check_digit(code)
    assert check_digit("1234567") == 0


@pytest.mark.parametrize("code", ["", "7", "ABC", "123456789", "1234567a", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668"])
def test_other_codes_need_no_check_digit(code: str) -> None:
    require_check_digit(code)


@pytest.mark.parametrize(
    "pattern",
    [
        "......{}..",
        "......{DN}",
        "....{NN}{DD}",
        "*",
        "",
        "23.....",
        "23{NN",
        "23NN}",
        "23{N.D}",
        "23{{NN}}",
        "2a{NN}",
        "-1{NN}",
        "2" * 65 + "{N}",
    ],
)
@pytest.mark.parametrize("means", ["price", "weight"])
def test_t_a11_bad_patterns_are_refused(pattern: str, means: str) -> None:
    with pytest.raises(Refusal) as caught:
        rules(ODOO[0], (pattern, means))
    assert (caught.value.code, caught.value.field, caught.value.params["rule"]) == ("shop_file", "barcode_rules[1].pattern", "pattern")


@pytest.mark.parametrize("pattern", ["*", "", "042{}", "042{DN}", "042{N}{N}", "04x"])
def test_bad_patterns_of_persons_and_cards_are_refused(pattern: str) -> None:
    with pytest.raises(Refusal):
        rules((pattern, "member"))


def test_the_first_rule_that_fits_wins() -> None:
    both = rules(("29", "coupon"), ("2", "gift_card"))
    assert [found.means for code in ("291", "281") if (found := both.match(code))] == ["coupon", "gift_card"]


def test_a_pattern_is_matched_from_the_left_and_what_follows_is_free() -> None:
    member = rules(("042", "member"))
    assert member.match("042ABC-9") is not None
    assert member.match("1042") is None
    assert member.match("04") is None


def test_a_value_never_reaches_into_the_check_digit() -> None:
    """A 12-digit code is too short for a 13-digit label's pattern, though it has as many digits as the pattern."""
    assert rules(ODOO[0]).match(label("23050001234")) is None


def test_a_label_is_digits_only() -> None:
    assert rules(ODOO[0]).match("230500012345X") is None


def test_codes_of_other_lengths_have_no_check_digit_to_renew() -> None:
    found = rules(("99..{NNNDD}", "price")).match("9912001239")
    assert found == Match("price", "9912000009", 123, 2)
