"""Building the demo's shop once: ledger, catalogue and members, enrolled terminals, a card for every member, and a month that is over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kiosk.bootstrap import open_terminal
from kiosk.cli.enrol import enrol_profile
from kiosk.demo.cards import Face, Holder, write_cards
from kiosk.demo.shop import shop_file
from kiosk.demo.world_ledger import LedgerProcess, address_at, free_port
from kiosk.demo.world_past import trade_last_month
from sync.ledger.cards import member_card
from sync.ledger.context import Context
from sync.ledger.enrolment import create_code
from sync.ledger.importing import import_shop
from sync.ledger.opening import create_ledger
from sync.protocol.errors import EnvironmentFault
from sync.shopfile import MemberEntry, ShopFile, load

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much."""

CARD_TITLE = "Carte de fidélité"


def build(folder: Path, data: Path, profiles: dict[str, Path], progress: Progress, *, cards: int) -> int:
    """Make everything in `folder`, with the cards of the first `cards` members; `profiles` names the folder of each register's terminal.

    Returns the port that the ledger shall have. Raises EnvironmentFault and Refusal.
    """
    progress("shop", 0, 1)
    port = free_port()
    shop = load(_write_shop(folder, msgspec.json.decode(shop_file()), address_at(port)))
    context = create_ledger(data)
    import_shop(context, shop)
    progress("shop", 1, 1)
    codes = {register: create_code(context, register) for register in profiles}
    write_member_cards(context, shop, folder / "cards", cards, progress)
    context.engine.dispose()
    enrol(LedgerProcess(data, port), codes, profiles, progress)
    return port


def keep_address(folder: Path, ledger: LedgerProcess) -> None:
    """Tell the shop where its ledger is, as digital receipts are read there: a port that somebody took meanwhile is another address."""
    shop = msgspec.json.decode((folder / "shop.json").read_bytes())
    if shop["shop"]["habits"].get("receipt_url") != ledger.url:
        _write_shop(folder, shop, ledger.url)
        ledger.ask("import", str(folder / "shop.json"))


def _write_shop(folder: Path, shop: dict[str, Any], address: str) -> bytes:
    """Write the shop file beside the shop, with the address under which a customer's phone reads a receipt."""
    shop["shop"]["habits"]["receipt_url"] = address
    written = msgspec.json.format(msgspec.json.encode(shop), indent=1)
    (folder / "shop.json").write_bytes(written)
    return written


def write_member_cards(context: Context, shop: ShopFile, folder: Path, count: int, progress: Progress) -> None:
    """Draw the cards of the first `count` members, signed with the shop's key."""
    face = Face(shop.shop.name, CARD_TITLE)
    drawn = write_cards(map(_holder, shop.members[:count]), folder, lambda member: member_card(context.keys, member), face)
    for done, _ in enumerate(drawn, start=1):
        progress("cards", done, count)


def enrol(ledger: LedgerProcess, codes: dict[str, str], profiles: dict[str, Path], progress: Progress) -> None:
    """Hand in each register's code and pull the shop once, so that a first start shows goods and staff at once."""
    ledger.start()
    try:
        for done, (register, profile) in enumerate(profiles.items(), start=1):
            progress("terminals", done - 1, len(profiles))
            enrol_profile(ledger.url, codes[register], profile)
            pull(profile)
            trade_last_month(profile)
            progress("terminals", done, len(profiles))
    finally:
        ledger.stop()


def pull(profile: Path) -> None:
    """Exchange once, as `comptoir sync now` does."""
    running = open_terminal(profile)
    if running.sync is None:
        raise EnvironmentFault("ledger_unreachable")
    running.worker.start()
    try:
        running.sync.round()
    finally:
        running.stop_worker()


def _holder(member: MemberEntry) -> Holder:
    names = (str(member.profile.get(field, "")) for field in ("first_name", "last_name"))
    return Holder(member.id, " ".join(filter(None, names)), member.code, member.tier)
