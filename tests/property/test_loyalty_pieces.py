"""Pieces counted in runs come to what counting them one by one comes to; bundles to what trying all ways of making them does."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.loyalty.matching import most_sets, used_of
from kiosk.domain.loyalty.pieces import Picked, Run, first, pick, sets_of
from sync.protocol.offers import Pick

counts = st.lists(st.integers(0, 9), min_size=1, max_size=5)
picks = st.builds(
    Pick, skip=st.integers(0, 5), every=st.integers(1, 4), most=st.none() | st.integers(1, 6), per=st.sampled_from(["line", "basket"])
)


def runs_of(numbers: list[int]) -> list[Run]:
    return [Run(place, count, 100 - place) for place, count in enumerate(numbers)]


def one_by_one(numbers: list[int]) -> list[int]:
    """The place of each piece."""
    return list(chain.from_iterable([place] * count for place, count in enumerate(numbers)))


def together(places: list[int]) -> Picked:
    return [(place, places.count(place)) for place in sorted(set(places))]


@given(counts, picks)
def test_picks(numbers: list[int], chosen: Pick) -> None:
    lines = [one_by_one(numbers)] if chosen.per == "basket" else [[place] * count for place, count in enumerate(numbers)]
    expected = [place for line in lines for place in line[chosen.skip :: chosen.every][: chosen.most]]
    assert pick(runs_of(numbers), chosen) == together(expected)


@given(counts, st.integers(0, 20))
def test_the_first_pieces(numbers: list[int], count: int) -> None:
    assert first(runs_of(numbers), count) == together(one_by_one(numbers)[:count])


@given(counts, st.integers(1, 5), st.data())
def test_sets_of_consecutive_pieces(numbers: list[int], size: int, data: st.DataObject) -> None:
    freed = data.draw(st.integers(1, size))
    sets = data.draw(st.integers(0, sum(numbers) // size))
    used = one_by_one(numbers)[: sets * size]
    free = [place for index, place in enumerate(used) if index % size >= size - freed]
    assert sets_of(runs_of(numbers), size, freed, sets) == (together(used), together(free))


def whole(pieces: list[int], wanted: list[int], masks: dict[int, int]) -> bool:
    """Try every way to fill parts with pieces."""
    if not any(wanted):
        return True
    part = next(part for part, count in enumerate(wanted) if count)
    fewer = [count - (number == part) for number, count in enumerate(wanted)]
    fitting = {place for place in pieces if masks[place] >> part & 1}
    return any(whole(_without(pieces, place), fewer, masks) for place in fitting)


def _without(pieces: list[int], place: int) -> list[int]:
    rest = list(pieces)
    rest.remove(place)
    return rest


@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.lists(st.integers(1, 2), min_size=1, max_size=3), st.data())
def test_bundles(numbers: list[int], needs: list[int], data: st.DataObject) -> None:
    masks = {place: data.draw(st.integers(1, 2 ** len(needs) - 1)) for place in range(len(numbers))}
    runs, pieces = runs_of(numbers), one_by_one(numbers)
    sets = most_sets(runs, masks, needs)
    assert whole(pieces, [need * sets for need in needs], masks)
    assert not whole(pieces, [need * (sets + 1) for need in needs], masks)
    used = used_of(runs, masks, [need * sets for need in needs])
    assert sum(count for _, count in used) == sets * sum(needs)
    assert whole(list(chain.from_iterable([place] * count for place, count in used)), [need * sets for need in needs], masks)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=4), st.lists(st.integers(1, 2), min_size=1, max_size=2), st.data())
def test_bundles_are_made_of_the_dearest(numbers: list[int], needs: list[int], data: st.DataObject) -> None:
    """No other pieces that make as many bundles are worth more."""
    masks = {place: data.draw(st.integers(1, 2 ** len(needs) - 1)) for place in range(len(numbers))}
    runs, pieces = runs_of(numbers), one_by_one(numbers)
    sets = most_sets(runs, masks, needs)
    wanted = [need * sets for need in needs]
    worth = sum(count * runs[place].unit_minor for place, count in used_of(runs, masks, wanted))
    chosen = ([piece for bit, piece in enumerate(pieces) if number >> bit & 1] for number in range(2 ** len(pieces)))
    others = (each for each in chosen if len(each) == sum(wanted) and whole(each, wanted, masks))
    assert worth == max(sum(runs[place].unit_minor for place in each) for each in others)
