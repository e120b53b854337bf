"""The first start and the settings at every size, in both languages and both type scales: nothing is cut, small or outside."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens.setup.settings_page import SettingsPage
from kiosk.screens.setup.window import FirstStartWindow
from kiosk.screens.shared.look import Look
from kiosk.services.first_start import STEPS, Device
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import ThemeName
from sync.base.settings import DECLARED
from sync.base.words import Words
from tests.flows.harness import Till
from tests.screens import fitting
from tests.screens.painted_words import heard_cuts
from tests.screens.setup.fake_machine import FakeMachine
from tests.screens.turns import settle

Wait = Callable[[Callable[[], bool]], None]
LEAST_PX = 56
HEADER_PX = 64
SIZES = ((1024, 768), (1280, 800), (1920, 1080))
LOOKS = [(language, theme) for language in ("fr", "en") for theme in (ThemeName.LIGHT, ThemeName.HIGH_CONTRAST)]
NOW = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


def faults(top: QWidget, size: tuple[int, int]) -> list[str]:
    """Return what cannot be read or hit at a size."""
    top.resize(*size)
    settle()
    with heard_cuts() as cuts:
        top.grab()
    found = [*fitting.cut(top), *fitting.small(top, LEAST_PX), *fitting.outside(top), *fitting.overlapping(top)]
    return [f"{size}: {fault}" for fault in [*found, *cuts.values()]]


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_every_step_of_the_first_start_can_be_read_and_hit(qtbot: QtBot, wait: Wait, language: str, theme: ThemeName) -> None:
    printers = [Device("file:/dev/usb/lp0", "usb", "EPSON TM-T20III"), Device("cups:ticket", "queue", "ticket")]
    machine = FakeMachine(found_printers=printers, found_cameras=[Device("0", "camera", "Integrated Camera")])
    window = FirstStartWindow(machine, Words(language), make_theme(theme, motion=False), now=lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    for step in STEPS:
        wait(lambda: not window.model.busy)
        assert [fault for size in SIZES for fault in faults(window, size)] == [], step
        if step == "join":
            window.model.join("10.0.0.5:8750", "ABCD-EFGH-JKMN")
            wait(lambda: not window.model.busy)
        window.model.go_on()
    window.close()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_every_setting_can_be_read_and_hit(qtbot: QtBot, till: Till, wait: Wait, language: str, theme: ThemeName) -> None:
    page = SettingsPage(till.running.worker, Look(make_theme(theme, motion=False), Words(language)))
    qtbot.addWidget(page)
    page.show()
    wait(lambda: bool(page.model.rows))
    for setting in DECLARED:
        page.model.choose(setting.key)
        assert [fault for width, height in SIZES for fault in faults(page, (width, height - HEADER_PX))] == [], setting.key
    page.leave()
