"""Opening a face in its plain form, without the command parser, whose loading would be a tenth of a till's start and of its memory."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn

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


def open_face(kind: Kind, profile: Path | None) -> NoReturn:
    """Serve a face until its window is closed."""
    from kiosk.main import run_face

    raise SystemExit(run_face(kind, profile or own_folder(kind)))


def own_folder(kind: Kind) -> Path:
    """Return the folder of this user's own terminal of a kind."""
    from platformdirs import user_data_path

    return user_data_path("comptoir") / kind
