"""`comptoir cashier | selfservice | manager`: a face on an enrolled profile."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kiosk.cli.quick import open_face

Profile = Annotated[Path | None, Parameter(name="--profile", help="The terminal's folder; this user's own without it.")]


def cashier(*, profile: Profile = None) -> None:
    """Open the cashier's screen. Example: comptoir cashier --profile ./till1"""
    open_face("cashier", profile)


def selfservice(*, profile: Profile = None) -> None:
    """Open the customer's kiosk. Example: comptoir selfservice --profile ./kiosk1"""
    open_face("selfservice", profile)


def manager(*, profile: Profile = None) -> None:
    """Open the manager's desk. Example: comptoir manager --profile ./desk"""
    open_face("manager", profile)
