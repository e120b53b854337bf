"""Gift cards as till and ledger count them: movements, figures, postings, last days and the codes of store credit."""

from datetime import date

import pytest

from sync.protocol.facts import Sale, SoldLine, Tender
from sync.rules.figures import contributions, figures
from sync.rules.gift_cards import FOR_EVER, CardMove, credit_code, is_credit_code, last_day, moves, sums, vouchers
from tests.unit.sync.rules.test_postings import post

SECRET = b"s" * 32


def line(amount: int, card: str = "", until: str = "") -> SoldLine:
    kind = "gift_card" if card else ""
    sign = 1 if amount > 0 else -1
    return SoldLine(
        line=1, sku=kind or "x", name="", department="", quantity=sign, unit_price_minor=abs(amount), amount_minor=amount,
        net_minor=amount, tax_minor=0, gross_minor=amount, kind=kind, card=card, valid_until=until,
    )  # fmt: skip


def sale(lines: list[SoldLine], tenders: list[Tender]) -> Sale:
    gross = sum(each.gross_minor for each in lines)
    return Sale(basket="b", number="R1-A-000001", lines=lines, taxes=[], net_minor=gross, tax_minor=0, gross_minor=gross, tenders=tenders)


SOLD = sale([line(5000, "c1", "2027-01-01")], [Tender(kind="cash", amount_minor=5000)])
SPENT = sale([line(3000)], [Tender(kind="gift_card", amount_minor=3000, card="c1")])
GIVEN_BACK = sale([line(-5000, "c1")], [Tender(kind="cash", amount_minor=5000, out=True)])
CREDITED = sale([line(-700)], [Tender(kind="store_credit", amount_minor=700, out=True, card="c2")])
PAID_BACK = sale([line(-700)], [Tender(kind="gift_card", amount_minor=700, out=True, card="c1", valid_until="2027-02-01")])
MIXED = sale([line(1000, "c3"), line(500)], [Tender(kind="gift_card", amount_minor=900, card="c1"), Tender(kind="cash", amount_minor=600)])


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (SOLD, [CardMove("c1", 5000, True, "2027-01-01")]),
        (SPENT, [CardMove("c1", -3000, False)]),
        (GIVEN_BACK, [CardMove("c1", -5000, True)]),
        (CREDITED, [CardMove("c2", 700, True, FOR_EVER)]),
        (PAID_BACK, [CardMove("c1", 700, False, "2027-02-01")]),
        (MIXED, [CardMove("c3", 1000, True, FOR_EVER), CardMove("c1", -900, False)]),
    ],
)
def test_moves(of: Sale, expected: list[CardMove]) -> None:
    assert moves(of) == expected


def test_sums_are_by_card_with_the_latest_end() -> None:
    found = [CardMove("a", 5, True, "2027-01-01"), CardMove("a", -2, False), CardMove("b", 1, True, FOR_EVER)]
    assert sums(found) == {"a": (3, "2027-01-01"), "b": (1, FOR_EVER)}


@pytest.mark.parametrize("of", [SOLD, SPENT, GIVEN_BACK, CREDITED, PAID_BACK, MIXED])
def test_every_unit_balances_and_both_accounts_of_the_debt_agree(of: Sale) -> None:
    posted = post(of)
    units = {each.unit for each in posted}
    assert {unit: sum(each.amount for each in posted if each.unit == unit) for unit in units} == dict.fromkeys(units, 0)
    owed = sum(each.amount for each in posted if each.account == "gift_cards")
    assert owed == sum(each.amount for each in posted if each.account.startswith("gift_card:"))
    assert not any(each.account in ("tender:gift_card", "tender:store_credit") for each in posted)


def test_a_card_sold_is_no_turnover() -> None:
    found = figures((each.key, each.amount_minor, each.count) for each in contributions(MIXED))
    assert (found.sales_minor, found.gift_cards_sold_minor, found.gift_cards_returned_minor) == (500, 1000, 0)
    assert sum(each.amount_minor for each in found.tenders) == found.period_total_minor + found.gift_cards_sold_minor
    back = figures((each.key, each.amount_minor, each.count) for each in contributions(GIVEN_BACK))
    assert (back.returns_minor, back.gift_cards_returned_minor, back.receipts) == (0, 5000, 1)


def test_vouchers_with_a_code_are_rights() -> None:
    tenders = [Tender(kind="voucher", amount_minor=1, card="v"), Tender(kind="voucher", amount_minor=2)]
    assert vouchers(sale([line(3)], tenders)) == [("v", 1)]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 12, "2027-12-15"), ("2027-11-30", 3, "2028-02-29"), ("2026-01-01", None, "")],
)
def test_last_day(day: str, months: int | None, expected: str) -> None:
    assert last_day(date.fromisoformat(day), months) == expected


def test_a_credits_code_is_made_again_and_by_nobody_else() -> None:
    code = credit_code(SECRET, "basket")
    assert code == credit_code(SECRET, "basket") and is_credit_code(code) and len(code) == 19
    assert code not in (credit_code(SECRET, "basket2"), credit_code(b"t" * 32, "basket"))


def test_a_letter_misread_is_seen() -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for number in range(20):
        code = credit_code(SECRET, str(number))
        for place in range(2, len(code)):
            wrong = [code[:place] + letter + code[place + 1 :] for letter in letters if letter != code[place]]
            assert not any(is_credit_code(each) for each in wrong)
    assert not is_credit_code("SC") and not is_credit_code(code.lower()) and not is_credit_code("XX" + code[2:])
