"""`comptoir journal`: prove a terminal's journal, rebuild what is made from it, write it out in an open form, archive it."""

import os
import sys
from errno import EEXIST
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from kiosk.cli.calm import FAILED, say

app = App(name="journal", help="Verify, rebuild, export or archive a terminal's journal.")

Profile = Annotated[Path, Parameter(name="--profile", help="An enrolled terminal's folder.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print one JSON object.")]
DATABASE = "till.db"


@app.command
def verify(*, profile: Profile, as_json: AsJson = False) -> None:
    """Prove every entry's hash, chain and signature; exit 1 naming the first bad one. Example: comptoir journal verify --profile ./till1"""
    from kiosk.services.profile import read_profile
    from sync.journal.verify import verify as prove

    _, keys = read_profile(profile)
    result = prove(_database(profile), keys.signer().public_key())
    found = {
        "entries": result.entries,
        "head": result.head.hash.hex(),
        "ok": result.ok,
        "bad_seq": result.bad_seq,
        "cause": result.cause,
    }
    if as_json:
        say(msgspec.json.encode(found).decode())
    elif result.ok:
        say(f"{result.entries} entries hold, head {found['head']}")
    else:
        say(f"entry {result.bad_seq} is bad: {result.cause} ({result.entries} entries before it hold)")
    if not result.ok:
        raise SystemExit(FAILED)


@app.command
def rebuild(
    *,
    profile: Profile,
    check: Annotated[bool, Parameter(negative="", help="Only compare, change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make every projection again from the journal, or with --check name the first difference.

    Example: comptoir journal rebuild --check --profile ./till1
    """
    from kiosk.store.till import rebuild as projections

    difference = (projections.check if check else projections.rebuild)(_database(profile))
    if as_json:
        say(msgspec.json.encode({"ok": difference is None, "difference": difference and difference._asdict()}).decode())
    elif difference is None:
        say("the projections agree with the journal")
    else:
        say(f"{difference.table}: {difference.what} {difference.row}")
    if difference is not None and check:
        raise SystemExit(FAILED)


@app.command
def export(
    out: Annotated[Path | None, Parameter(help="The file to write; standard output without one.")] = None, /, *, profile: Profile
) -> None:
    """Write the journal as JSON lines with hashes and signatures. Example: comptoir journal export journal.jsonl --profile ./till1"""
    from kiosk.services.profile import read_profile
    from sync.journal.export import export as write

    _, keys = read_profile(profile)
    if out is None:
        write(_database(profile), keys.signer().public_key(), sys.stdout.buffer)
        return
    with out.open("xb") as handle:
        write(_database(profile), keys.signer().public_key(), handle)


@app.command
def archive(out: Annotated[Path, Parameter(help="The zip file to write.")], /, *, profile: Profile, as_json: AsJson = False) -> None:
    """Write a signed archive of everything this terminal recorded, and journal that it was made; not while a till runs on the profile.

    Example: comptoir journal archive comptoir-R1.zip --profile ./till1
    """
    from kiosk.bootstrap import open_terminal
    from kiosk.services import archives

    if out.exists():
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(out))
    running = open_terminal(profile)
    till = running.till
    try:
        written = archives.write_whole(till.terminal, out.absolute(), till.terminal.clock.now().isoformat(timespec="seconds"))
        till.run(lambda work: work.append(archives.made(archives.ON_DEMAND, till.terminal.clock.now().date().isoformat(), written)))
    finally:
        running.close_files()
    found = {"file": str(out), "entries": written.entries, "sha256": written.sha256}
    say(msgspec.json.encode(found).decode() if as_json else "  ".join(f"{name}={value}" for name, value in found.items()))


def _database(profile: Path) -> Path:
    return profile / DATABASE
