"""The scripted day: opened with a float, scenes in a shuffled order until enough was sold, counted, closed, and its month closed."""

from collections.abc import Callable, Sequence

from tests.screens.scripted_day import goods_scenes, money_scenes, people_scenes, price_scenes
from tests.screens.scripted_day.day import Day
from tests.screens.scripted_day.steps import Step

Scene = Callable[[Day], None]
SCENES: tuple[Scene, ...] = (*goods_scenes.SCENES, *price_scenes.SCENES, *money_scenes.SCENES, *people_scenes.SCENES)
FLOAT_MINOR = 15_000
COUNT = {5000: 21, 2000: 22, 1000: 19, 500: 9, 200: 14, 100: 33, 50: 8, 10: 7, 5: 3}


def script(sales: int = 0, scenes: Sequence[Scene] = SCENES) -> tuple[Step, ...]:
    """Return the steps of a day of at least so many sales; each scene is played once before any is played again."""
    day = Day()
    day.do("log_in", staff=day.staff)
    day.do("open_day", float_minor=FLOAT_MINOR, business_day="2026-11-22")
    _play(day, scenes)
    while day.sales < sales:
        _play(day, scenes, sales)
    day.come("max")
    day.do("x_report")
    day.do("close_day", counted_minor=sum(value * pieces for value, pieces in COUNT.items()), denominations=COUNT)
    day.do("clock", at="2026-12-01T08:00:00+01:00")
    day.do("close_month")
    return tuple(day.steps)


def _play(day: Day, scenes: Sequence[Scene], sales: int = 0) -> None:
    order = list(scenes)
    day.random.shuffle(order)
    for scene in order:
        if not sales or day.sales < sales:
            scene(day)
