"""A serial scanner's codes on the GUI thread, each as a queued signal: the same path as the wedge's and the camera's."""

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.devices.scanner_serial import SerialScanner, scanner_at


class ScannerFeed(QObject):
    """Listens at an address; `code`, a text and its symbology, and `fault` arrive on the thread this object lives on.

    Raises Refusal scanner_address.
    """

    code = Signal(str, str)
    fault = Signal(str)
    _scanned = Signal(str, str)
    _failed = Signal(str)

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scanned.connect(self.code, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self.fault, Qt.ConnectionType.QueuedConnection)
        self.scanner: SerialScanner = scanner_at(
            address, lambda scan: self._scanned.emit(scan.code, scan.symbology), lambda fault: self._failed.emit(fault.code)
        )

    def start(self) -> None:
        """Begin to listen."""
        self.scanner.start()

    def stop(self) -> None:
        """Listen no more and let go of the line."""
        self.scanner.stop()
