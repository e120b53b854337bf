"""The map of the keys is the keys: what it says is pressed and compared, on every page and sheet; and no key means two things."""

from collections import Counter
from functools import partial

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.cashier.key_map import entries, live_shortcuts
from kiosk.screens.cashier.window import CashierWindow
from kiosk.screens.shared.phrases import cap_of
from kiosk.touch.keys import KeyButton, named_shortcut
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.hands import focus, key, page_of, selling, tap, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import Scene
from tests.screens.shots import SCENES, SIZES, window_for
from tests.screens.turns import settle

KEY_MODIFIERS = {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}


def sequences(shortcut: QShortcut) -> list[str]:
    return [sequence.toString(QKeySequence.SequenceFormat.PortableText) for sequence in QShortcut.keys(shortcut)]


def doubled(top: QWidget) -> list[str]:
    """Return the keys that would press two things: Qt then presses neither."""
    counted = Counter(sequence for shortcut in live_shortcuts(top) for sequence in sequences(shortcut))
    return [sequence for sequence, number in counted.items() if number > 1]


def unpressed_caps(window: CashierWindow) -> list[str]:
    """Return the buttons in sight whose cap shows a key that does not press them; a field takes its Enter itself."""
    words = window.look.words
    live = {cap_of(words, sequence) for shortcut in live_shortcuts(window) for sequence in sequences(shortcut)} | {"Entrée"}
    found = []
    for button in window.findChildren(KeyButton):
        own = {cap_of(words, sequence) for sequence in sequences(button.bound)} if button.bound is not None else live
        if button.isVisible() and button.cap and button.cap not in own:
            found.append(button.text())
    return found


def nameless(top: QWidget) -> list[str]:
    return [", ".join(sequences(shortcut)) for shortcut in live_shortcuts(top) if not shortcut.whatsThis()]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_key_means_one_thing_has_a_name_and_every_cap_a_key(scene: Scene) -> None:
    window, _ = window_for(scene, "fr", ThemeName.LIGHT, SIZES[0])
    try:
        assert doubled(window) == []
        assert nameless(window) == []
        assert unpressed_caps(window) == []
    finally:
        window.close()
        window.deleteLater()
        settle()


@pytest.mark.parametrize("name", ["selling", "pay", "pay_change", "done", "menu_manager", "returns_receipt", "cash_in", "count", "closed"])
def test_what_the_map_says_is_what_a_press_does(name: str) -> None:
    """Press each key of the map on the page, and hear the very button that bears these words."""
    scene = next(scene for scene in SCENES if scene.name == name)
    window, _ = window_for(scene, "fr", ThemeName.LIGHT, SIZES[0])
    try:
        pressed: list[str] = []
        for shortcut in live_shortcuts(window.page):
            shortcut.activated.disconnect()
            shortcut.activated.connect(partial(pressed.append, shortcut.whatsThis()))
        told = entries(window.look, [window.page])
        assert len(told) > 2
        for shortcut in live_shortcuts(window.page):
            for sequence in sequences(shortcut):
                press(sequence)
                assert pressed[-1:] == [shortcut.whatsThis()], sequence
        assert {entry.words for entry in told} == set(pressed)
    finally:
        window.close()
        window.deleteLater()
        settle()


def press(sequence: str) -> None:
    *modifiers, name = sequence.split("+")
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= KEY_MODIFIERS[modifier]
    target = QApplication.focusWidget()
    assert target is not None
    combination: QKeyCombination = QKeySequence(name)[0]  # type: ignore[index]
    QTest.keyClick(target, combination.key(), held)
    settle()


def test_f1_shows_the_map_and_a_scan_goes_on_all_the_same(window: CashierWindow) -> None:
    wedge(window, GOODS[0].sku)
    key(window, Qt.Key.Key_F1)
    told = {entry.caps[0]: entry.words for entry in window.key_map.view.entries} if window.key_map else {}
    assert told["F2"] == "Quantité" and told["Ctrl F3"] == "Remise sur le ticket" and told["F10"] == "Menu"
    assert told["Entrée"] == selling(window).side.pay.text()
    wedge(window, GOODS[1].sku)
    assert len(window.model.basket.basket.lines) == 2
    key(window, Qt.Key.Key_F1)
    assert window.key_map is None and selling(window).isVisible()
    assert focus(window) is selling(window).side.field.line


def test_the_map_is_left_by_escape_and_by_another_page(window: CashierWindow) -> None:
    tap(window, "help")
    key(window, Qt.Key.Key_Escape)
    assert window.key_map is None
    tap(window, "help")
    key(window, Qt.Key.Key_F10)
    assert window.key_map is None and page_of(window) is Page.DAY


def test_the_map_follows_the_page(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, GOODS[0].sku)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_F1)
    assert window.key_map is not None
    assert "Espèces" in [entry.words for entry in window.key_map.view.entries]


def test_a_doubled_a_nameless_and_a_lying_key_are_found(window: CashierWindow) -> None:
    page = window.page
    named_shortcut(page, ("F7",), "", lambda: None)
    assert doubled(window) == ["F7"] and nameless(window) == ["F7"]
    liar = KeyButton(page.theme, "Liar", cap="F42")
    liar.setParent(page)
    liar.show()
    assert unpressed_caps(window) == ["Liar"]
