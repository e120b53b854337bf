"""`comptoir till`: the till without a screen, one JSON object a line in and one out (TILL.md)."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from cyclopts import App, Parameter

from kiosk.bootstrap import Running, open_terminal
from kiosk.cli.enrol import enrol_profile
from kiosk.cli.shop import open_shop, read_shop, require_same
from kiosk.services import commands, requests
from kiosk.services.answers import Answer, on_the_wire
from kiosk.services.commands import Command
from kiosk.services.present import failure
from sync.base import crashes, log
from sync.base.settings import remember
from sync.base.version import SOFTWARE
from sync.protocol.errors import Refusal

app = App(name="till")


@app.default
def till(
    *,
    profile: Annotated[Path | None, Parameter(help="An enrolled terminal's folder.")] = None,
    shop: Annotated[Path | None, Parameter(help="A shop file: opens a throw-away shop at its first register.")] = None,
    ledger: Annotated[str, Parameter(help="The ledger's address.")] = "",
    enrol: Annotated[str, Parameter(help="With --shop and --ledger: the one-time code to enrol the throw-away till with.")] = "",
    manual_clock: Annotated[bool, Parameter(negative="", help="The time is set by `clock` requests and then stands still.")] = False,
) -> None:
    """Run a till without a screen: JSON requests on standard input, one answer a line on standard output.

    Example: echo '{"do":"state"}' | comptoir till --shop shop.json
    """
    if (profile is None) == (shop is None):
        raise Refusal("usage", field="--profile", rule="one_of: --profile, --shop")
    with ExitStack() as stack:
        folder = profile or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comptoir-")))
        first = _prepare(folder, shop, ledger, enrol) if shop else ""
        log.configure(folder)
        crashes.watch(folder, SOFTWARE)
        running = open_terminal(folder, manual_clock=manual_clock, ledger=ledger)
        running.sign_off()
        running.start()
        stack.callback(running.stop)
        Conversation(running, first).run(sys.stdin.buffer, sys.stdout.buffer)


def _prepare(folder: Path, shop: Path, ledger: str, enrol: str) -> str:
    """Make the throw-away profile and return its first person."""
    file = read_shop(shop)
    if bool(enrol) != bool(ledger):
        raise Refusal("usage", field="--enrol", rule="goes_with: --ledger")
    if enrol:
        enrol_profile(ledger, enrol, folder)
        require_same(folder, file)
    else:
        open_shop(folder, file)
    remember(folder, "card", "simulated")  # cards are a way to pay in every shop, and no money moves in this one
    return file.staff[0].id


class Conversation:
    """Requests in order, answers in order. A throw-away shop's first person is logged in and the day opened, as TILL.md says."""

    def __init__(self, running: Running, first_person: str) -> None:
        self._running = running
        self._first_person = first_person

    def run(self, source: BinaryIO, sink: BinaryIO) -> None:
        """Answer every line until the input ends."""
        for line in _lines(source):
            sink.write(msgspec.json.encode(on_the_wire(self._answer(line))) + b"\n")
            sink.flush()

    def _answer(self, line: bytes) -> Answer:
        till = self._running.till
        try:
            command = requests.read(line)
        except Refusal as refusal:
            self._begin_as(requests.named(line))
            return failure(till.terminal, till.session, refusal.code, refusal.field, refusal.params)
        if self._first_person:
            self._begin(command)
        return self._running.worker.execute(command)

    def _begin_as(self, name: str) -> None:
        """A first request that was refused still says whether the day is to be opened by hand."""
        if self._first_person and name in ("open_day", "login"):
            person, self._first_person = self._first_person, ""
            if name == "open_day":
                self._running.worker.call(lambda: self._running.till.begin(person, open_day=False))

    def _begin(self, first: Command) -> None:
        """Log the first person in, and open the day, unless the first request does so itself. The clock may be set before."""
        if isinstance(first, commands.Clock):
            # This shop's time begins with it: the machine's, by which the files were made, may be years away.
            self._running.worker.call(self._running.till.terminal.store.forget_time)
            return
        person, self._first_person = self._first_person, ""
        if isinstance(first, commands.Login):
            return
        open_day = not isinstance(first, commands.OpenDay)
        self._running.worker.call(lambda: self._running.till.begin(person, open_day=open_day))


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Read bounded lines; an overlong one is read to its end and answered as one."""
    while line := source.readline(requests.LINE_LIMIT_BYTES + 2):
        while not line.endswith(b"\n") and len(line) > requests.LINE_LIMIT_BYTES:
            rest = source.readline(requests.LINE_LIMIT_BYTES)
            if not rest or rest.endswith(b"\n"):
                break
        yield line
