"""`comptoir ledger`: the central service and its upkeep. Rooms of the ledger are loaded by the command that needs them, Qt by none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from kiosk.cli.calm import FAILED, say
from sync.protocol.errors import EnvironmentFault, Refusal

if TYPE_CHECKING:
    from sync.ledger.context import Context

DEFAULT_PORT = 8750
CODE_SHAPE = "XXXX-XXXX-XXXX"
"""How a one-time code is written."""

Data = Annotated[Path | None, Parameter(name="--data", help="Folder of the ledger's keys and, without --database, its SQLite file.")]
Database = Annotated[str | None, Parameter(name="--database", help="postgresql:// URL; the keys stay in the data folder.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print one JSON object.")]

app = App(name="ledger", help="Run the central ledger, fill it, enrol terminals, prove its books.")
member = App(name="member", help="What the shop holds of a member: hand it over, or erase it.")
app.command(member)


@app.command
def init(*, data: Data = None, database: Database = None) -> None:
    """Make a new, empty ledger with fresh keys. Example: comptoir ledger init --data ./ledger"""
    from sync.ledger.opening import create_ledger

    folder = _folder(data)
    create_ledger(folder, database).engine.dispose()
    say(str(folder))


@app.command(name="import")
def import_(file: Path, /, *, data: Data = None, database: Database = None) -> None:
    """Load a shop file; again at will, only what differs changes. Example: comptoir ledger import shop.json --data ./ledger"""
    from sync.ledger.importing import import_shop
    from sync.ledger.replay import replay
    from sync.shopfile import load

    shop = load(_read(file))
    context = _open(data, database)
    for store, changed in import_shop(context, shop).items():
        say(f"{store}: {changed}")
    replay(context)


@app.command
def enrol(
    register: str,
    /,
    *,
    data: Data = None,
    database: Database = None,
    url: Annotated[str | None, Parameter(help="The ledger's address as the till reaches it; needed for --qr.")] = None,
    qr: Annotated[Path | None, Parameter(help="Write a picture (.png or .svg) that the till's first start scans.")] = None,
) -> None:
    """Print the one-time code that makes a machine this register; good for a day. Example: comptoir ledger enrol K1 --data ./ledger"""
    from sync.ledger.enrolment import create_code

    _check_picture(qr, url)
    code = create_code(_open(data, database), register)
    if qr is not None and url is not None:
        import segno

        from sync.protocol.invitation import Invitation

        segno.make_qr(Invitation(url, code).text, error="m").save(str(qr), scale=8)
    say(code)


@app.command
def revoke(
    register: str,
    /,
    *,
    machine: Annotated[str, Parameter(help="The letters on its receipts, A in 01-A-000123; else all that were replaced.")] = "",
    lift: Annotated[bool, Parameter(negative=(), help="Take it back, to receive what a disk that was found still holds.")] = False,
    data: Data = None,
    database: Database = None,
    json: AsJson = False,
) -> None:
    """Answer a stolen machine no more, nor take codes that it signed. Example: comptoir ledger revoke 01 --machine A --data ./ledger"""
    import msgspec

    from sync.ledger.revoking import revoke as carry_out

    found = carry_out(_open(data, database), register, machine, lift=lift)
    if json:
        say(msgspec.json.encode({"machines": found}).decode())
        return
    for each in found:
        say(f"{each.register}-{each.machine}: {'revoked' if each.revoked else 'trusted again'}")


def _check_picture(qr: Path | None, url: str | None) -> None:
    """Refuse before a code is made what no picture can be made of, or no till could follow."""
    if qr is None:
        return
    if url is None:
        raise Refusal("bad_value", field="--qr", rule="goes_with: --url")
    if qr.suffix not in (".png", ".svg"):
        raise Refusal("bad_value", field="--qr", rule="choice: .png, .svg")
    from sync.client.channel import Channel
    from sync.protocol.invitation import Invitation

    Channel(url).close()
    if Invitation.read(Invitation(url, CODE_SHAPE).text) is None:
        raise Refusal("bad_url", field="--url")


@app.command
def serve(
    *,
    data: Data = None,
    database: Database = None,
    host: Annotated[str, Parameter(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="0 takes a free one.", validator=Number(gte=0, lte=65535))] = DEFAULT_PORT,
) -> None:
    """Serve until stopped; the first line printed is the URL. Example: comptoir ledger serve --data ./ledger --port 0"""
    from sync.base.log import configure
    from sync.ledger.importing import sign_all
    from sync.ledger.replay import replay
    from sync.ledger.web.serving import bind, serve_on

    configure()
    context = _open(data, database)
    replay(context)
    sign_all(context)
    listening = bind(host, port)
    say(listening.url)
    serve_on(context, listening)


@app.command
def verify(*, data: Data = None, database: Database = None, json: AsJson = False) -> None:
    """Prove every chain, posting, balance and card; exit 1 at the first fault. Example: comptoir ledger verify --data ./ledger --json"""
    import msgspec

    from sync.ledger.verify import verify as prove

    found = prove(_open(data, database))
    fault = found.fault
    if json:
        say(msgspec.json.encode(found).decode())
    else:
        say(f"epochs={found.epochs} entries={found.entries} postings={found.postings} cards={found.cards} cards_minor={found.cards_minor}")
        if fault:
            say(f"fault: {msgspec.json.encode(fault).decode()}")
    if fault:
        raise SystemExit(FAILED)


@app.command
def fold(
    *,
    data: Data = None,
    database: Database = None,
    day: Annotated[str | None, Parameter(help="Local day (YYYY-MM-DD) to bring every store to; without it, each store's today.")] = None,
    json: AsJson = False,
) -> None:
    """Do the night's work once: pending points, tiers, expiry, segments. Example: comptoir ledger fold --data ./ledger --json"""
    from datetime import date

    import msgspec

    from sync.ledger.fold import fold as bring

    try:
        found = bring(_open(data, database), date.fromisoformat(day).isoformat() if day is not None else None)
    except ValueError as error:
        raise Refusal("bad_value", field="--day", rule="date") from error
    if json:
        say(msgspec.json.encode({"folded": found}).decode())
    else:
        for each in found:
            say(f"{each.store}: day={each.day} members={each.members} moved={each.moved}")


