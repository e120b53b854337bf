"""Which goods hang together, because an offer looks at them together."""

from collections.abc import Sequence


class Joined:
    """Places that hang together."""

    def __init__(self, places: range) -> None:
        self._above = list(places)

    def root(self, place: int) -> int:
        """Return the one place that stands for all that hang together with this one."""
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, places: Sequence[int]) -> None:
        """Hang places together."""
        for place in places:
            self._above[self.root(place)] = self.root(places[0])
