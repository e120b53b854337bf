"""The one button: push, ask the others, and follow who answered."""

from collections.abc import Callable

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.screens.manager.page import ManagerPage
from kiosk.touch.theme import make_theme
from kiosk.viewmodels.manager_desk import SYNC_POLLS
from sync.base.words import Words
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import DeskAnswer, OpenWork
from tests.screens.manager.conftest import Open
from tests.screens.manager.fake_desk import FakeDesk, evening, proven
from tests.screens.manager.hands import words_of
from tests.screens.turns import settle


def after_push(*answered: str) -> DeskAnswer:
    """Return the evening after one request to push, answered by these registers."""
    asked = evening(push_now=1)
    heard = [msgspec.structs.replace(till, answered_push=int(till.register in answered)) for till in asked.terminals]
    return msgspec.structs.replace(asked, terminals=heard)


def whole() -> DeskAnswer:
    """Return the evening once the silent till has sent everything."""
    came = proven("2", "nadia", 64325, 64005, answered_push=1)
    answer = after_push("1", "3", "A")
    return msgspec.structs.replace(answer, terminals=[came if till.register == "2" else till for till in answer.terminals])


def test_the_button_pushes_and_follows_until_all_answered(opened: Open) -> None:
    manager = opened(evening(), after_push("1"), after_push("1", "3", "A"), whole())
    manager.tap("synchronise")
    assert manager.till.pushes == 1
    assert "Réponses reçues\u202f: 1 sur 4" in manager.words()
    assert not manager.window.page.sync.isEnabled()
    manager.tick()
    assert "Réponses reçues\u202f: 3 sur 4" in manager.words()
    manager.tick()
    assert manager.window.page.sync.isEnabled()
    assert "4 sur 4 à jour" in manager.words()
    assert "Tout ce qui est connu est arrivé" in manager.words()


def test_it_gives_up_waiting_calmly(opened: Open) -> None:
    manager = opened(evening(), after_push("1", "3", "A"))
    manager.tap("synchronise")
    manager.tick(SYNC_POLLS)
    assert not manager.window.desk.syncing
    assert "Pas de réponse de Caisse 2 (dernier message\u202f: 19:40 · muette)." in manager.words()
    assert "Caisse 2 · 34 écritures en attente" in manager.words()


def test_while_it_waits_it_says_for_whom_and_when_they_were_heard(opened: Open) -> None:
    manager = opened(evening(), after_push("1", "3", "A"))
    manager.tap("synchronise")
    assert manager.window.desk.syncing
    assert "En attente de Caisse 2 (dernier message\u202f: 19:40 · muette)." in manager.words()


def test_sales_that_wait_are_counted_as_sales_and_tickets_put_aside_are_told(opened: Open) -> None:
    held = OpenWork(unsent_sales=12, held_tickets=2, held_minor=4350)
    tills = [msgspec.structs.replace(till, open_work=held) if till.register == "2" else till for till in evening().terminals]
    manager = opened(msgspec.structs.replace(evening(), terminals=tills))
    assert "Caisse 2 · 12 ventes en attente" in manager.words()
    manager.tap("toggle_missing")
    assert "12 ventes y attendent." in manager.words() and "2 tickets y sont mis de côté, de 43,50" in manager.words()


def test_a_second_tap_asks_nothing_twice(opened: Open) -> None:
    manager = opened(evening(), after_push("1"))
    manager.tap("synchronise")
    manager.window.desk.synchronise()
    assert manager.till.pushes == 1


def test_a_push_without_a_network_is_a_sentence(opened: Open) -> None:
    manager = opened()
    manager.till.push_fault = EnvironmentFault("ledger_unreachable")
    manager.tap("synchronise")
    assert manager.window.page.sync.isEnabled()
    assert manager.window.page.message.text().startswith(manager.window.look.words.error("ledger_unreachable"))


def test_while_it_synchronises_the_timer_looks_every_second(opened: Open) -> None:
    manager = opened(evening(), after_push("1"))
    slow = manager.window.page._timer.interval()
    manager.tap("synchronise")
    assert manager.window.page._timer.isActive()
    assert manager.window.page._timer.interval() == 1_000 < slow


@pytest.fixture
def page_of(qtbot: QtBot) -> Callable[[str], ManagerPage]:
    def make(staff: str) -> ManagerPage:
        page = ManagerPage(FakeDesk(staff=staff), Words("fr"), make_theme(motion=False))
        qtbot.addWidget(page)
        page.resize(1280, 720)
        page.show()
        settle()
        return page

    return make


def test_it_is_a_page_of_a_running_till(page_of: Callable[[str], ManagerPage]) -> None:
    page = page_of("ines")
    assert "3 sur 4 à jour" in words_of(page)
    page.leave()


def test_on_a_till_a_cashier_is_told_who_may_see_it(page_of: Callable[[str], ManagerPage]) -> None:
    page = page_of("marc")
    assert "réservée aux responsables" in words_of(page)
    assert not page.page.views.isVisible()
    page.leave()
