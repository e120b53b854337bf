"""The camera's findings on the GUI thread: codes, pictures for a preview, and faults, each as a queued signal."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from kiosk.devices.camera import Camera
from kiosk.devices.camera_sources import FrameSource
from sync.protocol.errors import EnvironmentFault

PREVIEW_WIDTH = 480


class CameraFeed(QObject):
    """Watches a source; `code`, `picture` and `fault` arrive on the thread this object lives on."""

    code = Signal(str)
    picture = Signal(QImage)
    fault = Signal(str)
    _seen = Signal(str)
    _taken = Signal(QImage)
    _failed = Signal(str)

    def __init__(self, source: FrameSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        for inner, outer in ((self._seen, self.code), (self._taken, self.picture), (self._failed, self.fault)):
            inner.connect(outer, Qt.ConnectionType.QueuedConnection)
        self._camera = Camera(
            source, lambda found: self._seen.emit(found.text), on_frame=self._take, on_fault=lambda fault: self._fail(fault)
        )

    def start(self) -> None:
        """Begin to watch."""
        self._camera.start()

    def stop(self) -> None:
        """Stop watching and let go of the device."""
        self._camera.stop()
        self._camera.join()

    def _take(self, frame: Any) -> None:
        """Copy a frame (BGR or grey, 8 bits) into a small picture of our own: the camera reuses its memory."""
        height, width = frame.shape[:2]
        kind = QImage.Format.Format_BGR888 if frame.ndim == 3 else QImage.Format.Format_Grayscale8
        image = QImage(frame.data, width, height, frame.strides[0], kind)
        self._taken.emit(image.scaledToWidth(min(width, PREVIEW_WIDTH)).copy())

    def _fail(self, fault: EnvironmentFault) -> None:
        self._failed.emit(fault.code)
