"""Building the demo's shop once: ledger, catalogue and members, enrolled terminals, and a card for every member."""

from collections.abc import Callable
from pathlib import Path

from kiosk.bootstrap import open_terminal
from kiosk.cli.enrol import enrol_profile
from kiosk.demo.cards import Face, Holder, write_cards
from kiosk.demo.shop import shop_file
from kiosk.demo.world_ledger import LedgerProcess
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


def build(folder: Path, data: Path, profiles: dict[str, Path], progress: Progress, *, cards: int) -> None:
    """Make everything in `folder`, with the cards of the first `cards` members; `profiles` names the folder of each register's terminal.

    Raises EnvironmentFault and Refusal.
    """
    progress("shop", 0, 1)
    written = shop_file()
    (folder / "shop.json").write_bytes(written)
    shop = load(written)
    context = create_ledger(data)
    import_shop(context, shop)
    progress("shop", 1, 1)
    codes = {register: create_code(context, register) for register in profiles}
    write_member_cards(context, shop, folder / "cards", cards, progress)
    context.engine.dispose()
    enrol(LedgerProcess(data), codes, profiles, progress)


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
