"""`comptoir cashier --profile DIR` as a shop starts it, with a witness of the first painted selling screen in its application."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tests.benchmarks.witness import Witness


def main() -> None:
    """Run the command; the witness ends the process."""
    settle_ms, profile = sys.argv[1:]
    from kiosk import main as faces

    make = faces.application

    def witnessed() -> QApplication:
        app = make()
        Witness(app, _is_basket, int(settle_ms))
        return app

    faces.application = witnessed
    sys.argv = ["comptoir", "cashier", "--profile", profile]
    from kiosk.cli.main import main as comptoir

    comptoir()


def _is_basket(painted: QObject) -> bool:
    """Tell whether this is the selling screen's list of lines, which only that screen has."""
    parent = painted.parent()
    return parent is not None and parent.objectName() == "basket"


if __name__ == "__main__":
    main()
