"""`comptoir doctor`: what this machine can and cannot do, device by device, in words."""

import os
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from kiosk.cli import check_devices, checks
from kiosk.cli.calm import FAILED, say
from kiosk.cli.finding import Finding
from sync.base.settings import Settings, load
from sync.base.words import Words

_MARKS = {"ok": "+", "limited": "-", "broken": "!"}


def doctor(
    *,
    profile: Annotated[Path | None, Parameter(help="An enrolled terminal's folder: also looks at its devices, ledger and disk.")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="", help="Print one JSON object.")] = False,
) -> None:
    """Look at everything a till stands on; exit 1 if something is broken without which it cannot sell.

    Example: comptoir doctor --profile ./till1
    """
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    words = Words(language[:2])
    findings = examine(profile)
    if as_json:
        told = [{"device": found.device, "state": found.state, "said": sentence(words, found)} for found in findings]
        say(msgspec.json.encode({"ok": not _broken(findings), "findings": told}).decode())
    else:
        for found in findings:
            say(f"{_MARKS[found.state]} {found.device:<8} {sentence(words, found)}")
    if _broken(findings):
        raise SystemExit(FAILED)


def examine(folder: Path | None) -> list[Finding]:
    """Look at everything, in the order in which a till needs it."""
    settings = load(folder)
    found = [checks.python(), checks.sqlite(), checks.fonts(), checks.display(os.environ)]
    devices = [checks.printer(settings), *_counter(settings, folder), checks.camera(settings)]
    if folder is None:
        return [*found, *devices, checks.clock_alone(None), checks.disk(Path.cwd())]
    terminal, identity = checks.profile(folder)
    if identity is None:
        return [*found, terminal, *devices]
    reached = checks.ledger(identity.ledger)
    clock = [] if any(each.device == "clock" for each in reached) else [checks.clock_alone(folder)]
    kept = [checks.journal(folder), checks.disk(folder), checks.crash_reports(folder)]
    return [*found, terminal, *devices, *reached, *clock, *kept]


def _counter(settings: Settings, folder: Path | None) -> list[Finding]:
    """Look at what stands on the counter beside the printer."""
    card = check_devices.card(settings, folder or Path.cwd())
    return [card, check_devices.scale(settings), check_devices.pole(settings), check_devices.sounds(settings)]


def sentence(words: Words, found: Finding) -> str:
    """Return a finding in words."""
    return words.error(found.code, found.params) if found.code else words.tr(found.said, **found.params)


def _broken(findings: list[Finding]) -> bool:
    return any(found.state == "broken" for found in findings)
