"""One look at one frame, within a declared bound: zxing-cpp always, other ways now and then, and what of it may be believed."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.devices.camera_decode import grey_of
from kiosk.devices.camera_readers import Picture
from kiosk.devices.camera_scene import Condition, Conditions, Scene
from kiosk.devices.camera_tries import FIRST, SECOND, Try, second_opinion
from kiosk.devices.camera_watch import CODES_LIMIT, FIRST_WAY, Look, View, Watch
from kiosk.devices.codes import Code

LOOKS_A_SECOND = 15
SECOND_LOOK_EVERY_MS = 500
FIRST_LIMIT_PIXELS = 1280 * 720
"""A larger frame is made smaller for the first look."""

SECOND_LIMIT_PIXELS = 1280 * 960
"""What one second look may cost, in pixels weighted by the decoder's effort: a frame of 640 x 480 enlarged twice fits, whole."""


class Sight(NamedTuple):
    """What a frame showed: `fired` are the codes to act on, `codes` all that are in view, `condition` why nothing can be seen."""

    fired: list[Code]
    codes: list[Code]
    condition: Condition = ""
    ways: frozenset[str] = frozenset({FIRST_WAY})


class SecondLooks:
    """Which other ways to look come next: at most twice a second, each once after the picture moved, as many at a time as fit the bound."""

    def __init__(self, ways: tuple[Try, ...] = SECOND, limit_pixels: float = SECOND_LIMIT_PIXELS) -> None:
        self._ring = list(ways)
        self._left = 0
        self._limit = limit_pixels
        self._last_ms = -float(SECOND_LOOK_EVERY_MS)
        self._view: View | None = None

    def take(self, grey: Picture, view: View, wanted: frozenset[str], now_ms: float) -> list[Try]:
        """Return the ways whose turn it is; those wanted go first, and are due even if nothing moved."""
        self._notice(view)
        if now_ms - self._last_ms < SECOND_LOOK_EVERY_MS or not (self._left or wanted):
            return []
        self._last_ms = now_ms
        self._ring.sort(key=lambda way: way.name not in wanted)
        chosen = self._fitting(grey, max(self._left, len(wanted)))
        self._ring = self._ring[len(chosen) :] + chosen
        self._left = max(0, self._left - len(chosen))
        return chosen

    def _notice(self, view: View) -> None:
        """Measured against the picture of the last change, so that what creeps is seen as well as what jumps."""
        if self._view is None or not view.same_as(self._view):
            self._view, self._left = view, len(self._ring)

    def _fitting(self, grey: Picture, most: int) -> list[Try]:
        chosen: list[Try] = []
        cost = 0.0
        for way in self._ring[:most]:
            cost += way.cost(grey, self._limit)
            if cost > self._limit:
                break
            chosen.append(way)
        return chosen


class Eye:
    """Looks at frames in their order. The caller owns the clock."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._watch = watch or Watch()
        self._second = SecondLooks()
        self._conditions = Conditions()

    def look(self, frame: Picture, now_ms: float) -> Sight:
        """Look at a frame (grey or BGR) and tell what it shows."""
        grey = grey_of(frame)
        scene = Scene(grey)
        look = self._look(grey, scene, now_ms)
        fired = self._watch.see(look)
        return Sight(fired, _united(look.codes, self._watch.in_view()), self._conditions.take(scene.condition), look.ways)

    def _look(self, grey: Picture, scene: Scene, now_ms: float) -> Look:
        seen = _first_look(grey).look(grey)
        if seen:
            believed, unproven = self._proven(grey, seen)
            return Look(believed, view=scene, unproven=unproven)
        ways = {FIRST_WAY}
        for way in self._second.take(grey, scene, self._watch.wanted(scene), now_ms):
            ways.add(way.name)
            seen = way.look(grey, SECOND_LIMIT_PIXELS)
            if seen:
                return Look(self._proven(grey, seen)[0], way.name, frozenset(ways), scene)
        return Look((), ways=frozenset(ways), view=scene)

    def _proven(self, grey: Picture, seen: list[Code]) -> tuple[list[Code], frozenset[str]]:
        """Ask for a second opinion on each new linear code: one that it contradicts was not seen, one that it cannot tell is unproven."""
        believed: list[Code] = []
        unproven: set[str] = set()
        for code in seen[:CODES_LIMIT]:
            if code.linear and not self._watch.knows(code):
                opinion = {other.text for other in second_opinion(grey, code)}
                if opinion and code.text not in opinion:
                    continue
                unproven |= {code.text} - opinion
            believed.append(code)
        return believed, frozenset(unproven)


def _first_look(grey: Picture) -> Try:
    return FIRST._replace(scale=min(1.0, (FIRST_LIMIT_PIXELS / max(1, grey.size)) ** 0.5))


def _united(seen: Sequence[Code], known: list[Code]) -> list[Code]:
    fresh = {(code.symbology, code.text): code for code in seen}
    return [*fresh.values(), *(code for code in known if (code.symbology, code.text) not in fresh)]
