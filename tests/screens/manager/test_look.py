"""The desk in every size, language and look: nothing is cut, small or outside."""

from collections.abc import Callable

import msgspec
import pytest

from kiosk.touch.tokens import ThemeName
from sync.protocol.errors import EnvironmentFault
from tests.screens import fitting
from tests.screens.manager.conftest import Open
from tests.screens.manager.fake_desk import DAY, evening, state
from tests.screens.manager.hands import Manager
from tests.screens.turns import settle

LEAST_PX = 56
SIZES = ((1280, 800), (1920, 1080))
LONG_DAY = msgspec.structs.replace(
    evening(),
    terminals=[
        *evening().terminals,
        state("4", business_day=DAY, staff="yves"),
        state("5", heard="", unsent=None, head=None),
        state("6", heard="08:10"),
    ],
)


def unreachable(manager: Manager) -> None:
    manager.till.answers = [EnvironmentFault("ledger_unreachable")]
    manager.tick()


def logged_out(manager: Manager) -> None:
    manager.window.session.logout()
    settle()


def stopped(manager: Manager) -> None:
    manager.tap("page_3")
    manager.tap_item("offers", 1)
    manager.tap("stop_offer")


def held(manager: Manager) -> None:
    manager.tap("page_4")
    manager.window.page.members_page.field.line.setText("moreau")
    manager.window.desk.members.search("moreau")
    settle()
    manager.tap("export_member")


def erasing(manager: Manager) -> None:
    held(manager)
    manager.tap("erase_member")


def erased(manager: Manager) -> None:
    erasing(manager)
    manager.tap("erase_member")


PLAYS: dict[str, Callable[[Manager], object]] = {
    "day": lambda manager: None,
    "syncing": lambda manager: manager.tap("synchronise"),
    "unreachable": unreachable,
    "missing": lambda manager: manager.tap("toggle_missing"),
    "offers": lambda manager: manager.tap("page_3"),
    "offer_stopped": stopped,
    "members": lambda manager: manager.tap("page_4"),
    "member_held": held,
    "member_erasing": erasing,
    "member_erased": erased,
    "books": lambda manager: manager.tap("books"),
    "log_in": logged_out,
}


@pytest.mark.parametrize("name", PLAYS)
def test_every_view_can_be_read_and_hit(opened: Open, name: str) -> None:
    for size in SIZES:
        for theme in (ThemeName.LIGHT, ThemeName.HIGH_CONTRAST):
            for language in ("fr", "en"):
                manager = opened(LONG_DAY, size=size, theme=theme, language=language)
                PLAYS[name](manager)
                where = f"{name} {size} {theme} {language}"
                assert fitting.cut(manager.window) == [], where
                assert fitting.small(manager.window, LEAST_PX) == [], where
                assert fitting.outside(manager.window.page) == [], where
                assert fitting.overlapping(manager.window) == [], where
                manager.window.close()


def test_no_view_says_the_same_in_two_languages(opened: Open) -> None:
    said = []
    for language in ("fr", "en"):
        manager = opened(LONG_DAY, language=language)
        manager.tap("toggle_missing")
        cells = [cell for row in manager.rows() for cell in row]
        said.append({line for line in [*manager.words().splitlines(), *cells] if len(line.split()) > 2})
    assert said[0] & said[1] == set()
