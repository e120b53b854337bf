"""The camera's findings on the GUI thread: codes, pictures for a preview, and why nothing is seen, each as a queued signal."""

import threading
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from kiosk.devices.camera import RETRY_MS, Camera
from kiosk.devices.camera_eye import Sight
from kiosk.devices.camera_sources import FrameSource
from kiosk.devices.codes import Code
from sync.protocol.errors import EnvironmentFault

PREVIEW_WIDTH = 480

Outline = tuple[tuple[float, float], ...]


class CameraPicture(NamedTuple):
    """A small picture of what the camera sees, and the corners of each code in it, in its pixels."""

    image: QImage
    outlines: tuple[Outline, ...] = ()


class CameraFeed(QObject):
    """Watches a source; all signals arrive on the thread this object lives on. A camera that is gone is asked for again by itself.

    `code` tells a text and its symbology, `seen` the newest CameraPicture and `picture` its image alone (both only with `pictures`);
    `fault` tells an environment fault's code once, and an empty one when frames come again; `trouble` the code of the sentence that says
    why nothing is seen, whether fault, darkness or a covered lens, and an empty one as soon as the camera sees again.
    """

    code = Signal(str, str)
    seen = Signal(object)
    picture = Signal(QImage)
    fault = Signal(str)
    trouble = Signal(str)
    _found = Signal(str, str)
    _failed = Signal(str)
    _condition = Signal(str)
    _taken = Signal()

    def __init__(self, source: FrameSource, parent: QObject | None = None, *, pictures: bool = True) -> None:
        super().__init__(parent)
        queued = Qt.ConnectionType.QueuedConnection
        self._found.connect(self.code, queued)
        self._failed.connect(self.fault, queued)
        self._failed.connect(self._tell, queued)
        self._condition.connect(self._tell, queued)
        self._taken.connect(self._show, queued)
        self._pictures = pictures
        self._newest: CameraPicture | None = None
        self._newest_lock = threading.Lock()
        self._broken = False
        self._condition_told = ""
        self._told = ""
        self._camera = Camera(source, self._hear, on_sight=self._take, on_fault=self._fail, retry_ms=RETRY_MS)

    def start(self) -> None:
        """Begin to watch."""
        self._camera.start()

    def show_pictures(self, on: bool) -> None:
        """Tell pictures, or none: a till draws them only while somebody looks."""
        self._pictures = on

    def stop(self) -> None:
        """Stop watching and let go of the device."""
        self._camera.stop()

    def _hear(self, code: Code) -> None:
        self._found.emit(code.text, code.symbology)

    def _take(self, frame: Any, sight: Sight) -> None:
        """On the camera's thread: a picture replaces one that the screen had no time for, so that none ever waits in a row."""
        if self._broken:
            self._broken = False
            self._failed.emit("")
        if sight.condition != self._condition_told:
            self._condition_told = sight.condition
            self._condition.emit(sight.condition)
        if self._pictures:
            picture = preview(frame, sight)
            with self._newest_lock:
                waiting, self._newest = self._newest is not None, picture
            if not waiting:
                self._taken.emit()

    def _show(self) -> None:
        with self._newest_lock:
            picture, self._newest = self._newest, None
        if picture is not None:
            self.seen.emit(picture)
            self.picture.emit(picture.image)

    def _fail(self, fault: EnvironmentFault) -> None:
        self._broken, self._condition_told = True, ""
        self._failed.emit(fault.code)

    def _tell(self, code: str) -> None:
        if code != self._told:
            self._told = code
            self.trouble.emit(code)


def preview(frame: Any, sight: Sight) -> CameraPicture:
    """Copy a frame (BGR or grey, 8 bits) into a small picture of our own: the camera reuses its memory."""
    height, width = frame.shape[:2]
    kind = QImage.Format.Format_BGR888 if frame.ndim == 3 else QImage.Format.Format_Grayscale8
    image = QImage(frame.data, width, height, frame.strides[0], kind).scaledToWidth(min(width, PREVIEW_WIDTH)).copy()
    share = image.width() / width
    return CameraPicture(image, tuple(tuple((x * share, y * share) for x, y in code.corners) for code in sight.codes))
