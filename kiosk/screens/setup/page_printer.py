"""The printer: what is plugged in, or an address; the paper's width; and a test page, so that nobody has to believe."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.setup.sentences import device_note, printed_words
from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.look import Look
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.paint import LEFT
from kiosk.touch.status import Chip
from kiosk.touch.tiles import Tile, TileGrid
from kiosk.viewmodels.first_start_model import NO_DEVICE, FirstStartModel

PAPERS_MM = (80, 58)


class PrinterPage(StepPage):
    """Nothing has to be chosen: a till without a printer offers its receipts as codes on the screen."""

    def __init__(self, look: Look, model: FirstStartModel) -> None:
        tr = look.words.tr
        super().__init__(look, model, tr("Printer"), tr("Choose the printer and let it print a page. It may also come later."))
        self.devices = TileGrid(look.theme, 240, 92, gap=12, ground_colour="card")
        self.devices.setObjectName("printers")
        self.address = TextField(look.theme, tr("Or its address, such as tcp://192.168.1.50"), icon="printer")
        self.address.setObjectName("printer_address")
        self.papers = {width: KeyButton(look.theme, tr("{n} mm", n=width), least=64) for width in PAPERS_MM}
        self.test = KeyButton(look.theme, tr("Print a test page"), icon="receipt", least=64)
        self.test.setObjectName("print_test")
        self.result = Chip(look.theme)
        row = QHBoxLayout()
        row.setSpacing(12)
        for width, key in self.papers.items():
            key.setObjectName(f"paper_{width}")
            key.clicked.connect(lambda _=False, width=width: model.choose_paper(width))
            row.addWidget(key, 1)
        row.addWidget(self.test, 2)
        self.content.addWidget(self.devices, 1)
        self.content.addWidget(self.address)
        self.content.addLayout(row)
        self.content.addWidget(self.result, 0, LEFT)
        self.setFocusProxy(self.address)
        self.address.edited.connect(model.choose_printer)
        self.address.submitted.connect(lambda _: model.print_test())
        self.test.clicked.connect(model.print_test)
        self.devices.tapped.connect(self._choose)
        self.refresh()

    def _choose(self, index: int) -> None:
        self.address.clear()
        self.model.choose_printer(self.devices.tiles()[index].key)

    def refresh(self) -> None:
        """Show what was found, what is chosen, and how the test went."""
        model, words = self.model, self.look.words
        none = Tile(NO_DEVICE, words.tr("No printer"), words.tr("Receipts as codes on the screen"), chosen=not model.printer)
        found = [
            Tile(each.address, each.name, device_note(words, each.kind), chosen=each.address == model.printer) for each in model.printers
        ]
        self.devices.show_tiles([none, *found], keep_place=True)
        for width, key in self.papers.items():
            key.set_kind("chosen" if width == model.paper_mm else "plain")
        self.test.setEnabled(bool(model.printer) and not model.busy)
        self.result.show_state(*printed_words(words, model))
