"""Writes the till's sounds, `resources/sounds/*.wav`: short tones of our own, so that nobody else's recording is shipped."""

import array
import math
import sys
import wave
from pathlib import Path
from typing import NamedTuple

RATE = 22_050
_PEAK = 0.55 * 32_767
_FADE_S = 0.006


class Tone(NamedTuple):
    """A pitch and how long it sounds; a pitch of 0 is a rest."""

    hertz: float
    seconds: float


SOUNDS = {
    "accept": (Tone(1_760.0, 0.07),),
    "done": (Tone(1_046.5, 0.08), Tone(1_318.5, 0.08), Tone(1_568.0, 0.14)),
    "attention": (Tone(880.0, 0.12), Tone(0.0, 0.06), Tone(880.0, 0.12)),
    "refuse": (Tone(311.1, 0.14), Tone(0.0, 0.04), Tone(233.1, 0.22)),
}


def samples(tones: tuple[Tone, ...]) -> "array.array[int]":
    """Return 16-bit samples; each tone with its octave above it, faded in and out so that it does not click."""
    found = array.array("h")
    for tone in tones:
        count = round(tone.seconds * RATE)
        found.extend(round(_sample(tone, at, count)) for at in range(count))
    return found


def _sample(tone: Tone, at: int, count: int) -> float:
    if not tone.hertz:
        return 0.0
    phase = 2 * math.pi * tone.hertz * at / RATE
    fade = min(1.0, at / (_FADE_S * RATE), (count - 1 - at) / (_FADE_S * RATE))
    return _PEAK * fade * (0.8 * math.sin(phase) + 0.2 * math.sin(2 * phase))


def write(folder: Path) -> None:
    """Write every sound into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        data = samples(tones)
        if sys.byteorder == "big":
            data.byteswap()
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(data.tobytes())


if __name__ == "__main__":
    write(Path(__file__).parent.parent / "resources" / "sounds")
