"""`comptoir backup` and `comptoir restore`: a terminal's profile copied while it sells, and brought back without repeating a number."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from kiosk.cli.calm import say
from kiosk.services.backups import Backup
from sync.base.version import SOFTWARE

Profile = Annotated[Path, Parameter(name="--profile", help="The terminal's folder.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print one JSON object.")]


def backup(
    folder: Annotated[Path, Parameter(help="A new folder, best on another disk. It holds the terminal's keys: keep it as safe as money.")],
    /,
    *,
    profile: Profile,
    as_json: AsJson = False,
) -> None:
    """Copy a profile as it stands at one moment; the till may sell meanwhile.

    Example: comptoir backup /media/stick/till1-monday --profile ./till1
    """
    from kiosk.services.backups import back_up

    _tell(back_up(profile, folder.absolute(), datetime.now(UTC), SOFTWARE), as_json)


def restore(folder: Annotated[Path, Parameter(help="What comptoir backup made.")], /, *, profile: Profile, as_json: AsJson = False) -> None:
    """Make a profile of a backup. It opens a new epoch with a new series of receipts: what the lost machine printed since is not repeated.

    Never start the old machine again beside it. Example: comptoir restore /media/stick/till1-monday --profile ./till1
    """
    from kiosk.services.backups import restore as bring_back

    _tell(bring_back(folder, profile), as_json)


def _tell(found: Backup, as_json: bool) -> None:
    told = {"register": found.register, "made_at": found.made_at, "files": len(found.files)}
    say(msgspec.json.encode(told).decode() if as_json else "  ".join(f"{name}={value}" for name, value in told.items()))
