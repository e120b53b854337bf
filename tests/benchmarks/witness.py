"""Inside a measured process: sees the first paint that counts, says so on standard output and ends the process.

Nothing but Qt's core is imported here, so that the measured process loads only what it would load by itself.
"""

import os
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_KIB = 1024


class Witness(QObject):
    """An event filter of the application; `counts` tells whether a painted object is what is waited for."""

    def __init__(self, app: QCoreApplication, counts: Callable[[QObject], bool], settle_ms: int) -> None:
        super().__init__(app)
        self._counts = counts
        self._settle_ms = settle_ms
        self._seen = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if not self._seen and event.type() == QEvent.Type.Paint and self._counts(watched):
            self._seen = True
            # After this paint, and those that belong to it, have been carried out.
            QTimer.singleShot(0, self, self._painted)
        return False

    def _painted(self) -> None:
        painted_s, modules = time.monotonic(), len(sys.modules)
        QTimer.singleShot(self._settle_ms, self, lambda: self._report(painted_s, modules))

    def _report(self, painted_s: float, modules: int) -> None:
        sys.stdout.write(f'{{"painted_s":{painted_s!r},"modules":{modules},"resident_kb":{_resident_kb()}}}\n')
        sys.stdout.flush()
        os._exit(0)


def _resident_kb() -> int:
    """Return the resident set from the kernel, in KiB."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib may not be loaded in a bare window
        pages = int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // _KIB
