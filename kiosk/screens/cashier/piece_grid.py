"""Notes and coins as tiles, each with how many of it were counted: for the count of the drawer, and for what goes to the safe."""

from collections.abc import Mapping, Sequence

from kiosk.screens.cashier.pay_parts import coin_name
from kiosk.screens.shared.look import Look
from kiosk.touch.tiles import Tile, TileGrid


class PieceGrid(TileGrid):
    """`current` is the place of the denomination that is being counted."""

    def __init__(
        self, look: Look, values: Sequence[int], least_width: int = 150, height: int = 88, *, ground_colour: str = "paper"
    ) -> None:
        super().__init__(look.theme, least_width, height, ground_colour=ground_colour)
        self.setObjectName("denominations")
        self._look, self.values = look, tuple(values)
        self.current = 0

    @property
    def value(self) -> int:
        """The denomination that is being counted."""
        return self.values[self.current]

    def choose(self, place: int) -> None:
        """Count another denomination."""
        self.current = place % len(self.values)
        self.reveal(self.current)

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Show how many of each were counted, and what they come to."""
        self.show_tiles([self._tile(place, value, counts.get(value, 0)) for place, value in enumerate(self.values)], keep_place=True)

    def _tile(self, place: int, value: int, pieces: int) -> Tile:
        words = self._look.words
        note = f"× {words.number(pieces)}" if pieces else ""
        amount = words.money(value * pieces, symbol=False) if pieces else ""
        return Tile(str(value), coin_name(self._look, value), note, amount, chosen=place == self.current)
