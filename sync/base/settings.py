"""Declared settings of a terminal: one declaration each (key, default, bounds, words), from `settings.toml` and COMPTOIR_* variables."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.base.files import write_durably
from sync.base.marking import tr
from sync.protocol.errors import Refusal

FILE = "settings.toml"
PREFIX = "COMPTOIR_"
TEXT_LIMIT_CHARS = 500


@dataclass(frozen=True)
class Setting:
    """One setting. The default's type is its type; `choices` or `least` and `most` bound it; `words` say what it is for."""

    key: str
    default: str | int
    words: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    def read(self, value: Any) -> str | int:
        """Return a checked value; Refusal bad_value names the setting and the rule."""
        if isinstance(self.default, int):
            return self._integer(value)
        if not isinstance(value, str) or len(value) > TEXT_LIMIT_CHARS:
            raise Refusal("bad_value", field=self.key, rule=f"length: 0..{TEXT_LIMIT_CHARS}")
        if self.choices and value not in self.choices:
            raise Refusal("bad_value", field=self.key, rule=f"choice: {', '.join(self.choices)}")
        return value

    def _integer(self, value: Any) -> int:
        try:
            number = int(value)
        except (TypeError, ValueError) as error:
            raise Refusal("bad_value", field=self.key, rule="type: int") from error
        if not self.least <= number <= self.most:
            raise Refusal("bad_value", field=self.key, rule=f"range: {self.least}..{self.most}")
        return number


DECLARED = (
    Setting("printer", "", tr("Printer: tcp://HOST:PORT, usb:VENDOR:PRODUCT, serial:DEVICE, cups:NAME, file:PATH, or nothing")),
    Setting("printer_2", "", tr("Second printer: a waiting paper can be sent to it; nothing for none")),
    Setting("paper_mm", 80, tr("Width of the paper in millimetres: 58 or 80"), least=58, most=80),
    Setting("printer_columns", 0, tr("Characters in a row of the printer: 32, 42 or 48; 0 as wide as the paper allows"), least=0, most=48),
    Setting(
        "printer_codepage",
        "",
        tr("Code page of the printer: nothing for 858, and 1252 where a text needs it"),
        choices=("", "cp437", "cp850", "cp858", "cp1252", "iso8859_15"),
    ),
    Setting("language", "fr", tr("Language of the screens"), choices=("fr", "en")),
    Setting("theme", "light", tr("Look of the screens"), choices=("light", "dark", "high_contrast")),
    Setting("sync_every_s", 15, tr("Exchanges with the ledger: seconds between two"), least=1, most=3600),
    Setting("camera", "", tr("Camera: a number, a video file or a folder of images, or nothing")),
    Setting("card", "", tr("Card terminal: zvt://HOST:PORT?password=000000, simulated, or nothing")),
    Setting("scale", "", tr("Scale: serial:DEVICE, simulated:GRAMS, or nothing")),
    Setting("customer_screen", 0, tr("Screen towards the customer: 2 for the second one, 0 for none"), least=0, most=8),
    Setting("pole", "", tr("Customer display of two lines: serial:DEVICE?baud=9600&commands=escpos, simulated, or nothing")),
    Setting("scanner", "", tr("Hand scanner on a serial line: serial:DEVICE?baud=9600, or nothing; one that types needs none")),
    Setting("sounds", "on", tr("Sounds: on or off"), choices=("on", "off")),
    Setting("pass_certificate", "", tr("Wallet passes: file of the certificate (PEM), its issuer's after it, or nothing for none")),
    Setting("pass_key", "", tr("Wallet passes: file of the certificate's key (PEM), or nothing for none")),
    Setting("idle_s", 60, tr("Patience of the kiosk: seconds until it asks whether one is still there"), least=10, most=600),
)


class Settings:
    """The values in force. Attribute access by key: `settings["printer"]`."""

    def __init__(self, values: Mapping[str, str | int]) -> None:
        self._values = dict(values)

    def text(self, key: str) -> str:
        """Return a text setting."""
        return str(self._values[key])

    def number(self, key: str) -> int:
        """Return a whole-number setting."""
        return int(self._values[key])


def load(folder: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read settings: defaults, then the profile's file, then the environment. Raises Refusal bad_value naming the setting."""
    found: dict[str, Any] = _file(folder / FILE) if folder else {}
    declared = {setting.key: setting for setting in DECLARED}
    for key in found:
        if key not in declared:
            raise Refusal("bad_value", field=key, rule="unknown_setting")
    for key in declared:
        if PREFIX + key.upper() in environment:
            found[key] = environment[PREFIX + key.upper()]
    return Settings({key: setting.read(found.get(key, setting.default)) for key, setting in declared.items()})


def remember(folder: Path, key: str, value: str) -> None:
    """Keep what a person chose on a screen in the profile's file, beside what is there."""
    declared = next(setting for setting in DECLARED if setting.key == key)
    found = {**_file(folder / FILE), key: declared.read(value)}
    lines = (f"{name} = {json.dumps(chosen)}" for name, chosen in found.items())  # a JSON scalar is a TOML one
    write_durably(folder / FILE, ("\n".join(lines) + "\n").encode())


def _file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("bad_value", field=FILE, rule="toml") from error
