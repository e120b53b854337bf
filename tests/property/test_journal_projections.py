"""Any sequence of facts: the projections kept while selling are those a rebuild computes, and the journal proves itself."""

import tempfile
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.store.till import PERPETUAL, TillStore, schema
from kiosk.store.till.rebuild import check, rebuild
from sync.protocol.errors import Refusal
from sync.protocol.facts import AnyFact, CashMoved, DayOpened, MemberRef, NoSale, Origin, PointsMovement, RedeemedCoupon, Sale, SoldLine
from sync.protocol.ids import ReceiptNumber
from tests.unit.kiosk.store.build import DAY, Profile, closing, coupon, line, sale

amounts = st.integers(-10_000, 10_000).filter(bool)
members = st.sampled_from(["m1", "m2"])
rights = st.sampled_from(["c1", "c2", "c3"])


@st.composite
def lines(draw: st.DrawFn) -> list[SoldLine]:
    sold = []
    for number, amount in enumerate(draw(st.lists(amounts, min_size=1, max_size=4)), 1):
        origin = Origin(receipt=f"R1-A-00000{draw(st.integers(1, 4))}", line=draw(st.integers(1, 3))) if amount < 0 else None
        sold.append(line(number, amount, origin))
    return sold


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """A sale with a number to be given."""
    used = draw(st.lists(rights, max_size=1))
    member = draw(st.none() | members)
    return sale(
        "R1-A-000000",
        draw(lines()),
        redeemed=[RedeemedCoupon(id=each, offer="next", amount_minor=500) for each in used],
        issued=[coupon(str(draw(st.uuids())))] if draw(st.booleans()) else [],
        member=MemberRef(id=member) if member else None,
        points=[PointsMovement(programme="POINT", earned=draw(st.integers(0, 99)), spent=draw(st.integers(0, 9)))] if member else [],
    )


others = st.one_of(
    st.builds(DayOpened, business_day=st.just(DAY), float_minor=st.integers(0, 9_999)),
    st.builds(CashMoved, kind=st.sampled_from(["paid_in", "paid_out", "drop"]), amount_minor=st.integers(1, 9_999)),
    st.builds(NoSale, reason=st.just("change")),
    st.just("close"),
)
steps = st.lists(sales() | others, max_size=12)


def carry_out(store: TillStore, step: AnyFact | str) -> bool:
    """Commit one step; False when the database refuses a right used twice."""
    try:
        with store.unit(staff="anna", day=DAY) as unit:
            match step:
                case "close":
                    unit.append(closing(store.z_number + 1))
                case Sale():
                    unit.append(_numbered(step, unit.next_number()))
                case fact:
                    assert not isinstance(fact, str)
                    unit.append(fact)
    except Refusal as refusal:
        assert refusal.code == "coupon_already_used"
        return False
    return True


def _numbered(fact: Sale, number: ReceiptNumber) -> Sale:
    return msgspec.structs.replace(fact, number=str(number))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_any_facts_rebuild_to_the_same_projections(steps: list[AnyFact | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile(Path(folder)).enrol()
        with profile.opened() as store:
            done = [step for step in steps if carry_out(store, step)]
            sold = [step for step in done if isinstance(step, Sale)]
            assert store.head.seq == 1 + len(done)
            assert store.counter == len(sold)
            assert store.verify().ok
            kept = store.totals(PERPETUAL)
            used = [each.id for fact in sold for each in fact.redeemed]
            assert len(used) == len(set(used))
            assert all(store.right_used(each) is not None for each in used)
        assert check(profile.path) is None
        with profile.tampering() as connection:
            for name in schema.PROJECTIONS:
                connection.execute(f"DROP TABLE {name}")
        rebuild(profile.path)
        with profile.opened() as store:
            assert (store.totals(PERPETUAL), store.counter) == (kept, len(sold))


@settings(max_examples=25, deadline=None)
@given(count=st.integers(1, 6), data=st.data())
def test_any_flipped_bit_of_an_entry_is_found_at_that_entry(count: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile(Path(folder)).enrol()
        with profile.opened() as store:
            for _ in range(count):
                carry_out(store, sale("R1-A-000000"))
        seq = data.draw(st.integers(1, count + 1))
        column = data.draw(st.integers(0, 2))
        with profile.tampering() as connection:
            row = connection.execute("SELECT body, hash, signature FROM journal WHERE seq = ?", (seq,)).fetchone()
            assert row is not None
            cells = [bytearray(each) for each in row]
            cells[column][data.draw(st.integers(0, len(cells[column]) - 1))] ^= 1 << data.draw(st.integers(0, 7))
            connection.execute("UPDATE journal SET body = ?, hash = ?, signature = ? WHERE seq = ?", (*map(bytes, cells), seq))
        with profile.opened() as store:
            assert store.past is not None and store.past.head.seq == seq - 1
            assert store.identity.series == "A2"
