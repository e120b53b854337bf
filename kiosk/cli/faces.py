"""`comptoir cashier | selfservice | manager`: a face on an enrolled profile."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from platformdirs import user_data_path

Profile = Annotated[Path | None, Parameter(name="--profile", help="The terminal's folder; this user's own without it.")]


def cashier(*, profile: Profile = None) -> None:
    """Open the cashier's screen. Example: comptoir cashier --profile ./till1"""
    _open("cashier", profile)


def selfservice(*, profile: Profile = None) -> None:
    """Open the customer's kiosk. Example: comptoir selfservice --profile ./kiosk1"""
    _open("selfservice", profile)


def manager(*, profile: Profile = None) -> None:
    """Open the manager's desk. Example: comptoir manager --profile ./desk"""
    _open("manager", profile)


def _open(kind: str, profile: Path | None) -> None:
    from kiosk.main import run_face

    raise SystemExit(run_face(kind, profile or user_data_path("comptoir") / kind))  # type: ignore[arg-type]  # the three names above
