"""`comptoir demo`: a whole shop on this machine. Without a display, or with `--tour`, it plays itself and leaves pictures."""

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from kiosk.cli.calm import FAILED, say

if TYPE_CHECKING:
    from kiosk.demo.world import World
    from kiosk.demo.world_build import Progress

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def demo(
    *,
    tour: Annotated[Path | None, Parameter(help="Play itself without a display; pictures, bytes and tour.json go here.")] = None,
    folder: Annotated[Path | None, Parameter(help="Where the demo's shop is kept; a folder of this user without it.")] = None,
    fresh: Annotated[bool, Parameter(negative="", help="Throw the demo's shop away and build it anew.")] = False,
) -> None:
    """Open a shop with ledger, till, kiosk, desk and a simulated printer. Example: comptoir demo --tour ./pictures"""
    from platformdirs import user_data_path

    kept = folder or user_data_path("comptoir") / "demo"
    if tour is not None or not has_display():
        _play(tour or kept / "tour")
    else:
        _open(kept, fresh=fresh)


def has_display() -> bool:
    """Say whether windows can be shown here; a platform that Qt was told (QT_QPA_PLATFORM) counts as one unless it is offscreen."""
    told = os.environ.get("QT_QPA_PLATFORM", "")
    if told:
        return told not in ("offscreen", "minimal")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in _DISPLAYS)


def _play(pictures: Path) -> None:
    from kiosk.demo.tour import play

    report = play(pictures, say)
    say(f"{pictures}: {len(report.steps)} steps, {'all ok' if report.ok else 'not ok'}")
    if not report.ok:
        raise SystemExit(FAILED)


def _open(folder: Path, *, fresh: bool) -> None:
    from kiosk.demo.world import World

    world = World(folder)
    with _Bar() as progress:
        world.prepare(progress, fresh=fresh)
    raise SystemExit(_serve(world))


def _serve(world: "World") -> int:
    """Show the windows until the cashier's is closed or Ctrl-C is pressed; whatever was opened is closed again in order."""
    from PySide6.QtCore import QTimer

    from kiosk.demo.world_windows import Windows
    from kiosk.main import application
    from sync.base import log

    log.configure(world.folder)
    app = application()
    say("Opening the shop")
    with ExitStack() as stack:
        stack.callback(world.close)
        windows = Windows(world)
        stack.callback(windows.close)
        windows.show_all()
        windows.till_closed.connect(app.quit)
        for line in _introduction(world):
            say(line)
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda *_: app.quit())
        awake = QTimer()
        awake.timeout.connect(lambda: None)  # Python hears of a signal only when it runs
        awake.start(200)
        return app.exec()


def _introduction(world: "World") -> list[str]:
    """Return what one has to know: addresses, people with their PINs, and where things are."""
    import msgspec

    shop = msgspec.json.decode((world.folder / "shop.json").read_bytes())
    people = [f"  {person['name']:<12} {person['role']:<14} PIN {person['pin']}" for person in shop["staff"]]
    return [
        f"{shop['shop']['name']}: {len(shop['products'])} products, {len(shop['members'])} members",
        f"  ledger   {world.ledger.url}",
        f"  printer  {world.printer_address}",
        f"  cards    {world.cards}",
        f"  papers   {world.papers}",
        "Staff:",
        *people,
        "Close the cashier's window, or press Ctrl-C here, to stop everything.",
    ]


class _Bar:
    """A bar on standard error while the shop is built; nothing where it is built already."""

    _SAID = {"shop": "Building the shop", "cards": "Drawing members' cards", "terminals": "Enrolling the terminals"}

    def __enter__(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn()
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._tasks: dict[str, object] = {}
        self._bar.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _tell(self, what: str, done: int, whole: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(self._SAID[what], total=whole)
        self._bar.update(self._tasks[what], completed=done)  # type: ignore[arg-type]  # rich's own number of a task
