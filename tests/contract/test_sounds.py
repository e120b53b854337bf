"""One suite for every sound player: over miniaudio's silent device, the recording one, the broken loudspeaker; and the sounds
themselves.
"""

import array
import importlib.util
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.devices.sounds import (
    SOUNDS,
    WAITING_LIMIT,
    BrokenSpeaker,
    MiniaudioSpeaker,
    RecordingSounds,
    Silence,
    SoundPlayer,
    Sounds,
    present_backends,
    samples_of,
)

ROOT = Path(__file__).parents[2]


class Heard:
    """A loudspeaker that tells what it plays, and plays on only when told."""

    def __init__(self) -> None:
        self.samples: queue.Queue[int] = queue.Queue()
        self.go_on = threading.Semaphore(0)

    def play(self, samples: "array.array[int]") -> None:
        self.samples.put(len(samples))
        assert self.go_on.acquire(timeout=10)


def lengths() -> dict[str, int]:
    return {name: len(samples_of(name)[0]) for name in SOUNDS}


def test_sounds_are_played_in_their_order() -> None:
    heard = Heard()
    player = SoundPlayer(lambda _: heard)
    for name in SOUNDS:
        player.play(name)
        assert heard.samples.get(timeout=10) == lengths()[name]
        heard.go_on.release()
    player.stop()
    assert player.status() == "ready"


def test_nobody_waits_and_what_would_come_late_is_dropped() -> None:
    heard = Heard()
    player = SoundPlayer(lambda _: heard)
    player.play("accept")
    assert heard.samples.get(timeout=10) == lengths()["accept"]
    for _ in range(50):
        player.play("done")
    heard.go_on.release(WAITING_LIMIT + 1)
    player.stop()
    assert heard.samples.qsize() == WAITING_LIMIT


def test_a_broken_loudspeaker_is_silence() -> None:
    player = SoundPlayer(BrokenSpeaker)
    for _ in range(50):
        player.play("accept")
    player.stop()
    assert player.status() == "off"


def test_one_that_broke_can_be_stopped_at_once() -> None:
    player = SoundPlayer(BrokenSpeaker)
    player.play("accept")
    player.stop()
    assert player.status() == "off"


def test_miniaudio_plays_to_the_end() -> None:
    """On its device that plays into nothing, which takes the samples as a real one does."""
    player = SoundPlayer(lambda rate: MiniaudioSpeaker(rate, ["NULL"]))
    player.play("accept")
    player.stop()
    assert player.status() == "ready"


def test_a_machine_without_a_loudspeaker_is_silent(tmp_path: Path) -> None:
    assert present_backends(tmp_path, "") == []
    (tmp_path / "pcmC0D0p").touch()
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert present_backends(tmp_path, str(tmp_path)) == ["PULSEAUDIO", "ALSA"]
    with pytest.raises(OSError, match="no loudspeaker"):
        MiniaudioSpeaker(22_050, [])


def test_the_recording_one_and_the_one_that_is_switched_off() -> None:
    recording = RecordingSounds()
    for port in (recording, Silence()):
        sounds: Sounds = port
        sounds.play("accept")
    assert recording.played == ["accept"]


def test_a_player_that_plays_nothing_loads_nothing() -> None:
    program = "from kiosk.devices.sounds import SoundPlayer; SoundPlayer().stop(); import sys; print('miniaudio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"


def test_the_sounds_are_what_the_script_writes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_sounds", ROOT / "packaging" / "make_sounds.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.write(tmp_path)
    packaged = {path.name: path.read_bytes() for path in (ROOT / "resources" / "sounds").iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == packaged
    assert set(packaged) == {f"{name}.wav" for name in SOUNDS}
    assert max(lengths().values()) < 22_050 // 2
