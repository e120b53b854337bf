"""The scripted day: opened with a float, scenes in a shuffled order until enough was sold, counted, closed, and its month closed."""

from collections.abc import Callable
from itertools import chain

from tests.screens.scripted_day import goods_scenes, money_scenes, people_scenes, price_scenes
from tests.screens.scripted_day.day import Day
from tests.screens.scripted_day.steps import Step

Scene = Callable[[Day], None]
SCENES: tuple[Scene, ...] = (*goods_scenes.SCENES, *price_scenes.SCENES, *money_scenes.SCENES, *people_scenes.SCENES)
FLOAT = 15_000
COUNT = {5000: 3, 2000: 12, 1000: 21, 500: 9, 200: 14, 100: 33, 50: 8, 10: 7, 5: 3}


def script(sales: int) -> tuple[Step, ...]:
    """Return the steps of a day of at least so many finished tickets; every scene comes before any comes again."""
    day = Day()
    day.do("log_in", staff=day.staff)
    day.do("open_day", float_minor=FLOAT, business_day="2026-11-22")
    while day.tickets < sales:
        order = list(SCENES)
        day.random.shuffle(order)
        for scene in order:
            if day.tickets < sales:
                scene(day)
    day.come("max")
    day.do("x_report")
    day.do("close_day", counted_minor=sum(value * pieces for value, pieces in COUNT.items()), denominations=COUNT)
    day.do("clock", at="2026-12-01T08:00:00+01:00")
    day.do("close_month")
    return tuple(day.steps)


def acts(steps: tuple[Step, ...]) -> set[str]:
    """Return the names of all acts of a script."""
    return set(chain(step.act for step in steps))
