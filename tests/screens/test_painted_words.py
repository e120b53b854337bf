"""No view paints its words cut: every scene of the till, the kiosk and the desk, at every size."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.touch.lines import LineList, Row
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import ThemeName
from tests.screens import shots
from tests.screens.looks import TIGHTEST, measured
from tests.screens.manager.fake_desk import FakeDesk
from tests.screens.manager.hands import Manager
from tests.screens.manager.test_look import LONG_DAY, PLAYS
from tests.screens.manager.test_look import SIZES as DESK_SIZES
from tests.screens.painted_words import heard_cuts
from tests.screens.scene import Scene
from tests.screens.selfservice import scenes as kiosk_scenes
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer
from tests.screens.turns import settle


def cuts_at(window: QWidget, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """Return what a window paints cut at these sizes."""
    found = []
    for size in sizes:
        window.resize(*size)
        settle()
        # What was put off until it is shown is built and laid out now; only what is painted then counts.
        window.grab()
        settle()
        with heard_cuts() as cuts:
            window.grab()
        found += [f"{size}: {whole!r} as {shown!r}" for whole, shown in cuts.items()]
    window.close()
    return found


@pytest.mark.parametrize(("language", "theme"), measured(TIGHTEST))
@pytest.mark.parametrize("scene", shots.SCENES, ids=lambda scene: scene.name)
def test_the_till_paints_whole_words(qtbot: QtBot, scene: Scene, theme: ThemeName, language: str) -> None:
    window, _ = shots.window_for(scene, language, theme, shots.SIZES[-1])
    qtbot.addWidget(window)
    assert cuts_at(window, shots.SIZES) == []


@pytest.mark.parametrize(("language", "theme"), measured(TIGHTEST))
@pytest.mark.parametrize("name", kiosk_scenes.SCENES)
def test_the_kiosk_paints_whole_words(qtbot: QtBot, name: str, theme: ThemeName, language: str) -> None:
    for size in kiosk_scenes.SIZES:
        customer = Customer(FakeKiosk(), language=language, size=size, theme=theme)
        qtbot.addWidget(customer.window)
        kiosk_scenes.play(kiosk_scenes.SCENES[name], customer, language)
        assert cuts_at(customer.window, (size,)) == []


@pytest.mark.parametrize(("language", "theme"), measured(TIGHTEST))
@pytest.mark.parametrize("name", PLAYS)
def test_the_desk_paints_whole_words(qtbot: QtBot, name: str, theme: ThemeName, language: str) -> None:
    manager = Manager(FakeDesk(LONG_DAY, staff="ines"), language=language, theme=theme)
    qtbot.addWidget(manager.window)
    PLAYS[name](manager)
    assert cuts_at(manager.window, DESK_SIZES) == []


def test_a_name_without_room_is_heard(qtbot: QtBot) -> None:
    rows = LineList(make_theme(motion=False))
    qtbot.addWidget(rows)
    rows.show_rows([Row("1", "Assortiment de petits fours au beurre et aux amandes", "14,90")])
    rows.show()
    assert cuts_at(rows, ((420, 200),)) != []
