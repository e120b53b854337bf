"""The tour's evening at the till: the blind count, the Z report on the screen and on paper."""

from kiosk.demo.steps_opening import FLOAT_MINOR, MANAGER, log_in
from kiosk.demo.tour_goods import figures
from kiosk.demo.tour_stage import Stage
from sync.base.words import Words

MISSING_MINOR = 200


def play(stage: Stage) -> None:
    """The manager counts two euros too little; the till did not say what it expects."""
    till = stage.till
    till.tap("menu")
    till.tap("log_out")
    log_in(stage, till, MANAGER)
    till.tap("menu")
    till.tap("count")
    counted = expected_cash(stage) - MISSING_MINOR
    with stage.step("cashier-blind-count", till) as seen:
        seen.says("Count the drawer")
        _count(stage, counted)
        seen.reads(seen.words.money(counted))
        seen.holds("what is expected is not shown", not seen.stands(figures(seen.words, counted + MISSING_MINOR)))
    printed = len(stage.papers)
    till.tap("close_day")
    with stage.step("cashier-z-report", till) as seen:
        seen.says("Missing in the drawer")
        seen.reads(seen.words.money(-MISSING_MINOR), seen.words.money(stage.sold.sales_minor), seen.words.money(counted))
    with stage.step("paper-z-report", till) as seen:
        job = stage.wait_for_paper(printed + 1)
        seen.paper(job)
        seen.prints(job, figures(Words("fr"), sum(stage.sold.till)), figures(Words("fr"), counted))


def expected_cash(stage: Stage) -> int:
    """Return what should lie in the drawer: the float, and what came and went since."""
    return FLOAT_MINOR + stage.sold.cash_minor


def _count(stage: Stage, amount_minor: int) -> None:
    """Key pieces of each denomination, the largest first, as one counts a drawer."""
    till = stage.till
    for value in (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1):
        pieces, amount_minor = divmod(amount_minor, value)
        if pieces:
            till.tap_item(coin_title(value))
            till.pad(str(pieces))


def coin_title(value_minor: int) -> str:
    """Return a denomination's tile as the French screen names it."""
    words = Words("fr")
    return words.money(value_minor // 100, digits=0) if value_minor >= 100 else words.tr("{n} c", n=words.number(value_minor))
