"""What sheets that ask for one text share, whichever keys they have: confirm it, go back, be told what is wrong, wait."""

from collections.abc import Callable

from kiosk.screens.selfservice.letters import TextEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label


class AskedText:
    """Joined to a sheet that makes `entry`, the acts `confirm` and `away`, and `fault`, and lets `entry.changed` call `_enable`."""

    entry: TextEntry
    confirm: KeyButton
    away: KeyButton
    fault: Label
    _busy = False

    def fail(self, sentence: str) -> None:
        """Say what was wrong with the text; empty when nothing is."""
        self.fault.show_text(sentence)
        self.fault.setVisible(bool(sentence))

    def hold(self, *, busy: bool) -> None:
        """Rest while an answer is awaited."""
        self._busy = busy
        self._enable()

    def follow(self, submit: Callable[[str], None], leave: Callable[[], None]) -> None:
        """Let the acts do something."""
        self.confirm.clicked.connect(lambda: submit(self.entry.text()))
        self.entry.submitted.connect(submit)
        self.away.clicked.connect(leave)

    def _enable(self) -> None:
        self.confirm.setEnabled(bool(self.entry.text().strip()) and not self._busy)
