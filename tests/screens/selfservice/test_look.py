"""Every screen of the kiosk in every size, language and look: nothing is cut, small, outside or untranslated."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.touch.labels import Label
from kiosk.touch.qr import QrView
from kiosk.touch.tokens import ThemeName
from tests.screens import fitting
from tests.screens.looks import CROSSED, measured
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer
from tests.screens.selfservice.scenes import LANGUAGES, SCENES, SIZES, play
from tests.screens.turns import settle

LEAST_PX = 104
LEAST_MODULE_PX = 4
LOOKS = (ThemeName.LIGHT, ThemeName.HIGH_CONTRAST)
"""The two type scales; the dark look has the sizes of the light one."""


@pytest.mark.parametrize("name", SCENES)
def test_every_screen_can_be_read_and_hit(qtbot: QtBot, name: str) -> None:
    for size in SIZES:
        for language, theme in measured(CROSSED):
            customer = Customer(FakeKiosk(), language=language, size=size, theme=theme)
            qtbot.addWidget(customer.window)
            face = play(SCENES[name], customer, language)
            where = f"{name} {size} {theme} {language}"
            assert fitting.cut(face) == [], where
            assert fitting.small(face, LEAST_PX) == [], where
            assert fitting.outside(face) == [], where
            assert fitting.overlapping(face) == [], where
            customer.window.close()


@pytest.mark.parametrize("name", SCENES)
def test_no_two_languages_say_the_same(qtbot: QtBot, name: str) -> None:
    """A sentence that stays English in French would be one without a translation."""
    said = []
    for language in LANGUAGES:
        customer = Customer(FakeKiosk(), language=language)
        qtbot.addWidget(customer.window)
        play(SCENES[name], customer, language)
        said.append({line for line in customer.words().splitlines() if len(line.split()) > 2})
        customer.window.close()
    names = {"Awa Diop", "Nadia Bernard", "Le Comptoir"}
    assert said[0] & said[1] <= names


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_can_read_the_code_on_every_screen(qtbot: QtBot, size: tuple[int, int]) -> None:
    for theme in LOOKS:
        customer = Customer(FakeKiosk(), language="fr", size=size, theme=theme)
        qtbot.addWidget(customer.window)
        play(SCENES["link"], customer, "fr")
        code = customer.face.findChild(QrView, "receipt_link")
        assert code is not None and code.module_px() >= LEAST_MODULE_PX
        customer.window.close()


def test_the_guard_sees_a_cut_label_and_a_small_key(qtbot: QtBot) -> None:
    customer = Customer(FakeKiosk())
    qtbot.addWidget(customer.window)
    customer.tap("start")
    title = customer.face.header.title
    assert isinstance(title, Label)
    title.setFixedWidth(40)
    customer.button("pay").setFixedHeight(60)
    settle()
    assert any("Scannez" in found for found in fitting.cut(customer.face))
    assert fitting.small(customer.face, LEAST_PX) == ["pay: 984x60"]
    customer.window.close()


def test_the_help_frame_is_seen_from_afar(qtbot: QtBot) -> None:
    customer = Customer(FakeKiosk())
    qtbot.addWidget(customer.window)
    warn = customer.window.theme.colour("warn")
    customer.tap("start")
    assert customer.window.grab().toImage().pixelColor(4, 900) != warn
    customer.tap("help", "call_attendant")
    assert customer.window.grab().toImage().pixelColor(4, 900) == warn
    customer.window.close()
