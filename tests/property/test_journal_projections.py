"""Any sequence of facts: the projections kept while selling are those a rebuild computes, and the journal proves itself."""

import tempfile
from collections import Counter
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.store.till import PERPETUAL, TillStore, schema
from kiosk.store.till.rebuild import check, rebuild
from sync.protocol.errors import Refusal
from sync.protocol.facts import (
    AnyFact,
    CashMoved,
    DayOpened,
    Evaluation,
    MemberRef,
    NoSale,
    OfferUse,
    Origin,
    PointsMovement,
    RecoveryGiven,
    RedeemedCoupon,
    RewardTaken,
    Sale,
    SoldLine,
)
from sync.protocol.ids import ReceiptNumber
from tests.unit.kiosk.store.build import DAY, Profile, closing, coupon, line, sale

amounts = st.integers(-10_000, 10_000).filter(bool)
members = st.sampled_from(["m1", "m2"])
rights = st.sampled_from(["c1", "c2", "c3"])
uses = st.builds(
    OfferUse,
    offer=st.sampled_from(["o1", "o2"]),
    times=st.sampled_from([1, -1]),
    pieces=st.integers(-9, 9),
    amount_minor=st.integers(-999, 999),
)
rewards = st.builds(
    RewardTaken, id=st.sampled_from(["r1", "r2"]), programme=st.just("POINT"), points=st.integers(1, 9), claims=st.integers(1, 3)
)


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
    revoked = [each for each in draw(st.lists(rights, max_size=1)) if each not in used]
    restored = draw(st.lists(rights, max_size=2))
    member = draw(st.none() | members)
    return sale(
        "R1-A-000000",
        draw(lines()),
        redeemed=[RedeemedCoupon(id=each, offer="next", amount_minor=500) for each in used],
        revoked=[RedeemedCoupon(id=each, offer="next", amount_minor=0) for each in revoked],
        restored=[RedeemedCoupon(id=each, offer="next", amount_minor=500) for each in restored],
        uses=draw(st.lists(uses, max_size=4)),
        rewards=draw(st.lists(rewards, max_size=3)),
        evaluation=Evaluation(version=3, bundle="", trace="", at=f"{DAY}T10:00:00+01:00") if draw(st.booleans()) else None,
        issued=[coupon(str(draw(st.uuids())))] if draw(st.booleans()) else [],
        member=MemberRef(id=member) if member else None,
        points=[PointsMovement(programme="POINT", earned=draw(st.integers(0, 99)), spent=draw(st.integers(0, 9)))] if member else [],
    )


others = st.one_of(
    st.builds(DayOpened, business_day=st.just(DAY), float_minor=st.integers(0, 9_999)),
    st.builds(CashMoved, kind=st.sampled_from(["paid_in", "paid_out", "drop"]), amount_minor=st.integers(1, 9_999)),
    st.builds(NoSale, reason=st.just("change")),
    st.builds(RecoveryGiven, member=members, programme=st.just("SORRY"), amount_minor=st.integers(1, 999), card=st.just("card1")),
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


def _used(sold: list[Sale]) -> set[str]:
    """The rights that stay used; each was good when it was used."""
    used: set[str] = set()
    for fact in sold:
        used -= {each.id for each in fact.restored}
        now = [each.id for each in (*fact.redeemed, *fact.revoked)]
        assert not used & set(now)
        used |= set(now)
    return used


def _times(sold: list[Sale]) -> Counter[str]:
    """How often each offer was used, also where nothing is left of it."""
    found: Counter[str] = Counter()
    for fact in sold:
        for use in fact.uses:
            found[use.offer] += use.times
    return found


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
            assert {each for each in ("c1", "c2", "c3") if store.right_used(each) is not None} == _used(sold)
            assert {offer: sums["uses"] for offer, sums in store.offer_uses().items()} == _times(sold)
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
