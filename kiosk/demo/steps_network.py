"""The tour's power cut: the ledger is killed, the till sells on, the ledger comes back, and everything arrives exactly once."""

from typing import Any

from kiosk.demo.tour_goods import Goods
from kiosk.demo.tour_stage import Seen, Stage
from sync.base.words import Words

SALES = 2
NOTE_MINOR = 5_000
RECONNECT_S = 40.0


def play(stage: Stage) -> None:
    """Sell while the ledger is away, then bring it back."""
    before = _counts(stage)
    stage.world.ledger.kill()
    _desk_without_ledger(stage)
    stage.till.come_to()
    _wear_high_contrast(stage)
    for number in range(SALES):
        _sell(stage, stage.shelf.plain(number, "epicerie_salee"))
    with stage.step("cashier-offline", stage.till, "en") as seen:
        seen.reads("Offline", "waiting")
        seen.holds("the receipts of offline sales were printed", lambda: len(stage.papers) >= stage.sold.count)
    stage.world.ledger.start()
    with stage.step("cashier-online-again", stage.till, "en") as seen:
        stage.till.tap("menu")
        stage.till.tap("sync")
        seen.holds("the till is online and nothing waits", lambda: seen.stands("Online") and not seen.stands("waiting"), RECONNECT_S)
        _arrived_once(seen, stage, before)
    stage.till.tap("theme_light")
    stage.till.tap("back")


def _desk_without_ledger(stage: Stage) -> None:
    desk = stage.desk
    desk.come_to()
    with stage.step("desk-without-ledger", desk, "en") as seen:
        desk.tap("synchronise")
        seen.says("The ledger does not answer. Everything is kept here and sent later; nothing to do.")
        seen.reads("You see what was known at")


def _wear_high_contrast(stage: Stage) -> None:
    stage.till.tap("menu")
    with stage.step("cashier-menu-high-contrast", stage.till, "en") as seen:
        stage.till.tap("theme_high_contrast")
        seen.says("Nothing is lost if this till is switched off: it sends when the network is back.")
        seen.reads("Offline")
    stage.till.tap("back")


def _sell(stage: Stage, goods: Goods) -> None:
    till = stage.till
    till.scan(goods.barcode)
    till.tap("pay")
    till.pad(str(NOTE_MINOR // 100))
    till.tap("finish")
    till.tap_words(Words("en").tr("Finish"))
    till.tap("next")
    stage.sold.at_till(goods.price_minor)


def _arrived_once(seen: Seen, stage: Stage, before: dict[str, int]) -> None:
    """Compare what the ledger holds with every terminal's own head, and prove its chains, postings and balances."""
    after: dict[str, int] = {}

    def whole() -> bool:
        after.update(_counts(stage))
        return after["entries"] == after["heads"] == after["acknowledged"]

    seen.holds("each entry of each terminal is at the ledger once: entries, heads and acknowledgements agree", whole)
    grew = f"the ledger holds more entries than before: {after['entries']} after {before['entries']}"
    seen.holds(grew, after["entries"] > before["entries"])
    proof: dict[str, Any] = stage.ledger("verify")
    seen.holds(f"chains, signatures, postings and balances hold over {proof['entries']} entries", proof["fault"] is None)
    seen.holds("no case is open", after["cases"] == 0)


def _counts(stage: Stage) -> dict[str, int]:
    store = stage.ledger("status")["stores"][0]
    terminals = store["terminals"]
    return {
        "entries": store["entries"],
        "cases": store["cases"],
        "heads": sum(terminal.get("head_seq") or 0 for terminal in terminals),
        "acknowledged": sum(terminal.get("acked_seq") or 0 for terminal in terminals),
    }
