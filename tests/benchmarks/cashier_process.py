"""`comptoir cashier --profile DIR` as a shop starts it, with a witness of the first painted selling screen in its application.

Nobody types a PIN here: the cashier is logged in, durably, as soon as the till is open.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tests.benchmarks.witness import Witness

if TYPE_CHECKING:
    from kiosk.bootstrap import Running

CASHIER = "nadia"
"""As in `tests.benchmarks.shop`, which would load more than the command does."""


def main() -> None:
    """Run the command; the witness ends the process."""
    settle_ms, profile = sys.argv[1:]
    from kiosk import main as faces
    from kiosk.bootstrap import open_terminal

    make = faces.application

    def witnessed() -> QApplication:
        app = make()
        Witness(app, _is_basket, int(settle_ms))
        return app

    def logged_in(folder: Path) -> "Running":
        running = open_terminal(folder)
        running.till.begin(CASHIER, open_day=False)
        return running

    vars(faces).update(application=witnessed, open_terminal=logged_in)
    sys.argv = ["comptoir", "cashier", "--profile", profile]
    from kiosk.cli.main import main as comptoir

    comptoir()


def _is_basket(painted: QObject) -> bool:
    """Tell whether this is the selling screen's list of lines, which only that screen has."""
    parent = painted.parent()
    return parent is not None and parent.objectName() == "basket"


if __name__ == "__main__":
    main()
