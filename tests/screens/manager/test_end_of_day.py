"""The end of day on the real widgets: what is proven, what is not known, and what is missing."""

import msgspec

from sync.protocol.errors import EnvironmentFault
from tests.screens.manager.conftest import Open
from tests.screens.manager.fake_desk import DAY, evening, state

UNREACHABLE = EnvironmentFault("ledger_unreachable")


def test_a_manager_logs_in_and_sees_the_day(opened: Open) -> None:
    manager = opened(staff="")
    assert [tile.key for tile in manager.window.login.staff.tiles()] == ["ines", "paul"]
    for digit in "222222":
        manager.tap(f"pad_{digit}")
    manager.tap("confirm_pin")
    assert manager.window.page.isVisible()
    assert manager.window.page.title.text() == "Fin de journée · samedi 21 novembre 2026"
    assert "3 sur 4 à jour" in manager.words()
    manager.tap("log_out")
    assert manager.window.login.isVisible()


def test_a_wrong_pin_is_a_sentence(opened: Open) -> None:
    manager = opened(staff="")
    for digit in "999999":
        manager.tap(f"pad_{digit}")
    manager.tap("confirm_pin")
    assert manager.window.login.isVisible()
    assert manager.window.login.message.text() == manager.window.look.words.error("wrong_pin")


def test_nobody_below_a_manager_sees_the_desk(opened: Open) -> None:
    manager = opened(staff="marc")
    assert manager.window.login.isVisible()
    assert manager.till.desks() == 0


def test_the_table_tells_each_terminal_and_the_desk_is_not_one(opened: Open) -> None:
    manager = opened()
    assert manager.rows() == [
        ["Caisse 1", "à l’instant", "0", "812,10", "812,10", "0,00", "Reçue à 20:02"],
        ["Caisse 2", "19:40 · muette", "34", "643,25", "640,05", "−3,20", "À envoyer au retour du réseau"],
        ["Caisse 3", "à l’instant", "0", "651,05", "651,05", "0,00", "Reçue à 20:02"],
        ["Borne A", "à l’instant", "0", "–", "–", "–", "Reçue à 20:02"],
    ]


def test_the_figures_answer_first(opened: Open) -> None:
    words = opened().words()
    assert "8\u202f412,35\u00a0€" in words
    assert "341 tickets · panier 24,67\u00a0€" in words
    assert "2\u202f103,20\u00a0€" in words
    assert "écart −3,20\u00a0€" in words
    assert "Caisse 2 · 34 écritures en attente" in words


def test_a_terminal_never_heard_from_is_a_dash_and_never_zero(opened: Open) -> None:
    silent = state("5", heard="", unsent=None, head=None)
    manager = opened(msgspec.structs.replace(evening(), terminals=[silent]))
    assert manager.rows() == [["Caisse 5", "jamais", "–", "–", "–", "–", "Jamais entendue"]]
    view = manager.window.page.day_view
    assert view.waiting.figure.text() == "–"
    assert view.cash.figure.text() == "–"


def test_what_is_known_with_something_unknown_is_at_least(opened: Open) -> None:
    silent = state("5", heard="", unsent=None, head=None)
    manager = opened(msgspec.structs.replace(evening(), terminals=[*evening().terminals, silent]))
    view = manager.window.page.day_view
    assert view.waiting.figure.text() == "au moins 34"
    assert view.waiting.mark.text() == "Caisse 5\u202f: inconnu"


def test_what_is_missing_has_a_view_of_its_own(opened: Open) -> None:
    still_open = state("4", business_day=DAY, staff="yves")
    manager = opened(msgspec.structs.replace(evening(), terminals=[*evening().terminals, still_open]))
    manager.tap("toggle_missing")
    words = manager.words()
    assert "34 écritures y attendent." in words
    assert "Comptez son tiroir et fermez la journée sur place." in words
    assert len(manager.window.page.missing_view.cards) == 2
    manager.tap("page_0")
    assert manager.window.page.day_view.isVisible()
    manager.tap("page_1")
    assert manager.window.page.missing_view.isVisible()


def test_books_and_cases_are_told_in_words(opened: Open) -> None:
    manager = opened()
    manager.tap("page_2")
    words = manager.words()
    assert "Davantage a été rendu d’un ticket qu’il n’avait été vendu" in words
    assert "12,90\u00a0€" in words
    assert "Une vente nomme un membre que le registre ne connaît pas · 2 fois" in words
    assert "Caisse 1 · octobre 2026 · Z 274 à 304" in words
    assert "Archive pas encore reçue" in words
    assert "Z manquants\u202f: 17, 18" in words
    manager.tap("toggle_missing")
    assert manager.window.page.day_view.isVisible()


def test_an_older_ledger_that_knows_no_books_disturbs_nothing(opened: Open) -> None:
    manager = opened(msgspec.structs.replace(evening(), open_cases=[], periods=[], missing_z=[]))
    manager.tap("books")
    assert "Rien n’est contesté." in manager.words()
    assert "Aucun mois n’est clos." in manager.words()


def test_when_nothing_is_missing_it_says_so(opened: Open) -> None:
    proven = [terminal for terminal in evening().terminals if terminal.register != "2"]
    manager = opened(msgspec.structs.replace(evening(), terminals=proven))
    assert "3 sur 3 à jour" in manager.words()
    manager.tap("page_1")
    assert "Rien ne manque." in manager.words()


def test_an_unreachable_ledger_is_calm_and_keeps_the_last_answer(opened: Open) -> None:
    manager = opened(evening(), UNREACHABLE)
    manager.tick()
    message = manager.window.page.message.text()
    assert message.startswith(manager.window.look.words.error("ledger_unreachable"))
    assert message.endswith("Vous voyez ce qui était connu à 20:03.")
    assert len(manager.rows()) == 4


def test_a_ledger_that_was_never_reached_shows_no_zero(opened: Open) -> None:
    manager = opened(UNREACHABLE)
    view = manager.window.page.day_view
    assert {card.figure.text() for card in (view.sales, view.cash, view.waiting, view.cases)} == {"–"}
    assert manager.rows() == []


def test_the_language_is_whole(opened: Open) -> None:
    manager = opened(language="en")
    words = manager.words()
    assert "End of day · Saturday, 21 November 2026" in words
    assert manager.rows()[1][-1] == "To come when the network returns"
