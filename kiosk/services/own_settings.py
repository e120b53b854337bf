"""This terminal's own settings, read and changed by an administrator at the till; each change is a fact."""

from pathlib import Path

from kiosk.devices.addresses import check_address
from kiosk.services.commands import ChangeSetting
from kiosk.services.queries import SettingRow, SettingsNow
from kiosk.services.work import Work
from sync.base.settings import DECLARED, Settings, load, remember
from sync.protocol import facts
from sync.protocol.errors import Refusal

AT_ONCE = frozenset({"language", "theme"})
"""What a screen changes while it runs; the rest is read when the till starts, as drivers and threads are made then."""


class OwnSettings:
    """The settings of the profile in `folder`; `running` are the values this till was started with."""

    def __init__(self, folder: Path, running: Settings) -> None:
        self._folder = folder
        self._running = running

    def change(self, work: Work, command: ChangeSetting) -> None:
        """Keep a new value. It is written before the fact is: a till that stops between the two shows the change, and is asked again."""
        declared = next((setting for setting in DECLARED if setting.key == command.key), None)
        if declared is None:
            raise Refusal("bad_value", field=command.key, rule="unknown_setting")
        declared.read(command.value)
        check_address(command.key, str(command.value))
        remember(self._folder, command.key, command.value)
        work.append(facts.SettingChanged(key=command.key))
        work.change("settings")
        work.extra["setting"] = {"key": command.key, "at_once": command.key in AT_ONCE}

    def rows(self, query: SettingsNow) -> list[SettingRow]:
        """Return every declared setting with the value that the next start will use."""
        kept = load(self._folder)
        return [
            SettingRow(
                each.key,
                kept.text(each.key),
                each.words,
                each.choices,
                waits=each.key not in AT_ONCE and kept.text(each.key) != self._running.text(each.key),
            )
            for each in DECLARED
        ]
