"""Short sounds that tell a cashier what happened without a look at the screen: the player over miniaudio, one that records, and a broken
one.

Nothing ever waits for a sound: it is played on a thread of its own, and dropped where others are still to be played. A machine without a
loudspeaker is silent. miniaudio is loaded with the first sound.
"""

import array
import io
import logging
import os
import queue
import sys
import threading
import wave
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from sync.base.resources import read_bytes

Sound = Literal["accept", "refuse", "attention", "done"]
SOUNDS: tuple[Sound, ...] = get_args(Sound)
WAITING_LIMIT = 2
"""More than these still to be played would lag behind the hands."""

_PLAY_LIMIT_S = 3.0
_DEVICE_MS = 60
_log = logging.getLogger(__name__)


class Sounds(Protocol):
    """What screens may ask: at once, whatever the loudspeaker does."""

    def play(self, name: Sound) -> None: ...


class Loudspeaker(Protocol):
    """Plays samples to their end; OSError when it cannot."""

    def play(self, samples: "array.array[int]") -> None: ...


class SoundPlayer:
    """Plays the packaged sounds in their order. `status` is unknown until the first was tried, then ready or off."""

    def __init__(self, open_speaker: Callable[[int], Loudspeaker] | None = None) -> None:
        self._open = open_speaker or MiniaudioSpeaker
        self._waiting: queue.Queue[Sound | None] = queue.Queue(WAITING_LIMIT)
        self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
        self._loaded: dict[Sound, tuple[array.array[int], int]] = {}
        self._speaker: Loudspeaker | None = None
        self._state = "unknown"

    def play(self, name: Sound) -> None:
        """Play a sound soon, or not at all where it would come late."""
        if not self._thread.is_alive() and self._thread.ident is None:
            self._thread.start()
        try:
            self._waiting.put_nowait(name)
        except queue.Full:
            return

    def status(self) -> str:
        """Say ready, off (no loudspeaker) or unknown (nothing was played yet)."""
        return self._state

    def stop(self) -> None:
        """End after the sound in hand."""
        if self._thread.ident is not None:
            self._waiting.put(None)
            self._thread.join()

    def _run(self) -> None:
        """Without a loudspeaker what is asked for is thrown away, so that nobody who asks fills a queue."""
        while (name := self._waiting.get()) is not None:
            if self._state != "off":
                self._try(name)

    def _try(self, name: Sound) -> None:
        try:
            samples, rate = self._loaded.get(name) or self._loaded.setdefault(name, samples_of(name))
            self._speaker = self._speaker or self._open(rate)
            self._speaker.play(samples)
            self._state = "ready"
        except OSError as error:
            self._state = "off"
            _log.info("sounds: silent, %s", error)


class MiniaudioSpeaker:
    """The machine's loudspeaker, opened for each sound, so that it is not kept from other programs."""

    def __init__(self, rate: int, backends: list[str] | None = None) -> None:
        self._rate = rate
        self._backends = present_backends() if backends is None else backends
        if not self._backends:
            raise OSError("no loudspeaker")
        try:
            import miniaudio
        except ImportError as error:
            raise OSError("no sound library on this kind of machine") from error
        self._miniaudio: Any = miniaudio

    def play(self, samples: "array.array[int]") -> None:
        """Play 16-bit mono samples to their end, or as long as a sound may last."""
        miniaudio = self._miniaudio
        ended = threading.Event()
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=self._rate,
                buffersize_msec=_DEVICE_MS,
                backends=[miniaudio.Backend[name] for name in self._backends],
            )
            with device:
                device.start(_fed(samples, ended))
                ended.wait(_PLAY_LIMIT_S)
        except miniaudio.MiniaudioError as error:
            raise OSError("the loudspeaker does not play") from error


def _fed(samples: "array.array[int]", ended: threading.Event) -> "Generator[array.array[int], int, None]":
    """Feed a device: the samples, then silence; the end is told one request later, when the last of them have been taken."""
    feed = _chunks(samples, ended)
    next(feed)
    return feed


def _chunks(samples: "array.array[int]", ended: threading.Event) -> "Generator[array.array[int], int, None]":
    count = yield array.array("h")
    at = 0
    while at < len(samples):
        chunk = samples[at : at + count]
        at += count
        count = yield chunk + array.array("h", bytes(2 * (count - len(chunk))))
    while True:
        ended.set()
        count = yield array.array("h", bytes(2 * count))


class RecordingSounds:
    """Remembers what was asked for."""

    def __init__(self) -> None:
        self.played: list[Sound] = []

    def play(self, name: Sound) -> None:
        self.played.append(name)

    def status(self) -> str:
        return "ready"


class BrokenSpeaker:
    """A loudspeaker that never plays."""

    def __init__(self, rate: int) -> None:
        self.rate = rate

    def play(self, samples: "array.array[int]") -> None:
        raise OSError("broken")


class Silence:
    """No sounds, because none are wanted."""

    def play(self, name: Sound) -> None:
        return

    def stop(self) -> None:
        return

    def status(self) -> str:
        return "off"


def samples_of(name: Sound) -> "tuple[array.array[int], int]":
    """Return a packaged sound's samples (16 bits, mono) and their rate."""
    with wave.open(io.BytesIO(read_bytes("sounds", f"{name}.wav"))) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
        if sys.byteorder == "big":
            samples.byteswap()
        return samples, sound.getframerate()


def present_backends(devices: Path = Path("/dev/snd"), runtime: str | None = None) -> list[str]:
    """Return the ways to a loudspeaker that are there. ALSA complains on standard error where it is tried without a card."""
    if sys.platform == "win32":
        return ["WASAPI"]
    if sys.platform == "darwin":
        return ["COREAUDIO"]
    own = os.environ.get("XDG_RUNTIME_DIR", "") if runtime is None else runtime
    server = ["PULSEAUDIO"] if own and (Path(own) / "pulse" / "native").exists() else []
    return [*server, *(["ALSA"] if any(devices.glob("pcm*p")) else [])]
