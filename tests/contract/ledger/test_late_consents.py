"""The last word on a consent stands, in whichever order tills without network tell of it (law 8)."""

from itertools import permutations

import pytest

from sync.protocol.facts import AnyFact, ConsentChanged, ConsentGiven, MemberJoined
from tests.contract.ledger.test_members_across_stores import member_of
from tests.unit.sync.ledger.machines import DAY, opened
from tests.unit.sync.ledger.worlds import World

EMAIL = ConsentGiven(purpose="email")
BY_SMS = ConsentGiven(purpose="email", channel="sms")


def word(given: bool, consent: ConsentGiven = EMAIL) -> ConsentChanged:
    return ConsentChanged(member="m9", consent=consent, given=given)


def told(world: World, *said: tuple[str, str, AnyFact], hours: float = 8) -> list[list[str]]:
    """Let each register tell what was said at its machine, in this order; return what every store then knows to be consented to."""
    home, chain = world.machine("K9", "e9")
    chain.add(opened("K9"), MemberJoined(member="m9", consents=[ConsentGiven(purpose="loyalty")]), at=f"{DAY}T09:00:00+01:00")
    home.push(chain.message())
    world.pass_time(hours=hours)
    for register, time, fact in said:
        client, other = world.machine(register, f"e-{register}")
        other.add(opened(register), fact, at=f"{DAY}T{time}+01:00")
        client.push(other.message())
    return [[name for name in member_of(world, "m9", store).consents if name != "loyalty"] for store in ("S1", "S2")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("last", [True, False])
def test_the_later_word_stands_whenever_the_others_are_heard(shop_world: World, order: tuple[int, ...], last: bool) -> None:
    said = [("K1", "10:00:00", word(last)), ("K2", "11:00:00", word(not last)), ("K9", "12:00:00", word(last))]
    assert told(shop_world, *(said[place] for place in order)) == [["email"] if last else []] * 2


@pytest.mark.parametrize("first", [True, False])
def test_at_the_same_instant_the_withdrawal_stands(shop_world: World, first: bool) -> None:
    assert told(shop_world, ("K1", "12:00:00", word(first)), ("K2", "12:00:00", word(not first))) == [[], []]


def test_a_word_on_one_channel_leaves_another_as_it_is(shop_world: World) -> None:
    said = (("K1", "12:00:00", word(given=False)), ("K2", "11:00:00", word(given=True, consent=BY_SMS)))
    assert told(shop_world, *said) == [["email:sms"]] * 2


def test_instants_are_compared_and_not_their_texts(shop_world: World) -> None:
    """13:00 in Helsinki is noon in Paris."""
    home, chain = shop_world.machine("K9", "e9")
    chain.add(opened("K9"), MemberJoined(member="m9"), word(given=True), at=f"{DAY}T13:00:00+02:00")
    shop_world.pass_time(hours=8)
    home.push(chain.message())
    other, elsewhere = shop_world.machine("K1")
    elsewhere.add(opened(), word(given=False), at=f"{DAY}T12:30:00+01:00")
    other.push(elsewhere.message())
    assert member_of(shop_world, "m9", "S2").consents == []


@pytest.mark.parametrize("wrong", ["2031-01-01T10:00:00+01:00", "yesterday", f"{DAY}T12:00:00"])
def test_a_clock_that_runs_ahead_or_cannot_be_read_outlives_no_later_word(shop_world: World, wrong: str) -> None:
    home, chain = shop_world.machine("K9", "e9")
    chain.add(opened("K9"), MemberJoined(member="m9"), word(given=True), at=wrong)
    home.push(chain.message())
    shop_world.pass_time(hours=8)
    other, elsewhere = shop_world.machine("K1")
    elsewhere.add(opened(), word(given=False), at=f"{DAY}T11:00:00+01:00")
    other.push(elsewhere.message())
    assert member_of(shop_world, "m9", "S2").consents == []


def test_a_till_that_knew_of_a_word_outlives_it_though_its_clock_stood_behind(shop_world: World) -> None:
    home, chain = shop_world.machine("K9", "e9")
    shop_world.pass_time(hours=8)
    chain.add(opened("K9"), MemberJoined(member="m9"), word(given=True), at=f"{DAY}T14:00:00+01:00")
    again = ConsentChanged(member="m9", consent=EMAIL, given=False, said_at=f"{DAY}T13:00:00.001+00:00")
    chain.add(again, at=f"{DAY}T12:00:00+01:00")
    home.push(chain.message())
    assert member_of(shop_world, "m9", "S2").consents == []


@pytest.mark.parametrize("said", [True, False])
def test_joining_comes_before_what_was_said_since_though_heard_after_it(shop_world: World, said: bool) -> None:
    client, chain = shop_world.machine("K1")
    chain.add(opened(), word(said))
    client.push(chain.message())
    home, other = shop_world.machine("K2", "e2")
    other.add(opened("K2"), MemberJoined(member="m9", consents=[EMAIL, ConsentGiven(purpose="post")]))
    home.push(other.message())
    assert member_of(shop_world, "m9").consents == (["email", "post"] if said else ["post"])
