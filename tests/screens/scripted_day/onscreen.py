"""The second player: every act of the script on the cashier's real window, by scans, taps and keys; it calls no model and no service."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from kiosk.screens.cashier.window import CashierWindow
from kiosk.screens.shared.staff_choice import StaffChoice
from kiosk.services.answers import Answer, on_the_wire
from kiosk.touch.theme import make_theme
from tests.screens.in_front import bring_up
from tests.screens.scripted_day.headless import WORLD
from tests.screens.scripted_day.onscreen_money import AtTheDrawer
from tests.screens.scripted_day.shop import PINS
from tests.screens.scripted_day.steps import Json, Purse, Step
from tests.screens.scripted_day.watched import WatchedPort
from tests.screens.scripted_day.world import World

SILENT = frozenset({"to_ticket", "nothing_to_pay"})
"""Acts of the screen alone, which ask nothing of the till."""
ASKED_BY_A_SHEET = frozenset({"", "approval_needed", "age_check_needed", "card_uncertain"})
"""What the till says in a sheet of its own; every other refusal is said in words beside the page."""


class OnScreen(AtTheDrawer):
    """Plays steps; an act for which the screen has no way ends the day."""

    def __init__(self, world: World, window: CashierWindow, port: WatchedPort) -> None:
        super().__init__(window, port)
        self._world, self._watched = world, port
        self._purse = Purse()
        self.z: Json = {}

    def play(self, steps: Sequence[Step]) -> None:
        """Play all steps; each ends as the script says."""
        for number, step in enumerate(steps):
            try:
                self._play(step)
            except AssertionError as error:
                raise AssertionError(f"step {number}: {step}: {error}") from error

    def _play(self, step: Step) -> None:
        if step.act in WORLD:
            getattr(self._world, step.act)(**step.fields)
            self.settle()
            return
        heard = len(self._watched.answers)
        act: Callable[..., None] = getattr(self, step.act)
        act(**self._purse.shown(step.fields))
        answers = self._watched.answers[heard:]
        assert bool(answers) is (step.act not in SILENT), "the screen asked nothing of the till"
        if answers:
            self._heard(step, answers[-1])

    def _heard(self, step: Step, answer: Answer) -> None:
        refused = answer.error.code if answer.error is not None else ""
        assert refused == step.refused, f"the till says {refused or 'yes'}"
        assert refused in ASKED_BY_A_SHEET or self.window.message.isVisible(), "the screen says nothing of it"
        if step.act == "finish" and "ticket" in step.fields:
            self._purse.keep(step.fields["ticket"], on_the_wire(answer))
        if step.act == "close_day":
            self.z = on_the_wire(answer)

    def log_in(self, staff: str) -> None:
        self._pin(staff, "")

    unlock = log_in

    def approve(self, staff: str, pin: str = "") -> None:
        self._pin(staff, pin)

    def log_out(self) -> None:
        self._menu("log_out")

    def lock(self) -> None:
        self._at_ticket()
        self.act("lock")

    def _pin(self, staff: str, pin: str) -> None:
        self.tap_tile(self.seen(StaffChoice), staff)
        self.digits(pin or PINS[staff])
        self.press("confirm_pin")


@contextmanager
def opened_window(world: World) -> Iterator[OnScreen]:
    """Open the cashier's window over a running till."""
    port = WatchedPort(world.running.worker)
    terminal = world.running.till.terminal
    window = CashierWindow(port, terminal.words, make_theme(motion=False), now=terminal.clock.now)
    bring_up(window)
    player = OnScreen(world, window, port)
    player.settle()
    try:
        yield player
    finally:
        window.close()
        window.deleteLater()
        QApplication.processEvents()
