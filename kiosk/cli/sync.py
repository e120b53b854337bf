"""`comptoir sync`: exchange a terminal's entries and reference data with the ledger now, or tell how things stand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from kiosk.cli.calm import say

app = App(name="sync", help="Exchange with the ledger now, tell how things stand, or push what a dead till's disk holds.")

Profile = Annotated[Path, Parameter(name="--profile", help="An enrolled terminal's folder.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print one JSON object.")]


@app.command
def now(*, profile: Profile, as_json: AsJson = False) -> None:
    """Push all that waits and pull what is new. Example: comptoir sync now --profile ./till1"""
    from kiosk.bootstrap import open_terminal
    from sync.protocol.errors import Refusal

    running = open_terminal(profile)
    if running.sync is None:
        raise Refusal("no_ledger")
    running.worker.start()
    try:
        summary = running.sync.round()
        unsent = running.till.terminal.store.unsent
    finally:
        running.stop_worker()
    found = {"sent": summary.pushed.entries, "received": sum(summary.pulled.records.values()), "unsent": unsent}
    _tell(found, as_json)


@app.command
def status(*, profile: Profile, as_json: AsJson = False) -> None:
    """Tell the journal's head and what waits; asks no network. Example: comptoir sync status --profile ./till1 --json"""
    from kiosk.bootstrap import open_terminal

    running = open_terminal(profile)
    store = running.till.terminal.store
    found = {"register": store.identity.register, "epoch": store.identity.epoch, "head": store.head.seq, "unsent": store.unsent}
    store.close()
    _tell(found, as_json)


@app.command
def recover(
    folder: Annotated[Path, Parameter(help="The dead till's profile folder, or a copy of it. Nothing is written to it.")],
    /,
    *,
    ledger: Annotated[str, Parameter(help="The ledger's address, if it is not the one the dead till knew.")] = "",
    as_json: AsJson = False,
) -> None:
    """Push what a dead till's disk still holds and the ledger lacks. Do it before another machine is enrolled in its place.

    Example: comptoir sync recover /media/old-disk/till1
    """
    from tempfile import TemporaryDirectory

    from kiosk.services.profile import read_profile
    from kiosk.services.unsent import recover as push_rest
    from sync.client.ledger import LedgerClient
    from sync.protocol.errors import Refusal

    identity, keys = read_profile(folder)
    url = ledger or identity.ledger
    if not url:
        raise Refusal("no_ledger")
    signer = keys.signer()
    with TemporaryDirectory(prefix="comptoir-") as scratch, LedgerClient(url, identity.terminal, signer) as client:
        found = push_rest(folder, Path(scratch), signer.public_key(), identity.terminal, client)
    if as_json:
        say(msgspec.json.encode([each._asdict() for each in found]).decode())
    for each in found if not as_json else ():
        _tell({**each._asdict(), "bad_seq": each.bad_seq or "-"}, as_json=False)


def _tell(found: Mapping[str, object], as_json: bool) -> None:
    say(msgspec.json.encode(found).decode() if as_json else "  ".join(f"{name}={value}" for name, value in found.items()))
