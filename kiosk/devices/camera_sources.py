"""Where frames come from: a camera, a video file, a folder of pictures, or whoever pushes them: one protocol."""

import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any, Protocol

from kiosk.devices.camera_eye import LOOKS_A_SECOND
from kiosk.devices.camera_readers import Picture
from sync.protocol.errors import EnvironmentFault, Refusal

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
_INDEX_DIGITS = 2
_FRAME_S = 0.02
WIDTH_PIXELS, HEIGHT_PIXELS = 1280, 720
"""What a camera is asked for: a card at arm's length still has three pixels a module."""

SHOWN_FRAMES = 3 * LOOKS_A_SECOND
"""Long enough for every way of looking, and for the second frame that has to agree."""
_DARK = (120, 160, 3)


class FrameSource(Protocol):
    """Opened, read and closed on the camera's own thread. `live` frames may be skipped when the eye is slow, recorded ones not."""

    live: bool

    def open(self) -> None:
        """Get ready; raises EnvironmentFault camera_missing, camera_forbidden, camera_busy or camera_library."""

    def read(self) -> Picture | None:
        """Return the next frame, None when there is none any more; raises EnvironmentFault camera_lost."""

    def close(self) -> None: ...


class DeviceSource:
    """A camera by its index. `devices` is where the system shows cameras as files."""

    live = True

    def __init__(self, index: int = 0, devices: Path = Path("/dev")) -> None:
        self._index = index
        self._device = devices / f"video{index}"
        self._capture: Any = None

    def open(self) -> None:
        cv2 = _library()
        # OpenCV only says that it could not; the system says why. It also writes to standard error when it looks for what is not there.
        if sys.platform == "linux":
            self._require(self._device.exists(), "camera_missing")
            self._require(os.access(self._device, os.R_OK | os.W_OK), "camera_forbidden")
        self._capture = cv2.VideoCapture(self._index)
        if not self._capture.isOpened():
            raise EnvironmentFault("camera_busy" if sys.platform == "linux" else "camera_missing", camera=self._index)
        self._ask(cv2)

    def read(self) -> Picture | None:
        ok, frame = self._capture.read()
        self._require(ok, "camera_lost")
        return frame

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()

    def _ask(self, cv2: Any) -> None:
        """Ask for the size wanted and no old frames; what a camera does not know it ignores. Most give this size slowly but as JPEG."""
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH_PIXELS)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT_PIXELS)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def _require(self, holds: bool, code: str) -> None:
        if not holds:
            raise EnvironmentFault(code, camera=self._index)


class VideoSource:
    """A video file, frame by frame."""

    live = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture: Any = None

    def open(self) -> None:
        cv2 = _library()
        if not self._path.is_file():
            raise EnvironmentFault("camera_missing", camera=self._path.name)
        self._capture = cv2.VideoCapture(str(self._path))
        if not self._capture.isOpened():
            raise EnvironmentFault("camera_missing", camera=self._path.name)

    def read(self) -> Picture | None:
        ok, frame = self._capture.read()
        return frame if ok else None

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()


class FolderSource:
    """The pictures of a folder in the order of their names, each shown for some frames."""

    live = False

    def __init__(self, folder: Path, *, frames_each: int = SHOWN_FRAMES) -> None:
        self._folder = folder
        self._frames_each = frames_each
        self._waiting: deque[Path] = deque()
        self._shown: Picture | None = None
        self._left = 0

    def open(self) -> None:
        _library()
        try:
            self._waiting = deque(sorted(path for path in self._folder.iterdir() if path.suffix.lower() in _PICTURES))
        except OSError as error:
            raise EnvironmentFault("camera_missing", camera=self._folder.name) from error
        self._left = 0

    def read(self) -> Picture | None:
        cv2 = _library()
        while self._left == 0:
            if not self._waiting:
                return None
            self._shown = _picture(cv2, self._waiting.popleft())
            self._left = self._frames_each if self._shown is not None else 0
        self._left -= 1
        return self._shown

    def close(self) -> None:
        self._waiting.clear()


class SimulatedCamera:
    """Shows what is pushed to it, each frame in its turn, and a dark view while nothing is; of frames that wait it keeps the newest 16."""

    live = False

    def __init__(self, *, limit: int = 16) -> None:
        self._frames: deque[Picture] = deque(maxlen=limit)
        self._plugged = True
        self._ended = False

    def push(self, frame: Picture, *, times: int = 1) -> None:
        """Show a picture (a numpy array) for some frames."""
        self._frames.extend([frame] * times)

    def end(self) -> None:
        """Show what was pushed, then end."""
        self._ended = True

    def unplug(self) -> None:
        self._plugged = False

    def plug_in(self) -> None:
        self._plugged = True

    def open(self) -> None:
        self._require_plug("camera_missing")

    def read(self) -> Picture | None:
        """Return within a frame's time, as a camera does, so that whoever waits for it can stop."""
        import numpy as np

        self._require_plug("camera_lost")
        if self._frames:
            return self._frames.popleft()
        if self._ended:
            return None
        time.sleep(_FRAME_S)
        return np.zeros(_DARK, np.uint8)

    def close(self) -> None:
        """Nothing is held open."""

    def _require_plug(self, code: str) -> None:
        if not self._plugged:
            raise EnvironmentFault(code, camera="simulated")


class BrokenCamera:
    """A camera that opens and then gives noise in place of frames, for ever or until it falls silent."""

    live = False

    def __init__(self, frames: int = 20) -> None:
        self._left = frames

    def open(self) -> None:
        """Opens as if all were well."""

    def read(self) -> Picture | None:
        import numpy as np

        self._left -= 1
        if self._left < 0:
            raise EnvironmentFault("camera_lost", camera="broken")
        return np.random.default_rng(self._left).integers(0, 255, (48, 64, 3), np.uint8)

    def close(self) -> None:
        """Nothing is held open."""


def source_at(address: str) -> FrameSource:
    """Return the source that `address` names: a camera's number, a video file or a folder of pictures. Raises Refusal."""
    if address.isdecimal() and len(address) <= _INDEX_DIGITS:
        return DeviceSource(int(address))
    path = Path(address)
    if not address or not path.exists():
        raise Refusal("camera_address", field="address")
    return FolderSource(path) if path.is_dir() else VideoSource(path)


def _picture(cv2: Any, path: Path) -> Picture | None:
    """Return a file's picture, None for one that is none, or has more pixels than OpenCV takes."""
    try:
        return cv2.imread(str(path))
    except cv2.error:
        return None


def _library() -> Any:
    """Return OpenCV, loaded with the first frame; a machine without it has no camera."""
    try:
        import cv2
    except ImportError as error:
        raise EnvironmentFault("camera_library") from error
    return cv2
