"""A scripted day with every act of the complete till: played on screen and headless it ends in the same Z and the same journal facts.

Every scene is played once; with SCRIPTED_DAY_SALES=300 they are played on until so much was sold. An act for which the screen has no way
fails (`fingers.NoWay`), as does one that the till refuses without a word to be seen.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.protocol import facts as kinds
from tests.screens.scripted_day import goods_scenes, money_scenes, people_scenes, price_scenes
from tests.screens.scripted_day.comparison import Played, difference, played
from tests.screens.scripted_day.headless import WORLD, Headless
from tests.screens.scripted_day.onscreen import OnScreen, opened_window
from tests.screens.scripted_day.script import SCENES, script
from tests.screens.scripted_day.steps import Step
from tests.screens.scripted_day.world import opened

SALES = int(os.environ.get("SCRIPTED_DAY_SALES", "0"))
LEAST_SALES = 75
"""What is sold when every scene is played once."""

FACTS = frozenset(
    {
        *(kinds.EpochOpened, kinds.LoggedIn, kinds.LoggedOut, kinds.TillLocked, kinds.LoginRefused, kinds.DayOpened, kinds.DayClosed),
        *(kinds.Sale, kinds.LineVoided, kinds.BasketCancelled, kinds.BasketHeld, kinds.BasketRecalled, kinds.TenderReversed),
        *(kinds.DiscountGiven, kinds.DiscountWithdrawn, kinds.PriceOverridden, kinds.CardSettled, kinds.CashMoved, kinds.NoSale),
        *(kinds.CopyPrinted, kinds.InvoiceIssued, kinds.TrainingSwitched, kinds.TrainingTicket, kinds.PeriodClosed, kinds.ArchiveMade),
        kinds.RightRefused,
    }
)
"""What a day leaves behind where every act is done; no jump of a clock, no setting and no other version belong to one."""

SHORT = (price_scenes.line_discount, money_scenes.mixed, people_scenes.returned_piece_by_piece, goods_scenes.age_proven)


def headless(folder: Path, steps: tuple[Step, ...]) -> Played:
    with opened(folder) as world:
        player = Headless(world)
        player.play(steps)
        return played(world, player.z)


def both(folder: Path, steps: tuple[Step, ...]) -> tuple[Played, Played]:
    """Play headless on a thread of its own while the screen plays on the GUI's: neither knows of the other."""
    with opened(folder / "headless") as unseen, opened(folder / "screen") as world, opened_window(world) as window:
        player = Headless(unseen)
        with ThreadPoolExecutor(1) as beside:
            done = beside.submit(player.play, steps)
            window.play(steps)
            done.result()
        return played(unseen, player.z), played(world, window.z)


@pytest.mark.long(17)
def test_the_same_day_on_screen_and_headless(tmp_path: Path) -> None:
    told, seen = both(tmp_path, script(SALES))
    assert difference(told.journal, seen.journal) == ""
    assert difference([told.z], [seen.z]) == ""
    assert difference(told.papers, seen.papers) == ""
    assert told.kinds == seen.kinds and set(told.kinds) == {kind.__name__ for kind in FACTS}
    sold = [body for body in seen.journal if body["fact"]["fact"] == "sale" and body["fact"]["gross_minor"] > 0]
    assert len(sold) >= max(SALES, LEAST_SALES)


def acts_of(player: type) -> set[str]:
    return {name for each in player.__mro__ for name in vars(each) if not name.startswith("_")} & {
        name for name in vars(Headless) if not name.startswith("_")
    } - {"play"}


def test_every_act_is_in_the_script_and_known_to_both_players() -> None:
    acts = {step.act for step in script()} - WORLD
    assert acts == acts_of(Headless) == acts_of(OnScreen)


def test_the_same_number_of_sales_is_always_the_same_day() -> None:
    assert script(120) == script(120)
    assert len({step.fields["ticket"] for step in script() if step.act == "finish" and "ticket" in step.fields}) > LEAST_SALES
    assert len(SCENES) == len(set(SCENES))


Bend = Callable[[Step], Step | None]
WRONG: dict[str, Bend] = {
    "a dropped discount": lambda step: None if step.act == "discount" else step,
    "a cent more off": lambda step: step._replace(fields={**step.fields, "amount_minor": 11}) if "amount_minor" in step.fields else step,
    "another paper": lambda step: step._replace(fields={**step.fields, "paper": "none"}) if step.act == "finish" else step,
    "a piece less": lambda step: step._replace(fields={**step.fields, "pieces": {1: 1}}) if "pieces" in step.fields else step,
    "other money": lambda step: step._replace(fields={**step.fields, "kind": "card"}) if step.fields.get("kind") == "cheque" else step,
    "a minute later": lambda step: step._replace(fields={"at": step.fields["at"].replace(":00+", ":01+")}) if step.act == "clock" else step,
}


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return headless(tmp_path_factory.mktemp("right"), script(scenes=SHORT))


@pytest.mark.parametrize("what", WRONG)
def test_a_twin_that_does_otherwise_is_seen(what: str, right: Played, tmp_path: Path) -> None:
    """The control: a day that differs in one thing differs in journal and diff."""
    steps = script(scenes=SHORT)
    bent = tuple(found for step in steps if (found := WRONG[what](step)) is not None)
    assert bent != steps
    assert difference(right.journal, headless(tmp_path, bent).journal) != ""


def test_the_same_day_played_again_leaves_the_same(right: Played, tmp_path: Path) -> None:
    assert difference(right.journal, headless(tmp_path, script(scenes=SHORT)).journal) == ""
