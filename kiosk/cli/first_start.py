"""The first start: shown by a face on a machine that is no terminal yet, before the till is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.setting_up import ThisMachine
from kiosk.services.profile import is_terminal, read_profile
from sync.base.settings import load
from sync.base.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from kiosk.qtbase.camera import CameraFeed
    from kiosk.screens.setup.window import FirstStartWindow


def ask_first(application: "QApplication", folder: Path) -> str | None:
    """Ask what this machine shall be, and return the face of its register; None when the window was closed before it was a terminal."""
    from kiosk.screens.setup.window import FirstStartWindow
    from kiosk.touch.theme import make_theme
    from kiosk.touch.tokens import ThemeName

    settings = load(folder if folder.is_dir() else None)
    theme = make_theme(ThemeName(settings.text("theme")))
    window = FirstStartWindow(ThisMachine(folder), Words(settings.text("language")), theme)
    eye = _Eye(window)
    window.camera_wanted.connect(eye.look_through)
    window.finished.connect(application.quit)
    window.show()
    application.exec()
    eye.close()
    window.close()
    return read_profile(folder)[0].kind if is_terminal(folder) else None


class _Eye:
    """The camera that is being tried, one at a time."""

    def __init__(self, window: "FirstStartWindow") -> None:
        self._window = window
        self._feed: CameraFeed | None = None

    def look_through(self, address: str) -> None:
        """Look through another camera; an empty address is none."""
        self.close()
        if not address:
            return
        from kiosk.devices.camera_sources import source_at
        from kiosk.qtbase.camera import CameraFeed

        feed = CameraFeed(source_at(address), self._window)
        feed.code.connect(self._window.scan)
        feed.picture.connect(self._window.camera_image)
        feed.fault.connect(self._window.camera_failed)
        feed.start()
        self._feed = feed

    def close(self) -> None:
        """Let go of the camera."""
        if self._feed is not None:
            self._feed.stop()
            self._feed = None
