"""The packaged type. Wheels of Qt carry no font and a bare Debian draws boxes without an error, so it is loaded by path, first."""

from functools import lru_cache
from pathlib import Path

import font_lato
from PySide6.QtGui import QFontDatabase

from sync.base.resources import read_bytes, resource
from sync.protocol.errors import EnvironmentFault

_OWN = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
_PACKAGED = ("Lato-Regular.ttf", "Lato-Bold.ttf")


@lru_cache
def load_fonts() -> str:
    """Load the house's font and return its family; EnvironmentFault `font_missing` when none can be read.

    Once a process: Qt keeps what it is given again beside what it has, and looks through all of it for every text.
    """
    return _load_own() or _load_packaged()


def _load_own() -> str:
    family = ""
    for name in _OWN:
        if resource("fonts", name).is_file():
            family = _family(QFontDatabase.addApplicationFontFromData(read_bytes("fonts", name))) or family
    return family


def _load_packaged() -> str:
    folder = Path(font_lato.__file__).parent / "files"
    families = [_family(QFontDatabase.addApplicationFont(str(folder / name))) for name in _PACKAGED]
    if not families[0]:
        raise EnvironmentFault("font_missing")
    return families[0]


def _family(identity: int) -> str:
    return QFontDatabase.applicationFontFamilies(identity)[0] if identity >= 0 else ""
