"""Renders the first start: `python -m tests.screens.setup.shots FOLDER`. The pictures are looked at, not committed."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from kiosk.screens.setup.window import FirstStartWindow
from kiosk.services.first_start import STEPS, Device
from kiosk.touch.theme import make_theme
from kiosk.touch.tokens import ThemeName
from sync.base.words import Words
from tests.screens.every_look import in_every_look
from tests.screens.setup.fake_machine import FakeMachine
from tests.screens.turns import free

SIZES = ((1024, 768), (1280, 800), (1920, 1080))
NOW = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


def settle(window: FirstStartWindow) -> None:
    while window.model.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    QApplication.processEvents()


def _walk(folder: Path, language: str, theme: ThemeName, width: int, height: int) -> None:
    machine = FakeMachine(
        found_printers=[Device("file:/dev/usb/lp0", "usb", "EPSON TM-T20III"), Device("cups:ticket", "queue", "ticket")],
        found_cameras=[Device("0", "camera", "Integrated Camera")],
    )
    window = FirstStartWindow(machine, Words(language), make_theme(theme), now=lambda: NOW)
    window.resize(width, height)
    window.show()
    for number, step in enumerate(STEPS):
        settle(window)
        if step == "printer":
            window.model.print_test()
        if step == "scanner":
            window.scan("4006381333931")
        settle(window)
        window.grab().save(str(folder / f"{number}-{step}-{language}-{theme}-{width}x{height}.png"))
        if step == "join":
            window.model.join("10.0.0.5:8750", "ABCD-EFGH-JKMN")
            settle(window)
        window.model.go_on()
    window.close()
    window.deleteLater()
    free()


if __name__ == "__main__":
    in_every_look(_walk, SIZES)
