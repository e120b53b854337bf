"""The tour at the manager's desk: the day as the ledger knows it, what is missing in words, the one button, and the day proven."""

from kiosk.demo import steps_first_start, steps_kiosk
from kiosk.demo.steps_closing import MISSING_MINOR, expected_cash
from kiosk.demo.steps_opening import MANAGER, log_in
from kiosk.demo.tour_goods import figures
from kiosk.demo.tour_stage import Stage


def look_in(stage: Stage) -> None:
    """The manager looks in while both registers still sell."""
    desk = stage.desk
    desk.come_to()
    with stage.step("desk-log-in", desk, "en") as seen:
        seen.says("Who manages the store today?")
        seen.reads(MANAGER)
    log_in(stage, desk, MANAGER)
    with stage.step("desk-by-day", desk, "en") as seen:
        seen.says("End of day")
        seen.reads("Till 01", "Kiosk K1", seen.words.money(stage.sold.total_minor))
        seen.says("Day still open")


def end_day(stage: Stage) -> None:
    """Before: the kiosk's day is open and the till's drawer is short. After: everything is proven."""
    desk = stage.desk
    steps_first_start.exchange(stage)
    desk.come_to()
    desk.tap("synchronise")
    with stage.step("desk-over-short", desk, "en") as seen:
        seen.reads(figures(seen.words, -MISSING_MINOR), seen.words.money(expected_cash(stage) - MISSING_MINOR))
        seen.says("{proven} of {total} proven", proven="2", total="3")
    desk.tap("toggle_missing")
    with stage.step("desk-missing", desk, "en") as seen:
        seen.says("What is missing")
        seen.reads("Kiosk K1")
        seen.says("Its day is still open. Close it there.")
    steps_kiosk.close(stage)
    with stage.step("kiosk-day-closed", stage.kiosk) as seen:
        seen.says("This kiosk is closed")
        stage.kiosk.tap("open_kiosk")
        seen.says("Open this kiosk")
    desk.come_to()
    # The desk is still asking: the new till is known, and switched off. What the others send shows all the same.
    with stage.step("desk-nothing-missing", desk, "en") as seen:
        seen.says("Nothing is missing.")
        seen.says("{proven} of {total} proven", proven="3", total="3")
    desk.tap("toggle_missing")
    with stage.step("desk-day-proven", desk, "en") as seen:
        seen.says("{proven} of {total} proven", proven="3", total="3")
        seen.says("nothing disputed")
        seen.reads(seen.words.money(stage.sold.total_minor))
        seen.reads(seen.words.tr_n("{n} receipt", "{n} receipts", stage.sold.count))
