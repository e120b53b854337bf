"""Every fact's postings sum to zero in every unit, and what the drawer is expected to hold is what its accounts say."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.envelope import Body
from sync.protocol.facts import (
    AnyFact,
    BasketCancelled,
    CashMoved,
    DayClosed,
    DayOpened,
    IssuedCoupon,
    MemberRef,
    PointsMovement,
    RedeemedCoupon,
    Sale,
    SoldLine,
    TaxShare,
    Tender,
)
from sync.rules.figures import contributions, figures
from sync.rules.postings import Posting, postings

amounts = st.integers(0, 10**8)
signed = st.integers(-(10**8), 10**8)
kinds = st.sampled_from(["cash", "card", "voucher", "points"])
tenders = st.builds(Tender, kind=kinds, amount_minor=amounts, out=st.booleans())
movements = st.builds(
    PointsMovement,
    programme=st.sampled_from(["POINT", "MILE"]),
    earned=st.integers(0, 999),
    spent=st.integers(0, 999),
    reversed=st.integers(0, 9),
)


@st.composite
def lines(draw: st.DrawFn) -> SoldLine:
    sign = draw(st.sampled_from([1, -1]))
    taxes = [
        TaxShare(id=id, base_minor=0, tax_minor=sign * draw(amounts))
        for id in draw(st.lists(st.sampled_from(["T20", "T10", "ECO"]), unique=True))
    ]
    net, tax = sign * draw(amounts), sum(share.tax_minor for share in taxes)
    return SoldLine(
        line=1,
        sku="A",
        name="a",
        department="D",
        quantity=sign,
        unit_price_minor=1,
        amount_minor=net,
        discount_minor=sign * draw(amounts),
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        taxes=taxes,
    )


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    sold = draw(st.lists(lines(), min_size=1, max_size=5))
    paid = draw(st.lists(tenders, max_size=3))
    handed = sum(-each.amount_minor if each.out else each.amount_minor for each in paid)
    gross, change = sum(each.gross_minor for each in sold), draw(amounts)
    return Sale(
        basket="b",
        number="R1-A-000001",
        lines=sold,
        taxes=[],
        net_minor=sum(each.net_minor for each in sold),
        tax_minor=sum(each.tax_minor for each in sold),
        gross_minor=gross,
        tenders=paid,
        change_minor=change,
        rounding_minor=handed - change - gross,
        member=MemberRef(id="m"),
        points=draw(st.lists(movements, max_size=2)),
        issued=[IssuedCoupon(id="i", offer="next", amount_minor=5, min_gross_minor=0, valid_until="", home="", code="")]
        * draw(st.integers(0, 2)),
        redeemed=[RedeemedCoupon(id="r", offer="next", amount_minor=5)] * draw(st.integers(0, 2)),
    )


closings = st.builds(
    DayClosed,
    business_day=st.just("2026-11-22"),
    z_number=st.just(1),
    sales_minor=amounts,
    returns_minor=amounts,
    receipts=st.just(1),
    taxes=st.just([]),
    tenders=st.just([]),
    float_minor=amounts,
    expected_minor=amounts,
    counted_minor=amounts,
    over_short_minor=signed,
    period_total_minor=signed,
    perpetual_total_minor=signed,
)
facts = st.one_of(
    sales(),
    closings,
    st.builds(DayOpened, business_day=st.just("2026-11-22"), float_minor=amounts, opening_over_short_minor=signed),
    st.builds(CashMoved, kind=st.sampled_from(["paid_in", "paid_out", "drop"]), amount_minor=amounts),
    st.builds(BasketCancelled, basket=st.just("b"), lines=st.just(1), gross_minor=amounts, kept_tenders=st.lists(tenders, max_size=3)),
)


def post(fact: AnyFact) -> list[Posting]:
    return postings(Body(terminal="t", epoch="e", seq=1, at="2026-11-22T10:00:00+01:00", fact=fact), "EUR")


def check_balanced(found: Iterable[Posting]) -> None:
    sums: Counter[str] = Counter()
    for line in found:
        assert line.amount, "a posting of nothing"
        sums[line.unit] += line.amount
    assert not any(sums.values())


@given(facts)
def test_postings_sum_to_zero_in_every_unit(fact: AnyFact) -> None:
    check_balanced(post(fact))


@given(st.lists(facts.filter(lambda fact: not isinstance(fact, DayClosed)), max_size=6))
def test_the_expected_cash_is_what_the_accounts_hold(day: list[AnyFact]) -> None:
    totals: dict[str, tuple[int, int]] = {}
    held = 0
    for fact in day:
        held += sum(line.amount for line in post(fact) if line.account in ("tender:cash", "float"))
        for each in contributions(fact):
            amount, count = totals.get(each.key, (0, 0))
            totals[each.key] = (amount + each.amount_minor, count + each.count)
    assert figures((key, *value) for key, value in totals.items()).expected_minor == held


def test_a_lost_posting_is_seen() -> None:
    with pytest.raises(AssertionError):
        check_balanced(post(CashMoved(kind="drop", amount_minor=5))[:1])
