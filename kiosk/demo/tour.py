"""The tour: the shop plays itself on its real screens, offscreen, by what a person would tap, type, scan and hold out."""

import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

from kiosk.demo import (
    steps_acts,
    steps_closing,
    steps_desk,
    steps_drawer,
    steps_first_start,
    steps_hand_over,
    steps_kiosk,
    steps_loyalty,
    steps_month,
    steps_network,
    steps_opening,
    steps_paying,
    steps_printer,
    steps_receipts,
    steps_returns,
    steps_selling,
    steps_tenders,
)
from kiosk.demo.tour_hands import NotSeen
from kiosk.demo.tour_report import Report
from kiosk.demo.tour_stage import SilenceClock, Stage, TourStopped
from kiosk.demo.world import DESK, World
from kiosk.demo.world_windows import Windows
from kiosk.main import application
from sync.base import log
from sync.base.settings import remember

CARDS = 8
"""The tour shows a few members' cards; drawing all five hundred belongs to the demo."""

CARD_PATIENCE_S = 30.0
SYNC_EVERY_S = "1"
TILL_PX, KIOSK_PX = (1280, 800), (1080, 1920)
_SCREENS = (("1 till", 0), ("2 customer", TILL_PX[0]))
"""The till's machine has a second screen, towards the customer: its name, and where it begins."""

Say = Callable[[str], None]


def play(folder: Path, say: Say) -> Report:
    """Play all journeys on a shop of their own, leave pictures, bytes and report in `folder`, and return the report."""
    report = Report(folder)
    with tempfile.TemporaryDirectory(prefix="comptoir-tour-") as temporary:
        _plug_screens(Path(temporary) / "screens.json")
        shop = Path(temporary) / "shop"
        world = World(shop, card_patience_s=CARD_PATIENCE_S, cards=CARDS)
        say("Building a shop for the tour")
        world.prepare(lambda what, done, whole: None)
        log.configure(shop)
        world.set_everywhere("sync_every_s", SYNC_EVERY_S)
        remember(world.profiles[DESK], "language", "en")
        _play_in(world, report, say)
    report.write()
    return report


def _plug_screens(path: Path) -> None:
    """Have two screens, though none is there: pictures are the same on every machine, whatever stands on its desk."""
    width, height = TILL_PX
    shape = {"y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{"name": name, "x": left, **shape} for name, left in _SCREENS]
    path.write_bytes(msgspec.json.encode({"synchronousWindowSystemEvents": False, "screens": screens}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"


def _play_in(world: World, report: Report, say: Say) -> None:
    application().setQuitOnLastWindowClosed(False)
    silence = SilenceClock()
    with ExitStack() as stack:
        stack.callback(world.close)
        windows = Windows(world, silence_clock=silence)
        stack.callback(windows.close)
        stage = Stage(windows, report, silence)
        for hands, size in ((stage.till, TILL_PX), (stage.kiosk, KIOSK_PX), (stage.desk, TILL_PX)):
            hands.window.resize(*size)
        try:
            _journeys(stage, say)
        except TourStopped as stopped:
            say(str(stopped))
        except NotSeen as lost:
            step = report.begin("on-the-way")
            report.fail(step, str(lost))
            say(f"{step.name}: {step.reason}")
    _keep_bytes(world.papers, report.folder)


def _journeys(stage: Stage, say: Say) -> None:
    say("A new machine joins the shop")
    steps_first_start.play(stage)
    say("The day begins")
    steps_opening.play(stage)
    say("The first customer")
    steps_paying.pay_cash(stage, steps_selling.play(stage))
    say("The coupon comes back")
    steps_paying.use_coupon(stage)
    steps_paying.look_at_figures(stage)
    steps_printer.play(stage)
    say("A customer buys alone")
    steps_kiosk.play(stage)
    say("The network goes, and returns")
    steps_desk.look_in(stage)
    steps_network.play(stage)
    say("Everything a cashier does")
    steps_tenders.play(stage, steps_hand_over.play(stage, steps_acts.play(stage)))
    say("Papers, returns")
    steps_receipts.play(stage)
    steps_returns.play(stage)
    say("A member, rewards and points")
    steps_loyalty.play(stage)
    say("The drawer")
    steps_drawer.play(stage)
    say("The day and a month end")
    steps_closing.play(stage)
    steps_month.play(stage)
    steps_desk.end_day(stage)


def _keep_bytes(papers: Path, folder: Path) -> None:
    for paper in sorted(papers.glob("*.escpos")):
        (folder / f"paper-{paper.name}").write_bytes(paper.read_bytes())
