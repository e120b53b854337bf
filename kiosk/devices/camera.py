"""The camera as an eye for codes: one thread brings frames, one looks at the newest; a code is told once while it stays in view."""

import threading
import time
from collections.abc import Callable

from kiosk.devices.camera_decode import Picture, decode_frame
from kiosk.devices.camera_sources import FrameSource
from kiosk.devices.camera_watch import Watch
from kiosk.devices.codes import Code
from sync.protocol.errors import EnvironmentFault

FRAME_INTERVAL_MS = 60
SECOND_LOOK_INTERVAL_MS = 180


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

    `on_code` is told of each new code, `on_frame` of each frame looked at (for a preview), `on_fault` of an environment fault
    (camera_missing, camera_lost), after which the camera has ended and may be started again.
    """

    def __init__(
        self,
        source: FrameSource,
        on_code: Callable[[Code], None],
        *,
        on_frame: Callable[[Picture], None] | None = None,
        on_fault: Callable[[EnvironmentFault], None] | None = None,
        watch: Watch | None = None,
        frame_interval_ms: int = FRAME_INTERVAL_MS,
    ) -> None:
        self._source = source
        self._on_code = on_code
        self._on_frame = on_frame
        self._on_fault = on_fault
        self._watch = watch or Watch()
        self._frame_interval_ms = frame_interval_ms if source.live else 0
        self._second_look_ms = 0.0
        self._slot = Slot()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to watch; does nothing while it watches already."""
        if any(thread.is_alive() for thread in self._threads):
            return
        self._slot = Slot()
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
            self._source.open()
            while not slot.closed and (frame := self._source.read()) is not None:
                slot.put(frame, replace=self._source.live)
        except EnvironmentFault as fault:
            if self._on_fault is not None:
                self._on_fault(fault)
        finally:
            self._source.close()
            slot.close()

    def _look(self, slot: Slot) -> None:
        while (frame := slot.take()) is not None:
            began = time.monotonic()
            if self._on_frame is not None:
                self._on_frame(frame)
            for code in self._watch.see(self._decode(frame, began * 1000)):
                self._on_code(code)
            self._rest(slot, began)

    def _decode(self, frame: Picture, now_ms: float) -> list[Code]:
        """zbar has its look only now and then: an empty view is what a camera sees most of the day."""
        second = not self._source.live or now_ms - self._second_look_ms >= SECOND_LOOK_INTERVAL_MS
        if second:
            self._second_look_ms = now_ms
        return decode_frame(frame, second=second)

    def _rest(self, slot: Slot, began: float) -> None:
        """Leave the processor to the till between two looks."""
        left = self._frame_interval_ms / 1000 - (time.monotonic() - began)
        if left > 0 and not slot.closed:
            time.sleep(left)
