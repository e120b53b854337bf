"""The first start, step by step: what was chosen, what is being tried, and what came of it. QtCore only."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.errand import Errands
from kiosk.services.first_start import STEPS, ClockFinding, Device, Joined, Machine, Step
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.invitation import Invitation

NO_DEVICE = ""


class FirstStartModel(QObject):
    """Where the first start stands. `changed` follows every change; `failed` brings the Refusal or EnvironmentFault of an errand."""

    changed = Signal()
    moved = Signal(str)
    failed = Signal(object)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    camera_chosen = Signal(str)
    finished = Signal()

    def __init__(self, machine: Machine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._machine = machine
        self._errands = Errands(self)
        self._number = 0
        self.joined: Joined | None = machine.joined()
        self.printers: list[Device] = []
        self.printer = NO_DEVICE
        self.paper_mm = 80
        self.printed = ""
        self.cameras: list[Device] = []
        self.camera = NO_DEVICE
        self.scanned = ""
        self.clock: ClockFinding | None = None

    @property
    def step(self) -> Step:
        """The step before the person."""
        return STEPS[self._number]

    @property
    def number(self) -> int:
        """The number of the step, from 1."""
        return self._number + 1

    @property
    def busy(self) -> bool:
        """Whether something is being tried at this moment."""
        return self._errands.busy > 0

    @property
    def may_go_on(self) -> bool:
        """Whether the next step makes sense: only joining cannot be left for later."""
        return not self.busy and (self.step != "join" or self.joined is not None)

    def go_on(self) -> None:
        """Go to the next step; from the last one, into the till."""
        if not self.may_go_on:
            return
        if self.step == "ready":
            self.finished.emit()
            return
        self._move(self._number + 1)

    def go_back(self) -> None:
        """Go to the step before."""
        if self._number and not self.busy:
            self._move(self._number - 1)

    def choose_language(self, language: str) -> None:
        """Speak another language from now on."""
        self.language_chosen.emit(language)

    def choose_theme(self, theme: str) -> None:
        """Wear another look from now on."""
        self.theme_chosen.emit(theme)

    def keep_look(self, language: str, theme: str) -> None:
        """Keep language and look in the profile, which exists once this machine has joined."""
        if self.joined is not None:
            self._machine.keep("language", language)
            self._machine.keep("theme", theme)

    def code_arrived(self, code: str) -> None:
        """Take what a scanner or camera read: an invitation joins, anything else proves that reading works."""
        invitation = Invitation.read(code)
        if invitation is not None:
            if self.step == "join" and self.joined is None:
                self.join(invitation.ledger, invitation.code)
            return
        self.scanned = code
        self.changed.emit()

    def join(self, ledger: str, code: str) -> None:
        """Hand in the one-time code."""
        if not self.busy and self.joined is None:
            self._run(lambda: self._machine.join(ledger.strip(), code.strip().upper()), self._has_joined)

    def choose_printer(self, address: str) -> None:
        """Choose a printer by its address; an empty one is no printer."""
        self.printer, self.printed = address.strip(), ""
        self.changed.emit()

    def choose_paper(self, paper_mm: int) -> None:
        """Choose the width of the paper."""
        self.paper_mm, self.printed = paper_mm, ""
        self.changed.emit()

    def print_test(self) -> None:
        """Print a test page on the chosen printer."""
        address, paper_mm = self.printer, self.paper_mm
        if address and not self.busy:
            self._run(lambda: self._machine.print_test(address, paper_mm), self._has_printed)

    def choose_camera(self, address: str) -> None:
        """Choose a camera by its address; an empty one is no camera."""
        self.camera = address
        self.camera_chosen.emit(address)
        self.changed.emit()

    def compare_clock(self) -> None:
        """Compare the clock with the ledger's once more."""
        if not self.busy:
            self._run(self._machine.clock, self._clock_known)

    def close(self) -> None:
        """Hear of no errand any more."""
        self._errands.close()

    def _move(self, number: int) -> None:
        self._keep()
        self._number = number
        self.moved.emit(self.step)
        entered: dict[Step, Callable[[], None]] = {
            "printer": lambda: self._run(self._machine.printers, self._printers_known),
            "scanner": lambda: self._run(self._machine.cameras, self._cameras_known),
            "clock": self.compare_clock,
        }
        begin = entered.get(self.step)
        if begin is not None:
            begin()

    def _keep(self) -> None:
        """Keep what the step that is left has chosen."""
        chosen: dict[Step, dict[str, str]] = {
            "printer": {"printer": self.printer, "paper_mm": str(self.paper_mm)},
            "scanner": {"camera": self.camera},
        }
        for key, value in chosen.get(self.step, {}).items():
            self._machine.keep(key, value)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def finish(result: Any) -> None:
            if isinstance(result, Refusal | EnvironmentFault):
                self.failed.emit(result)
            else:
                done(result)
            self.changed.emit()

        self._errands.run(work, finish)
        self.changed.emit()

    def _has_joined(self, joined: Joined) -> None:
        self.joined = joined

    def _printers_known(self, found: list[Device]) -> None:
        self.printers = found
        if not self.printer and len(found) == 1:
            self.printer = found[0].address

    def _has_printed(self, state: str) -> None:
        self.printed = state

    def _cameras_known(self, found: list[Device]) -> None:
        self.cameras = found

    def _clock_known(self, found: ClockFinding) -> None:
        self.clock = found
