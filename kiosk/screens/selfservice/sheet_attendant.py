"""An attendant at the kiosk: who it is, and the PIN. The customer sees why somebody has to come, and may go on without it."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import GAP, Kit, row
from kiosk.screens.selfservice.sentences import staff_refusal
from kiosk.screens.selfservice.sheet_keyed import KeyedSheet
from kiosk.touch.entries import PinEntry
from kiosk.touch.labels import Label
from kiosk.touch.tiles import Tile, TileGrid


class AttendantSheet(KeyedSheet):
    """Follows the attendant model: open while somebody is asked for, away when it is done."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        self.pin = PinEntry(kit.theme, kit.tr("Your PIN"))
        self.pin.setObjectName("pin")
        self.confirm = kit.button("attendant_confirm", "primary")
        self.confirm.show_text(kit.tr("Confirm"))
        self.away = kit.button("attendant_away")
        super().__init__(kit, covers, self.pin, row(self.away, self.confirm))
        self._kit, self._model = kit, kit.model.attendant
        self._chosen = ""
        self.people = TileGrid(kit.theme, 220, kit.theme.target, gap=GAP, ground_colour="card")
        self.people.setObjectName("people")
        self.fault = Label(kit.theme, role="small", tone="danger", wrap=True)
        self.side.addWidget(self.people, 1)
        self.side.addWidget(self.fault)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.people.tapped.connect(self._choose)
        self.pin.submitted.connect(self._submit)
        self.pin.changed.connect(lambda _: self._enable())
        self.confirm.clicked.connect(lambda: self._submit(self.pin.text()))
        self.away.clicked.connect(self._dismiss)
        self._model.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Open, close, and say why somebody is needed."""
        model = self._model
        if not model.purpose:
            self.close_sheet()
            return
        self.say(*self._words())
        self.away.show_text(self._kit.tr("Go on without this article") if model.purpose == "age" else self._kit.tr("Back"))
        if model.error is not None:
            self.fault.show_text(staff_refusal(self._kit, model.error))
            self.pin.set_text("")
        else:
            self.fault.show_text("")
        self._show_people()
        self._enable()
        if not self.isVisible():
            self._chosen = ""
            self.pin.set_text("")
            self._show_people()
            self.open()
            self.pin.setFocus()

    def _show_people(self) -> None:
        tiles = [Tile(key=person.id, title=person.name, chosen=person.id == self._chosen) for person in self._model.staff]
        self.people.show_tiles(tiles, keep_place=True)

    def _words(self) -> tuple[str, str]:
        tr, age = self._kit.tr, self._model.age
        match self._model.purpose:
            case "age":
                sentence = tr("This article is sold from {age} years only. Please have your identity card ready.", age=age)
                return tr("An attendant is coming"), sentence
            case "member":
                return tr("An attendant is coming"), tr("They check that the card is yours, and confirm it with their PIN.")
            case "approve":
                return tr("An attendant is coming"), tr("This needs an attendant. Please wait a moment.")
            case "close":
                return tr("Close this kiosk"), tr("The day of this kiosk ends. Choose your name and enter your PIN.")
            case _:
                return tr("Open this kiosk"), tr("Choose your name and enter your PIN.")

    def _enable(self) -> None:
        self.confirm.setEnabled(bool(self._chosen and self.pin.text()) and not self._model.busy)

    def _choose(self, index: int) -> None:
        self._chosen = self._model.staff[index].id
        self._show_people()
        self._enable()
        self.pin.setFocus()

    def _submit(self, pin: str) -> None:
        if self._chosen and pin:
            self._model.enter(self._chosen, pin)

    def _dismiss(self) -> None:
        self._kit.model.dismiss_attendant()
