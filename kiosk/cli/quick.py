"""Opening a face in its plain form, without the command parser, whose loading would be a tenth of a till's start and of its memory."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn

from sync.protocol.errors import EnvironmentFault

Kind = Literal["cashier", "selfservice", "manager"]


class Asked(NamedTuple):
    """A face and its profile's folder; None is this user's own."""

    kind: Kind
    profile: Path | None = None


def plainly_asked(arguments: Sequence[str]) -> Asked | None:
    """Return what `NAME` and `NAME --profile DIR` ask for; None for every other form, help and mistakes among them: the parser's."""
    match arguments:
        case [("cashier" | "selfservice" | "manager") as kind]:
            return Asked(kind)
        case [("cashier" | "selfservice" | "manager") as kind, "--profile", folder] if folder and not folder.startswith("-"):
            return Asked(kind, Path(folder))
    return None


def require_display(environment: Mapping[str, str]) -> None:
    """Raise EnvironmentFault no_display where Qt would end the process; a platform that Qt was told of counts as a display."""
    if sys.platform == "linux" and not any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise EnvironmentFault("no_display")


def open_face(kind: Kind, profile: Path | None) -> NoReturn:
    """Serve a face until its window is closed."""
    require_display(os.environ)
    from kiosk.main import run_face

    raise SystemExit(run_face(kind, profile or own_folder(kind)))


def own_folder(kind: Kind) -> Path:
    """Return the folder of this user's own terminal of a kind."""
    from platformdirs import user_data_path

    return user_data_path("comptoir") / kind
