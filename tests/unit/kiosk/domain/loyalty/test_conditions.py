"""Conditions of offers, one by one: when they hold, and what the trace says when they do not; flags of a member's own days."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from kiosk.domain.loyalty.flags import anniversary_flag, birthday_flag, bought_flag, flags_of
from kiosk.domain.policy import NOWHERE, Circumstances
from kiosk.domain.pricing import TraceItem, explain, price
from sync.protocol.facts import MemberRef
from sync.protocol.offers import Bought, DaysAround, Hours, OfferWhen, PercentOffer
from sync.protocol.records import Member
from tests.unit.kiosk.domain.builders import NOW, basket_of, piece, policy

GOLD = MemberRef(id="m1", tier="gold", segments=["s"], flags=["consent:post", "birthday:3:3", "first_purchase"])
BIRTHDAY = DaysAround(before=3, after=3)


def asked(when: OfferWhen, *, member: MemberRef | None = None, at: datetime = NOW, circumstances: Circumstances = NOWHERE) -> TraceItem:
    """The item of a tenth off, on a basket of 2 at 5.00 and a book at 10.00."""
    basket = basket_of((piece(500, "a", tags=["x"]), 2), piece(1000, "book"), member=member)
    [item] = price(basket, policy(PercentOffer(id="o", when=when, percent_bp=1000)), at, circumstances).trace or [
        TraceItem(id="o", status="not_met")
    ]
    return item


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "have", "need", "short"),
    [
        (OfferWhen(tags=["x"], min_quantity=3), 2, 3, ("short_pieces", 1)),
        (OfferWhen(tags=["x"], min_chosen_minor=1500), 1000, 1500, ("short_minor", 500)),
        (OfferWhen(min_gross_minor=2160), 2000, 2160, ("short_minor", 160)),
        (OfferWhen(member=True), 0, 1, None),
        (OfferWhen(tiers=["gold"]), 0, 1, None),
        (OfferWhen(segments=["s"]), 0, 1, None),
        (OfferWhen(consent="post"), 0, 1, None),
        (OfferWhen(first_purchase=True), 0, 1, None),
        (OfferWhen(birthday=BIRTHDAY), 0, 1, None),
        (OfferWhen(stores=["s1"]), 0, 1, None),
        (OfferWhen(registers=["selfservice"]), 0, 1, None),
        (OfferWhen(languages=["en"]), 0, 1, None),
        (OfferWhen(tenders=["card"]), 0, 1, None),
    ],
)
def test_what_fails_says_what_it_needs(when: OfferWhen, have: int, need: int, short: tuple[str, int] | None) -> None:
    item = asked(when)
    assert item.status == "not_met"
    assert (item.condition or "?") in msgspec.json.encode(when).decode(), "the field's own name"
    assert (item.have, item.need) == (have, need)
    assert {name: getattr(item, name) for name in ("short_minor", "short_pieces") if getattr(item, name)} == dict([short] if short else [])


@pytest.mark.parametrize(
    "when",
    [
        OfferWhen(tags=["x"], min_quantity=2),
        OfferWhen(min_gross_minor=2000),
        OfferWhen(member=True),
        OfferWhen(tiers=["silver", "gold"]),
        OfferWhen(segments=["s"]),
        OfferWhen(not_segments=["t"]),
        OfferWhen(consent="post"),
        OfferWhen(first_purchase=True),
        OfferWhen(birthday=BIRTHDAY),
        OfferWhen(stores=["s1"]),
        OfferWhen(registers=["cashier"]),
        OfferWhen(languages=["fr"]),
        OfferWhen(tenders=["card"]),
    ],
)
def test_what_holds(when: OfferWhen) -> None:
    here = Circumstances(store="s1", register_kind="cashier", tender="card")
    assert asked(when, member=GOLD, circumstances=here).status == "applied"


def test_more_is_promised_only_where_it_would_truly_do() -> None:
    """With a second condition open, or the goods already free, more money gets nothing: nothing is said."""
    assert asked(OfferWhen(min_gross_minor=2160, member=True)).short_minor is None
    free = PercentOffer(id="free", percent_bp=10_000, priority=1)
    basket = basket_of(piece(1000))
    wanted = PercentOffer(id="o", when=OfferWhen(min_gross_minor=2000), percent_bp=1000)
    assert [item.short_minor for item in price(basket, policy(wanted), NOW).trace] == [1000]
    assert [item.short_minor for item in price(basket, policy(free, wanted), NOW).trace] == [None, None]


@pytest.mark.parametrize(
    ("when", "day", "clock", "holds"),
    [
        (OfferWhen(since="2026-11-22"), "2026-11-22", "00:00", True),
        (OfferWhen(since="2026-11-23"), "2026-11-22", "23:59", False),
        (OfferWhen(until="2026-11-22"), "2026-11-22", "23:59", True),
        (OfferWhen(until="2026-11-21"), "2026-11-22", "00:00", False),
        (OfferWhen(since="2026-11-22T10:00"), "2026-11-22", "09:59", False),
        (OfferWhen(until="2026-11-22T10:00"), "2026-11-22", "09:59", True),
        (OfferWhen(until="2026-11-22T10:00"), "2026-11-22", "10:00", False),
        (OfferWhen(weekdays=[7]), "2026-11-22", "10:00", True),
        (OfferWhen(weekdays=[1, 2]), "2026-11-22", "10:00", False),
        (OfferWhen(hours=[Hours(since="17:00", until="19:00")]), "2026-11-22", "17:00", True),
        (OfferWhen(hours=[Hours(since="17:00", until="19:00")]), "2026-11-22", "19:00", False),
        (OfferWhen(hours=[Hours(since="22:00", until="02:00")]), "2026-11-22", "01:59", True),
        (OfferWhen(hours=[Hours(since="22:00", until="02:00")], weekdays=[6]), "2026-11-22", "01:59", True),
        (OfferWhen(hours=[Hours(since="22:00", until="02:00")], weekdays=[7]), "2026-11-22", "01:59", False),
        (OfferWhen(hours=[Hours(since="22:00", until="24:00")]), "2026-11-22", "23:59", True),
        (OfferWhen(holidays="only"), "2026-07-14", "10:00", True),
        (OfferWhen(holidays="only"), "2026-07-15", "10:00", False),
        (OfferWhen(holidays="never"), "2026-07-14", "10:00", False),
    ],
)
def test_schedules(when: OfferWhen, day: str, clock: str, holds: bool) -> None:
    assert (asked(when, at=at(day, clock)).status == "applied") is holds


def test_goods_are_chosen_by_any_name_and_left_out_by_any() -> None:
    lines = [piece(100, "a", tags=["x"]), piece(100, "b"), piece(100, "c", tags=["x", "y"])]
    for when, expected in (
        (OfferWhen(tags=["x"], skus=["b"]), ["a", "b", "c"]),
        (OfferWhen(tags=["x"], not_tags=["y"]), ["a"]),
        (OfferWhen(not_skus=["a"]), ["b", "c"]),
        (OfferWhen(departments=["d"], not_skus=["b"]), ["a", "c"]),
        (OfferWhen(not_departments=["d"]), []),
    ):
        found = price(basket_of(*lines), policy(PercentOffer(id="o", when=when, percent_bp=1000)), NOW)
        assert [line.sku for line in found.lines if line.discount_minor] == expected


def test_any_offer_can_be_explained() -> None:
    rules = policy(PercentOffer(id="dep", when=OfferWhen(departments=["other"]), percent_bp=1000))
    assert explain(basket_of(piece(100)), rules, NOW, "dep") == TraceItem(
        id="dep", status="not_met", condition="departments", have=0, need=1
    )


ANNA = Member(
    id="m1", birthday="02-29", joined="2024-11-20", first_purchase="2024-11-20", bought={"sku:a": "2026-05-22", "tag:x": "2026-10-01"}
)


@pytest.mark.parametrize(
    ("when", "today", "expected"),
    [
        (OfferWhen(birthday=BIRTHDAY), date(2026, 2, 25), [birthday_flag(BIRTHDAY)]),
        (OfferWhen(birthday=BIRTHDAY), date(2026, 3, 3), [birthday_flag(BIRTHDAY)]),
        (OfferWhen(birthday=BIRTHDAY), date(2026, 3, 4), []),
        (OfferWhen(birthday=DaysAround()), date(2028, 2, 28), []),
        (OfferWhen(birthday=DaysAround()), date(2028, 2, 29), [birthday_flag(DaysAround())]),
        (OfferWhen(birthday=DaysAround(before=70)), date(2026, 12, 31), [birthday_flag(DaysAround(before=70))]),
        (OfferWhen(anniversary=DaysAround(after=2)), date(2024, 11, 20), []),
        (OfferWhen(anniversary=DaysAround(after=2)), date(2026, 11, 22), [anniversary_flag(DaysAround(after=2))]),
        (OfferWhen(bought=Bought(skus=["a"], months=6)), date(2026, 11, 22), [bought_flag(Bought(skus=["a"], months=6))]),
        (OfferWhen(bought=Bought(skus=["a"], months=6)), date(2026, 11, 21), []),
        (OfferWhen(bought=Bought(skus=["a"], tags=["x"], months=6)), date(2026, 11, 22), []),
        (OfferWhen(bought=Bought(tags=["x"], months=2, within=True)), date(2026, 11, 22), ["bought_within:2:tag=x"]),
        (OfferWhen(bought=Bought(tags=["x"], months=1, within=True)), date(2026, 11, 22), []),
        (OfferWhen(bought=Bought(skus=["never"], months=1)), date(2026, 11, 22), []),
    ],
)
def test_flags_name_what_holds_and_no_day(when: OfferWhen, today: date, expected: list[str]) -> None:
    assert flags_of(ANNA, [PercentOffer(id="o", when=when, percent_bp=1)], today) == expected


def test_flags_of_a_new_member() -> None:
    new = Member(id="m2", consents=["loyalty"], last_visit="2026-11-22")
    assert flags_of(new, [], date(2026, 11, 22)) == ["consent:loyalty", "first_purchase", "visited"]
    assert flags_of(new, [], date(2026, 11, 23), bought_here=True, visited_here=True) == ["consent:loyalty", "visited"]


def test_a_flag_is_what_the_condition_asks_for() -> None:
    offer = PercentOffer(id="o", when=OfferWhen(bought=Bought(skus=["a"], months=6)), percent_bp=1000)
    member = MemberRef(id="m1", flags=flags_of(ANNA, [offer], date(2026, 11, 22)))
    assert price(basket_of(piece(1000), member=member), policy(offer), NOW).discount_minor == 100
