"""What `comptoir doctor` looks at, one device a function. A finding is a state and a sentence's parts; nothing here speaks or raises."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path

from kiosk.cli.finding import Finding, State
from kiosk.devices.camera_sources import source_at
from kiosk.devices.printer.transport import transport_at
from kiosk.services.profile import Identity, read_profile
from kiosk.store.lock import ProfileLock
from kiosk.store.till.boot import TAIL_ENTRIES, TILL
from sync.base import crashes
from sync.base.marking import tr
from sync.base.resources import resource
from sync.base.settings import Settings
from sync.database.faults import DatabaseError
from sync.database.sqlite import OLDEST_VERSION, connect
from sync.journal.verify import verify_tail
from sync.protocol.errors import EnvironmentFault, Refusal

LEAST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200 * 1024 * 1024
CLOCK_TOLERANCE_S = 120
_TIMEOUT_S = 5.0


def python() -> Finding:
    """The interpreter."""
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < LEAST_PYTHON:
        return Finding("python", "broken", tr("Python {found} is too old; 3.11 or newer is needed."), {"found": found})
    return Finding("python", "ok", tr("Python {found}."), {"found": found})


def sqlite() -> Finding:
    """The library that keeps the money."""
    from pysqlite3 import dbapi2

    state: State = "ok" if dbapi2.sqlite_version_info >= OLDEST_VERSION else "broken"
    if state == "broken":
        return Finding("sqlite", state, code="sqlite_too_old")
    return Finding("sqlite", state, tr("SQLite {found}, safe for money."), {"found": dbapi2.sqlite_version})


def fonts() -> Finding:
    """The packaged letters."""
    if any(item.name.endswith(".ttf") for item in resource("fonts").iterdir()):
        return Finding("fonts", "ok", tr("The screen's letters are in the package."))
    return Finding("fonts", "broken", code="font_missing")


def display(environment: Mapping[str, str]) -> Finding:
    """What a window needs; the headless till needs none of it."""
    if find_spec("PySide6") is None:
        return Finding("display", "limited", tr("Qt is not installed: only the headless till, the ledger and the tools run here."))
    if sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return Finding("display", "limited", tr("No display: the headless till and the tour run, the screens do not."))
    return Finding("display", "ok", tr("A display is there."))


def camera(settings: Settings) -> Finding:
    """The camera, opened and closed again."""
    address = settings.text("camera")
    if not address:
        return Finding("camera", "limited", tr("No camera is set up; codes come from the hand scanner or the keys."))
    if find_spec("cv2") is None:
        return Finding("camera", "limited", tr("The camera's library is not installed; scan with the hand scanner."))
    try:
        source = source_at(address)
        source.open()
        source.close()
    except (EnvironmentFault, Refusal) as failure:
        return Finding("camera", "limited", code=failure.code, params=failure.params)
    return Finding("camera", "ok", tr("The camera answers."))


def printer(settings: Settings) -> Finding:
    """The printer's own word on how it is: unknown is not out of paper."""
    address = settings.text("printer")
    if not address:
        return Finding("printer", "limited", code="no_printer")
    try:
        state = str(transport_at(address).status())
    except Refusal as refused:
        return Finding("printer", "limited", code=refused.code, params=refused.params)
    codes = {"paper_out": "printer_paper_out", "off": "printer_off", "unknown": "printer_silent"}
    if state in codes:
        return Finding("printer", "limited", code=codes[state])
    return Finding("printer", "ok", tr("The printer is ready."))


def crash_reports(folder: Path) -> Finding:
    """What went wrong here before and nobody has looked at."""
    found = crashes.kept(folder)
    if not found.reports:
        return Finding("crashes", "ok", tr("The program never failed here."))
    said = tr("The program failed {count} times, last on {at}. Send the files in {folder} to your support, then delete them.")
    return Finding("crashes", "limited", said, {"count": found.reports, "at": found.last[:10], "folder": str(folder / crashes.FOLDER)})


def journal(folder: Path) -> Finding:
    """The end of the journal, as a start proves it, and how much of it the ledger lacks."""
    path = folder / TILL
    if not path.exists():
        return Finding("journal", "ok", tr("Nothing has been recorded yet."))
    _, keys = read_profile(folder)
    try:
        connection = connect(path, read_only=True)
        try:
            result = verify_tail(connection, keys.signer().public_key(), TAIL_ENTRIES)
        finally:
            connection.close()
    except (EnvironmentFault, DatabaseError):
        return Finding("journal", "limited", code="database_damaged")
    if not result.ok:
        return Finding("journal", "limited", code="database_damaged")
    return Finding("journal", "ok", tr("The journal holds up to its last entry, number {seq}."), {"seq": result.head.seq})


def profile(folder: Path) -> tuple[Finding, Identity | None]:
    """The terminal's folder: enrolled, readable, writable, and whether a till runs on it now."""
    try:
        identity, _ = read_profile(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
        ProfileLock(folder).release()
    except OSError:
        return Finding("profile", "broken", code="profile_read_only"), None
    except Refusal as refused:
        if refused.code == "profile_in_use":
            return Finding("profile", "ok", tr("A till is running on this profile.")), identity
        return Finding("profile", "broken", code=refused.code), None
    except EnvironmentFault as fault:
        return Finding("profile", "broken", code=fault.code), None
    said = tr("Register {register} of store {store}, ready to open.")
    return Finding("profile", "ok", said, {"register": identity.register, "store": identity.store}), identity


def disk(folder: Path) -> Finding:
    """Room for what will be sold."""
    free = shutil.disk_usage(folder).free
    params = {"free": free // (1024 * 1024)}
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "broken", tr("Only {free} MB are free. Free some space before selling."), params)
    return Finding("disk", "ok", tr("{free} MB are free."), params)


def ledger(url: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[Finding]:
    """Whether the ledger answers, and how far apart the clocks are."""
    if not url:
        return [Finding("ledger", "limited", code="no_ledger")]
    import httpx

    try:
        answer = httpx.get(f"{url.rstrip('/')}/healthz", timeout=_TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL):
        return [Finding("ledger", "limited", code="ledger_unreachable")]
    if answer.status_code != 200:
        code = "ledger_unreachable" if answer.status_code >= 500 else "ledger_nonsense"
        return [Finding("ledger", "limited", code=code)]
    found = [Finding("ledger", "ok", tr("The ledger answers."))]
    return [*found, _clock(answer.headers.get("date", ""), now())]


def _clock(date: str, now: datetime) -> Finding:
    try:
        apart = abs(round((parsedate_to_datetime(date) - now).total_seconds()))
    except (TypeError, ValueError):
        return Finding("clock", "limited", tr("The ledger does not tell the time, so this clock was not compared."))
    if apart > CLOCK_TOLERANCE_S:
        return Finding("clock", "limited", tr("The clock is {apart} s away from the ledger's. Set it."), {"apart": apart})
    return Finding("clock", "ok", tr("The clock agrees with the ledger's."))


def clock_alone(folder: Path | None) -> Finding:
    """Without a ledger, only what is plainly impossible can be seen: a clock behind the profile's own files."""
    newest = max((entry.stat().st_mtime for entry in os.scandir(folder)), default=0.0) if folder and folder.is_dir() else 0.0
    if newest > datetime.now(UTC).timestamp() + CLOCK_TOLERANCE_S:
        return Finding("clock", "limited", tr("The clock is behind the till's own files. Set it before selling."))
    return Finding("clock", "ok", tr("The clock was not compared with a ledger's."))
