"""The `comptoir` command: which module each sub-command lives in, and how failures end."""

import importlib
import sys

from kiosk.cli.calm import WRONG_INPUT, calm
from kiosk.cli.quick import open_face, plainly_asked
from sync.base.version import VERSION

COMMANDS = {
    "demo": ("kiosk.demo.command", "A whole shop on this machine: ledger, catalogue, members, terminals, printer."),
    "cashier": ("kiosk.cli.faces", "The cashier's screen."),
    "selfservice": ("kiosk.cli.faces", "The customer's kiosk."),
    "manager": ("kiosk.cli.faces", "The manager's desk."),
    "till": ("kiosk.cli.till", "A till without a screen, driven by JSON lines."),
    "ledger": ("kiosk.cli.ledger", "The central ledger: serve, init, import, enrol, verify, status."),
    "enrol": ("kiosk.cli.enrol", "Make this machine a terminal."),
    "sync": ("kiosk.cli.sync", "Exchange with the ledger now, or tell how things stand."),
    "simulate": ("kiosk.cli.simulate", "Evaluate a basket against offers and explain the result."),
    "scan": ("kiosk.cli.scan", "Decode the codes of images."),
    "receipt": ("kiosk.cli.receipt", "Show a receipt as text, picture or printer bytes."),
    "member": ("kiosk.cli.member", "Export or erase a member, or write the card as a picture or a wallet pass."),
    "journal": ("kiosk.cli.journal", "Verify, rebuild, export or archive a terminal's journal."),
    "backup": ("kiosk.cli.backup", "Copy a terminal's profile, also while it sells."),
    "restore": ("kiosk.cli.backup", "Make a profile of a backup; it goes on with a new series of receipts."),
    "doctor": ("kiosk.cli.doctor", "What this machine can and cannot do, device by device."),
}


def main() -> None:
    """Run the sub-command named first; `--help` lists them."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in ("--help", "-h", "help"):
        sys.stdout.write(_overview())
        return
    if arguments[0] == "--version":
        sys.stdout.write(VERSION + "\n")
        return
    name = arguments[0]
    if name not in COMMANDS:
        sys.stderr.write(f"comptoir: no command {name!r}; try: comptoir --help\n")
        raise SystemExit(WRONG_INPUT)
    with calm():
        face = plainly_asked(arguments)
        if face is not None:
            open_face(*face)
        module = importlib.import_module(COMMANDS[name][0])
        _run(module, name, arguments)


def _run(module: object, name: str, arguments: list[str]) -> None:
    """Parse and call; what the parser refuses ends with status 2 and one line."""
    from cyclopts import App, CycloptsError

    app = App(name="comptoir", help="A point of sale that never stops selling.", version_flags=[])
    app.command(getattr(module, name, None) or module.app, name=name)  # type: ignore[attr-defined]  # each module offers one
    try:
        app(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        sys.stderr.write(f"comptoir {name}: {' '.join(str(error).split())}\n")
        raise SystemExit(WRONG_INPUT) from error


def _overview() -> str:
    lines = [f"  {name:<12} {text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(["Usage: comptoir COMMAND", "", *lines, "", "Example: comptoir demo", ""])
