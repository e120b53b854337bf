"""Offers and members at the desk: one click stops, who has heard is said; a member is shown and erased, what stays is said beforehand."""

from kiosk.services.desk_views import StopOffer
from sync.protocol.errors import EnvironmentFault
from tests.screens.manager.conftest import Open
from tests.screens.manager.fake_desk import evening
from tests.screens.manager.test_look import erased, erasing, held
from tests.screens.turns import settle


def test_the_bundle_is_named_by_version_and_hash(opened: Open) -> None:
    manager = opened()
    manager.tap("page_3")
    assert "Règles 9f3ac1d2b4e5, version 12" in manager.words()


def test_one_click_stops_and_says_who_has_heard_and_the_worst_case(opened: Open) -> None:
    manager = opened()
    manager.tap("page_3")
    manager.tap_item("offers", 1)
    manager.tap("stop_offer")
    assert manager.till.stops == [StopOffer("cheese", stop=True)]
    said = manager.words()
    assert "Confirmé par\N{NARROW NO-BREAK SPACE}: 1, 3. Pas encore par\N{NARROW NO-BREAK SPACE}: 2, A." in said
    assert "45,00" in said and "La relancer" in said


def test_the_page_follows_who_hears_of_it(opened: Open) -> None:
    manager = opened()
    manager.tap("page_3")
    manager.tap_item("offers", 1)
    manager.tap("stop_offer")
    manager.till.unheard = []
    manager.window.page._tick()
    settle()
    assert manager.till.stops == [StopOffer("cheese"), StopOffer("cheese", again=True)], "a deed once, and then only asked"
    assert "Plus rien ne peut être accordé." in manager.words()


def test_the_same_key_lets_it_go_on(opened: Open) -> None:
    manager = opened()
    manager.tap("page_3")
    manager.tap_item("offers", 3)
    manager.tap("stop_offer")
    assert manager.till.stops[-1] == StopOffer("night", stop=False)
    assert "Arrêter cette offre" in manager.words()


def test_without_the_ledger_nothing_is_stopped_and_it_is_said(opened: Open) -> None:
    manager = opened()
    manager.till.stop_fault = EnvironmentFault("ledger_unreachable")
    manager.tap("page_3")
    manager.tap_item("offers", 0)
    manager.tap("stop_offer")
    assert "Arrêter cette offre" in manager.words() and manager.window.page.offers_page.state.text()


def test_what_members_are_owed_stands_below_in_one_line(opened: Open) -> None:
    manager = opened()
    manager.tap("page_4")
    n, t = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
    expected = f"Dû aux membres{n}: Points 412{n}350, soit 4{n}123,50{t}€ · Cagnotte 182,40{t}€"
    assert manager.window.page.members_page.owed.text() == expected


def test_what_is_held_of_a_member_is_shown(opened: Open) -> None:
    manager = opened()
    held(manager)
    rows = {row.title: row.notes[0].words for row in manager.window.page.members_page.document.rows()}
    assert rows["E-mail"] == "claire@example.fr" and rows["Solde · POINT"] == "1284" and rows["Consentement 2"] == "Offres par e-mail"


def test_what_is_held_is_said_in_words_and_once(opened: Open) -> None:
    manager = opened()
    held(manager)
    rows = manager.window.page.members_page.document.rows()
    assert [row.title for row in rows].count("E-mail") == 1 and "Téléphone" in [row.title for row in rows]
    assert not [row.title for row in rows if "ledger" in row.title or "." in row.title or "_" in row.title]


def test_an_offer_s_kind_is_said_in_words(opened: Open) -> None:
    manager = opened(language="en")
    manager.tap("page_3")
    rows = manager.window.page.offers_page.list.rows()
    assert [row.notes[0].words for row in rows][:2] == ["A share off · bio10", "The cheapest one free · cheese"]
    assert {row.amount: row.tone for row in rows} == {"in force": "accent", "stopped": "warn"}


def test_erasing_says_beforehand_what_goes_and_what_stays_and_asks_once_more(opened: Open) -> None:
    manager = opened()
    erasing(manager)
    assert manager.till.erased == [] and "aussi longtemps que la loi le demande" in manager.words()
    manager.tap("erase_member")
    assert manager.till.erased == ["m1"] and "31 décembre 2036" in manager.words()


def test_another_member_is_not_erased_by_the_second_press(opened: Open) -> None:
    manager = opened()
    manager.tap("page_4")
    manager.window.desk.members.search("cl")
    settle()
    manager.tap_item("found_members", 0)
    manager.tap("erase_member")
    manager.tap_item("found_members", 1)
    manager.tap("erase_member")
    assert manager.till.erased == []


def test_who_was_erased_is_found_no_more(opened: Open) -> None:
    manager = opened(evening())
    erased(manager)
    assert manager.window.desk.members.found == ()
