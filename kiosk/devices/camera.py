"""The camera as an eye for codes: one thread brings frames, one looks at the newest; a code is told once while it stays in view."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from kiosk.devices.camera_eye import LOOKS_A_SECOND, Eye, Sight
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_sources import FrameSource
from kiosk.devices.codes import Code
from sync.protocol.errors import EnvironmentFault

FRAME_INTERVAL_MS = 1000 / LOOKS_A_SECOND
RETRY_MS = 2_000
"""How long until a camera that is gone is asked for again."""


class Slot:
    """Holds one frame, the newest. A live frame replaces one that nobody took; a recorded one waits for its turn."""

    def __init__(self) -> None:
        self._frame: Picture | None = None
        self._closed = False
        self._changed = threading.Condition()

    def put(self, frame: Picture, *, replace: bool) -> None:
        with self._changed:
            if not replace:
                self._changed.wait_for(lambda: self._frame is None or self._closed)
            self._frame = frame
            self._changed.notify_all()

    def take(self) -> Picture | None:
        """Wait for a frame; None once closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame is not None or self._closed)
            frame, self._frame = self._frame, None
            self._changed.notify_all()
            return frame

    def rest(self, seconds: float) -> None:
        """Leave the processor to the till, unless it is closed meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed, max(0.0, seconds))

    def close(self, *, drop: bool = False) -> None:
        """No frame will follow; `drop` forgets the one that waits."""
        with self._changed:
            self._closed = True
            self._frame = None if drop else self._frame
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed


class Camera:
    """Watches a source until it ends or `stop` is called. All callbacks come on the camera's own threads.

    `on_code` is told of each new code, `on_sight` of each frame looked at and what it showed, `on_fault` of an environment fault
    (camera_missing, camera_forbidden, camera_busy, camera_lost). After a fault the camera has ended and may be started again; with
    `retry_ms` it asks for the source again by itself, and tells the same fault only once. A recorded source is looked at frame by frame, as
    if it had been filmed at 15 frames a second.
    """

    def __init__(
        self,
        source: FrameSource,
        on_code: Callable[[Code], None],
        *,
        on_sight: Callable[[Picture, Sight], None] | None = None,
        on_fault: Callable[[EnvironmentFault], None] | None = None,
        retry_ms: int | None = None,
    ) -> None:
        self._source = source
        self._on_code = on_code
        self._on_sight = on_sight
        self._on_fault = on_fault
        self._retry_ms = retry_ms
        self._told = ""
        self._slot = Slot()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to watch; does nothing while it watches already."""
        if any(thread.is_alive() for thread in self._threads):
            return
        self._slot, self._told = Slot(), ""
        works = (("camera-frames", self._bring), ("camera-codes", self._look))
        self._threads = [threading.Thread(target=work, args=(self._slot,), name=name, daemon=True) for name, work in works]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, and wait for both threads."""
        self._slot.close(drop=True)
        self.join()

    def join(self, timeout_s: float = 10.0) -> None:
        """Wait until a source that ends has been looked at to its end."""
        for thread in self._threads:
            thread.join(timeout_s)

    def _bring(self, slot: Slot) -> None:
        try:
            while self._follow(slot) and not slot.closed:
                slot.rest((self._retry_ms or 0) / 1000)
        finally:
            slot.close()

    def _follow(self, slot: Slot) -> bool:
        """Bring frames until the source ends or fails; tell whether to ask for it again."""
        try:
            self._source.open()
            while not slot.closed and (frame := self._source.read()) is not None:
                self._told = ""
                slot.put(frame, replace=self._source.live)
            return False
        except EnvironmentFault as fault:
            self._tell(fault)
            return self._retry_ms is not None
        finally:
            self._source.close()

    def _tell(self, fault: EnvironmentFault) -> None:
        if self._on_fault is not None and fault.code != self._told:
            self._told = fault.code
            self._on_fault(fault)

    def _look(self, slot: Slot) -> None:
        try:
            self._watch(slot)
        finally:
            # Whoever listens may stumble: then no frame is wanted any more, and nobody waits for one to be taken.
            slot.close(drop=True)

    def _watch(self, slot: Slot) -> None:
        eye, frames = Eye(), 0
        due_s = time.monotonic()
        _work_alone()
        while (frame := slot.take()) is not None:
            sight = eye.look(frame, time.monotonic() * 1000 if self._source.live else frames * FRAME_INTERVAL_MS)
            frames += 1
            if self._on_sight is not None:
                self._on_sight(frame, sight)
            for code in sight.fired:
                self._on_code(code)
            if self._source.live:
                # A look that came late is made up for by the next one, but no more than one.
                due_s = max(due_s + FRAME_INTERVAL_MS / 1000, time.monotonic() - FRAME_INTERVAL_MS / 1000)
                slot.rest(due_s - time.monotonic())


def _work_alone() -> None:
    """Keep OpenCV from spreading small pictures over every processor: the till needs them more. A machine without it has no camera."""
    with suppress(ImportError):
        import cv2

        cv2.setNumThreads(1)