@app.command
def status(*, data: Data = None, database: Database = None, json: AsJson = False) -> None:
    """Show what each terminal last said and what was received. Example: comptoir ledger status --data ./ledger --json"""
    import msgspec

    from sync.ledger.status import status as look

    found = look(_open(data, database))
    if json:
        say(msgspec.json.encode({"stores": found}).decode())
        return
    for store in found:
        say(f"{store.store}: entries={store.entries} cases={store.cases}")
        for each in store.terminals:
            unsent = "?" if each.unsent is None else each.unsent
            say(f"  {each.register} {each.kind} acknowledged={each.acked_seq} unsent={unsent} heard={each.last_heard or '-'}")


@member.command
def export(member_id: str, /, *, data: Data = None, database: Database = None) -> None:
    """Print all that is held of a member as JSON. Example: comptoir ledger member export 4f0c... --data ./ledger"""
    from sync.ledger.erasing import export as gather

    with _understood():
        say(gather(_open(data, database), member_id).decode())


@member.command
def erase(member_id: str, /, *, data: Data = None, database: Database = None, json: AsJson = False) -> None:
    """Erase a member in all stores; says what law makes the shop keep. Example: comptoir ledger member erase 4f0c... --data ./ledger"""
    import msgspec

    from sync.ledger.erasing import erase as forget

    with _understood():
        found = forget(_open(data, database), member_id)
    if json:
        say(msgspec.json.encode(found).decode())
        return
    say(member_id)
    for what, until in found.kept.items():
        say(f"  kept: {what} until {until}")


@contextmanager
def _understood() -> Iterator[None]:
    """What the ledger refuses a terminal, it refuses here in the same words."""
    from sync.ledger.problems import Rejected

    try:
        yield
    except Rejected as refused:
        raise Refusal(refused.problem.code, field=refused.problem.field or None) from refused


def _folder(data: Path | None) -> Path:
    from platformdirs import user_data_path

    return data if data is not None else user_data_path("comptoir") / "ledger"


def _open(data: Path | None, database: str | None) -> "Context":
    from sync.ledger.opening import open_ledger

    return open_ledger(_folder(data), database)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise Refusal("file_missing", field="file", path=str(file)) from error
    except OSError as error:
        raise EnvironmentFault("file_unreadable", path=str(file)) from error
