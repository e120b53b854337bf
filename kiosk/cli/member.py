"""`comptoir member`: all that the shop holds of a member, erasing one, and the card as a picture or a wallet pass."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from cyclopts import App, Parameter

from kiosk.cli.calm import hand_out, say

if TYPE_CHECKING:
    from kiosk.bootstrap import Running
    from kiosk.services.work import Work

app = App(name="member", help="Export or erase a member, or write the card as a picture or a wallet pass.")

Profile = Annotated[Path, Parameter(name="--profile", help="An enrolled terminal's folder.")]
Who = Annotated[str, Parameter(help="The random id, what a card holds or bears, a phone number or an e-mail address.")]
Out = Annotated[Path | None, Parameter(name="--out", help="The file to write; standard output without one.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print one JSON object.")]


@app.command
def export(who: Who, /, *, profile: Profile, out: Out = None) -> None:
    """Write all that the shop holds of a member, as JSON. Example: comptoir member export 0612345678 --profile ./till1 --out m.json"""
    from kiosk.services.commands import ExportMember
    from kiosk.services.membership import forgetting

    with _open(profile) as running:
        id = _id_of(running, who)
        found = _carry_out(running, lambda work: forgetting.export(work, ExportMember(id=id)))
    hand_out(msgspec.json.format(msgspec.json.encode(found["document"])) + b"\n", out)


@app.command
def erase(who: Who, /, *, profile: Profile, as_json: AsJson = False) -> None:
    """Erase a member in all stores and here; tells what law makes the shop keep, and until when.

    Example: comptoir member erase 0612345678 --profile ./till1
    """
    from kiosk.services.commands import EraseMember
    from kiosk.services.membership import forgetting

    with _open(profile) as running:
        id = _id_of(running, who)
        kept = _carry_out(running, lambda work: forgetting.erase(work, EraseMember(id=id)))["kept"]
    if as_json:
        say(msgspec.json.encode({"erased": id, "kept": kept}).decode())
    else:
        say(f"erased {id}" + "".join(f"  {what} kept until {until}" for what, until in kept.items()))


@app.command
def card(who: Who, /, *, profile: Profile, out: Out = None, scale: int = 8) -> None:
    """Write the code of a member's card as a PNG. Example: comptoir member card 0612345678 --profile ./till1 --out card.png"""
    from kiosk.services.queries import MemberCardPicture

    with _open(profile) as running:
        data = running.reader.answer(MemberCardPicture(_id_of(running, who), scale))
    hand_out(data, out)


@app.command(name="pass")
def wallet_pass(who: Who, /, *, profile: Profile, out: Out = None) -> None:
    """Write a member's card as a wallet pass. Example: comptoir member pass 0612345678 --profile ./till1 --out card.pkpass"""
    from kiosk.services.queries import WalletPass

    with _open(profile) as running:
        data = running.reader.answer(WalletPass(_id_of(running, who)))
    hand_out(data, out)


@contextmanager
def _open(profile: Path) -> "Iterator[Running]":
    from kiosk.bootstrap import open_terminal

    running = open_terminal(profile)
    running.worker.start()
    try:
        yield running
    finally:
        running.stop_worker()


def _id_of(running: "Running", who: str) -> str:
    """Return the id of the member that somebody means; one that only the ledger knows is meant by the id itself."""
    from kiosk.services.commands import MEMBER_PATTERN
    from kiosk.services.membership import kept
    from kiosk.services.resolve import find_member

    terminal = running.till.terminal
    if kept.record_of(terminal, who) is not None or re.match(MEMBER_PATTERN, who):
        return who
    return find_member(terminal, who).id


def _carry_out(running: "Running", step: "Callable[[Work], None]") -> dict[str, Any]:
    """Run a use case as whoever sits at the machine, and return what it answered."""
    answer, _ = running.worker.call(lambda: running.till.run(step))
    return answer.extra
