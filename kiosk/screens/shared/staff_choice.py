"""Who it is: the store's staff as tiles, walked with the arrow keys or typed by number."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import role_name
from kiosk.services.queries import StaffRow
from kiosk.touch.tiles import Tile, TileGrid

_SMALL = 64


class StaffChoice(TileGrid):
    """`chosen` brings a person's id."""

    chosen = Signal(str)

    def __init__(self, look: Look, *, least_width: int = 220, height: int = 84, ground_colour: str = "paper") -> None:
        super().__init__(look.theme, least_width, height, gap=12 if height > _SMALL else 8, ground_colour=ground_colour)
        self._look = look
        self._staff: tuple[StaffRow, ...] = ()
        self.current = ""
        self.tapped.connect(lambda index: self.choose(self._staff[index].id))

    def show_staff(self, staff: Sequence[StaffRow]) -> None:
        """Show these people, the first chosen unless the former one is still there."""
        self._staff = tuple(staff)
        if not any(person.id == self.current for person in self._staff):
            self.choose(self._staff[0].id if self._staff else "")
        self._show()

    def choose(self, staff: str) -> None:
        """Choose a person."""
        self.current = staff
        self._show()
        self.chosen.emit(staff)

    def step(self, by: int) -> None:
        """Choose the next person, or the one before."""
        ids = [person.id for person in self._staff]
        if self.current in ids:
            self.choose(ids[(ids.index(self.current) + by) % len(ids)])

    def _show(self) -> None:
        words = self._look.words
        tiles = [Tile(row.id, row.name, role_name(words, row.role), chosen=row.id == self.current) for row in self._staff]
        self.show_tiles(tiles, keep_place=True)
