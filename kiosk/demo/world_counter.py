"""What stands on the demo's counters: a camera that looks at a table, and a card terminal that waits for a card."""

import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from kiosk.devices.card import CardAnswer, SimulatedCardTerminal

FRAME_S = 0.07
_VIEW_PX = (960, 720)
_CARD_WIDTH_PX = 600
_TILT_DEGREES = 5
_TABLE = ((196, 188, 176), (150, 141, 128))


class TableCamera:
    """A frame source: a table, and on it whatever card is held out. What is seen is a picture, so a code on it must be decoded."""

    live = True

    def __init__(self) -> None:
        self._view = _as_frame(_table())

    def hold_out(self, card: Path) -> None:
        """Lay the picture of a card on the table, a little askew as hands do."""
        with Image.open(card) as picture:
            self._view = _as_frame(_with_card(picture))

    def take_away(self) -> None:
        """Clear the table."""
        self._view = _as_frame(_table())

    def open(self) -> None:
        """Always there."""

    def read(self) -> Any:
        """Return the view within a frame's time."""
        time.sleep(FRAME_S)
        return self._view

    def close(self) -> None:
        """Nothing is held open."""


class CounterCard:
    """A card terminal that answers once a card is held to it, or by itself after `patience_s`, so that nobody waits for ever."""

    def __init__(self, terminal: SimulatedCardTerminal, patience_s: float) -> None:
        self._terminal = terminal
        self._patience_s = patience_s
        self._card = threading.Event()
        self.waits = False

    def script(self, word: str) -> None:
        """Say what the next card gets: approved or declined."""
        self._terminal.script("declined" if word == "declined" else "approved")

    def hold_card(self) -> None:
        """Hold a card to the terminal."""
        self._card.set()

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswer:
        """Wait for a card, then charge it."""
        self._card.clear()
        self.waits = True
        self._card.wait(self._patience_s)
        self.waits = False
        return self._terminal.ask(intent_id, amount_minor)

    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswer:
        """Take a payment back; nobody has to hold a card for it."""
        return self._terminal.reverse(intent_id, amount_minor, payment_id, reference)

    def outcome(self, intent_id: str) -> CardAnswer:
        """Say what became of an intent."""
        return self._terminal.outcome(intent_id)


@cache
def _table() -> Image.Image:
    light, dark = _TABLE
    shade = Image.linear_gradient("L").resize(_VIEW_PX)
    return Image.composite(Image.new("RGB", _VIEW_PX, dark), Image.new("RGB", _VIEW_PX, light), shade)


def _with_card(picture: Image.Image) -> Image.Image:
    height = _CARD_WIDTH_PX * picture.height // picture.width
    card = picture.convert("RGBA").resize((_CARD_WIDTH_PX, height), Image.Resampling.LANCZOS)
    turned = card.rotate(_TILT_DEGREES, expand=True, resample=Image.Resampling.BICUBIC)
    view = _table().copy()
    view.paste(turned, ((_VIEW_PX[0] - turned.width) // 2, (_VIEW_PX[1] - turned.height) // 2), turned)
    return view


def _as_frame(view: Image.Image) -> Any:
    """Return the picture as a camera gives it: blue, green, red."""
    return np.ascontiguousarray(np.asarray(view)[:, :, ::-1])
