"""The tour's morning: logging in, opening the day, and the till ready for its first customer."""

from kiosk.demo.tour_hands import Hands
from kiosk.demo.tour_stage import Stage

MANAGER, CASHIER = "Claude M.", "Nadia B."
FLOAT_MINOR = 15_000


def play(stage: Stage) -> None:
    """A manager opens the day with a float, then a cashier takes the till over."""
    till = stage.till
    till.come_to()
    with stage.step("cashier-log-in", till) as seen:
        seen.says("Who is at the till?")
        seen.reads(stage.shelf.name, MANAGER, CASHIER)
    log_in(stage, till, MANAGER)
    with stage.step("cashier-open-day", till) as seen:
        seen.says("Good day, {name}", name=MANAGER)
        till.pad("150")
        seen.reads(seen.words.money(FLOAT_MINOR))
    till.tap("open_day")
    till.tap("menu")
    till.tap("log_out")
    log_in(stage, till, CASHIER)
    with stage.step("cashier-ready", till) as seen:
        seen.says("Ready for the next customer")
        seen.says("Printer ready")
        seen.says("Online")
        seen.reads(CASHIER, seen.words.money(0))


def log_in(stage: Stage, hands: Hands, name: str) -> None:
    """Choose a person and key the PIN."""
    hands.tap_item(name)
    hands.pad(stage.shelf.pins[name])
    hands.tap("confirm_pin")
